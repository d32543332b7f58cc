"""The JSON twin of the directory: who recognises whom, by which table, and how those who came by it turned out."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.recognitions.selectors.gateways import Gateway, all_recognitions, gateway_at, gateways


@dataclass(frozen=True, slots=True)
class GatewayList:
    """All that stand, by the space where it counts."""

    count: int
    results: list[Gateway]


class GatewaysTwin(APIView):
    """Who recognises whom: one way, one hop, with a cap, a number a day and an age."""

    @extend_schema(operation_id="recognitions", responses=serializer_of(GatewayList))
    def get(self, request: Request) -> Response:
        now = clock.now()
        found = gateways(all_recognitions().standing(now), now=now)
        return Response(serializer_of(GatewayList)(GatewayList(len(found), found)).data)


class GatewayTwin(APIView):
    """One of them, with every version of its table."""

    @extend_schema(operation_id="recognition", responses=serializer_of(Gateway))
    def get(self, request: Request, reference: str) -> Response:
        [found] = gateways([gateway_at(reference)], now=clock.now())
        return Response(serializer_of(Gateway)(found).data)
