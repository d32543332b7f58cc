"""The JSON twin of the public log: the same leaves, page by page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework_dataclasses.serializers import DataclassSerializer

from apps.base import clock
from apps.ledger import selectors
from apps.ledger.models import LogEntry
from apps.ledger.selectors import Leaf
from apps.ledger.state import LogState, log_state

FILTERS = [
    OpenApiParameter("kind", str, description="What happened, as `decision.published`."),
    OpenApiParameter("about", str, description="The reference of what it happened to."),
]


class LeafSerializer(DataclassSerializer[Leaf]):
    """A leaf as it is."""

    class Meta:
        dataclass = Leaf


class ByPosition(CursorPagination):
    """Positions have no gaps and never change, so a cursor never slips."""

    ordering = "-position"
    page_size = 50


class LogView(GenericAPIView[LogEntry]):
    """Entries newest first, filtered by `kind` and `about` (an object's reference)."""

    serializer_class = LeafSerializer
    pagination_class = ByPosition
    queryset = LogEntry.objects.all()

    @extend_schema(parameters=FILTERS, responses=LeafSerializer(many=True), operation_id="log_list")
    def get(self, request: Request) -> Response:
        kind, about = (request.query_params.get(name, "")[:64].replace("\0", "") for name in ("kind", "about"))
        rows = self.paginate_queryset(selectors.entries(kind=kind, about=about)) or []
        return self.get_paginated_response(LeafSerializer(selectors.leaves(list(rows)), many=True).data)


class EntryView(GenericAPIView[LogEntry]):
    """One leaf: its canonical JSON is `leaf`, byte for byte."""

    serializer_class = LeafSerializer

    @extend_schema(responses=LeafSerializer, operation_id="log_entry")
    def get(self, request: Request, position: int) -> Response:
        return Response(LeafSerializer(selectors.leaf_at(position)).data)


class StateSerializer(DataclassSerializer[LogState]):
    """The state of the log."""

    class Meta:
        dataclass = LogState


class StateView(GenericAPIView[LogEntry]):
    """Is the log whole, who has seen it, what was found wrong."""

    serializer_class = StateSerializer

    @extend_schema(responses=StateSerializer, operation_id="log_state")
    def get(self, request: Request) -> Response:
        return Response(StateSerializer(log_state(now=clock.now())).data)
