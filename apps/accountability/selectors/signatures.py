"""What can be said of the signature of an answer: whose key, which mandate, whether it holds, and in which entries."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from apps.accountability.models import Answer
from apps.accountability.selectors.faces import Face, face_of
from apps.accountability.services.answers import answer_holds
from apps.accountability.services.keys import signing_key
from apps.ledger.models import LogEntry


@dataclass(frozen=True, slots=True)
class SignaturePage:
    """Everything the verification page shows; no figure, no colour, sentences."""

    face: Face
    answered_at: datetime
    text: str
    holds: bool
    in_office: bool
    own_key: bool
    key: str
    key_since: datetime | None
    key_ended: datetime | None
    key_path: str
    key_entry: int | None
    entry: int | None
    sha256: str
    body_path: str
    proof_path: str


def signature_page(answer: Answer, *, now: datetime) -> SignaturePage:
    """Verified anew."""
    who = answer.representative
    row = signing_key(who, answer.signature)
    address = [answer.alert.operator.slug, answer.alert.reference, answer.reference]
    return SignaturePage(
        face=face_of(who, now=now),
        answered_at=answer.answered_at,
        text=answer.text,
        holds=answer_holds(answer),
        in_office=who.from_at <= answer.answered_at and (who.until is None or answer.answered_at <= who.until),
        own_key=row is not None,
        key=str(answer.signature.get("verificationMethod", "")).partition("#")[0],
        key_since=row.made_at if row else None,
        key_ended=row.ended_at if row else None,
        key_path=reverse("accountability:key_body", args=[answer.alert.operator.slug, who.reference, row.number])
        if row
        else "",
        key_entry=_entry("representative.key", who.reference, str(row.number)) if row else None,
        entry=_entry("answer.published", answer.alert.reference, answer.reference),
        sha256=answer.sha256,
        body_path=reverse("accountability:answer_body", args=address),
        proof_path=reverse("accountability:answer_proof", args=address),
    )


def _entry(kind: str, about: str, version: str) -> int | None:
    """Which entry of the public log says so; None while it waits to be sealed."""
    wanted = f'"version":"{version}"'.encode()
    rows = LogEntry.objects.filter(kind=kind, object=about).values_list("position", "leaf")
    return next((position for position, leaf in rows if wanted in bytes(leaf)), None)
