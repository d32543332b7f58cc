"""Whose key signed an answer, under which mandate, and whether it holds; the bytes of what the log says of a key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.accountability import selectors
from apps.accountability.kept import RepresentativeKey
from apps.accountability.selectors.signatures import signature_page
from apps.accountability.services.keys import key_document
from apps.base import clock
from apps.signatures.canonical import canonical


@require_safe
def answer(request: HttpRequest, op: str, ref: str, answer: str) -> HttpResponse:
    """Computed at each visit from what stands here now."""
    alert = selectors.alert_by_reference(selectors.operator_by_slug(op), ref)
    found = get_object_or_404(alert.answers.select_related("representative__operator", "alert"), reference=answer)
    page = signature_page(found, now=clock.now())
    return render(request, "accountability/signature.html", {"page": page, "operator": alert.operator, "alert": alert})


@require_safe
def key_body(request: HttpRequest, op: str, ref: str, n: int) -> HttpResponse:
    """The bytes of the digest of an announced key."""
    rows = RepresentativeKey.objects.select_related("representative__operator")
    row = get_object_or_404(rows, representative__reference=ref, representative__operator__slug=op, number=n)
    return HttpResponse(canonical(key_document(row)), content_type="application/json")
