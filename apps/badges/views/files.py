"""What programs ask for: the badge in two forms, its image, the list of its space. No language, no account."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apps.badges import credential
from apps.badges.errors import Gone
from apps.badges.issuers import key_of_space
from apps.badges.selectors.badges import badge_by_reference, badge_page, image_context, places_over, said_by
from apps.base import clock
from apps.signatures import documents, linked
from apps.signatures.documents import Document
from apps.spaces.models import Space

TYPE = "application/vc+ld+json"


@require_safe
def jcs(request: HttpRequest, ref: str) -> HttpResponse:
    """With a proof eddsa-jcs-2022."""
    return _file(ref, linked_data=False)


@require_safe
def rdfc(request: HttpRequest, ref: str) -> HttpResponse:
    """With a proof eddsa-rdfc-2022."""
    return _file(ref, linked_data=True)


def _file(ref: str, *, linked_data: bool) -> HttpResponse:
    now = clock.now()
    try:
        said = said_by(badge_by_reference(ref), now)
    except Gone as gone:
        return _json({"detail": str(gone.sentence)}, status=410)
    key = key_of_space(said.space, now)
    sign = linked.sign if linked_data else documents.sign
    return _json(sign(credential.credential(said, key), key, at=said.begins))


@require_safe
def status(request: HttpRequest, space: str) -> HttpResponse:
    """All of a space at once: whoever asks does not tell which badge is looked at."""
    now, found = clock.now(), get_object_or_404(Space, slug=space)
    made = credential.status_list(found, places_over(found), key=key_of_space(found, now), now=now)
    response = _json(made)
    response["Cache-Control"] = "max-age=60"
    return response


@require_safe
def image(request: HttpRequest, ref: str, language: str) -> HttpResponse:
    """To be shown anywhere: it says what stands at this moment, in light and in dark."""
    with override(language):
        try:
            page, code = badge_page(badge_by_reference(ref), clock.now()), 200
        except Gone:
            page, code = None, 410
        words = image_context(ref, page)
        response = render(request, "badges/badge.svg", words, content_type="image/svg+xml", status=code)
    response["Cache-Control"] = "max-age=60"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"  # its own colours, no more
    return response


@require_safe
@vary_on_headers("Accept")
def page(request: HttpRequest, ref: str) -> HttpResponse:
    """The address in the badge itself: its file for programs that ask for one, its page for people."""
    if "text/html" not in request.headers.get("Accept", ""):
        return _file(ref, linked_data=False)
    return redirect("badges:badge", ref)


def _json(document: Document, status: int = 200) -> JsonResponse:
    response = JsonResponse(
        document, content_type=TYPE if status == 200 else None, json_dumps_params={"ensure_ascii": False}, status=status
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
