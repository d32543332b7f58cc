"""Digests of a body in both forms: `Digest: SHA-256=…` (RFC 3230) and `Content-Digest: sha-256=:…:` (RFC 9530)."""

import base64
import hashlib
import hmac
from collections.abc import Callable

from apps.signatures.errors import BadRequestSignature, Flaw

_KNOWN: dict[str, Callable[[bytes], bytes]] = {
    "sha-256": lambda body: hashlib.sha256(body).digest(),
    "sha-512": lambda body: hashlib.sha512(body).digest(),
}
_LONGEST = 1_024


def digest(body: bytes) -> str:
    """The older line."""
    return "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode()


def content_digest(body: bytes) -> str:
    """The newer line."""
    return "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"


def check_digest(line: str, body: bytes) -> None:
    """Every digest we can compute is of this body, and there is one at least."""
    pairs = [part.strip().partition("=") for part in _short(line).split(",")]
    _check({name.lower(): _bytes(value) for name, _, value in pairs if name.lower() in _KNOWN}, len(pairs), pairs, body)


def check_content_digest(line: str, body: bytes) -> None:
    """The same for the newer line."""
    pairs = [part.strip().partition("=") for part in _short(line).split(",")]
    known: dict[str, bytes] = {}
    for name, _, value in pairs:
        if name in _KNOWN:
            if len(value) < 2 or value[0] != ":" or value[-1] != ":":
                raise BadRequestSignature(Flaw.DIGEST, "form")
            known[name] = _bytes(value[1:-1])
    _check(known, len(pairs), pairs, body)


def _check(known: dict[str, bytes], count: int, pairs: list[tuple[str, str, str]], body: bytes) -> None:
    if len({name.strip().lower() for name, _, _ in pairs}) < count:
        raise BadRequestSignature(Flaw.DIGEST, "an algorithm twice")
    if not known:
        raise BadRequestSignature(Flaw.DIGEST, "no algorithm we know")
    for name, said in known.items():
        if not hmac.compare_digest(said, _KNOWN[name](body)):
            raise BadRequestSignature(Flaw.DIGEST, "another body")


def _short(line: str) -> str:
    if len(line) > _LONGEST:
        raise BadRequestSignature(Flaw.DIGEST, "length")
    return line


def _bytes(text: str) -> bytes:
    try:
        return read_base64(text)
    except ValueError as wrong:
        raise BadRequestSignature(Flaw.DIGEST, "form") from wrong


def read_base64(text: str) -> bytes:
    """Bytes from the one way to write them: bits after the end are bits somebody could change."""
    read = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(read).decode() != text:
        raise ValueError("This base64 is not in its usual form.")
    return read
