"""RFC 9421, HTTP Message Signatures: what newer servers speak."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import http_sf

from apps.signatures import digests, request_keys
from apps.signatures.errors import BadRequestSignature, Flaw
from apps.signatures.requests import (
    LONGEST_KEY_ID,
    WINDOW,
    Claim,
    Message,
    check_covered,
    check_moment,
    check_seconds,
    read_date,
)

_PARTS = ({"@authority", "@path", "@query"}, {"host", "@path", "@query"}, {"@authority", "@request-target"})
NEEDS = tuple(frozenset({"@method", *parts}) for parts in ({"@target-uri"}, *_PARTS))
PARAMETERS = {"created", "expires", "nonce", "alg", "keyid", "tag"}
_LABEL = "sig1"
_MOST_SIGNATURES = 4
_MOST_FIELDS = 32


@dataclass(frozen=True, slots=True)
class _Signed:
    """One signature of the request: what it covers and says, and the line that repeats both."""

    covered: tuple[str, ...]
    said: Mapping[str, Any]
    line: str
    signature: bytes


def sign(message: Message, key: request_keys.Private, *, key_id: str, at: datetime) -> dict[str, str]:
    """The lines to add to a request."""
    lines = {"content-digest": digests.content_digest(message.body)} if message.has_body else {}
    covered = ("@method", "@target-uri", "@authority", *lines)
    said = {"created": int(at.astimezone(UTC).timestamp()), "keyid": key_id, "alg": request_keys.algorithm(key)}
    line = _line(covered, said)
    whole = Message(message.method, message.url, {**message.headers, **lines}, message.body)
    signature = base64.b64encode(request_keys.make(key, _base(whole, covered, line))).decode()
    return {**lines, "signature-input": f"{_LABEL}={line}", "signature": f"{_LABEL}=:{signature}:"}


def read(message: Message, *, now: datetime) -> Claim:
    """What the request claims: its first signature that covers what must be covered."""
    refused = BadRequestSignature(Flaw.MISSING)
    for signed in _signatures(message):
        try:
            check_covered(message, frozenset(signed.covered), NEEDS)
        except BadRequestSignature as wrong:
            refused = wrong
            continue
        return _claim(message, signed, now)
    raise refused


def _claim(message: Message, signed: _Signed, now: datetime) -> Claim:
    at = _check_dates(message, signed, now)
    if "content-digest" in signed.covered:
        digests.check_content_digest(message.headers.get("content-digest", ""), message.body)
    if "digest" in signed.covered:
        digests.check_digest(message.headers.get("digest", ""), message.body)
    base = _base(message, signed.covered, signed.line)
    return Claim("rfc9421", signed.said["keyid"], signed.said.get("alg", ""), base, signed.signature, at + WINDOW)


def _signatures(message: Message) -> list[_Signed]:
    inputs, made = _dictionary(message.headers["signature-input"]), _dictionary(message.headers["signature"])
    if len(inputs) > _MOST_SIGNATURES:
        raise BadRequestSignature(Flaw.MALFORMED, "too many signatures")
    found = [_signed(value, made.get(label)) for label, value in inputs.items()]
    for signed in found:
        if f":{base64.b64encode(signed.signature).decode()}:" not in message.headers["signature"]:
            raise BadRequestSignature(Flaw.MALFORMED, "base64 not in its usual form")
    return found


def _dictionary(line: str) -> dict[str, Any]:
    try:
        read = http_sf.parse(line.encode("ascii"), tltype="dictionary", on_duplicate_key=_refuse_twice)
    except (http_sf.StructuredFieldError, ValueError) as wrong:
        raise BadRequestSignature(Flaw.MALFORMED, "structured field") from wrong
    return dict(read) if isinstance(read, dict) else {}


def _refuse_twice(key: str, context: str) -> None:
    raise BadRequestSignature(Flaw.MALFORMED, "a name twice")


def _signed(value: Any, made: Any) -> _Signed:
    if not (isinstance(value, tuple) and isinstance(value[0], list) and isinstance(made, tuple)):
        raise BadRequestSignature(Flaw.MALFORMED, "form")
    (items, said), signature = value, made[0]
    if not isinstance(signature, bytes) or len(items) > _MOST_FIELDS:
        raise BadRequestSignature(Flaw.MALFORMED, "form")
    covered = tuple(_name(item) for item in items)
    if len(set(covered)) < len(covered):
        raise BadRequestSignature(Flaw.MALFORMED, "covered twice")
    _check_said(said)
    return _Signed(covered, said, _line(covered, said), signature)


def _name(item: Any) -> str:
    """A component as it is named; the ones with parameters (parts of fields, of other messages) are not read."""
    name, parameters = item
    if not isinstance(name, str) or parameters or name != name.lower():
        raise BadRequestSignature(Flaw.MALFORMED, "component")
    return name


def _check_said(said: Mapping[str, Any]) -> None:
    if not set(said) <= PARAMETERS:
        raise BadRequestSignature(Flaw.MALFORMED, "parameters")
    texts = {name: said[name] for name in ("nonce", "alg", "keyid", "tag") if name in said}
    if not all(type(value) is str for value in texts.values()) or not said.get("keyid"):
        raise BadRequestSignature(Flaw.MALFORMED, "parameters")
    if len(said["keyid"]) > LONGEST_KEY_ID:
        raise BadRequestSignature(Flaw.MALFORMED, "keyid")


def _check_dates(message: Message, signed: _Signed, now: datetime) -> datetime:
    moments = []
    if "created" in signed.said:
        moments.append(check_seconds(signed.said["created"], now))
    if "date" in signed.covered:
        moments.append(read_date(message.headers.get("date", "")))
        check_moment(moments[-1], now)
    if "expires" in signed.said:
        check_seconds(signed.said["expires"], now, expires=True)
    if not moments:
        raise BadRequestSignature(Flaw.COVERAGE, "created or date")
    return min(moments)


def _line(covered: tuple[str, ...], said: Mapping[str, Any]) -> str:
    """The parameters as they stand in the line and, once more, at the end of what is signed."""
    listed: Any = [([(name, {}) for name in covered], dict(said))]
    return http_sf.ser(listed)


def _base(message: Message, covered: tuple[str, ...], line: str) -> bytes:
    lines = [f'"{name}": {_value(message, name)}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {line}']).encode("utf-8", "surrogateescape")


def _value(message: Message, name: str) -> str:
    derived = {
        "@method": message.method,
        "@target-uri": message.url,
        "@authority": message.authority,
        "@scheme": message.url.partition(":")[0],
        "@request-target": message.request_target,
        "@path": message.path,
        "@query": message.query,
    }
    if name in derived:
        return derived[name]
    if name.startswith("@") or name not in message.headers:
        raise BadRequestSignature(Flaw.COVERAGE, name[:40])
    return message.headers[name].strip()
