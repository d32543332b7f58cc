"""How fast a visitor may ask the twins."""

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle

from apps.base import clock
from apps.gate.address import network_digest


class VisitorPace(AnonRateThrottle):
    """A visitor is counted by a digest of the network block: no address is kept, no header is believed."""

    def get_ident(self, request: Request) -> str:
        return network_digest(request._request, now=clock.now())
