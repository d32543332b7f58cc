"""Whom the layout shows the way to other sites."""

from django.http import HttpRequest

from apps.federation.permissions import decides_on_sites
from apps.spaces.desks import mandates_of


def may_see_sites(request: HttpRequest) -> bool:
    """Those who may decide about them."""
    return any(decides_on_sites(mandate) for mandate in mandates_of(request))
