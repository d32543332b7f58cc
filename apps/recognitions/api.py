"""JSON twins: who recognises whom, by which table, how those who came by it turned out; circles and their templates."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.gate.api import serializer_of
from apps.recognitions.selectors.circles import CircleLine, CirclePage, circle_at, circle_lines, circle_page
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


@dataclass(frozen=True, slots=True)
class CircleList:
    """All circles, by name."""

    count: int
    results: list[CircleLine]


class CirclesTwin(APIView):
    """Circles: templates of recognitions. None publishes a table, none has a figure."""

    @extend_schema(operation_id="circles", responses=serializer_of(CircleList))
    def get(self, request: Request) -> Response:
        found = circle_lines(now=clock.now())
        return Response(serializer_of(CircleList)(CircleList(len(found), found)).data)


class CircleTwin(APIView):
    """One of them: who is in, which tables stand, what they say otherwise than the template."""

    @extend_schema(operation_id="circle", responses=serializer_of(CirclePage))
    def get(self, request: Request, slug: str) -> Response:
        return Response(serializer_of(CirclePage)(circle_page(circle_at(slug), now=clock.now())).data)
