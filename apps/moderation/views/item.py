"""One item at the desk: its page with the bar, and what its author would read."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.moderation import sentences
from apps.moderation.blindness import waits_for_opinion
from apps.moderation.consulting import reading_note
from apps.moderation.desk_models import Check
from apps.moderation.forms import DecisionForm, OpinionForm
from apps.moderation.models import Audit, Case
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import desk, seats, turn
from apps.moderation.selectors.filters import Wanted, wanted
from apps.moderation.selectors.item_view import ItemView, Typed
from apps.moderation.services.statements import DecisionDraft, Rehearsal, rehearse
from apps.moderation.states import PAUSE_DAYS, Outcome
from apps.moderation.targets import Target
from apps.moderation.views.at_desk import At, around, at_the_desk, keys_here
from apps.people.models import Account
from apps.spaces.models import Mandate

Found = Case | Audit | Check
NOTHING_TYPED = Typed()


@require_safe
@at_the_desk
def item(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """One case, or one review drawn for an audit, or a check: all look alike until an opinion is given."""
    return page_of(request, at, *on_desk(reference, at))


def on_desk(reference: str, at: At) -> tuple[Found, Mandate]:
    """What this person may read under this number, and by which mandate; raises NotFound."""
    placed = desk.check_on_desk(reference, at[1], now=clock.now())
    if placed is not None:
        return placed
    if Audit.objects.filter(reference=reference).exists():
        return desk.audit_on_desk(reference, at[1])
    return desk.case_on_desk(reference, at[1])


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
        part = _beside_another(at[0], asked, now, refused=status != HTTPStatus.OK)
        return render(request, "moderation/ahead.html", {**context, **part}, status=status)
    context |= around(request, at, asked, found.reference, now)
    return render(request, "moderation/item.html", context, status=status)


def _beside_another(account: Account, asked: Wanted, now: datetime, *, refused: bool) -> dict[str, Any]:
    """What the item alone is drawn with; a refusal comes beside what can still be undone."""
    part = {"ahead": True, "queue": {"query": asked.query}, **keys_here(account)}
    return {**part, "undo": seats.undo_of(account, now=now)} if refused else part


def _drawn(
    found: Found,
    mandate: Mandate,
    form: DecisionForm | None,
    typed: Typed | None,
    ahead: turn.Turn | None,
    now: datetime,
) -> tuple[ItemView, list[Rehearsal]]:
    """The item, and what its author would read."""
    if not isinstance(found, Case):
        return desk.reading(found, mandate, now=now), []
    target = ahead.target if ahead is not None and ahead.target is not None else desk.item_of(found)
    view = desk.item(found, target, mandate, now=now, typed=typed, free=ahead is not None)
    return view, [] if view.first or view.asks else _rehearsal(found, target, form, now, view.chosen)


def _typed(form: DecisionForm, *, asks: bool) -> Typed:
    data = getattr(form, "cleaned_data", {})
    days = form.data.get("pause_days", "") or PAUSE_DAYS
    return Typed(data.get("rule"), data.get("spans") or (), form.data.get("own_words", ""), asks, days)


def _rehearsal(
    case: Case, target: Target, form: DecisionForm | None, now: datetime, begins: Typed = NOTHING_TYPED
) -> list[Rehearsal]:
    if form is not None and not form.is_valid():
        return []
    rule, every = RuleCode(begins.rule) if begins.rule else None, sentences.split(target.text)
    spans = tuple(every[number] for number in begins.spans)
    untouched = DecisionDraft(outcome=Outcome.KEEP, rule=rule, seen_version=target.version, spans=spans)
    draft = draft_of(form) if form else untouched
    return rehearse(case, target, draft, now=now, language=(get_language() or "fr")[:2])


def draft_of(form: DecisionForm) -> DecisionDraft:
    """What was filled in, as a decision not yet taken."""
    data = form.cleaned_data
    return DecisionDraft(
        outcome=Outcome(data["outcome"] or Outcome.KEEP),
        rule=RuleCode(data["rule"]) if data["rule"] else None,
        seen_version=data["seen_version"],
        spans=form.chosen_spans,
        own_words=data["own_words"],
        own_language=(get_language() or "fr")[:2],
        automated="shown" if desk.has_score(form.target) else "none",
        pause_days=data.get("pause_days") or PAUSE_DAYS,
    )


@require_POST
@at_the_desk
def preview(request: HttpRequest, at: At, reference: str) -> HttpResponse:
    """What the author would read with this rule and these marks, as a fragment."""
    case, _mandate = desk.case_on_desk(reference, at[1])
    if waits_for_opinion(case, at[0]):  # the sentences would tell why it is here
        return render(request, "moderation/rehearsal.html", {"rehearsal": []})
    target = desk.item_of(case)
    form = DecisionForm(request.POST, target=target)
    return render(request, "moderation/rehearsal.html", {"rehearsal": _rehearsal(case, target, form, clock.now())})
