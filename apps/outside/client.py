"""One request at a time, to the open internet and nowhere else.

Each hop is the same few steps: read the address, ask for the name's numbers once, check every one of them, connect to a
checked one, read no more than the limit before the deadline. A redirect is a new hop with all its checks, for reading
only. No proxy of the environment, no cookies, no memory between requests.
"""

import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from apps.outside import names, targets
from apps.outside.addresses import is_public
from apps.outside.between import check_between
from apps.outside.budget import Budget, Deadline
from apps.outside.errors import NoAnswer, NotAllowed, OutsideError, TooMuch, Why
from apps.outside.targets import Target

if TYPE_CHECKING:
    import httpcore2

MOST_BYTES = 1024 * 1024
SECONDS = 10.0
HOPS = 3
REDIRECTS = {301, 302, 303, 307, 308}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x20-\x7e]*")

Resolve = Callable[[str, int, float], list[str]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent: one request to one address."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


Sign = Callable[[Outgoing], Mapping[str, str]]  # the lines to add: computed again for every hop


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask later whether anything changed."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        lines = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in lines.items() if value and _VALUE.fullmatch(value)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, from the address that finally answered."""

    url: str
    status: int
    headers: Mapping[str, str]  # lower-case names; repeated lines joined by a comma
    body: bytes
    hops: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """Without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def unchanged(self) -> bool:
        return self.status == 304

    @property
    def validators(self) -> Validators:
        return Validators(self.headers.get("etag", "")[:500], self.headers.get("last-modified", "")[:100])


@dataclass(frozen=True, slots=True)
class Client:
    """Where it may go besides the open internet, how it asks for names, and how it says who it is."""

    also: frozenset[str] = frozenset()
    agent: str = "trustmgmt"
    resolve: Resolve = names.resolve
    tls: ssl.SSLContext | None = None
    most_bytes: int = MOST_BYTES
    seconds: float = SECONDS

    def fetch(
        self,
        url: str,
        *,
        budget: Budget,
        accept: str = "*/*",
        known: Validators | None = None,
        sign: Sign | None = None,
    ) -> Answer:
        """GET, following a few redirects with every check made anew."""
        check_between(url)
        headers = {"accept": accept, **(known.headers() if known else {})}
        target, hops = targets.read(url), list[str]()
        while True:
            answer = self.hop(Outgoing("GET", target.url, headers), target, budget, sign)
            if answer.status not in REDIRECTS:
                return replace(answer, hops=tuple(hops))
            hops.append(target.url)
            if len(hops) > HOPS:
                raise TooMuch(Why.HOPS)
            target = _next(target, answer)

    def post(self, url: str, body: bytes, *, content_type: str, budget: Budget, sign: Sign | None = None) -> Answer:
        """POST, once: who sends elsewhere is not followed."""
        check_between(url)
        target = targets.read(url)
        request = Outgoing("POST", target.url, {"content-type": content_type}, body)
        answer = self.hop(request, target, budget, sign)
        if answer.status in REDIRECTS:
            raise NotAllowed(Why.REDIRECT)
        return answer

    def hop(self, request: Outgoing, target: Target, budget: Budget, sign: Sign | None) -> Answer:
        """One request and what comes back; a world that is played answers here."""
        targets.check_reachable(target, self.also)
        budget.take_fetch()
        deadline = Deadline(min(self.seconds, budget.seconds_left()))
        numbers = self._numbers(target, deadline.left())
        headers = {**request.headers, "host": target.authority, "user-agent": self.agent, "accept-encoding": "gzip"}
        headers |= sign(replace(request, headers=headers)) if sign else {}
        most = min(self.most_bytes, budget.bytes_left())
        return _exchange(replace(request, headers=headers), target, numbers, self._tls(), deadline, most, budget)

    def _numbers(self, target: Target, seconds: float) -> list[str]:
        """Every number of the name, all of them checked: one that is not public refuses the name."""
        found = [target.host] if targets.is_literal(target.host) else self.resolve(target.host, target.port, seconds)
        if target.pair not in self.also and not all(is_public(number) for number in found):
            raise NotAllowed(Why.NOT_PUBLIC)
        return found

    def _tls(self) -> ssl.SSLContext:
        return self.tls or _usual_tls()


Played = TypeVar("Played", bound=Client)
_instead: list[Client] = []  # not of the context: threads that bring messages ask here too


@contextmanager
def instead(played: Played) -> Iterator[Played]:
    """Whoever asks for the client in this process gets this one: a world that is played asks nobody outside."""
    _instead.append(played)
    try:
        yield played
    finally:
        _instead.remove(played)


def client() -> Client:
    """The client of this site."""
    if _instead:
        return _instead[-1]
    return Client(also=frozenset(settings.REACH_ALSO), agent=f"{settings.SITE_NAME} (+{settings.SITE_URL})")


@cache
def _usual_tls() -> ssl.SSLContext:
    """Reading the system's certificates takes a while: once per process."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _next(target: Target, answer: Answer) -> Target:
    location = answer.headers.get("location", "")
    if not location:
        raise NotAllowed(Why.REDIRECT)
    return targets.follow(target, location)


def _exchange(
    request: Outgoing,
    target: Target,
    numbers: list[str],
    tls: ssl.SSLContext,
    deadline: Deadline,
    most: int,
    budget: Budget,
) -> Answer:
    import httpcore2

    from apps.outside.wire import CheckedNumbers

    origin = httpcore2.Origin(target.scheme.encode(), target.host.encode(), target.port)
    backend = CheckedNumbers(numbers, deadline)
    with httpcore2.HTTPConnection(origin, ssl_context=tls, network_backend=backend) as connection:
        try:
            response = connection.handle_request(_request(request, target))
            return _answer(response, target, most, budget)
        except OutsideError:
            raise
        except httpcore2.TimeoutException as wrong:
            raise TooMuch(Why.SLOW) from wrong
        except (httpcore2.ProtocolError, httpcore2.NetworkError) as wrong:
            raise NoAnswer(Why.BROKEN, type(wrong).__name__) from wrong


def _request(request: Outgoing, target: Target) -> "httpcore2.Request":
    import httpcore2

    url = httpcore2.URL(
        scheme=target.scheme, host=target.host, port=target.port, target=target.request_target.encode("ascii")
    )
    headers = dict(request.headers)
    if request.body or request.method == "POST":
        headers["content-length"] = str(len(request.body))
    for name, value in headers.items():
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise NotAllowed(Why.HEADER, name[:40])
    return httpcore2.Request(request.method, url, headers=list(headers.items()), content=request.body or None)


def _answer(response: "httpcore2.Response", target: Target, most: int, budget: Budget) -> Answer:
    from apps.outside.wire import unpacked

    headers = _lines(response.headers)
    if headers.get("content-length", "").isdigit() and int(headers["content-length"]) > most:
        raise TooMuch(Why.LARGE)
    body = bytearray()
    try:
        for piece in unpacked(response.iter_stream(), headers.get("content-encoding", ""), most):
            body += piece
    finally:
        budget.take_bytes(len(body))
        response.close()
    return Answer(target.url, response.status, headers, bytes(body))


def _lines(given: list[tuple[bytes, bytes]]) -> dict[str, str]:
    lines: dict[str, str] = {}
    for raw_name, raw_value in given:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        lines[name] = f"{lines[name]}, {value}" if name in lines else value
    return lines
