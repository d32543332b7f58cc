"""The JSON twins of two public pages: a badge as it stands, and badges that somebody gathered and opened to others."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.badges.selectors.badges import BadgePage, badge_by_reference, badge_page
from apps.badges.selectors.gathered import CollectionPage, collection_page
from apps.base import clock
from apps.gate.api import serializer_of


class BadgeView(APIView):
    """For anybody, as its page is."""

    @extend_schema(responses=serializer_of(BadgePage))
    def get(self, request: Request, ref: str) -> Response:
        """In words; what is signed stands at `jcs_path`. One that holds no more names nobody."""
        return Response(serializer_of(BadgePage)(badge_page(badge_by_reference(ref), clock.now())).data)


class GatheredView(APIView):
    """For whoever was given its address."""

    @extend_schema(responses=serializer_of(CollectionPage))
    def get(self, request: Request, ref: str) -> Response:
        """What each issuer last answered, and when; closed, it is as if it had never been. `?page=2` for more."""
        told = collection_page(ref, clock.now(), request.query_params.get("page"))
        response = Response(serializer_of(CollectionPage)(told).data)
        response["X-Robots-Tag"] = "noindex"
        return response
