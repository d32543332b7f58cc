"""Is the log whole, who has seen it, what was found wrong: one answer, for the page and for its twin."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.base.clock import hour_of
from apps.ledger import checkpoints, witnesses
from apps.ledger.checkpoints import Published
from apps.ledger.inspection import Flaw
from apps.ledger.models import Inspection, Pending, Violation, Witness
from apps.ledger.witnesses import ALARMING, Configured, Trouble

SHOWN = 10
FLAWS: dict[str, Promise] = {
    Flaw.ABSENT: _("The entry is gone from its place."),
    Flaw.CHANGED: _("The entry is not the one that was sealed."),
    Flaw.MISSING: _("Nothing opens it, and no tombstone says why."),
    Flaw.FALSE: _("What is kept for it does not open it."),
    Flaw.KEPT: _("Its tombstone says that it was erased, and it still opens."),
}
TROUBLES: dict[str, Promise] = {
    Trouble.SILENT: _("It does not answer. We ask again by ourselves."),
    Trouble.STRANGER: _("It answers that it does not watch this log, or not under this key."),
    Trouble.AHEAD: _("It has signed a longer log than this one: entries are missing here."),
    Trouble.REWRITTEN: _("It refuses: this log has not grown out of the one that it signed."),
    Trouble.UNSIGNED: _("It answers without its signature."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A witness, how far it has seen, and what keeps it from signing."""

    name: str
    key: str
    address: str
    is_here: bool  # on this machine: it tells accidents, not what its owner does on purpose
    size: int
    seen_at: datetime | None
    has_newest: bool
    trouble: str
    sentence: str
    alarming: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """A checkpoint, and how many of our witnesses have signed it."""

    size: int
    root: str
    hour: datetime
    seen_by: int
    has_quorum: bool
    is_covered: bool  # a later one has its quorum, and holds all that this one holds


@dataclass(frozen=True, slots=True)
class Walk:
    """The last look at every index: what opens, what is a public text, what has a tombstone."""

    ended_at: datetime
    size: int
    texts: int
    openings: int
    tombstones: int
    violations: int


@dataclass(frozen=True, slots=True)
class Broken:
    """An index that is not, or was not, as it must be."""

    position: int
    flaw: str
    sentence: str
    found_at: datetime
    mended_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogState:
    """What the page of the log's state says."""

    origin: str
    keys: list[str]
    size: int
    waiting: int  # not filings: a single one would tell its hour
    quorum: int
    shown: Seal | None
    checkpoints: list[Seal] = field(default_factory=list)
    witnesses: list[Seen] = field(default_factory=list)
    walk: Walk | None = None
    looked_at: int = 0  # how far the present walk has come
    violations: list[Broken] = field(default_factory=list)
    mended: list[Broken] = field(default_factory=list)

    @property
    def alarms(self) -> list[Seen]:
        """Those that have seen another log than this one."""
        return [witness for witness in self.witnesses if witness.alarming]

    @property
    def is_seen_outside(self) -> bool:
        """By a witness on another machine."""
        return any(witness.has_newest and not witness.is_here for witness in self.witnesses)

    @property
    def is_whole(self) -> bool:
        """As far as we can tell ourselves: looked through, nothing broken, nobody has seen another log."""
        return self.walk is not None and not self.violations and not self.alarms


def log_state(*, now: datetime) -> LogState:
    """All of it, in a dozen cheap questions."""
    newest = checkpoints.recent(SHOWN)
    published = checkpoints.published(now=now)
    size = newest[0].row.size if newest else 0
    present = Inspection.objects.filter(ended_at=None).order_by("-pk").first()
    return LogState(
        origin=checkpoints.origin(),
        keys=[voucher.vkey for voucher in checkpoints.vouchers()],
        size=size,
        waiting=Pending.objects.filter(filing=False).count(),
        quorum=settings.WITNESS_QUORUM,
        shown=_seal(published) if published else None,
        checkpoints=_seals(newest),
        witnesses=[_seen(witness, size) for witness in witnesses.configured()],
        walk=_last_walk(),
        looked_at=present.position if present else 0,
        violations=_broken(mended=False),
        mended=_broken(mended=True),
    )


def _seals(found: list[Published]) -> list[Seal]:
    covered = [any(later.has_quorum for later in found[:at]) for at in range(len(found))]
    return [_seal(one, is_covered=by_later) for one, by_later in zip(found, covered, strict=True)]


def _seal(found: Published, *, is_covered: bool = False) -> Seal:
    root = base64.b64encode(bytes(found.row.root)).decode()
    return Seal(found.row.size, root, hour_of(found.row.made_at), found.seen_by, found.has_quorum, is_covered)


def _seen(witness: Configured, size: int) -> Seen:
    row = Witness.objects.filter(name=witness.voucher.name, origin=checkpoints.origin()).first() or Witness()
    return Seen(
        name=witness.voucher.name,
        key=witness.voucher.vkey,
        address=witness.address,
        is_here=witness.address.startswith("http://"),
        size=row.size,
        seen_at=row.seen_at,
        has_newest=bool(row.size) and row.size == size and not row.failure,
        trouble=row.failure,
        sentence=str(TROUBLES.get(row.failure, "")),
        alarming=row.failure in ALARMING,
    )


def _last_walk() -> Walk | None:
    row = Inspection.objects.exclude(ended_at=None).order_by("-pk").first()
    if row is None or row.ended_at is None:
        return None
    return Walk(row.ended_at, row.size, row.texts, row.openings, row.tombstones, row.violations)


def _broken(*, mended: bool) -> list[Broken]:
    rows = Violation.objects.filter(mended_at__isnull=not mended).order_by("-found_at", "position")[: SHOWN * 10]
    return [Broken(r.position, r.flaw, str(FLAWS.get(r.flaw, r.flaw)), r.found_at, r.mended_at) for r in rows]
