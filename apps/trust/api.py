"""The JSON twins: a space's scale, and why somebody has a status."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.base import clock
from apps.base.models import typed
from apps.gate.api import serializer_of
from apps.posts.finding import space_at
from apps.trust.scale_page import ScalePage, scale_page
from apps.trust.why import Why, why_of


class ScaleTwin(APIView):
    """What the statuses of a space mean, what it takes to earn them, and every version."""

    @extend_schema(operation_id="space_statuses", responses=serializer_of(ScalePage))
    def get(self, request: Request, space: str) -> Response:
        now = clock.now()
        page = scale_page(space_at(request._request, space, now), now=now)
        return Response(serializer_of(ScalePage)(page).data)


class WhyTwin(APIView):
    """One status: its inputs, its rule, how sure it is, what would change it. Who counted is never named."""

    @extend_schema(operation_id="status_why", responses=serializer_of(Why))
    def get(self, request: Request, reference: str) -> Response:
        return Response(serializer_of(Why)(why_of(typed(reference), request.user, now=clock.now())).data)
