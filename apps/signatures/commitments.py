"""Commitments: say now that something was, and show later what; or never.

Why: the public log holds nothing about a person, only HMAC-SHA256 of what happened with a fresh key of 32 bytes kept
beside it. Who holds key and payload can show that they open the entry; whoever has only the log learns nothing, not
even by trying likely payloads. When key and payload are erased, nothing is left to open.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from apps.signatures.canonical import canonical
from apps.signatures.errors import SignatureRefused

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Commitment:
    """What is published (`commit`) and what its holder keeps (`key`, `payload`)."""

    commit: str
    key: bytes
    payload: bytes


def commit(value: Any) -> Commitment:
    """Commit to a value, with a key nobody else has."""
    key, payload = secrets.token_bytes(KEY_BYTES), canonical(value)
    return Commitment(commit_with(key, payload), key, payload)


def commit_with(key: bytes, payload: bytes) -> str:
    """What the log shows for this key and payload, in hexadecimal."""
    if len(key) != KEY_BYTES:
        raise SignatureRefused(f"A commitment's key has {KEY_BYTES} bytes.")
    return hmac.new(key, payload, hashlib.sha256).hexdigest()


def opens(published: str, key: bytes, payload: bytes) -> bool:
    """Whether key and payload open what was published."""
    return len(key) == KEY_BYTES and hmac.compare_digest(commit_with(key, payload).encode(), published.encode())
