"""Where a request comes from. Nobody stores an address: only a salted digest of its network block, for a while."""

import hashlib
import hmac
import ipaddress
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> Address:
    """The client's address; `X-Forwarded-For` counts only when a trusted proxy (setting) wrote it."""
    peer = _parse(request.META.get("REMOTE_ADDR", ""))
    if not _trusted(peer):
        return peer
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        candidate = _parse(hop.strip())
        if candidate != UNKNOWN and not _trusted(candidate):
            return candidate
    return peer


UNKNOWN = ipaddress.IPv4Address("0.0.0.0")  # noqa: S104 - "unknown", nothing listens there


def _parse(text: str) -> Address:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return UNKNOWN
    return address.ipv4_mapped or address if isinstance(address, ipaddress.IPv6Address) else address


def _trusted(address: Address) -> bool:
    return any(address in network for network in settings.TRUSTED_PROXIES)


def network_digest(request: HttpRequest, *, now: datetime) -> str:
    """Digest of the block (/24 or /56) under a salt that changes each month: not linkable afterwards."""
    address = client_address(request)
    width = 24 if address.version == 4 else 56
    block = str(ipaddress.ip_network((address, width), strict=False))
    salt = f"{settings.SECRET_KEY}:network:{now:%Y-%m}".encode()
    return hmac.new(salt, block.encode(), hashlib.sha256).hexdigest()[:32]
