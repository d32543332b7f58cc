"""My seats, and the rule by which they were drawn."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.algorithms import jury as rule
from apps.juries.models import Seat
from apps.juries.permissions import practised
from apps.juries.states import JuryState
from apps.people.models import Account


def rule_path() -> str:
    """The published rule by which juries are drawn and counted."""
    return reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, "jury"])


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of mine."""

    url: str
    case: str
    space: str
    state: str
    sentence: str
    until: datetime
    open: bool
    voted: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """My juries."""

    seats: list[SeatRow]
    practised: int
    training: int

    @property
    def is_trained(self) -> bool:
        """All of the training cases are answered."""
        return self.practised >= self.training


def mine(account: Account, *, now: datetime) -> Mine:
    """Open invitations first."""
    rows = Seat.objects.filter(persona__account=account).select_related("jury__case__space").order_by("-invited_at")
    seats = [_row(seat, now) for seat in rows[:50]]
    return Mine(sorted(seats, key=lambda row: not row.open), practised(account), rule.TRAINING)


def _row(seat: Seat, now: datetime) -> SeatRow:
    jury, is_open = seat.jury, _is_open(seat, now)
    return SeatRow(
        url=_path("seat", seat.reference) if is_open else _path("jury", jury.case.reference),
        case=jury.case.reference,
        space=jury.case.space.name,
        state=jury.state,
        sentence=_standing(seat, is_open),
        until=jury.due_at if seat.accepted_at else seat.answer_before,
        open=is_open,
        voted=bool(seat.outcome),
    )


def _path(name: str, reference: str) -> str:
    return reverse(f"juries:{name}", args=[reference])


def _is_open(seat: Seat, now: datetime) -> bool:
    late = seat.accepted_at is None and seat.answer_before <= now
    return seat.left_at is None and seat.jury.state == JuryState.SITTING and seat.jury.due_at > now and not late


def _standing(seat: Seat, is_open: bool) -> str:
    if seat.left_at is not None:
        return _("Somebody else took the seat.")
    if not is_open:
        return str(JuryState(seat.jury.state).label).capitalize() + "."
    if seat.outcome:
        return _("You have voted. You may change it until the votes are counted.")
    return _("You took the seat: read the case and vote.") if seat.accepted_at else _("Take the seat, or decline.")
