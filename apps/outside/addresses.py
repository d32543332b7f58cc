"""Which numbers are the open internet.

Why: an address somebody sends us may lead to our own machines. Python's `is_global` lets multicast, 6to4, NAT64,
site-local and mapped forms of 127.0.0.1 through, so the rule is the other way round: what is handed out to the world,
less the blocks set apart (IANA special-purpose registries, October 2025), and whatever IPv4 address is wrapped inside
must be of the world too.
"""

import ipaddress
from ipaddress import IPv4Address, IPv6Address

_V4_APART = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
_V6_WORLD = ipaddress.IPv6Network("2000::/3")
_V6_APART = [
    ipaddress.IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]  # IETF protocols and Teredo, examples, 6to4, AS112, examples
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = {0x00005EFE, 0x02005EFE}  # what stands before the wrapped address in the lower half


def is_public(text: str) -> bool:
    """Whether this number is on the open internet, whatever it wraps."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return _v4_public(address) if isinstance(address, IPv4Address) else _v6_public(address)


def _v4_public(address: IPv4Address) -> bool:
    return not any(address in block for block in _V4_APART)


def _v6_public(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    lower = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _MAPPED or address in _NAT64:  # the usual forms of an IPv4 address where only IPv6 is spoken
        return _v4_public(lower)
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP and not _v4_public(lower):
        return False
    return address in _V6_WORLD and not any(address in block for block in _V6_APART)
