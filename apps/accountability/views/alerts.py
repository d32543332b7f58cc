"""An alert's page, and the exact bytes of what the log holds about it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.accountability import selectors, services
from apps.accountability.charts import curve
from apps.accountability.models import Alert, Answer, Commitment
from apps.accountability.permissions import check_can_look_closely
from apps.accountability.selectors.alerts import state_tag
from apps.accountability.services.alerts import state_document
from apps.accountability.services.answers import answer_document
from apps.accountability.services.checks import check_document
from apps.accountability.services.issues import logged_words, merge_document
from apps.accountability.services.tallies import tally_document
from apps.algorithms import surge
from apps.base import clock
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.people.permissions import signed_in
from apps.signatures.canonical import canonical
from apps.spaces.permissions import representative_of


@require_safe
def alert(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """The state, the batches, what the rule says, who answered. Exact figures only for auditors by mandate."""
    now = clock.now()
    found = _alert(op, ref)
    page = selectors.alert_page(found, now=now)
    close = allows(check_can_look_closely, request.user, found.operator, now=now)
    may_answer = allows(representative_of, request.user, found.operator, now=now)
    if may_answer and found.read_at is None and found.answer_due_at is not None:
        services.alert_note_read(alert=found, now=now)
    if close:
        mandate = check_can_look_closely(signed_in(request), found.operator, now=now)
        services.alert_note_close_look(alert=found, mandate=mandate, now=now)
    context = {
        "alert": page,
        "curve": curve(page.days) if page.batches else None,
        "close": selectors.close_figures(found, now=now) if close else None,
        "may_answer": may_answer,
        "rule_path": reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, surge.NAME]),
    }
    return render(request, "accountability/alert.html", context)


@require_safe
def state(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """The state alone, for an open page that heard that it changed."""
    return render(request, "accountability/state.html", {"tag": state_tag(_alert(op, ref).state)})


@require_safe
def state_body(request: HttpRequest, op: str, ref: str, n: int) -> HttpResponse:
    """The bytes of the digest of a state."""
    change = get_object_or_404(_alert(op, ref).changes.select_related("alert__operator"), number=n)
    return _bytes(canonical(state_document(change)))


@require_safe
def tally_body(request: HttpRequest, op: str, ref: str, n: int) -> HttpResponse:
    """The bytes of the digest of a batch."""
    tally = get_object_or_404(_alert(op, ref).tallies.select_related("alert__operator"), number=n)
    return _bytes(canonical(tally_document(tally)))


@require_safe
def text_body(request: HttpRequest, op: str, ref: str, n: int) -> HttpResponse:
    """The bytes of the digest of a version of an alert's words."""
    return _bytes(canonical(logged_words(_alert(op, ref), n)))


@require_safe
def merged_body(request: HttpRequest, op: str, ref: str) -> HttpResponse:
    """The bytes of the digest of a merger."""
    found = _alert(op, ref)
    if found.merged_into is None:
        raise NotFound(_("This alert was merged with no other."))
    return _bytes(canonical(merge_document(found)))


@require_safe
def check_body(request: HttpRequest, op: str, ref: str, promise: str) -> HttpResponse:
    """The bytes of the digest of what was found about a promise."""
    rows = Commitment.objects.select_related("answer__alert__operator").exclude(checked_at=None)
    return _bytes(canonical(check_document(get_object_or_404(rows, answer__alert=_alert(op, ref), reference=promise))))


@require_safe
def answer_body(request: HttpRequest, op: str, ref: str, answer: str) -> HttpResponse:
    """The bytes of the digest of an answer."""
    found = _answer(op, ref, answer)
    return _bytes(canonical(answer_document(found, list(found.commitments.all()))))


@require_safe
def answer_proof(request: HttpRequest, op: str, ref: str, answer: str) -> JsonResponse:
    """The answer with its signature inside, as W3C data integrity has it."""
    found = _answer(op, ref, answer)
    signed = {**answer_document(found, list(found.commitments.all())), "proof": found.signature}
    return JsonResponse(signed, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _alert(op: str, ref: str) -> Alert:
    return selectors.alert_by_reference(selectors.operator_by_slug(op), ref)


def _answer(op: str, ref: str, answer: str) -> Answer:
    return get_object_or_404(_alert(op, ref).answers.select_related("representative"), reference=answer)


def _bytes(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="application/json")
