"""Who sits, and who may vote. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.algorithms.jury import TRAINING
from apps.base.errors import NotFound, NotNow
from apps.juries.models import Practice, Seat
from apps.juries.states import JuryState
from apps.people.models import Account
from apps.spaces.permissions import Visitor


def seat_of(account: Visitor, reference: str) -> Seat:
    """A seat that is this person's; for everybody else there is none."""
    found = None
    if account.is_authenticated:
        mine = Seat.objects.filter(persona__account=account, reference=reference)
        found = mine.select_related("jury__case__space", "jury__case__author", "persona").first()
    if found is None:
        raise NotFound(_("No seat of yours bears this number."))
    return found


def check_sits(account: Visitor, reference: str, *, now: datetime) -> Seat:
    """While the jury sits, the time is not over and the seat was not left."""
    seat = seat_of(account, reference)
    if seat.left_at is not None:
        raise NotNow(_("This seat is somebody else’s by now: you declined it, or the time to accept it was over."))
    if seat.jury.state != JuryState.SITTING or seat.jury.due_at <= now:
        raise NotNow(_("This jury has ended. What was voted is not changed any more."))
    if seat.accepted_at is None and seat.answer_before <= now:
        raise NotNow(_("The time to accept this seat is over: the next lot is invited."))
    return seat


def practised(account: Account) -> int:
    """How many training cases this person has answered."""
    return Practice.objects.filter(account=account).count()


def check_has_practised(account: Account) -> None:
    """Before a first vote, all of the training cases: answered, not passed."""
    done = practised(account)
    if done < TRAINING:
        raise NotNow(_("Read the training cases first: %(n)d are left.") % {"n": TRAINING - done})
