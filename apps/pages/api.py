"""The JSON twin of every page of the catalogue, and their OpenAPI document."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.gate.openapi import page_of
from apps.pages.catalogue import PageKind
from apps.pages.filters import ORDERS, STARS
from apps.pages.selectors import solutions
from apps.pages.selectors.parts import PER_PAGE
from apps.people import openapi  # noqa: F401 - names the token in the document
from apps.posts.models import DeclaredLink

PAGE = page_of(PER_PAGE)
WORDS = OpenApiParameter("q", {"type": "string", "maxLength": 200}, description="Words, as a web search.")
TOPIC = OpenApiParameter("topic", {"type": "string", "maxLength": 60}, description="The slug of a topic.")
PAGE_OF_SOLUTIONS = page_of(solutions.PER_PAGE)
ASKED: dict[str, list[OpenApiParameter]] = {
    "": [],
    "page": [PAGE],
    "operator": [OpenApiParameter("o", {"type": "string", "maxLength": 60}, description="The slug of an operator.")],
    "register": [
        OpenApiParameter("q", {"type": "string", "maxLength": 80}, description="A name or a town."),
        OpenApiParameter("state", str, enum=["possible", "confirmed"], description="Only operators in alert."),
        PAGE,
    ],
    "version": [OpenApiParameter("v", {"type": "integer", "minimum": 1}, description="A version by its number.")],
    "words": [WORDS, PAGE],
    "solutions": [
        WORDS,
        OpenApiParameter("space", {"type": "string", "maxLength": 60}, description="The slug of a space."),
        TOPIC,
        PAGE_OF_SOLUTIONS,
    ],
    "space_solutions": [WORDS, TOPIC, PAGE_OF_SOLUTIONS],
    "reviews": [
        OpenApiParameter("order", str, enum=list(ORDERS), description="How the list is ordered."),
        OpenApiParameter("stars", str, enum=[key for _n, key in STARS], description="How many stars."),
        OpenApiParameter("link", str, enum=DeclaredLink.values, description="The declared link."),
        TOPIC,
        OpenApiParameter("since", {"type": "string", "format": "date"}, description="Published since this day."),
        OpenApiParameter("until", {"type": "string", "format": "date"}, description="Published until this day."),
        PAGE,
    ],
}
REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}, "errors": {"type": "object"}}}


def twin_of(kind: PageKind) -> type[APIView]:
    """The twin of one kind of page: the same reading, said as JSON."""
    serializer = serializer_of(kind.shape)

    def get(self: APIView, request: Request, **named: Any) -> Response:
        page = kind.read(request.user, request.query_params, now=clock.now(), **named)
        return Response(serializer(page).data)

    described = extend_schema(
        operation_id=kind.name,
        parameters=ASKED[kind.lists],
        responses={200: serializer, 404: REFUSED, 422: REFUSED},
        description=kind.shape.__doc__,
    )(get)
    return type(f"{kind.name.title()}Twin", (APIView,), {"get": described, "__doc__": kind.shape.__doc__})


@csrf_exempt  # nothing is changed here, and a machine gets its refusals as JSON
def nothing(request: HttpRequest) -> JsonResponse:
    """No page has this address."""
    return JsonResponse({"detail": _("No page has this address.")}, status=404)
