"""The audits, one audit, and the bytes behind each digest."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.audits import documents
from apps.audits.models import Answer, Audit, Draw, Result, Seat
from apps.audits.permissions import check_sits, mandate_of_auditor
from apps.audits.selectors.audits import audit_by_reference, audit_page
from apps.audits.selectors.lists import audits_page
from apps.audits.states import RUNNING, AuditState
from apps.base import clock
from apps.base.models import typed
from apps.base.permissions import allows
from apps.signatures.canonical import canonical
from apps.spaces.permissions import representative_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every audit, and who may be drawn."""
    now = clock.now()
    context = {
        "page": audits_page(typed(request.GET.get("o", ""))[:60], now=now),
        "may_audit": allows(mandate_of_auditor, request.user, None, now=now),
        "nav": "audit",
    }
    return render(request, "audits/home.html", context)


@require_safe
def audit(request: HttpRequest, ref: str) -> HttpResponse:
    """One audit with all its steps, and what this person may do now."""
    now, found = clock.now(), audit_by_reference(typed(ref))
    mine = found.mandate is not None and request.user.is_authenticated and found.mandate.account_id == request.user.pk
    may_answer = found.state == AuditState.FOUND and allows(representative_of, request.user, found.operator, now=now)
    context = {
        "page": audit_page(found.reference),
        "may_look": allows(check_sits, request.user, found),
        "may_withdraw": mine and found.state in RUNNING,
        "may_answer": may_answer,
        "nav": "audit",
    }
    return render(request, "audits/audit.html", context)


@require_safe
def announcement(request: HttpRequest, ref: str) -> HttpResponse:
    """The bytes of the digest of the announcement."""
    return _bytes(documents.announcement(audit_by_reference(ref)))


@require_safe
def items(request: HttpRequest, ref: str) -> HttpResponse:
    """All there was to look at, as committed to."""
    return _bytes(audit_by_reference(ref).items)


@require_safe
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """The checkpoint that chose, with the witnesses' lines as they stood."""
    found = get_object_or_404(Draw, audit__reference=ref)
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8")


@require_safe
def drawing(request: HttpRequest, ref: str) -> HttpResponse:
    """The bytes of the digest of the draw."""
    return _bytes(documents.drawing(get_object_or_404(Draw.objects.select_related("audit"), audit__reference=ref)))


@require_safe
def leaving(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The same of somebody who stepped down."""
    seats = Seat.objects.exclude(left_at=None).select_related("audit")
    return _bytes(documents.leaving(get_object_or_404(seats, audit__reference=ref, number=number)))


@require_safe
def ending(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of an audit without a result."""
    return _bytes(documents.ending(get_object_or_404(Audit.objects.exclude(ended_at=None), reference=ref)))


@require_safe
def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of the result."""
    return _bytes(documents.outcome(get_object_or_404(Result.objects.select_related("audit"), audit__reference=ref)))


@require_safe
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """The same of the answer."""
    found = Answer.objects.select_related("audit", "representative")
    return _bytes(documents.reply(get_object_or_404(found, audit__reference=ref)))


def _bytes(document: Any) -> HttpResponse:
    return HttpResponse(canonical(document), content_type="application/json")
