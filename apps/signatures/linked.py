"""Proofs on linked data: W3C Data Integrity, cryptosuite eddsa-rdfc-2022.

Why: some readers of badges know this suite and not eddsa-jcs-2022. What is signed is SHA-256 of the statements (RDF
Dataset Canonicalization) of the proof, then of the document. Two documents that say the same have the same proof.

What it does not say: anything about a name that no context defines. Such a name would be dropped before signing, so it
is refused here.

Source: W3C vc-di-eddsa, sections 3.2.1 to 3.2.7. The contexts are files of this folder: nothing is fetched.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from apps.signatures import keys
from apps.signatures.documents import PURPOSE, Document, check_options, moment
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey, PublicKey

SUITE = "eddsa-rdfc-2022"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_FILES = {CREDENTIALS: "credentials-v2.json", BADGES: "ob-v3p0-context-3.0.3.json"}
_UNDEFINED = "undefined:"  # where a name goes that no context defines
_NAMELESS = 12  # parts without a name, in a document of others: putting many alike in order takes for ever
_ALIKE = 4  # of those, in one list


def sign(document: Mapping[str, Any], key: PrivateKey, *, at: datetime, method: str | None = None) -> Document:
    """The document with its proof; `method` names the key (a did:key name when none is given)."""
    if "proof" in document:
        raise BadProof("This document has a proof already.")
    options: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(at),
        "verificationMethod": method or keys.did_method(key.public_key()),
        "proofPurpose": PURPOSE,
    }
    covered = _digest({"@context": document["@context"], **options}) + _digest(document)
    return {**document, "proof": {**options, "proofValue": "z" + keys.base58(key.sign(covered))}}


def verify(signed: Mapping[str, Any], *, key_of: Callable[[str], PublicKey] = keys.from_did) -> Document:
    """The document that was signed, without its proof; raise BadProof when the proof does not hold, or when a part of
    the document is in words that we do not hold: they would not be covered."""
    proof = signed.get("proof")
    if not isinstance(proof, dict) or "@context" not in signed:
        raise BadProof("There is not exactly one proof over statements.")
    check_options(proof, suite=SUITE)
    _check_simple(signed)
    document = {name: value for name, value in signed.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        key, signature = key_of(str(proof["verificationMethod"])), keys.from_multibase_bytes(str(proof["proofValue"]))
    except BadKey as wrong:
        raise BadProof(str(wrong)) from wrong
    covered = _digest({**options, "@context": document["@context"]}) + _digest(document)
    if not keys.verify(key, signature, covered):
        raise BadProof("The signature is not of this document by this key.")
    return document


def _check_simple(signed: Mapping[str, Any]) -> None:
    """What others wrote must not bring its own meanings, nor keep us putting nameless parts in order."""
    if not all(isinstance(one, str) for one in _listed(signed)):
        raise BadProof("A context stands inside the document.")
    waiting, nameless = [*signed.values()], 0
    while waiting:
        one = waiting.pop()
        parts = list(one.values()) if isinstance(one, dict) else one if isinstance(one, list) else []
        if isinstance(one, dict):
            nameless += "id" not in one
            if any(name.startswith("@") for name in one) or str(one.get("id", "")).startswith("_:"):
                raise BadProof("A word of linked data stands inside the document.")
        elif sum(isinstance(part, dict) and "id" not in part for part in parts) > _ALIKE:
            raise BadProof("It holds too many parts without a name.")
        waiting.extend(parts)
    if nameless > _NAMELESS:
        raise BadProof("It holds too many parts without a name.")


@cache
def context(address: str) -> Document:
    """A context as its file says it. BadProof for one we do not hold."""
    if address not in _FILES:
        raise BadProof(f"We hold no context {address}.")
    read: Document = json.loads((Path(__file__).parent / "contexts" / _FILES[address]).read_text("utf-8"))
    return read


def _digest(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(statements(document).encode()).digest()


def statements(document: Mapping[str, Any]) -> str:
    """The canonical statements of a document, one a line."""
    from pyld import jsonld  # long to load, and only who issues or checks needs it

    options = {"documentLoader": _load, "algorithm": "URDNA2015", "format": "application/n-quads"}
    try:
        said = str(jsonld.normalize(dict(document), options))
        strict = jsonld.normalize({**document, "@context": [{"@vocab": _UNDEFINED}, *_listed(document)]}, options)
    except (jsonld.JsonLdError, RecursionError, TypeError, ValueError, AttributeError, KeyError) as wrong:
        raise BadProof("What this document states cannot be read.") from wrong
    if f"<{_UNDEFINED}" in str(strict):
        raise BadProof("A name in this document is defined by none of its contexts.")
    return said


def _listed(document: Mapping[str, Any]) -> list[Any]:
    stated = document["@context"]
    return list(stated) if isinstance(stated, list) else [stated]


def _load(address: str, _options: Any = None) -> Document:
    return {
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
        "contentType": "application/ld+json",
    }
