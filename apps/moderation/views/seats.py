"""Whose an item is while one reads it: take it, take it over, see that somebody did. htmx only saves a reload."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import Refusal
from apps.moderation.desk_models import Check
from apps.moderation.models import Audit, Case
from apps.moderation.permissions import is_held_by_another
from apps.moderation.selectors import desk, seats
from apps.moderation.selectors.spared import check_is_within_limit
from apps.moderation.services.audits import seat_take, seats_leave
from apps.moderation.services.cases import case_take, lay_down
from apps.moderation.services.second_readings import check_is_not_kept_waiting, reading_of
from apps.moderation.states import LEASE
from apps.moderation.targets import target_of_case
from apps.moderation.views.at_desk import At, at_the_desk
from apps.moderation.views.item import Found, on_desk
from apps.people.models import Account
from apps.spaces.models import Mandate


@require_POST
@at_the_desk
def take(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Take a case or renew its lease; taking over from somebody is said aloud."""
    found, mandate = on_desk(reference, at)
    now = clock.now()
    _leave_others(at[0], found, now)
    if isinstance(found, Check):  # nobody else has it before them; its line reads as that of any other
        return _seat_said(request, reference, seats.yours_until(now + LEASE))
    if isinstance(found, Audit):
        return _take_seat(request, at, found, mandate, now)
    case = found
    try:
        check_is_not_kept_waiting(case, at[0], reading_of(case, target_of_case(case)), now=now)
        check_is_within_limit(at[0], case, now=now)
        case_take(account=at[0], case=case, now=now, take_over=bool(request.POST.get("take_over")))
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        context = {"sentence": refusal.sentence, "may_take_over": is_held_by_another(case, mandate, now=now)}
        return render(request, "moderation/lease.html", context)
    case, mandate = desk.case_on_desk(reference, at[1])
    return _seat_said(request, reference, seats.lease_sentence(case, mandate, now=now))


def _leave_others(account: Account, found: Found, now: datetime) -> None:
    """One thing in hand, whatever it is; a case that is taken sees to the other cases itself."""
    seats_leave(account=account, besides=found if isinstance(found, Audit) else None)
    if not isinstance(found, Case):
        lay_down(account=account, now=now)


def _take_seat(request: HttpRequest, at: At, audit: Audit, mandate: Mandate, now: datetime) -> HttpResponse:
    try:
        seat_take(account=at[0], audit=audit, now=now)
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        return render(request, "moderation/lease.html", {"sentence": refusal.sentence})
    return _seat_said(request, audit.reference, seats.seat_of_audit(audit, mandate, now).lease)


def _seat_said(request: HttpRequest, reference: str, sentence: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("moderation:item", reference=reference)
    return render(request, "moderation/lease.html", {"sentence": sentence})


@require_safe
@at_the_desk
def seat(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Whose it is, for an open page: when somebody took it over, gave it back or decided it, that is said at once."""
    found, mandate = on_desk(reference, at)
    now = clock.now()
    if isinstance(found, Check):
        return HttpResponse(status=204)
    if isinstance(found, Audit):
        seen = seats.seat_of_audit(found, mandate, now)
        return render(request, "moderation/lease.html", {"sentence": seen.barred or seen.lease})
    return render(request, "moderation/lease.html", {"hold": seats.hold_of(found, mandate, now=now)})
