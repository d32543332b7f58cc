"""A person's own key, and its word that an actor is theirs (FEP-c390): whoever moves shows the same key again.

The statement is a document of its own, proved by a key that is its own name (did:key). No site has to be asked, and
neither the old home nor the new one can make it without the person.
"""

from datetime import datetime
from typing import Any

from apps.signatures import documents, keys
from apps.signatures.errors import SignatureRefused
from apps.signatures.keys import PrivateKey

Document = dict[str, Any]
KIND = "VerifiableIdentityStatement"
C390 = "https://w3id.org/fep/c390#"
CONTEXT: list[Any] = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/data-integrity/v1",
    {KIND: f"{C390}{KIND}", "subject": {"@id": f"{C390}subject", "@type": "@id"}},
]
MOST = 20  # attachments that are looked at


def statement(key: PrivateKey, actor: str, *, at: datetime) -> Document:
    """This actor is mine, says the key."""
    name = keys.did(key.public_key())
    said = {"@context": CONTEXT, "type": KIND, "subject": name, "alsoKnownAs": actor}
    return documents.sign(said, key, at=at)


def proved_by(actor: Document) -> str:
    """The key (did:key) an actor's document proves to be held by whoever it stands for; empty without one."""
    shown = actor.get("attachment")
    for one in (shown if isinstance(shown, list) else [shown])[:MOST]:
        if isinstance(one, dict) and one.get("type") == KIND and _holds(one, str(actor.get("id"))):
            return str(one["subject"])
    return ""


def _holds(said: Document, actor: str) -> bool:
    """About this very actor, by the very key it names."""
    if said.get("alsoKnownAs") != actor or documents.method_of(said).partition("#")[0] != said.get("subject"):
        return False
    try:
        documents.verify(said)
    except SignatureRefused:
        return False
    return True
