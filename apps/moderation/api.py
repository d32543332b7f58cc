"""The JSON twins of the case page and of the list of decisions."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.gate.openapi import page_of
from apps.moderation.figures.page import FiguresPage, figures_page
from apps.moderation.figures.scope import PERIODS
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import lists
from apps.moderation.selectors.case_page import CasePage, case_page
from apps.moderation.selectors.export import as_lines, part_of
from apps.moderation.states import Outcome

REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}}}
FILTERS = [
    OpenApiParameter("space", {"type": "string", "maxLength": 60}, description="The slug of a space."),
    OpenApiParameter("outcome", str, enum=Outcome.values, description="What was decided."),
    OpenApiParameter("rule", int, enum=RuleCode.values, description="The rule it was decided by, by its number."),
    OpenApiParameter("appeal", str, enum=["1"], description="Only decisions on appeal."),
    page_of(lists.PER_PAGE),
]

MOST_OF_A_PART = 500
OF_PARTS = [
    OpenApiParameter("after", {"type": "string", "maxLength": 24}, description="The `puid` of the last one you have."),
    OpenApiParameter(
        "most",
        {"type": "integer", "minimum": 1, "maximum": MOST_OF_A_PART},
        description="How many lines at the most.",
    ),
]
OF_LINES = {(200, "application/x-ndjson"): OpenApiTypes.STR, 404: REFUSED}
OF_FIGURES = [
    OpenApiParameter("space", {"type": "string", "maxLength": 60}, description="The slug of a space."),
    OpenApiParameter("operator", {"type": "string", "maxLength": 60}, description="The slug of an operator."),
    OpenApiParameter("days", int, enum=list(PERIODS), description="How many days back."),
]


@dataclass(frozen=True, slots=True)
class DecisionList:
    """Published decisions, newest first, thirty at a time."""

    count: int
    page: int
    pages: int
    results: list[lists.DecisionRow]


class CaseTwin(APIView):
    """One case, as much of it as this reader may know; restrictions also in the vocabulary of the DSA."""

    @extend_schema(operation_id="case", responses={200: serializer_of(CasePage), 404: REFUSED})
    def get(self, request: Request, reference: str) -> Response:
        page = case_page(reference[:24].replace("\0", ""), request.user, now=clock.now())
        return Response(serializer_of(CasePage)(page).data)


class DecisionsTwin(APIView):
    """Every published decision this reader may know."""

    @extend_schema(operation_id="cases", parameters=FILTERS, responses=serializer_of(DecisionList))
    def get(self, request: Request) -> Response:
        wanted = lists.wanted(request.query_params)
        found, _filters = lists.decisions(request.user, wanted, now=clock.now())
        page, rows = lists.page_of(found, request.query_params.get("page"))
        listed = DecisionList(page.paginator.count, page.number, page.paginator.num_pages, rows)
        return Response(serializer_of(DecisionList)(listed).data)


class StatementsTwin(APIView):
    """Statements of reasons in the fields of the DSA, the oldest first, a JSON object a line; `Link` leads on."""

    @extend_schema(operation_id="statements", parameters=[*FILTERS[:-1], *OF_PARTS], responses=OF_LINES)
    def get(self, request: Request) -> HttpResponse:
        query, now = request.query_params, clock.now()
        found, _filters = lists.decisions(request.user, lists.wanted(query), now=now)
        part = part_of(found, after=query.get("after", "")[:24].replace("\0", ""), most=_most(query), now=now)
        response = HttpResponse(as_lines(part.rows), content_type="application/x-ndjson; charset=utf-8")
        if part.after:
            onward = {**query.dict(), "after": part.after}
            response["Link"] = f'<{request.build_absolute_uri("?" + urlencode(onward))}>; rel="next"'
        return response


def _most(query: QueryDict) -> int:
    asked = query.get("most", "")[:4]
    return max(1, min(int(asked), MOST_OF_A_PART)) if asked.isascii() and asked.isdigit() else MOST_OF_A_PART


class FiguresTwin(APIView):
    """How moderation does, figure by figure, with intervals; counted at most every ten minutes."""

    @extend_schema(operation_id="decision_figures", parameters=OF_FIGURES, responses=serializer_of(FiguresPage))
    def get(self, request: Request) -> Response:
        page = figures_page(request.user, request.query_params, now=clock.now())
        return Response(serializer_of(FiguresPage)(page).data)
