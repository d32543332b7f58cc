"""The site's own Ed25519 key: it signs texts, answers and, later, the log. Kept in SIGNING_KEY_FILE, made once."""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.signatures import documents, keys
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey, PublicKey


def site_key() -> PrivateKey:
    """The key, from its file; the file is made when there is none."""
    return _load(str(settings.SIGNING_KEY_FILE))


@lru_cache
def _load(name: str) -> PrivateKey:
    path = Path(name)
    if not path.exists():
        _create(path)
    return keys.load(path.read_bytes())


def _create(path: Path) -> None:
    """Two processes may start at once: the first link wins, the other reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(keys.create())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def public_name() -> str:
    """`did:key`: the public key as a name that needs no registry."""
    return keys.did(site_key().public_key())


def sign(document: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """A data-integrity proof over the document, to be kept beside it."""
    return documents.prove(document, site_key(), at=now)


def verifies(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bool:
    """Whether this site's key made the proof over exactly this document."""
    try:
        documents.verify_beside(document, proof, key_of=_ours)
    except BadProof:
        return False
    return True


def _ours(method: str) -> PublicKey:
    key = site_key().public_key()
    if method != keys.did_method(key):
        raise BadKey("This is not the key of this site.")
    return key
