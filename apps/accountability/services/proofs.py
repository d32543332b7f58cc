"""What somebody shows for what they say: kept closed, for people with a mandate and without a link to the operator.

The voice's filing commits to it under a fresh key that stands beside it. Erased, key and all, nothing is left that
could tell what it was; the log does not change. Taking the voice back erases it too.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.accountability.kept import Proof
from apps.accountability.models import Voice
from apps.accountability.permissions import check_can_look_closely
from apps.accountability.services.looks import proof_note_read
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.gate.boxes import InvalidToken, box
from apps.gate.files import name_of, type_of, wrong_with
from apps.gate.limits import check_limit
from apps.ledger.services import append
from apps.people.models import Account
from apps.signatures.canonical import canonical

PURPOSE = "proof of a voice"
MAX_WORDS = 4000
DAILY_PER_NETWORK = 20
KEPT_AFTER = timedelta(days=183)  # from when its alert is closed


@dataclass(frozen=True, slots=True)
class ProofDraft:
    """A proof as it was sent: words or an address, a file, both."""

    words: str = ""
    file: bytes = b""
    file_name: str = ""
    file_size: int = 0  # the true one, where less is held

    def __bool__(self) -> bool:
        return bool(self.words.strip() or self.file_name or self.file)


@dataclass(frozen=True, slots=True)
class Shown:
    """A proof, opened."""

    words: str
    file: bytes


def proof_checked(draft: ProofDraft) -> ProofDraft:
    """Raises BadInput with a sentence per field; what is wrong with a file is said with what to do."""
    words, errors = clean_text(draft.words), dict[str, Any]()
    if len(words) > MAX_WORDS:
        lengths = {"n": len(words), "max": MAX_WORDS}
        errors["proof"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if (draft.file_name or draft.file) and (sentence := wrong_with(draft.file, draft.file_size)):
        errors["proof_file"] = sentence
    if errors:
        raise BadInput(errors)
    return ProofDraft(words, draft.file, draft.file_name, draft.file_size)


def proof_keep(*, voice: Voice, draft: ProofDraft, now: datetime) -> Proof:
    """Beside a voice, in place of an earlier one; inside the caller's transaction. The caller files the commitment."""
    clean = proof_checked(draft)
    if voice.network:
        check_limit(name="proof", who=voice.network, at_most=DAILY_PER_NETWORK, per_seconds=86_400)
    Proof.objects.filter(voice=voice).delete()
    key = secrets.token_bytes(32)
    kind = type_of(clean.file) if clean.file else ""
    return Proof.objects.create(
        voice=voice,
        words=_closed(clean.words.encode()),
        file=_closed(clean.file),
        file_name=name_of(clean.file_name, kind),
        file_type=kind,
        file_size=len(clean.file),
        commitment=commitment_of(key, clean.words, clean.file),
        key=key,
        given_at=now,
    )


def _closed(data: bytes) -> bytes:
    return box(PURPOSE).encrypt(data) if data else b""


def commitment_of(key: bytes, words: str, file: bytes) -> str:
    """HMAC-SHA256 under the proof's own key."""
    said = {"words": words, "file_sha256": hashlib.sha256(file).hexdigest() if file else ""}
    return hmac.new(key, canonical(said), hashlib.sha256).hexdigest()


@transaction.atomic
def proof_give(*, voice: Voice, draft: ProofDraft, now: datetime) -> Proof:
    """Add a proof to a voice that stands, or put another in the place of the first; filed by itself."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("alert__operator", "persona").get(pk=voice.pk)
    if voice.withdrawn_at is not None or voice.alert.closed_at is not None:
        raise NotNow(_("This voice was taken back, or its alert is closed: no proof is needed any more."))
    if not draft:
        raise BadInput({"proof": _("Write something, or choose a file. Nothing was sent.")})
    proof = proof_keep(voice=voice, draft=draft, now=now)
    person = voice.persona.reference if voice.persona else ""
    append(
        kind="proof.given",
        actor=person,
        object=voice.alert.reference,
        payload={"voice": voice.pk},
        secret={"kind": "proof", "voice": voice.reference, "proof": proof.commitment},
        owner=person or voice.reference,
        now=now,
    )
    return proof


@transaction.atomic
def proof_erase(*, voice: Voice, now: datetime) -> None:
    """Words, file and key are gone; the voice stays."""
    if not Proof.objects.filter(voice=voice).delete()[0]:
        raise NotNow(_("There is no proof here, or it was erased already."))
    append(kind="proof.erased", actor="", object=voice.alert.reference, payload={"voice": voice.pk}, now=now)


@transaction.atomic
def proof_read(*, account: Account, proof: Proof, now: datetime) -> Shown:
    """Open it for somebody with a mandate; whoever gave it sees that it was read. Raises NotYours."""
    mandate = check_can_look_closely(account, proof.voice.alert.operator, now=now)
    shown = proof_open(proof)
    Proof.objects.filter(pk=proof.pk).update(times_read=F("times_read") + 1, last_read_at=now)
    proof_note_read(voice=proof.voice, mandate=mandate, now=now)
    append(kind="proof.read", actor=mandate.reference, object=proof.voice.alert.reference, now=now)
    return shown


def proof_open(proof: Proof) -> Shown:
    """For whoever may: its reader by mandate, or its owner."""
    opened = box(PURPOSE)
    try:
        words, file = (opened.decrypt(bytes(part)) if part else b"" for part in (proof.words, proof.file))
    except InvalidToken as gone:
        raise NotNow(_("The site’s secret was changed since: nobody can open this proof any more.")) from gone
    return Shown(words.decode(), file)


def proofs_forget(now: datetime) -> int:
    """Six months after the alert is closed."""
    return Proof.objects.filter(voice__alert__closed_at__lt=now - KEPT_AFTER).delete()[0]
