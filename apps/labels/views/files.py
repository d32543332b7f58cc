"""What programs ask for: the label in two forms, its image, the status lists. No language, no account."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.labels import credentials
from apps.labels.selectors.labels import label_by_reference, places_of, state_of
from apps.labels.states import Purpose
from apps.ledger.site_key import site_key

TYPE = "application/vc+ld+json"


@require_safe
def jcs(request: HttpRequest, ref: str) -> HttpResponse:
    """With a proof eddsa-jcs-2022."""
    return _credential(label_by_reference(ref).jcs)


@require_safe
def rdfc(request: HttpRequest, ref: str) -> HttpResponse:
    """With a proof eddsa-rdfc-2022."""
    return _credential(label_by_reference(ref).rdfc)


@require_safe
def status(request: HttpRequest, purpose: str) -> HttpResponse:
    """All labels at once: whoever asks does not tell which one is looked at. Signed from what stands now."""
    if purpose not in Purpose.values:
        raise NotFound("There is a list for revocation and one for suspension.")
    places, since = places_of(purpose)
    response = _credential(credentials.status_list(purpose, places, since=since or clock.now(), key=site_key()))
    response["Cache-Control"] = "max-age=30"
    return response


@require_safe
def image(request: HttpRequest, ref: str) -> HttpResponse:
    """The badge to show on one's site: it says its state today and leads to the page that proves it."""
    label = label_by_reference(ref)
    context = {"label": label, "state": state_of(label, now=clock.now()), "site": settings.SITE_NAME}
    context["page"] = f"{settings.SITE_URL}{reverse('label-files:page', args=[ref])}"
    response = render(request, "labels/badge.svg", context, content_type="image/svg+xml")
    response["Cache-Control"] = "max-age=30"
    return response


@require_safe
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The address in the label itself: the page in the reader's language."""
    return redirect("labels:label", ref)


@require_safe
def grid(request: HttpRequest, op: str) -> HttpResponse:
    """The evidence in the reader's language."""
    return redirect("labels:operator", op)


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """The criteria in the reader's language."""
    return redirect("labels:home")


def _credential(document: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(document, content_type=TYPE, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
