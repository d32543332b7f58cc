"""The desk: take, decide, undo, put off. Every button works without script; htmx only saves a reload."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.gate.idempotency import once
from apps.look.signage import Voice, VoiceKind
from apps.moderation.blindness import waits_for_opinion
from apps.moderation.forms import DecisionForm, OpinionForm, put_back
from apps.moderation.models import Audit, Case, Decision
from apps.moderation.permissions import is_held_by_another
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import desk, queue
from apps.moderation.services.audits import reading_give, seat_leave, seat_take
from apps.moderation.services.cases import case_release, case_take
from apps.moderation.services.decisions import case_decide, decision_undo
from apps.moderation.services.opinions import opinion_give
from apps.moderation.services.statements import DecisionDraft, Rehearsal, rehearse
from apps.moderation.states import Outcome, Verdict
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.models import Mandate

PUT_OFF = "desk.put_off"
At = tuple[Account, list[Mandate]]


def at_the_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for holders of a mandate, with two proofs where the site asks for them."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = signed_in(request)
        held = queue.mandates(account, now=clock.now())
        check_has_second_factor(account)
        return view(request, (account, held), *args, **kwargs)

    return wrapper


@require_safe
@at_the_desk
def front(request: HttpRequest, at: At) -> HttpResponse:
    """The first case that this person can decide, or calm words when there is none."""
    account, held = at
    now = clock.now()
    first = queue.next_for(account, held, now=now, skip=_put_off(request))
    if first:
        return redirect("moderation:item", reference=first)
    waiting = queue.queue(account, held, now=now)
    undo = desk.undo_of(account, now=now)
    context = {"queue": waiting, "undo": undo, "mandate": held[0], "mandate_voice": _voice(held[0]), "section": "queue"}
    return render(request, "moderation/desk.html", context)


def _voice(mandate: Mandate) -> Voice:
    space = mandate.space.name if mandate.space else _("all spaces")
    return Voice(VoiceKind.TRUST_MANAGER, mandate.public_name, origin=space)


@require_safe
@at_the_desk
def item(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """One case, or one review drawn for an audit: both look alike until an opinion is given."""
    return _page(request, at, *_on_desk(reference, at))


def _on_desk(reference: str, at: At) -> tuple[Case | Audit, Mandate]:
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
        return _page(request, at, found, mandate, form, status=422)
    said = {"verdict": Verdict(form.cleaned_data["verdict"]), "note": form.cleaned_data["note"], "now": clock.now()}
    try:
        if isinstance(found, Case):
            opinion_give(account=at[0], case=found, **said)
        else:
            reading_give(account=at[0], audit=found, **said)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, at, found, mandate, form, status=refusal.status)
    messages.success(request, _("Your opinion is kept as you gave it."))
    return (
        redirect("moderation:item", reference=reference) if isinstance(found, Case) else _next(request, at, said["now"])
    )


@require_POST
@at_the_desk
@once
def decide(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Decide and go to the next case; without an outcome, show what the author would read."""
    now = clock.now()
    case, mandate = desk.case_on_desk(reference, at[1])
    form = DecisionForm(request.POST, target=_target(case))
    if not form.is_valid():
        return _page(request, at, case, mandate, form, status=422)
    if not form.cleaned_data["outcome"]:
        return _page(request, at, case, mandate, form)
    try:
        case_decide(account=at[0], case=case, draft=_draft(form, case), now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, at, case, mandate, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, at, desk.case_on_desk(reference, at[1])[0], mandate, form, status=refusal.status)
    return _next(request, at, now)


def _next(request: HttpRequest, at: At, now: datetime) -> HttpResponse:
    reference = queue.next_for(*at, now=now, skip=_put_off(request))
    return redirect("moderation:item", reference=reference) if reference else redirect("moderation:desk")


def _target(case: Case) -> Target:
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
    )


