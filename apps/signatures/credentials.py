"""What labels and badges share as W3C Verifiable Credentials 2.0: either kind of proof, and places in status lists.

Why: two kinds of credentials, issued and read here, are checked by the same few lines. Nothing is fetched here: whoever
asks brings the list, and says how the key of a method is found.

What it does not say: whether an issuer is to be believed. It says that the issuer wrote this, and did not take it back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apps.signatures import documents, keys, linked, status_lists
from apps.signatures.documents import Document, moment
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey, PublicKey

LIST, ENTRY = "BitstringStatusListCredential", "BitstringStatusListEntry"
MOST_ENTRIES = 8
KeyOf = Callable[[str], PublicKey]


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in a public list."""

    purpose: str
    place: int
    address: str


def key_named(issuer: str) -> KeyOf:
    """For an issuer whose name is its key (did:key): this key and no other."""

    def key_of(method: str) -> PublicKey:
        if method.partition("#")[0] != issuer:
            raise BadKey("This is not the issuer's key.")
        return keys.from_did(method)

    return key_of


def check_proof(document: Mapping[str, Any], *, key_of: KeyOf) -> None:
    """One proof, of either suite. Raises SignatureRefused."""
    proof = document.get("proof")
    suite = proof.get("cryptosuite") if isinstance(proof, dict) else ""
    if suite == linked.SUITE:
        linked.verify(document, key_of=key_of)
    else:
        documents.verify(document, key_of=key_of)


def entry(address: str, place: int, purpose: str) -> Document:
    """Where a credential says that its state is to be looked up."""
    return {
        "id": f"{address}#{place}",
        "type": ENTRY,
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def status_list(
    address: str,
    purpose: str,
    places: Iterable[int],
    *,
    since: datetime,
    key: PrivateKey,
    until: datetime | None = None,
) -> Document:
    """A list as it is published, signed so that readers of either suite's family read it."""
    document: Document = {
        "@context": [linked.CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", LIST],
        "issuer": keys.did(key.public_key()),
        "validFrom": moment(since),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": status_lists.encode(places),
        },
    }
    if until is not None:
        document["validUntil"] = moment(until)
    return linked.sign(document, key, at=since)


def entries(told: object, purposes: Iterable[str]) -> tuple[Entry, ...]:
    """The places a credential names for these purposes. BadProof for one that cannot be read."""
    known = list(purposes)
    shown = [one for one in listed(told)[:MOST_ENTRIES] if isinstance(one, dict)]
    return tuple(_entry(one) for one in shown if one.get("statusPurpose") in known)


def _entry(told: Document) -> Entry:
    address, place = told.get("statusListCredential"), str(told.get("statusListIndex"))
    known = told.get("type") == ENTRY and str(told.get("statusSize", 1)) == "1"
    if not known or not isinstance(address, str) or not (place.isascii() and place.isdigit() and len(place) < 10):
        raise BadProof("It names a public list in a form we do not read.")
    return Entry(str(told["statusPurpose"]), int(place), address)


def check_list(entry_: Entry, answer: Mapping[str, Any], *, issuer: str, key_of: KeyOf, now: datetime) -> None:
    """BadProof for what is not the list that was named, of this issuer, and the newest."""
    check_proof(answer, key_of=key_of)
    right = (
        LIST in listed(answer.get("type"))
        and entry_.purpose in listed(_subject(answer).get("statusPurpose"))
        and issuer_of(answer) == issuer
        and answer.get("id", entry_.address) == entry_.address
    )
    if not right:
        raise BadProof("This is not the list that was named.")
    if "validUntil" in answer and read_moment(answer["validUntil"]) <= now:
        raise BadProof("This list is no longer the newest.")


def stands_in(answer: Mapping[str, Any], place: int) -> bool:
    """Whether a list that was checked sets this place."""
    return status_lists.is_set(str(_subject(answer).get("encodedList")), place)


def _subject(answer: Mapping[str, Any]) -> Document:
    told = answer.get("credentialSubject")
    return told if isinstance(told, dict) else {}


def issuer_of(document: Mapping[str, Any]) -> str:
    """The name of who issued it; empty when there is none."""
    told = document.get("issuer")
    named = told.get("id") if isinstance(told, dict) else told
    return named if isinstance(named, str) else ""


def read_moment(value: object) -> datetime:
    """A moment with its zone, UTC where none is said. BadProof for anything else."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        read = None
    if read is None or not 1970 <= read.year <= 9000:
        raise BadProof("A date in it cannot be read.")
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def listed(value: object) -> list[Any]:
    """One or several, as a list."""
    return value if isinstance(value, list) else [value]
