"""Each representative signs with a key of their own, announced on the public log under the mandate, never the name.

The private half is closed under the site's secret, opened for the moment of a signature that this person asks for,
and destroyed when the mandate ends: nobody signs in the name of somebody who is gone. That the site keeps it is a
trust in the site; what it cannot do unseen is to change what was signed, or to bring in another key.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from apps.accountability.kept import RepresentativeKey
from apps.gate.boxes import InvalidToken, box
from apps.ledger import site_key
from apps.ledger.services import append
from apps.signatures import documents, keys
from apps.signatures.canonical import digest
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey
from apps.spaces.models import Representative

PURPOSE = "representative key"


@transaction.atomic
def sign_as(representative: Representative, document: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The representative's proof over a document, to be kept beside it."""
    return documents.prove(document, _private(representative, now), at=now)


def _private(representative: Representative, now: datetime) -> PrivateKey:
    Representative.objects.select_for_update().get(pk=representative.pk)  # two answers at once: one key
    row = RepresentativeKey.objects.filter(representative=representative, ended_at=None).first()
    if row is not None:
        try:
            return keys.load(box(PURPOSE).decrypt(bytes(row.private)))
        except InvalidToken:  # the site's secret is another: nobody can open it any more
            key_end(row, now=now)
    return _made(representative, now)


def _made(representative: Representative, now: datetime) -> PrivateKey:
    pem = keys.create()
    private = keys.load(pem)
    last = RepresentativeKey.objects.filter(representative=representative).aggregate(last=Max("number"))["last"]
    row = RepresentativeKey(
        representative=representative,
        number=(last or 0) + 1,
        public=keys.to_multibase(private.public_key()),
        private=box(PURPOSE).encrypt(pem),
        made_at=now,
    )
    said = key_document(row)
    row.sha256, row.signature = digest(said), site_key.sign(said, now=now)
    row.save()
    append(
        kind="representative.key",
        actor="",
        object=representative.reference,
        version=str(row.number),
        payload={"key": row.pk},
        body_sha256=row.sha256,
        now=now,
    )
    return private


def key_document(row: RepresentativeKey) -> dict[str, Any]:
    """What the log takes the digest of: whose mandate, which key; no name."""
    representative = row.representative
    return {
        "type": "representative.key",
        "operator": representative.operator.slug,
        "representative": representative.reference,
        "role": {"fr": representative.role_fr, "en": representative.role_en},
        "number": row.number,
        "key": f"did:key:{row.public}",
        "hour": f"{row.made_at:%Y-%m-%dT%HZ}",
    }


def key_end(row: RepresentativeKey, *, now: datetime) -> None:
    """Destroy the private half; what it signed still verifies."""
    row.private, row.ended_at = b"", now
    row.save(update_fields=["private", "ended_at"])


def keys_destroy(*, now: datetime) -> int:
    """Those of mandates that are over."""
    over = RepresentativeKey.objects.filter(ended_at=None).filter(
        Q(representative__until__lte=now) | Q(representative__account=None)
    )
    return over.update(private=b"", ended_at=now)


def signing_key(representative: Representative, proof: Mapping[str, Any]) -> RepresentativeKey | None:
    """Which of this representative's keys a proof names."""
    named = {f"did:key:{row.public}#{row.public}": row for row in representative.signing_keys.all()}
    return named.get(str(proof.get("verificationMethod", "")))


def holds_as(representative: Representative, document: Mapping[str, Any], proof: Mapping[str, Any]) -> bool:
    """Whether this representative's own key made the proof over exactly this document, while it was theirs.

    What was signed before representatives had keys bears the site's.
    """
    try:
        created = datetime.fromisoformat(str(proof.get("created")))
    except ValueError:
        return False
    row = signing_key(representative, proof)
    if row is None:
        had_one = any(key.made_at <= created for key in representative.signing_keys.all())
        return not had_one and site_key.verifies(document, proof)
    return _was_theirs(row, created) and _verifies(document, proof)


def _was_theirs(row: RepresentativeKey, moment: datetime) -> bool:
    return row.made_at.replace(microsecond=0) <= moment and (row.ended_at is None or moment <= row.ended_at)


def _verifies(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bool:
    try:
        documents.verify_beside(document, proof)
    except (BadProof, BadKey):
        return False
    return True
