"""The JSON twins of the public pages of accountability: the same dataclasses."""

from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accountability import selectors
from apps.accountability.selectors import texts
from apps.accountability.selectors.home import AlertDay
from apps.accountability.states import AlertState
from apps.base import clock
from apps.gate.api import serializer_of
from apps.spaces.models import Operator

REFUSED = {"type": "object", "properties": {"detail": {"type": "string"}}}
REGISTER = [
    OpenApiParameter("q", {"type": "string", "maxLength": 80}, description="Part of a name, a company or a town."),
    OpenApiParameter("state", str, enum=AlertState.values, description="Operators with an open alert in this state."),
    OpenApiParameter("page", {"type": "integer", "minimum": 1}),
]
VERSION = [OpenApiParameter("v", {"type": "integer", "minimum": 1}, description="A version; the one in force if none.")]
COMPARED = [OpenApiParameter("text", str, enum=["fr", "en"], description="The language whose text is compared.")]

OperatorRows = serializer_of(selectors.OperatorRow)
OperatorTwin = serializer_of(selectors.OperatorPage)
AlertTwin = serializer_of(selectors.AlertPage)
TextTwin = serializer_of(texts.TextPage)
DiffTwin = serializer_of(texts.DiffPage)
DayRows = serializer_of(AlertDay)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address, cut to what a database can look up."""

    q: str
    state: str

    @classmethod
    def of(cls, given: Any) -> "Asked":
        """From a query string."""
        return cls(*(given.get(name, "")[:80].replace("\0", "").strip() for name in ("q", "state")))


class Fifty(PageNumberPagination):
    """Lists come by fifty."""

    page_size = 50


class RegisterView(APIView):
    """Operators in alphabetical order, searched by `q`, filtered by the `state` of their alerts."""

    @extend_schema(
        operation_id="operators", parameters=REGISTER, responses={200: OperatorRows(many=True), 404: REFUSED}
    )
    def get(self, request: Request) -> Response:
        asked, pages = Asked.of(request.query_params), Fifty()
        found = (
            pages.paginate_queryset(selectors.operators_found(q=asked.q, state=asked.state), request, view=self) or []
        )
        rows = selectors.operator_rows(list(found), now=clock.now())
        return pages.get_paginated_response(OperatorRows(rows, many=True).data)


class AlertDaysView(APIView):
    """How many operators were in alert, by state, on each of the last thirty days."""

    @extend_schema(operation_id="operators_in_alert", responses={200: DayRows(many=True)})
    def get(self, request: Request) -> Response:
        return Response(DayRows(selectors.operators_in_alert(now=clock.now()), many=True).data)


class OperatorView(APIView):
    """All that is public about an operator."""

    @extend_schema(operation_id="operator", responses={200: OperatorTwin, 404: REFUSED})
    def get(self, request: Request, op: str) -> Response:
        return Response(OperatorTwin(selectors.operator_page(_operator(op), now=clock.now())).data)


class AlertView(APIView):
    """All that is public about an alert: the state live, figures in batches."""

    @extend_schema(operation_id="alert", responses={200: AlertTwin, 404: REFUSED})
    def get(self, request: Request, op: str, ref: str) -> Response:
        alert = selectors.alert_by_reference(_operator(op), ref)
        return Response(AlertTwin(selectors.alert_page(alert, now=clock.now())).data)


class TextView(APIView):
    """A published text: the version in force, or the one asked for."""

    @extend_schema(operation_id="text", parameters=VERSION, responses={200: TextTwin, 404: REFUSED})
    def get(self, request: Request, op: str, slug: str) -> Response:
        operator = _operator(op)
        number = texts.number_in(request.query_params.get("v", ""))
        page = texts.text_page(operator, texts.owned_text(operator, slug), number, now=clock.now())
        return Response(TextTwin(page).data)


class DiffView(APIView):
    """What changed from version a to version b, sentence by sentence."""

    @extend_schema(operation_id="text_diff", parameters=COMPARED, responses={200: DiffTwin, 404: REFUSED})
    def get(self, request: Request, op: str, slug: str, a: int, b: int) -> Response:
        operator = _operator(op)
        language = request.query_params.get("text", "") or request.LANGUAGE_CODE
        document = texts.owned_text(operator, slug)
        page = texts.diff_page(operator, document, min(a, b), max(a, b), language=language, now=clock.now())
        return Response(DiffTwin(page).data)


def _operator(op: str) -> Operator:
    return selectors.operator_by_slug(op)
