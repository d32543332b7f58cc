"""An address as it is written, read in one way only.

Why: two programs that read an address differently are how a check is walked around. So only what RFC 3986 writes
without hesitation is read, and everything else is refused; a host that ends in a number is the number in its usual
form or nothing (`127.1`, `0x7f000001` and `2130706433` all mean 127.0.0.1 to some).
"""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from apps.outside.errors import NotAllowed, Why

LONGEST = 2_048
PORTS = {"https": 443, "http": 80}
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?P<fragment>#.*)?"
)
_ALLOWED = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_HOME = {"localhost", "local", "internal", "onion", "alt", "arpa", "invalid"}  # names that never leave the house


@dataclass(frozen=True, slots=True)
class Target:
    """An address in its parts; `origin` compares, `request_target` is what the server is asked for."""

    scheme: str
    host: str  # lower case, without brackets
    port: int
    path: str
    query: str  # with its question mark, or empty
    fragment: str  # likewise

    @property
    def origin(self) -> tuple[str, str, int]:
        return (self.scheme, self.host, self.port)

    @property
    def authority(self) -> str:
        """As the Host line says it: no port when it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def request_target(self) -> str:
        return f"{self.path}{self.query}"

    @property
    def pair(self) -> str:
        """As the settings name it."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Without the fragment: what is fetched."""
        return f"{self.scheme}://{self.authority}{self.request_target}"


def read(text: str) -> Target:
    """The parts of an address, or NotAllowed with the reason."""
    if not isinstance(text, str) or len(text) > LONGEST or not _ALLOWED.fullmatch(text):
        raise NotAllowed(Why.ADDRESS)
    return _read(text)


@lru_cache(maxsize=1024)  # one message says the same few addresses again and again
def _read(text: str) -> Target:
    parts = _ADDRESS.fullmatch(text)
    if not parts:
        raise NotAllowed(Why.ADDRESS)
    scheme = parts["scheme"].lower()
    if scheme not in PORTS:
        raise NotAllowed(Why.SCHEME, scheme[:20])
    host, port = _authority(parts["authority"], scheme)
    return Target(scheme, host, port, parts["path"] or "/", parts["query"] or "", parts["fragment"] or "")


def follow(base: Target, location: str) -> Target:
    """Where an answer sends us."""
    if not _ALLOWED.fullmatch(location) or len(location) > LONGEST:
        raise NotAllowed(Why.REDIRECT)
    return read(urljoin(base.url, location))


def check_reachable(target: Target, also: frozenset[str]) -> None:
    """Whether its form alone lets us go there; the number behind the name is checked when it is known."""
    if target.pair in also:
        return
    if target.scheme != "https":
        raise NotAllowed(Why.SCHEME, target.scheme)
    if is_literal(target.host):
        raise NotAllowed(Why.LITERAL)
    if target.port != PORTS["https"]:
        raise NotAllowed(Why.PORT, str(target.port))
    if "." not in target.host or target.host.rsplit(".", 1)[-1] in _HOME:
        raise NotAllowed(Why.LOCAL_NAME)


def is_literal(host: str) -> bool:
    """A number in the place of a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _authority(text: str, scheme: str) -> tuple[str, int]:
    if "@" in text:
        raise NotAllowed(Why.CREDENTIALS)
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or not _canonical_v6(host):
            raise NotAllowed(Why.ADDRESS)
    else:
        host, colon, port = text.partition(":")
        host, rest = host.lower(), colon + port
        _check_name(host)
    if rest and not (rest[0] == ":" and _PORT.fullmatch(rest[1:]) and int(rest[1:]) < 65536):
        raise NotAllowed(Why.ADDRESS)
    return host.lower(), int(rest[1:]) if rest else PORTS[scheme]


def _canonical_v6(host: str) -> bool:
    try:
        return str(ipaddress.IPv6Address(host)) == host.lower() and "%" not in host
    except ValueError:
        return False


def _check_name(host: str) -> None:
    labels = host.split(".")
    if not host or len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotAllowed(Why.ADDRESS)
    if (labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1])) and not is_literal(host):
        raise NotAllowed(Why.ADDRESS)
