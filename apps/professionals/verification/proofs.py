"""A document that a person reads: closed under the site's secret, opened by who decides, destroyed soon after."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.base.models import clean_text
from apps.gate import files
from apps.gate.boxes import InvalidToken, box
from apps.professionals.verification.models import RUNNING, Verification, VerificationProof
from apps.professionals.verification.ways import PROOF_KEPT

PURPOSE = "proof of a professional"
MOST_WORDS = 1500


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, and words about it."""

    words: str = ""
    file: bytes = b""
    file_name: str = ""
    file_size: int = 0


def wrong_with(paper: Paper) -> str:
    """A sentence; empty when it can be taken."""
    if not paper.file_name:
        return _("Choose a file: an extract of the trade register, a professional card, a letter of the house.")
    return files.wrong_with(paper.file, paper.file_size)


def keep(verification: Verification, paper: Paper, now: datetime) -> VerificationProof:
    """In place of an earlier one."""
    kind = files.type_of(paper.file)
    fresh = {
        "words": _closed(clean_text(paper.words)[:MOST_WORDS].encode()),
        "file": _closed(paper.file),
        "file_name": files.name_of(paper.file_name, kind),
        "file_type": kind,
        "file_size": len(paper.file),
        "given_at": now,
        "times_read": 0,
        "last_read_at": None,
    }
    proof, _made = VerificationProof.objects.update_or_create(verification=verification, defaults=fresh)
    return proof


def opened(proof: VerificationProof) -> Paper:
    """For who sent it, and for who decides."""
    words, file = (_open(bytes(closed)) for closed in (proof.words, proof.file))
    return Paper(words.decode(), file, proof.file_name, proof.file_size)


def note_read(proof: VerificationProof, now: datetime) -> None:
    """Who sent it sees that it was opened."""
    VerificationProof.objects.filter(pk=proof.pk).update(times_read=F("times_read") + 1, last_read_at=now)


def destroy(verification: Verification) -> None:
    """At once, when it is taken back."""
    VerificationProof.objects.filter(verification=verification).delete()


def proofs_forget(now: datetime) -> int:
    """Thirty days after the decision nobody needs it. One that nobody decided about goes by `watching`."""
    late = now - PROOF_KEPT
    over = Q(verification__decided_at__lt=late) | Q(verification__ended_at__lt=late)
    done = VerificationProof.objects.filter(over).exclude(verification__state__in=RUNNING)
    return VerificationProof.objects.filter(pk__in=done.values("pk")).delete()[0]


def _closed(data: bytes) -> bytes:
    return box(PURPOSE).encrypt(data) if data else b""


def _open(closed: bytes) -> bytes:
    try:
        return box(PURPOSE).decrypt(closed) if closed else b""
    except InvalidToken as gone:
        raise NotNow(_("The site’s secret was changed since: nobody can open this any more.")) from gone
