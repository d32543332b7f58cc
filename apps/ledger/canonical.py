"""The exact bytes of a public document: canonical JSON (RFC 8785), the same for everybody, and their digest."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(document: Mapping[str, Any]) -> bytes:
    """The bytes whose digest the log holds."""
    return rfc8785.dumps(dict(document))


def canonical_sha256(document: Mapping[str, Any]) -> str:
    """In hex."""
    return hashlib.sha256(canonical(document)).hexdigest()
