"""The names under which other sites know what is here. One table both ways; names carry no language and never change.

Decision (docs/decisions): machine routes of their own under /ap/, not content negotiation on the pages. A page may be
kept by a cache that ignores Accept; a program that asks for a name gets JSON or nothing.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SITE = "site"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_REFERENCE = r"[2-9a-z]{4}(?:-[2-9a-z]{4}){3}"
_SLUG = r"[-a-zA-Z0-9_]{1,100}"
_ROUTES = {
    "site": r"site",
    "s": rf"s/(?P<name>{_SLUG})",
    "o": rf"o/(?P<name>{_SLUG})",
    "p": rf"p/(?P<name>{_REFERENCE})",
    "r": rf"r/(?P<name>{_REFERENCE})",
    "n": rf"n/(?P<name>{_REFERENCE})",
    "t": rf"t/(?P<name>{_REFERENCE})",
    "x": rf"x/(?P<name>{_REFERENCE})",
    "a": rf"a/(?P<name>{_REFERENCE})",
    "d": rf"d/(?P<name>{_REFERENCE})",
    "c": rf"c/(?P<name>{_REFERENCE})",
    "l": rf"l/(?P<name>{_REFERENCE})",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in _ROUTES.items()}
ACTORS = frozenset({"site", "s", "o", "p"})


@dataclass(frozen=True, slots=True)
class Ours:
    """An address of ours, read: its kind (a letter of the table) and its name."""

    kind: str
    name: str = ""

    @property
    def path(self) -> str:
        """Without /ap/: what keys and follows are kept under."""
        return f"{self.kind}/{self.name}" if self.name else self.kind


def uri(path: str) -> str:
    """The full name of something of ours."""
    return f"{settings.SITE_URL}/ap/{path}"


def read(address: str) -> Ours | None:
    """What of ours this names; None when it is not ours, or not a name."""
    start = f"{settings.SITE_URL}/ap/"
    if not address.startswith(start):
        return None
    rest = address.removeprefix(start)
    for kind, pattern in _COMPILED.items():
        match = pattern.fullmatch(rest)
        if match:
            return Ours(kind, match.groupdict().get("name") or "")
    return None


def host_of(address: str) -> str:
    """Host and port as a peer is known by; empty for what is no address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc:
        return ""
    usual = {"https": 443, "http": 80}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host.lower() if port in {None, usual} else f"{host.lower()}:{port}"


def our_host() -> str:
    """Under which others know this site."""
    return host_of(settings.SITE_URL)


def is_ours(address: str) -> bool:
    """Whether it would be for us to say what stands there."""
    return host_of(address) == our_host()
