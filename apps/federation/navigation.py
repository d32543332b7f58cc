"""Whom the layout shows the way to other sites."""

from django.http import HttpRequest

from apps.base import clock
from apps.base.permissions import allows
from apps.federation.permissions import check_can_decide_on_sites
from apps.spaces.desks import held_mandates


def may_see_sites(request: HttpRequest) -> bool:
    """Those who may decide about them; whoever holds no office at all is not looked up again."""
    return bool(held_mandates(request)) and allows(check_can_decide_on_sites, request.user, now=clock.now())
