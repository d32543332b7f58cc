"""Proofs on what others wrote (FEP-8b32): made by a key that the document's own actor names, at its own site."""

from typing import Any

from apps.federation.addresses import host_of
from apps.federation.models import RemoteActor
from apps.signatures import documents, keys
from apps.signatures.errors import BadKey, SignatureRefused
from apps.signatures.keys import PublicKey


def is_proved_by(document: dict[str, Any], actor: RemoteActor) -> bool:
    """Whether the actor's key made the proof over exactly this document."""

    def key_of(method: str) -> PublicKey:
        if host_of(method) != host_of(actor.uri) or method not in actor.keys:
            raise BadKey("This key is not the actor's.")
        return keys.from_multibase(actor.keys[method])

    if "proof" not in document:
        return False
    try:
        documents.verify(document, key_of=key_of)
    except SignatureRefused:
        return False
    return True
