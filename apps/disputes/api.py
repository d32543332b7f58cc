"""The JSON twin of how contests turn out."""

from dataclasses import dataclass
from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.disputes.figures import DisputeFigures, dispute_figures
from apps.gate.api import serializer_of


@dataclass(frozen=True, slots=True)
class Contests:
    """Counted at one moment."""

    counted_at: datetime
    figures: DisputeFigures


class ContestsTwin(APIView):
    """Contests of statuses, conversions and marks: how many, how answered, how long it took. Nobody is named."""

    @extend_schema(operation_id="contests", responses=serializer_of(Contests))
    def get(self, request: Request) -> Response:
        now = clock.now()
        return Response(serializer_of(Contests)(Contests(now, dispute_figures(now=now))).data)
