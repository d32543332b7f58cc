"""What a juror does: accept or decline, vote and say why. Nobody reads a vote before all are counted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.juries.candidates import barred_from
from apps.juries.models import Jury, Seat
from apps.juries.permissions import check_has_practised, check_sits
from apps.juries.services.drawing import seats_fill
from apps.juries.states import Left
from apps.ledger.services import append
from apps.people.models import Account

LEAST_WORDS, MOST_WORDS = 20, 1000  # characters


def _locked(account: Account, reference: str, now: datetime) -> Seat:
    """The jury first, then the seat as it is now. Raises for whoever does not sit there."""
    seat = check_sits(account, reference, now=now)
    Jury.objects.select_for_update(of=("self",)).get(pk=seat.jury_id)
    return check_sits(account, reference, now=now)


@transaction.atomic
def seat_accept(*, account: Account, reference: str, now: datetime) -> Seat:
    """Take the seat: for this one case."""
    seat = _locked(account, reference, now)
    if seat.accepted_at is None:
        seat.accepted_at = now
        seat.save(update_fields=["accepted_at"])
        _say("jury.accepted", seat, account, now)
    return seat


@transaction.atomic
def seat_decline(*, account: Account, reference: str, now: datetime) -> Seat:
    """Give the seat to the next lot; no reason is asked, and nothing follows from it."""
    seat = _locked(account, reference, now)
    if seat.outcome:
        raise NotNow(_("You have voted: the seat stays yours. You may change the vote until it is counted."))
    seat_leave(seat, Left.DECLINED, now)
    _say("jury.left", seat, account, now)
    seats_fill(seat.jury, now)
    return seat


def seat_leave(seat: Seat, why: Left, now: datetime) -> None:
    """For a locked jury: the seat is empty, whatever was voted from it is gone."""
    seat.left_at, seat.left_why = now, why
    seat.left_number = seat.jury.seats.exclude(left_at=None).count() + 1
    seat.outcome, seat.words, seat.voted_at = "", "", None
    seat.save(update_fields=["left_at", "left_why", "left_number", "outcome", "words", "voted_at"])


@transaction.atomic
def seat_vote(*, account: Account, reference: str, outcome: str, words: str, now: datetime) -> Seat:
    """Vote, alone; voted again, it replaces what was voted, until it is counted."""
    seat = _locked(account, reference, now)
    if seat.accepted_at is None:
        raise NotNow(_("Take the seat first."))
    check_has_practised(account)
    if account.pk in barred_from(seat.jury.case, now=now):
        raise NotYours(_("You have a part in this case by now, or a link: decline, and the next lot steps in."))
    seat.outcome, seat.words = _checked(seat.jury, outcome, words)
    seat.voted_at = now
    seat.save(update_fields=["outcome", "words", "voted_at"])
    _say("jury.voted", seat, account, now)
    return seat


def _checked(jury: Jury, outcome: str, words: str) -> tuple[str, str]:
    errors: dict[str, Any] = {}
    if outcome not in jury.options:
        errors["outcome"] = _("Choose one of the measures.")
    said = clean_text(words)
    if len(said) < LEAST_WORDS:
        errors["words"] = _("Say why, in a sentence: it is published with the answer, without your name.")
    elif len(said) > MOST_WORDS:
        lengths = {"n": len(said), "max": MOST_WORDS}
        errors["words"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    return outcome, said


def _say(kind: str, seat: Seat, account: Account, now: datetime) -> None:
    append(kind=kind, actor=account.reference, object=seat.reference, payload={"seat": seat.pk}, now=now)
