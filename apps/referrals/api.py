"""The JSON twin of the page of referrals: figures of the space, never who."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.algorithms import referral
from apps.base import clock
from apps.gate.api import serializer_of
from apps.referrals.figures import Figures, figures_of
from apps.referrals.rule import level_given
from apps.spaces.permissions import check_can_read
from apps.spaces.selectors import space_by_slug


@dataclass(frozen=True, slots=True)
class SpaceReferrals:
    """What a referral gives in a space, by which rule, and how those referred turned out."""

    space: str
    counts_as: str
    members_needed: int
    slots: int
    days: int
    figures: Figures


class FiguresView(APIView):
    """For whoever may read the space."""

    @extend_schema(responses=serializer_of(SpaceReferrals))
    def get(self, request: Request, space: str) -> Response:
        """Under ten people referred only that they are few."""
        place, now = space_by_slug(space), clock.now()
        check_can_read(request.user, place, now=now)
        told = SpaceReferrals(
            space=place.slug,
            counts_as=level_given(place, now),
            members_needed=referral.REFERRERS,
            slots=referral.SLOTS,
            days=referral.PROVISIONAL,
            figures=figures_of(place, now=now),
        )
        return Response(serializer_of(SpaceReferrals)(told).data)
