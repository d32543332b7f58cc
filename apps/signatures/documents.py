"""Proofs on documents: W3C Data Integrity, cryptosuite eddsa-jcs-2022.

Why: whoever holds a signed document (a badge, a label, a version of a rule) can check it with software we did not
write, without us and without a network. What is signed is SHA-256 of the canonical proof, then SHA-256 of the canonical
document without it.

What it does not say: whether the key was the signer's that day, or whether the document was revoked since; the caller
knows the keys it trusts and asks the status list.

Source: W3C vc-di-eddsa, sections 3.3.1 to 3.3.7.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from apps.signatures import keys
from apps.signatures.canonical import canonical
from apps.signatures.errors import BadKey, BadProof, NotCanonical
from apps.signatures.keys import PrivateKey, PublicKey

SUITE = "eddsa-jcs-2022"
PURPOSE = "assertionMethod"
Document = dict[str, Any]


def sign(
    document: Mapping[str, Any],
    key: PrivateKey,
    *,
    at: datetime,
    method: str | None = None,
    purpose: str = PURPOSE,
    bound: Mapping[str, str] | None = None,
) -> Document:
    """The document with its proof; `method` names the key (a did:key name when none is given)."""
    proof = prove(document, key, at=at, method=method, purpose=purpose, bound=bound)
    return {**document, "proof": proof}


def prove(
    document: Mapping[str, Any],
    key: PrivateKey,
    *,
    at: datetime,
    method: str | None = None,
    purpose: str = PURPOSE,
    bound: Mapping[str, str] | None = None,
) -> Document:
    """The proof alone, to be kept beside the document.

    `bound` ties it to one use: `domain` (for whom), `challenge` (for which question), `expires` (until when).
    """
    if "proof" in document:
        raise BadProof("This document has a proof already.")
    options: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": moment(at),
        "verificationMethod": method or keys.did_method(key.public_key()),
        "proofPurpose": purpose,
    }
    options |= bound or {}
    if "@context" in document:
        options["@context"] = document["@context"]
    return {**options, "proofValue": "z" + keys.base58(key.sign(_covered(document, options)))}


def verify(
    signed: Mapping[str, Any],
    *,
    key_of: Callable[[str], PublicKey] = keys.from_did,
    purpose: str = PURPOSE,
    now: datetime | None = None,
) -> Document:
    """The document that was signed, without its proof; raise BadProof when the proof does not hold.

    `key_of` finds the key of a verification method among those the caller trusts, and raises BadKey otherwise.
    """
    proof = signed.get("proof")
    if not isinstance(proof, dict):
        raise BadProof("There is not exactly one proof.")
    document = {name: value for name, value in signed.items() if name != "proof"}
    verify_beside(document, proof, key_of=key_of, purpose=purpose, now=now)
    return document


def verify_beside(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    key_of: Callable[[str], PublicKey] = keys.from_did,
    purpose: str = PURPOSE,
    now: datetime | None = None,
) -> None:
    """The same for a proof kept beside its document."""
    check_options(proof, purpose=purpose, now=now)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    covered = dict(document)
    if "@context" in options:
        _check_context(document.get("@context"), options["@context"])
        covered["@context"] = options["@context"]
    try:
        key, signature = key_of(str(proof["verificationMethod"])), keys.from_multibase_bytes(str(proof["proofValue"]))
        holds = keys.verify(key, signature, _covered(covered, options))
    except (BadKey, NotCanonical) as wrong:
        raise BadProof(str(wrong)) from wrong
    if not holds:
        raise BadProof("The signature is not of this document by this key.")


def method_of(signed: Mapping[str, Any]) -> str:
    """Which key a document says it was signed with; nothing is checked."""
    proof = signed.get("proof")
    return str(proof.get("verificationMethod", "")) if isinstance(proof, dict) else ""


def moment(at: datetime) -> str:
    """A moment as proofs write it, in UTC to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _covered(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The 64 bytes that are signed."""
    return b"".join(hashlib.sha256(canonical(dict(part))).digest() for part in (options, document))


def check_options(
    proof: Mapping[str, Any], *, suite: str = SUITE, purpose: str = PURPOSE, now: datetime | None = None
) -> None:
    """What a proof says of itself; raise BadProof where it is not of this suite and for this purpose."""
    expected = {"type": "DataIntegrityProof", "cryptosuite": suite, "proofPurpose": purpose}
    for name, value in expected.items():
        if proof.get(name) != value:
            raise BadProof(f"The proof's {name} is not {value}.")
    for name in ("verificationMethod", "proofValue"):
        if not isinstance(proof.get(name), str):
            raise BadProof(f"The proof has no {name}.")
    if now is not None and "expires" in proof and _read(proof["expires"]) <= now:
        raise BadProof("The proof has expired.")


def _check_context(document: Any, proof: Any) -> None:
    """The proof's contexts must be the document's first ones, in the same order."""
    own, cited = (part if isinstance(part, list) else [part] for part in (document, proof))
    if own[: len(cited)] != cited:
        raise BadProof("The proof was made for another context.")


def _read(value: Any) -> datetime:
    try:
        read = datetime.fromisoformat(str(value))
    except ValueError as wrong:
        raise BadProof("The proof's end is not a date.") from wrong
    return read if read.tzinfo else read.replace(tzinfo=UTC)
