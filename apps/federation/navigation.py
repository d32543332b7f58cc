"""Whom the layout shows the way to other sites."""

from django.http import HttpRequest

from apps.base import clock
from apps.base.permissions import allows
from apps.federation.permissions import check_can_decide_on_sites


def may_see_sites(request: HttpRequest) -> bool:
    """Those who may decide about them."""
    return allows(check_can_decide_on_sites, request.user, now=clock.now())
