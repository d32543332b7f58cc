"""The site's own Ed25519 key: it signs texts, answers and, later, the log. Kept in SIGNING_KEY_FILE, made once."""

import hashlib
import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from apps.ledger.canonical import canonical

SUITE = "eddsa-jcs-2022"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # multicodec


def site_key() -> Ed25519PrivateKey:
    """The key, from its file; the file is made when there is none."""
    return _load(str(settings.SIGNING_KEY_FILE))


@lru_cache
def _load(name: str) -> Ed25519PrivateKey:
    path = Path(name)
    if not path.exists():
        _create(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{name} holds no Ed25519 key")
    return key


def _create(path: Path) -> None:
    """Two processes may start at once: the first link wins, the other reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_name() -> str:
    """`did:key`: the public key as a name that needs no registry."""
    raw = site_key().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"did:key:z{_base58(_ED25519 + raw)}"


def sign(document: Mapping[str, Any], *, now: datetime) -> dict[str, str]:
    """A data-integrity proof over the document, detached (W3C vc-di-eddsa, eddsa-jcs-2022)."""
    name = public_name()
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": f"{name}#{name.removeprefix('did:key:')}",
        "proofPurpose": "assertionMethod",
    }
    return {**options, "proofValue": f"z{_base58(site_key().sign(_digest(document, options)))}"}


def verifies(document: Mapping[str, Any], proof: Mapping[str, str]) -> bool:
    """Whether this site's key made the proof over exactly this document."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        site_key().public_key().verify(_from_base58(proof["proofValue"][1:]), _digest(document, options))
    except (InvalidSignature, KeyError, ValueError):
        return False
    return True


def _digest(document: Mapping[str, Any], options: Mapping[str, str]) -> bytes:
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(canonical(document)).digest()


def _base58(raw: bytes) -> str:
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text


def _from_base58(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + _BASE58.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
