"""draft-cavage-http-signatures-12: what every forum server speaks today."""

import base64
import re
from dataclasses import replace
from datetime import datetime

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
    write_date,
)

NEEDS = (frozenset({"(request-target)", "host", "date"}), frozenset({"(request-target)", "host", "(created)"}))
_PARAMETER = re.compile(r' *([A-Za-z]{1,20}) *= *(?:"([^"\\]*)"|([0-9]{1,20})) *(?:,|\Z)', re.ASCII)
_FIELD = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+|\((?:request-target|created|expires)\)")
_MOST_FIELDS = 32
_MOST_PARAMETERS = 12


def sign(message: Message, key: request_keys.Private, *, key_id: str, at: datetime) -> dict[str, str]:
    """The lines to add to a request so that any peer can check it."""
    lines = {"date": write_date(at)}
    if message.has_body:
        lines["digest"] = digests.digest(message.body)
    covered = ["(request-target)", "host", *lines]
    whole = Message(message.method, message.url, {"host": message.authority, **message.headers, **lines}, message.body)
    signature = base64.b64encode(request_keys.make(key, _base(whole, covered, {}))).decode()
    label = "rsa-sha256" if request_keys.algorithm(key) == request_keys.RSA else "hs2019"
    said = f'keyId="{key_id}",algorithm="{label}",headers="{" ".join(covered)}",signature="{signature}"'
    return {**lines, "signature": said}


def read(message: Message, *, now: datetime, query_matters: bool = True) -> Claim:
    """What the request claims, once coverage, dates and digest hold."""
    said = _parameters(message.headers["signature"])
    label = said.get("algorithm", "").lower()
    covered = _covered(said)
    check_covered(message, frozenset(covered), NEEDS)
    at = _check_dates(message, said, covered, label, now)
    if "digest" in covered:
        digests.check_digest(message.headers.get("digest", ""), message.body)
    if "content-digest" in covered:
        digests.check_content_digest(message.headers.get("content-digest", ""), message.body)
    short = b""
    if not query_matters and "?" in message.url:
        short = _base(replace(message, url=message.url.partition("?")[0]), covered, said)
    base = _base(message, covered, said)
    return Claim("cavage", said["keyid"], label, base, _signature(said), at + WINDOW, short)


def _parameters(line: str) -> dict[str, str]:
    """Each name once; names we do not know are left out, as the draft says."""
    said: dict[str, str] = {}
    read = 0
    while read < len(line):
        found = _PARAMETER.match(line, read)
        if not found or found[1].lower() in said or len(said) == _MOST_PARAMETERS:
            raise BadRequestSignature(Flaw.MALFORMED, "parameters")
        said[found[1].lower()] = found[2] if found[2] is not None else found[3]
        read = found.end()
    if not said.get("keyid") or len(said["keyid"]) > LONGEST_KEY_ID or not said.get("signature"):
        raise BadRequestSignature(Flaw.MALFORMED, "no key or signature")
    return said


def _covered(said: dict[str, str]) -> list[str]:
    covered = [name for name in said.get("headers", "").lower().split(" ") if name]
    if len(set(covered)) < len(covered) or len(covered) > _MOST_FIELDS:
        raise BadRequestSignature(Flaw.MALFORMED, "headers")
    if not all(_FIELD.fullmatch(name) for name in covered):
        raise BadRequestSignature(Flaw.MALFORMED, "headers")
    return covered


def _check_dates(message: Message, said: dict[str, str], covered: list[str], label: str, now: datetime) -> datetime:
    """Every moment the signature covers is now; an end that has passed counts even when it is not covered."""
    moments = []
    if "date" in covered:
        moments.append(read_date(message.headers.get("date", "")))
        check_moment(moments[-1], now)
    if "(created)" in covered:
        if label.startswith(("rsa", "hmac", "ecdsa")):
            raise BadRequestSignature(Flaw.MALFORMED, "(created) with an older algorithm")
        moments.append(check_seconds(_number(said, "created"), now))
    if "expires" in said:
        check_seconds(_number(said, "expires"), now, expires=True)
    return min(moments)


def _number(said: dict[str, str], name: str) -> int | None:
    text = said.get(name, "")
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _base(message: Message, covered: list[str], said: dict[str, str]) -> bytes:
    lines = []
    for name in covered:
        if name == "(request-target)":
            lines.append(f"{name}: {message.method.lower()} {message.request_target}")
        elif name in {"(created)", "(expires)"}:
            if name.strip("()") not in said:
                raise BadRequestSignature(Flaw.MALFORMED, name)
            lines.append(f"{name}: {said[name.strip('()')]}")
        elif name in message.headers:
            lines.append(f"{name}: {message.headers[name].strip()}")
        else:
            raise BadRequestSignature(Flaw.COVERAGE, name[:40])
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _signature(said: dict[str, str]) -> bytes:
    try:
        return digests.read_base64(said["signature"])
    except ValueError as wrong:
        raise BadRequestSignature(Flaw.MALFORMED, "signature") from wrong
