"""The site's own Ed25519 key: it signs texts and answers. Kept in SIGNING_KEY_FILE, made once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from apps.ledger.key_files import key_of
from apps.signatures import documents, keys
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey, PublicKey


def site_key() -> PrivateKey:
    """The key, from its file; the file is made when there is none."""
    return key_of(str(settings.SIGNING_KEY_FILE))


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
