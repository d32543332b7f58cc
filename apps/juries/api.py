"""The JSON twin of the figures of juries."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.gate.api import serializer_of
from apps.juries.selectors.figures import JuryFigures, figures


class JuryFiguresTwin(APIView):
    """Turnout, and the share of votes for the author's side, by group, with intervals; null where votes are few."""

    @extend_schema(operation_id="jury_figures", responses=serializer_of(JuryFigures))
    def get(self, request: Request) -> Response:
        return Response(serializer_of(JuryFigures)(figures()).data)
