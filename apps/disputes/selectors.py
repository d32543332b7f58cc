"""Reads of contests: one's own, and what waits at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, Refusal
from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.permissions import (
    check_can_contest_again,
    check_can_decide,
    check_can_open,
    check_can_read,
    check_has_desk,
    deciders_of,
    last_about,
)
from apps.disputes.states import WAITING, DisputeState
from apps.people.models import Account
from apps.spaces.permissions import covered_spaces
from apps.trust.grounds import Contestable, contestable, kind_words

MOST = 100


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One contest, in a list."""

    reference: str
    space_name: str
    what: str  # the kind of thing
    sentence: str  # what is contested; empty in lists, and when it is gone
    state_word: str
    opened_at: datetime
    due_at: datetime
    waits: bool
    late: bool


@dataclass(frozen=True, slots=True)
class DisputeAnswer:
    """What was decided; of what was taken out only how much."""

    anew: bool
    reasons: str
    taken_out: int
    mandate: str
    at: datetime
    contest: str


@dataclass(frozen=True, slots=True)
class DisputePage:
    """One contest, for whom it concerns or for whoever decides."""

    line: DisputeLine
    pseudonym: str
    words: str
    inputs: Sequence[tuple[str, str, str]]
    path: str
    named: Sequence[tuple[str, str, str]]
    answers: list[DisputeAnswer]
    gone: bool
    anew: bool = False
    may_contest: bool = False
    barred: str = ""
    asked: tuple[str, ...] = ()  # who may decide instead, by the names of their mandates
    may_decide: bool = False


@dataclass(frozen=True, slots=True)
class MayOpen:
    """Whether something can be contested now; else why not, and where what was contested is read."""

    barred: str = ""
    reference: str = ""  # the reference of a contest of the same


def may_open(thing: Contestable, now: datetime) -> MayOpen:
    """Asked before anybody writes."""
    try:
        check_can_open(thing, now=now)
    except NotNow as refusal:
        last = last_about(thing)
        return MayOpen(str(refusal.sentence), last.reference if last else "")
    return MayOpen()


def line_of(row: Dispute, thing: Contestable | None, now: datetime) -> DisputeLine:
    """In words."""
    waits = row.state in WAITING
    return DisputeLine(
        reference=row.reference,
        space_name=row.space.name,
        what=kind_words().get(row.kind, ""),
        sentence=thing.sentence if thing else "",
        state_word=str(DisputeState(row.state).label),
        opened_at=row.opened_at,
        due_at=row.due_at,
        waits=waits,
        late=waits and row.due_at <= now,
    )


def mine(account: Account, now: datetime) -> list[DisputeLine] | None:
    """For /me/trust/: what I contested; nothing when there is nothing. What it was about is on its page."""
    rows = Dispute.objects.filter(persona__account=account).select_related("space").order_by("-pk")
    return [line_of(row, None, now) for row in rows[:MOST]] or None


def desk(account: Account, *, now: datetime) -> list[DisputeLine]:
    """What waits in the spaces of one's mandates, the one that is due first on top; not one's own."""
    covered = covered_spaces(check_has_desk(account, now=now))
    rows = Dispute.objects.filter(state__in=WAITING).exclude(persona__account=account)
    rows = rows if covered is None else rows.filter(space__in=covered)
    return [line_of(row, None, now) for row in rows.select_related("space").order_by("due_at", "pk")[:MOST]]


def dispute_at(reference: str) -> Dispute:
    """Raises NotFound."""
    found = Dispute.objects.filter(reference=reference).select_related("persona__account", "space").first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def own_page(row: Dispute, *, now: datetime) -> DisputePage:
    """For whom it concerns."""
    thing = contestable(row.kind, row.about)
    try:
        check_can_contest_again(row, now=now)
    except NotNow:
        return _page(row, thing, now)
    return _page(row, thing, now, may_contest=thing is not None)


def desk_page(row: Dispute, account: Account, *, now: datetime) -> DisputePage:
    """Whoever has a link or a part in it reads why somebody else decides, and who; nothing of what the person said."""
    check_can_read(account, row, now=now)
    thing, waits = contestable(row.kind, row.about), row.state in WAITING
    try:
        check_can_decide(account, row, thing, now=now)
    except Refusal as refusal:
        decided = row.decisions.filter(decided_by=account).exists()
        names = tuple(mandate.public_name for mandate in deciders_of(row, thing, now=now)) if waits else ()
        said = str(refusal.sentence) if waits or not decided else ""
        return _page(row, thing, now, barred=said, asked=names, read=decided)
    return _page(row, thing, now, may_decide=waits)


def _page(
    row: Dispute,
    thing: Contestable | None,
    now: datetime,
    *,
    may_contest: bool = False,
    barred: str = "",
    asked: tuple[str, ...] = (),
    read: bool = False,
    may_decide: bool = False,
) -> DisputePage:
    read = read or not barred
    return DisputePage(
        line=line_of(row, thing, now),
        pseudonym=row.persona.pseudonym,
        words=row.words if read else "",
        inputs=thing.inputs if thing and read else (),
        path=thing.path if thing else "",
        named=thing.named if thing and may_decide else (),
        answers=[_answer(one) for one in row.decisions.select_related("mandate")] if read else [],
        gone=thing is None,
        anew=row.state == DisputeState.ANEW,
        may_contest=may_contest,
        barred=barred,
        asked=asked,
        may_decide=may_decide,
    )


def _answer(row: DisputeDecision) -> DisputeAnswer:
    name = row.mandate.public_name if row.mandate else ""
    return DisputeAnswer(row.anew, row.reasons, len(row.named), name, row.at, row.contest)
