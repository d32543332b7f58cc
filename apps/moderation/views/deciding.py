"""What is done at the desk: say what one thinks, decide, put off, undo. Every button works without script."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.moderation.desk_models import Check
from apps.moderation.forms import DecisionForm, OpinionForm, put_back
from apps.moderation.keys import keys_of
from apps.moderation.models import Audit, Case, Decision
from apps.moderation.selectors import desk, mine, queue, seats, turn
from apps.moderation.selectors.filters import Wanted, spaces_of, wanted
from apps.moderation.selectors.spared import check_is_within_limit
from apps.moderation.services.audits import reading_give, seat_leave
from apps.moderation.services.cases import case_release
from apps.moderation.services.checks import check_answer, check_leave, check_place
from apps.moderation.services.decisions import case_decide, decision_undo
from apps.moderation.services.desk import choice_of
from apps.moderation.services.desk import put_off as leave_to_others
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.together import together_undo
from apps.moderation.states import CaseState, Verdict
from apps.moderation.views.at_desk import At, at_the_desk, to_case
from apps.moderation.views.item import draft_of, on_desk, page_of


@require_POST
@at_the_desk
@once
def opinion(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """What this person thinks, before anything else is said. A case then opens; an audit asks nothing more of them."""
    found, mandate = on_desk(reference, at)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return page_of(request, at, found, mandate, form, status=422)
    verdict, note, now = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"], clock.now()
    if isinstance(found, Check):
        return _answered(request, at, found, verdict, now)
    try:
        if isinstance(found, Case):
            check_is_within_limit(at[0], found, now=now)
            opinion_give(account=at[0], case=found, verdict=verdict, note=note, now=now)
        else:
            reading_give(account=at[0], audit=found, verdict=verdict, note=note, now=now)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return page_of(request, at, found, mandate, form, status=refusal.status)
    messages.success(request, _("Your opinion is kept as you gave it."))
    return to_case(reference, wanted(request.GET, at[1])) if isinstance(found, Case) else to_next(request, at, now)


def _answered(request: HttpRequest, at: At, check: Check, verdict: Verdict, now: datetime) -> HttpResponse:
    """This was a check: its reader learns at once how they did, and what was known."""
    check = check_answer(reader=at[0], check=check, verdict=verdict, now=now)
    messages.success(request, mine.told(check))
    return to_next(request, at, now)


@require_POST
@at_the_desk
@once
def decide(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Decide and go to the next case; without an outcome, show what the author would read."""
    now = clock.now()
    case, mandate = desk.case_on_desk(reference, at[1])
    form = DecisionForm(request.POST, target=desk.item_of(case))
    if not form.is_valid():
        return page_of(request, at, case, mandate, form, status=422)
    if not form.cleaned_data["outcome"]:
        return page_of(request, at, case, mandate, form)
    try:
        check_is_within_limit(at[0], case, now=now)
        decision = case_decide(account=at[0], case=case, draft=draft_of(form), now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return page_of(request, at, case, mandate, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return page_of(request, at, desk.case_on_desk(reference, at[1])[0], mandate, form, status=refusal.status)
    return _stored(request, at, decision, now) if "X-Ahead" in request.headers else to_next(request, at, now)


def _stored(request: HttpRequest, at: At, decision: Decision, now: datetime) -> HttpResponse:
    """For a page that shows the next item already: what can be undone."""
    asked = wanted(request.GET, at[1])
    _placed(at, asked, now)
    context = {
        "undo": seats.undo_view(decision, now=now),
        "keys": keys_of(choice_of(at[0]).keys),
        "queue": {"query": asked.query},
    }
    return JsonResponse({"undo": render_to_string("moderation/undo.html", context, request)})


@require_POST
@at_the_desk
@once
def put_off(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Leave a case to others: out of one's own way, and back before its deadline should nobody take it."""
    found, mandate = on_desk(reference, at)
    now = clock.now()
    if isinstance(found, Check):
        check_leave(reader=at[0], check=found)
        messages.success(request, _("This was a review whose answer is known: it goes away, and counts for nothing."))
        return to_next(request, at, now)
    if isinstance(found, Audit):
        seat_leave(account=at[0], audit=found)
    elif found.claimed_by_id == mandate.pk and found.state == CaseState.CLAIMED:
        case_release(account=at[0], case=found, now=now)
    leave_to_others(account=at[0], found=found, now=now)
    messages.success(request, _("Left to others. It comes back to you should nobody take it in time."))
    return to_next(request, at, now)


@require_POST
@at_the_desk
@once
def undo(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Take a decision back within ten seconds."""
    decision = Decision.objects.select_related("case", "together").filter(reference=reference).first()
    if decision is None:
        raise NotFound(_("No decision bears this number."))
    if decision.together is not None:
        together_undo(account=at[0], together=decision.together, now=clock.now())
        messages.success(request, _("All of them are undone. Nothing was sent."))
        return redirect("moderation:clusters")
    decision_undo(account=at[0], decision=decision, now=clock.now())
    messages.success(request, _("Undone. Nothing was sent."))
    return to_case(decision.case.reference, wanted(request.GET, at[1]))


def to_next(request: HttpRequest, at: At, now: datetime) -> HttpResponse:
    """The next one of the same filter; once in a while, one whose answer is known."""
    asked = wanted(request.GET, at[1])
    check = _placed(at, asked, now)
    reference = check.reference if check else turn.next_for(*at, now=now, asked=asked)
    return to_case(reference, asked) if reference else redirect(reverse("moderation:desk") + asked.query)


def _placed(at: At, asked: Wanted, now: datetime) -> Check | None:
    """None under a filter that would tell what it is."""
    check = check_place(reader=at[0], spaces=spaces_of(at[1]), now=now) if not asked.tells_why else None
    return check if check is not None and queue.is_under(check, asked, now=now) else None
