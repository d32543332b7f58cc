"""The desk: take, decide, undo, put off. Every button works without script; htmx only saves a reload."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.look.once import keep
from apps.look.signage import Voice, VoiceKind
from apps.moderation import sentences
from apps.moderation.blindness import waits_for_opinion
from apps.moderation.consulting import reading_note
from apps.moderation.desk_models import Check
from apps.moderation.forms import DecisionForm, OpinionForm, put_back
from apps.moderation.keys import keys_of
from apps.moderation.models import Audit, Case, Decision
from apps.moderation.navigation import TOTAL
from apps.moderation.permissions import is_held_by_another
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import desk, mine, queue, seats, turn
from apps.moderation.selectors.filters import Wanted, filter_of, spaces_of, wanted
from apps.moderation.selectors.mine import help_lines
from apps.moderation.selectors.spared import check_is_within_limit
from apps.moderation.services.audits import reading_give, seat_leave, seat_take, seats_leave
from apps.moderation.services.cases import case_release, case_take, lay_down
from apps.moderation.services.checks import check_answer, check_leave, check_place
from apps.moderation.services.decisions import case_decide, decision_undo
from apps.moderation.services.desk import choice_of
from apps.moderation.services.desk import put_off as leave_to_others
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.second_readings import check_is_not_kept_waiting, reading_of
from apps.moderation.services.statements import DecisionDraft, Rehearsal, rehearse
from apps.moderation.services.together import together_undo
from apps.moderation.states import LEASE, PAUSE_DAYS, CaseState, Outcome, Verdict
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.desks import keep_mandates
from apps.spaces.models import Mandate

At = tuple[Account, list[Mandate]]
NOTHING_TYPED = desk.Typed()


def at_the_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for holders of a mandate, with two proofs where the site asks for them."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = signed_in(request)
        held = queue.mandates(account, now=clock.now())
        keep_mandates(request, held)  # for the menu of the page
        check_has_second_factor(account)
        return view(request, (account, held), *args, **kwargs)

    return wrapper


@require_safe
@at_the_desk
def front(request: HttpRequest, at: At) -> HttpResponse:
    """The first case that this person can decide, or calm words when there is none."""
    account, held = at
    now = clock.now()
    asked = wanted(request.GET, held)
    if "X-Ahead" in request.headers:
        return _ahead(request, at, asked, now)
    first = turn.next_for(account, held, now=now, asked=asked)
    if first:
        return _to(first, asked)
    context = {"mandate": held[0], "mandate_voice": _voice(held[0]), **_around(request, at, asked, "", now)}
    return render(request, "moderation/desk.html", context)


def _around(request: HttpRequest, at: At, asked: Wanted, current: str, now: datetime) -> dict[str, Any]:
    """What stands on every page with the queue."""
    waiting = queue.queue(*at, now=now, current=current, asked=asked)
    keep(request, TOTAL, waiting.total)  # for the menu of the page
    shown = {"queue": waiting, "filter": filter_of(at[0], asked, at[1])}
    return {
        **shown,
        "rows": render_to_string("moderation/queue.html", shown),  # drawn once, shown beside the item and above it
        "undo": seats.undo_of(at[0], now=now),
        "section": "queue",
        **_keys(at[0]),
    }


def _keys(account: Account) -> dict[str, Any]:
    choice = choice_of(account)
    return {"keys": keys_of(choice.keys), "help": help_lines(choice.keys), "keys_on": choice.keys_on}


def _ahead(request: HttpRequest, at: At, asked: Wanted, now: datetime) -> HttpResponse:
    """The item after the one that is read, drawn beforehand and without the page around it; nothing where none is.

    Whoever decides sees it at once. It gives no right: whether it is theirs is asked when they take it and decide it.
    """
    besides = request.headers["X-Ahead"].split(",")[:3]
    found = turn.turn_of(*at, now=now, asked=asked, besides=besides)
    if found is None:
        return HttpResponse(status=204)
    return page_of(request, at, found.found, found.mandate, ahead=found)


def _to(reference: str, asked: Wanted) -> HttpResponse:
    return redirect(reverse("moderation:item", args=[reference]) + asked.query)


def _voice(mandate: Mandate) -> Voice:
    space = mandate.space.name if mandate.space else _("all spaces")
    return Voice(VoiceKind.TRUST_MANAGER, mandate.public_name, origin=space)


@require_safe
@at_the_desk
def item(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """One case, or one review drawn for an audit, or a check: all look alike until an opinion is given."""
    return page_of(request, at, *_on_desk(reference, at))


Found = Case | Audit | Check


def _on_desk(reference: str, at: At) -> tuple[Found, Mandate]:
    placed = desk.check_on_desk(reference, at[1], now=clock.now())
    if placed is not None:
        return placed
    if Audit.objects.filter(reference=reference).exists():
        return desk.audit_on_desk(reference, at[1])
    return desk.case_on_desk(reference, at[1])


@require_POST
@at_the_desk
@once
def opinion(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """What this person thinks, before anything else is said. A case then opens; an audit asks nothing more of them."""
    found, mandate = _on_desk(reference, at)
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
    return _to(reference, wanted(request.GET, at[1])) if isinstance(found, Case) else to_next(request, at, now)


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
    form = DecisionForm(request.POST, target=target_on_desk(case))
    if not form.is_valid():
        return page_of(request, at, case, mandate, form, status=422)
    if not form.cleaned_data["outcome"]:
        return page_of(request, at, case, mandate, form)
    try:
        check_is_within_limit(at[0], case, now=now)
        decision = case_decide(account=at[0], case=case, draft=_draft(form, case), now=now)
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


def to_next(request: HttpRequest, at: At, now: datetime) -> HttpResponse:
    """The next one of the same filter; once in a while, one whose answer is known."""
    asked = wanted(request.GET, at[1])
    check = _placed(at, asked, now)
    reference = check.reference if check else turn.next_for(*at, now=now, asked=asked)
    return _to(reference, asked) if reference else redirect(reverse("moderation:desk") + asked.query)


def _placed(at: At, asked: Wanted, now: datetime) -> Check | None:
    """None under a filter that would tell what it is."""
    check = check_place(reader=at[0], spaces=spaces_of(at[1]), now=now) if not asked.tells_why else None
    return check if check is not None and queue.is_under(check, asked, now=now) else None


def target_on_desk(case: Case) -> Target:
    target = target_of_case(case)
    if target is None:
        raise NotFound(_("What this case is about was erased by its author."))
    return target


def _draft(form: DecisionForm, case: Case) -> DecisionDraft:
    data = form.cleaned_data
    seen = desk.has_score(form.target)
    return DecisionDraft(
        outcome=Outcome(data["outcome"] or Outcome.KEEP),
        rule=RuleCode(data["rule"]) if data["rule"] else None,
        seen_version=data["seen_version"],
        spans=form.chosen_spans,
        own_words=data["own_words"],
        own_language=(get_language() or "fr")[:2],
        automated="shown" if seen else "none",
        pause_days=data.get("pause_days") or PAUSE_DAYS,
    )


def page_of(
    request: HttpRequest,
    at: At,
    found: Found,
    mandate: Mandate,
    form: DecisionForm | OpinionForm | None = None,
    *,
    asks: bool = False,
    status: int = 200,
    ahead: turn.Turn | None = None,
) -> HttpResponse:
    """One item with its bar, and what was typed; for a page that shows one already, these alone."""
    now = clock.now()
    reading_note(found, mandate, now=now)
    deciding = form if isinstance(form, DecisionForm) else None
    typed = _typed(deciding, asks=asks) if deciding else None
    view, lines = _drawn(found, mandate, deciding, typed, ahead, now)
    asked = wanted(request.GET, at[1])
    context = {
        "item": view,
        "rehearsal": lines,
        "form": form,
        "typed": typed,
        "mandate": mandate,
        "address": reverse("moderation:item", args=[found.reference]) + asked.query,
    }
    if "X-Ahead" in request.headers:
        part = {"ahead": True, "queue": {"query": asked.query}, **_keys(at[0])}
        if status != HTTPStatus.OK:  # a refusal, beside what can still be undone
            part["undo"] = seats.undo_of(at[0], now=now)
        return render(request, "moderation/ahead.html", {**context, **part}, status=status)
    context |= _around(request, at, asked, found.reference, now)
    return render(request, "moderation/item.html", context, status=status)


def _drawn(
    found: Found,
    mandate: Mandate,
    form: DecisionForm | None,
    typed: desk.Typed | None,
    ahead: turn.Turn | None,
    now: datetime,
) -> tuple[desk.ItemView, list[Rehearsal]]:
    """The item, and what its author would read."""
    if not isinstance(found, Case):
        return desk.reading(found, mandate, now=now), []
    target = ahead.target if ahead is not None and ahead.target is not None else desk.item_of(found)
    view = desk.item(found, target, mandate, now=now, typed=typed, free=ahead is not None)
    return view, [] if view.first or view.asks else _rehearsal(found, target, form, now, view.chosen)


def _typed(form: DecisionForm, *, asks: bool) -> desk.Typed:
    data = getattr(form, "cleaned_data", {})
    days = form.data.get("pause_days", "") or PAUSE_DAYS
    return desk.Typed(data.get("rule"), data.get("spans") or (), form.data.get("own_words", ""), asks, days)


def _rehearsal(
    case: Case, target: Target | None, form: DecisionForm | None, now: datetime, begins: desk.Typed = NOTHING_TYPED
) -> list[Rehearsal]:
    if target is None or (form is not None and not form.is_valid()):
        return []
    rule, every = RuleCode(begins.rule) if begins.rule else None, sentences.split(target.text)
    spans = tuple(every[number] for number in begins.spans)
    untouched = DecisionDraft(outcome=Outcome.KEEP, rule=rule, seen_version=target.version, spans=spans)
    draft = _draft(form, case) if form else untouched
    return rehearse(case, target, draft, now=now, language=(get_language() or "fr")[:2])


@require_POST
@at_the_desk
def preview(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """What the author would read with this rule and these marks, as a fragment."""
    case, _mandate = desk.case_on_desk(reference, at[1])
    if waits_for_opinion(case, at[0]):  # the sentences would tell why it is here
        return render(request, "moderation/rehearsal.html", {"rehearsal": []})
    target = target_on_desk(case)
    form = DecisionForm(request.POST, target=target)
    return render(request, "moderation/rehearsal.html", {"rehearsal": _rehearsal(case, target, form, clock.now())})


@require_POST
@at_the_desk
def take(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Take a case or renew its lease; taking over from somebody is said aloud."""
    found, mandate = _on_desk(reference, at)
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


