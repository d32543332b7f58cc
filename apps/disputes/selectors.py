"""Reads of contests: one's own, and what waits at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, Refusal
from apps.disputes.models import Dispute
from apps.disputes.permissions import check_can_contest_again, check_can_decide, check_can_read, check_has_desk
from apps.disputes.states import WAITING, DisputeState
from apps.people.models import Account
from apps.spaces.permissions import covered_spaces
from apps.trust.grounds import Contestable, contestable

MOST = 100


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """One contest, in a list."""

    reference: str
    space_name: str
    sentence: str  # what is contested; empty when it is gone
    state_word: str
    opened_at: datetime
    due_at: datetime
    waits: bool


@dataclass(frozen=True, slots=True)
class DisputeAnswer:
    """What was decided."""

    anew: bool
    reasons: str
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
    may_contest: bool
    barred: str
    may_decide: bool


def line_of(row: Dispute, thing: Contestable | None) -> DisputeLine:
    """In words."""
    return DisputeLine(
        reference=row.reference,
        space_name=row.space.name,
        sentence=thing.sentence if thing else "",
        state_word=str(DisputeState(row.state).label),
        opened_at=row.opened_at,
        due_at=row.due_at,
        waits=row.state in WAITING,
    )


def mine(account: Account, now: datetime) -> list[DisputeLine] | None:
    """For /me/trust/: what I contested; nothing when there is nothing. What it was about is on its page."""
    rows = Dispute.objects.filter(persona__account=account).select_related("space").order_by("-pk")
    return [line_of(row, None) for row in rows[:MOST]] or None


def desk(account: Account, *, now: datetime) -> list[DisputeLine]:
    """What waits in the spaces of one's mandates, the one that is due first on top; not one's own."""
    covered = covered_spaces(check_has_desk(account, now=now))
    rows = Dispute.objects.filter(state__in=WAITING).exclude(persona__account=account)
    rows = rows if covered is None else rows.filter(space__in=covered)
    return [line_of(row, None) for row in rows.select_related("space").order_by("due_at", "pk")[:MOST]]


def dispute_at(reference: str) -> Dispute:
    """Raises NotFound."""
    found = Dispute.objects.filter(reference=reference).select_related("persona__account", "space").first()
    if found is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return found


def own_page(row: Dispute, *, now: datetime) -> DisputePage:
    """For whom it concerns."""
    try:
        check_can_contest_again(row, now=now)
    except NotNow:
        return _page(row, may_contest=False)
    return _page(row, may_contest=True)


def desk_page(row: Dispute, account: Account, *, now: datetime) -> DisputePage:
    """Whoever has a link reads why somebody else decides."""
    check_can_read(account, row, now=now)
    barred = ""
    try:
        check_can_decide(account, row, contestable(row.kind, row.about), now=now)
    except Refusal as refusal:
        barred = str(refusal.sentence)
    return _page(row, barred=barred, may_decide=row.state in WAITING and not barred)


def _page(row: Dispute, *, may_contest: bool = False, barred: str = "", may_decide: bool = False) -> DisputePage:
    thing = contestable(row.kind, row.about)
    return DisputePage(
        line=line_of(row, thing),
        pseudonym=row.persona.pseudonym,
        words=row.words,
        inputs=thing.inputs if thing else (),
        path=thing.path if thing else "",
        named=thing.named if thing and may_decide else (),
        answers=[
            DisputeAnswer(d.anew, d.reasons, d.mandate.public_name if d.mandate else "", d.at, d.contest)
            for d in row.decisions.select_related("mandate")
        ],
        may_contest=may_contest,
        barred=barred,
        may_decide=may_decide,
    )