def _page(
    request: HttpRequest,
    at: At,
    found: Case | Audit,
    mandate: Mandate,
    form: DecisionForm | OpinionForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    now, account = clock.now(), at[0]
    deciding = form if isinstance(form, DecisionForm) else None
    typed = _typed(deciding) if deciding else None
    view = (
        desk.item(found, mandate, now=now, typed=typed)
        if isinstance(found, Case)
        else desk.reading(found, mandate, now=now)
    )
    context = {
        "item": view,
        "queue": queue.queue(account, at[1], now=now, current=found.reference),
        "undo": desk.undo_of(account, now=now),
        "rehearsal": [] if view.first or isinstance(found, Audit) else _rehearsal(found, deciding, now),
        "form": form,
        "typed": typed,
        "mandate": mandate,
        "section": "queue",
    }
    return render(request, "moderation/item.html", context, status=status)


def _typed(form: DecisionForm) -> desk.Typed:
    data = getattr(form, "cleaned_data", {})
    return desk.Typed(data.get("rule"), data.get("spans") or (), form.data.get("own_words", ""))


def _rehearsal(case: Case, form: DecisionForm | None, now: datetime) -> list[Rehearsal]:
    target = target_of_case(case)
    if target is None or (form is not None and not form.is_valid()):
        return []
    rule = RuleCode(case.rule) if case.rule else None
    untouched = DecisionDraft(outcome=Outcome.KEEP, rule=rule, seen_version=target.version)
    draft = _draft(form, case) if form else untouched
    return rehearse(case, target, draft, now=now, language=(get_language() or "fr")[:2])


@require_POST
@at_the_desk
def preview(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """What the author would read with this rule and these marks, as a fragment."""
    case, _mandate = desk.case_on_desk(reference, at[1])
    if waits_for_opinion(case, at[0]):  # the sentences would tell why it is here
        return render(request, "moderation/rehearsal.html", {"rehearsal": []})
    form = DecisionForm(request.POST, target=_target(case))
    return render(request, "moderation/rehearsal.html", {"rehearsal": _rehearsal(case, form, clock.now())})


@require_POST
@at_the_desk
def take(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Take a case or renew its lease; taking over from somebody is said aloud."""
    found, mandate = _on_desk(reference, at)
    now = clock.now()
    if isinstance(found, Audit):
        return _take_seat(request, at, found, mandate, now)
    case = found
    try:
        case_take(account=at[0], case=case, now=now, take_over=bool(request.POST.get("take_over")))
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        context = {"sentence": refusal.sentence, "may_take_over": is_held_by_another(case, mandate, now=now)}
        return render(request, "moderation/lease.html", context)
    if not request.headers.get("HX-Request"):
        return redirect("moderation:item", reference=reference)
    case, mandate = desk.case_on_desk(reference, at[1])
    sentence = desk.lease_sentence(case, mandate, now=now)
    return render(request, "moderation/lease.html", {"sentence": sentence})


def _take_seat(request: HttpRequest, at: At, audit: Audit, mandate: Mandate, now: datetime) -> HttpResponse:
    try:
        seat_take(account=at[0], audit=audit, now=now)
    except Refusal as refusal:
        if not request.headers.get("HX-Request"):
            raise
        return render(request, "moderation/lease.html", {"sentence": refusal.sentence})
    if not request.headers.get("HX-Request"):
        return redirect("moderation:item", reference=audit.reference)
    return render(request, "moderation/lease.html", {"sentence": desk.seat_of_audit(audit, mandate, now).lease})


@require_POST
@at_the_desk
@once
def put_off(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Leave a case to others: it goes back to the queue and out of one's own way until tomorrow."""
    found, mandate = _on_desk(reference, at)
    now = clock.now()
    if isinstance(found, Audit):
        seat_leave(account=at[0], audit=found)
    elif found.claimed_by_id == mandate.pk:
        case_release(account=at[0], case=found, now=now)
    request.session[PUT_OFF] = {"day": str(now.date()), "cases": [*_put_off(request), reference]}
    return _next(request, at, now)


def _put_off(request: HttpRequest) -> list[str]:
    kept = request.session.get(PUT_OFF, {})
    return list(kept["cases"]) if kept.get("day") == str(clock.now().date()) else []


@require_POST
@at_the_desk
@once
def undo(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """Take a decision back within ten seconds."""
    decision = Decision.objects.select_related("case").filter(reference=reference).first()
    if decision is None:
        raise NotFound(_("No decision bears this number."))
    decision_undo(account=at[0], decision=decision, now=clock.now())
    messages.success(request, _("Undone. Nothing was sent."))
    return redirect("moderation:item", reference=decision.case.reference)


@require_safe
@at_the_desk
def rows(request: HttpRequest, at: At) -> HttpResponse:
    """The queue alone, for open pages that heard of a change."""
    current = request.GET.get("current", "")
    waiting = queue.queue(*at, now=clock.now(), current=current)
    return render(request, "moderation/queue.html", {"queue": waiting})
