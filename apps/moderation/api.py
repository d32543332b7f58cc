"""The JSON twins of the case page and of the list of decisions."""

from dataclasses import dataclass

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.moderation.figures.page import FiguresPage, figures_page
from apps.moderation.figures.scope import PERIODS
from apps.moderation.rules import RuleCode
from apps.moderation.selectors import lists
from apps.moderation.selectors.case_page import CasePage, case_page
from apps.moderation.states import Outcome

REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}}}
FILTERS = [
    OpenApiParameter("space", {"type": "string", "maxLength": 60}, description="The slug of a space."),
    OpenApiParameter("outcome", str, enum=Outcome.values),
    OpenApiParameter("rule", int, enum=RuleCode.values),
    OpenApiParameter("appeal", str, enum=["1"], description="Only decisions on appeal."),
    OpenApiParameter("page", {"type": "integer", "minimum": 1}),
]

OF_FIGURES = [
    OpenApiParameter("space", {"type": "string", "maxLength": 60}, description="The slug of a space."),
    OpenApiParameter("operator", {"type": "string", "maxLength": 60}, description="The slug of an operator."),
    OpenApiParameter("days", int, enum=list(PERIODS)),
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


class FiguresTwin(APIView):
    """How moderation does, figure by figure, with intervals; counted at most every ten minutes."""

    @extend_schema(operation_id="decision_figures", parameters=OF_FIGURES, responses=serializer_of(FiguresPage))
    def get(self, request: Request) -> Response:
        page = figures_page(request.user, request.query_params, now=clock.now())
        return Response(serializer_of(FiguresPage)(page).data)