def _seat_said(request: HttpRequest, reference: str, sentence: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("moderation:item", reference=reference)
    return render(request, "moderation/lease.html", {"sentence": sentence})


@require_safe
@at_the_desk
def seat(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Whose it is, for an open page: when somebody took it over, gave it back or decided it, that is said at once."""
    found, mandate = _on_desk(reference, at)
    now = clock.now()
    if isinstance(found, Check):
        return HttpResponse(status=204)
    if isinstance(found, Audit):
        seen = seats.seat_of_audit(found, mandate, now)
        return render(request, "moderation/lease.html", {"sentence": seen.barred or seen.lease})
    return render(request, "moderation/lease.html", {"hold": seats.hold_of(found, mandate, now=now)})


def _take_seat(request: HttpRequest, at: At, audit: Audit, mandate: Mandate, now: datetime) -> HttpResponse:
    try:
        seat_take(account=at[0], audit=audit, now=now)
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        return render(request, "moderation/lease.html", {"sentence": refusal.sentence})
    return _seat_said(request, audit.reference, seats.seat_of_audit(audit, mandate, now).lease)


@require_POST
@at_the_desk
@once
def put_off(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Leave a case to others: out of one's own way, and back before its deadline should nobody take it."""
    found, mandate = _on_desk(reference, at)
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
    return _to(decision.case.reference, wanted(request.GET, at[1]))


@require_safe
@at_the_desk
def rows(request: HttpRequest, at: At) -> HttpResponse:
    """The queue alone, for open pages that heard of a change."""
    current = request.GET.get("current", "")
    waiting = queue.queue(*at, now=clock.now(), current=current, asked=wanted(request.GET, at[1]))
    return render(request, "moderation/queue.html", {"queue": waiting})
