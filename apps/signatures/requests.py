"""Requests that are signed: what a signature must cover, when, and over which body. Two forms, one answer.

Why: in running systems it is rarely the arithmetic that fails. A signature that leaves out the digest lets the body be
changed; one that leaves out the path lets it be sent elsewhere; a date that is not looked at lets it be sent again for
ever. So what must be covered is fixed here, whatever the sender says, and every `Claim` has passed it before anybody
looks for a key. A claim is bytes and names only: it can be kept, and checked later when the key is known.

Sources: draft-cavage-http-signatures-12; RFC 9421; RFC 9530 (Content-Digest); RFC 3230 (Digest).
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apps.signatures import request_keys
from apps.signatures.errors import BadRequestSignature, Flaw

WINDOW = timedelta(minutes=5)  # either way
LONGEST_LINE = 8_192
LONGEST_KEY_ID = 2_048
WITH_BODY = {"POST", "PUT", "PATCH"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DATE = re.compile(rf"({'|'.join(_DAYS)}), (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT", re.ASCII)
_ADDRESS = re.compile(r"(https?)://([^/?#]+)(/[^?#]*)?(\?[^#]*)?")


@dataclass(frozen=True, slots=True)
class Message:
    """A request as it was sent or arrived: repeated lines joined by a comma, names in lower case.

    `url` is the address under which the receiver knows itself, with path and query as they came.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def authority(self) -> str:
        return self._parts()[1].lower().removesuffix(":443" if self.url.startswith("https:") else ":80")

    @property
    def path(self) -> str:
        return self._parts()[2]

    @property
    def query(self) -> str:
        """With its question mark, which stands even when nothing follows."""
        return self._parts()[3] or "?"

    @property
    def request_target(self) -> str:
        return self.path + self._parts()[3]

    @property
    def has_body(self) -> bool:
        return bool(self.body) or self.method.upper() in WITH_BODY

    def _parts(self) -> tuple[str, str, str, str]:
        found = _ADDRESS.fullmatch(self.url)
        if not found:
            raise BadRequestSignature(Flaw.MALFORMED, "address")
        return found[1], found[2], found[3] or "/", found[4] or ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says they signed which bytes. Coverage, dates, host and digest hold already; the signature not yet."""

    form: str  # "cavage" or "rfc9421"
    key_id: str
    label: str  # the algorithm as the sender names it, or empty
    base: bytes
    signature: bytes
    until: datetime  # when the window closes, and with it the need to remember the mark
    short: bytes = b""  # the same without the query of the address, where the reader says that it does not matter

    @property
    def mark(self) -> str:
        """The same for the same request sent twice, however signature and key are written. What has a body says in it
        who sends; a question without a body may be asked twice."""
        return hashlib.sha256(self.short or self.base).hexdigest()


class Memory(Protocol):
    """Remembers marks until their window closes; the answer and the remembering are one step."""

    def is_new(self, mark: str, until: datetime) -> bool: ...


def read(message: Message, *, now: datetime, query_matters: bool = True) -> Claim:
    """What the request claims, in whichever form, or BadRequestSignature.

    Some peers leave the query out of what they sign in the older form: read where it means nothing (an inbox).
    """
    from apps.signatures import cavage, rfc9421

    if "signature" not in message.headers:
        raise BadRequestSignature(Flaw.MISSING)
    lines = [message.headers["signature"], message.headers.get("signature-input", "")]
    if any(len(line) > LONGEST_LINE for line in lines):
        raise BadRequestSignature(Flaw.MALFORMED, "length")
    if "signature-input" in message.headers:
        return rfc9421.read(message, now=now)
    return cavage.read(message, now=now, query_matters=query_matters)


def check(claim: Claim, key: request_keys.Public) -> None:
    """Whether the key's holder made this claim; the label may say less than the key, never something else."""
    if claim.label not in _labels(claim.form, request_keys.algorithm(key)):
        raise BadRequestSignature(Flaw.ALGORITHM, claim.label[:40])
    bases = [claim.base, claim.short] if claim.short else [claim.base]
    if not any(request_keys.holds(key, claim.signature, base) for base in bases):
        raise BadRequestSignature(Flaw.WRONG)


def check_new(claim: Claim, memory: Memory) -> None:
    """A request is taken once, even when it is signed well."""
    if not memory.is_new(claim.mark, claim.until):
        raise BadRequestSignature(Flaw.REPLAYED)


def verify(
    message: Message,
    key_of: Callable[[str], request_keys.Public],
    *,
    now: datetime,
    memory: Memory | None = None,
    query_matters: bool = True,
) -> Claim:
    """All of it at once, for whoever has the key at hand."""
    claim = read(message, now=now, query_matters=query_matters)
    check(claim, key_of(claim.key_id))
    if memory is not None:
        check_new(claim, memory)
    return claim


def check_covered(message: Message, covered: frozenset[str], needs: tuple[frozenset[str], ...]) -> None:
    """Of each group of needs one is covered whole, and the host is the one we answer to."""
    body = (frozenset({"digest"}), frozenset({"content-digest"}))
    groups = [needs, body] if message.has_body else [needs]
    for group in groups:
        if not any(one <= covered for one in group):
            raise BadRequestSignature(Flaw.COVERAGE, " or ".join(sorted(" ".join(sorted(one)) for one in group)))
    if message.headers.get("host", "").lower() not in _hosts(message):
        raise BadRequestSignature(Flaw.HOST)


def check_moment(at: datetime, now: datetime) -> None:
    """Within five minutes, either way."""
    if at < now - WINDOW:
        raise BadRequestSignature(Flaw.STALE)
    if at > now + WINDOW:
        raise BadRequestSignature(Flaw.FUTURE)


def check_seconds(value: object, now: datetime, *, expires: bool = False) -> datetime:
    """A moment in seconds since 1970, as `created` and `expires` are written."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**40:
        raise BadRequestSignature(Flaw.MALFORMED, "created or expires")
    try:
        at = datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as wrong:
        raise BadRequestSignature(Flaw.MALFORMED, "created or expires") from wrong
    if not expires:
        check_moment(at, now)
    elif at <= now:
        raise BadRequestSignature(Flaw.EXPIRED)
    return at


def read_date(line: str) -> datetime:
    """The one form HTTP writes today (IMF-fixdate)."""
    found = _DATE.fullmatch(line)
    if not found:
        raise BadRequestSignature(Flaw.MALFORMED, "date")
    day, month, year, hour, minute, second = (
        int(found[2]), _MONTHS.index(found[3]) + 1, *(int(found[part]) for part in (4, 5, 6, 7)),
    )  # fmt: skip
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as wrong:
        raise BadRequestSignature(Flaw.MALFORMED, "date") from wrong


def write_date(at: datetime) -> str:
    """The same, written."""
    at = at.astimezone(UTC)
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} GMT"


def _hosts(message: Message) -> set[str]:
    usual = ":443" if message.url.startswith("https:") else ":80"
    return {message.authority, message.authority + usual}


def _labels(form: str, algorithm: str) -> set[str]:
    """What a sender may call the algorithm of this key; `hs2019` means: see the key."""
    if form == "rfc9421":
        return {"", algorithm}
    names = {
        request_keys.RSA: {"rsa-sha256", "rsa-v1_5-sha256"},
        request_keys.ED25519: {"ed25519", "ed25519-sha512"},
        request_keys.P256: {"ecdsa-sha256", "ecdsa-p256-sha256"},
    }
    return {"", "hs2019", *names[algorithm]}
