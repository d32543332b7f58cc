"""What verifications hold about people: what they asked with, what they sent, what was decided."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.professionals.states import VerificationState
from apps.professionals.verification import codes, proofs
from apps.professionals.verification.models import (
    RUNNING,
    Verification,
    VerificationDecision,
    VerificationProof,
    VerifiedSubject,
)
from apps.professionals.verification.watching import NAMELESS, NAMES_KEPT, names_forget
from apps.professionals.verification.ways import PROOF_KEPT


def _asked(account: Account) -> Rows:
    mine = Verification.objects.filter(account=account).prefetch_related("subjects__subject").order_by("pk")
    for row in mine:
        yield {
            "reference": row.reference,
            "real_name": row.real_name,
            "house": row.house,
            "city": row.city,
            "job_fr": row.job_fr,
            "job_en": row.job_en,
            "subjects": [one.subject.name for one in row.subjects.all()],
            "way": row.way,
            "site": row.site,
            "page": row.page,
            "mailbox": codes.mailbox_of(row),
            "state": row.state,
            "procedure": row.procedure,
            "asked_at": row.asked_at,
            "proved_at": row.proved_at,
            "decided_at": row.decided_at,
            "until": row.until,
            "ended_at": row.ended_at,
        }


def _erase_asked(account: Account, now: datetime) -> int:
    """That somebody asked, and what was decided, stays as a number."""
    mine = Verification.objects.filter(account=account)
    held = Q(state__in=RUNNING) | Q(state=VerificationState.GRANTED, until__gt=now)
    mine.filter(held).update(state=VerificationState.WITHDRAWN, ended_at=now)
    return mine.update(account=None, **NAMELESS)


def _sent(account: Account) -> Rows:
    for proof in VerificationProof.objects.filter(verification__account=account).select_related("verification"):
        yield {
            "verification": proof.verification.reference,
            "words": proofs.opened(proof).words,
            "file_name": proof.file_name,
            "file_size": proof.file_size,
            "given_at": proof.given_at,
            "times_read": proof.times_read,
            "last_read_at": proof.last_read_at,
        }


def _decided(account: Account) -> Rows:
    """Those about me, and those I took under a mandate."""
    about = VerificationDecision.objects.filter(verification__account=account)
    taken = VerificationDecision.objects.filter(decided_by=account)
    for row in (about | taken).select_related("verification", "mandate").distinct().order_by("pk"):
        yield {
            "verification": row.verification.reference,
            "matter": row.matter,
            "answer": row.answer,
            "ground": row.ground,
            "reasons": row.reasons,
            "mandate": row.mandate.public_name if row.mandate else "",
            "at": row.at,
            "contested_at": row.contested_at,
            "contest": row.contest if row.verification.account_id == account.pk else "",
        }


def _erase_decided(account: Account, now: datetime) -> int:
    """What was written about this person goes; what they decided stays, by whom is forgotten."""
    about = VerificationDecision.objects.filter(verification__account=account).update(reasons="", contest="")
    return about + VerificationDecision.objects.filter(decided_by=account).update(decided_by=None)


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            VerificationProof,
            _("Documents you sent to be verified as a professional"),
            _sent,
            lambda account, now: VerificationProof.objects.filter(verification__account=account).delete()[0],
            _("deleted"),
            keep_for=PROOF_KEPT,
            purge=proofs.proofs_forget,
            order=28,
            keep_note=_("after the decision; where nobody decides, ninety days after the proof"),
        )
    )
    holds(
        Holding(
            VerificationDecision,
            _("Decisions about your verification, and those you took under a mandate"),
            _decided,
            _erase_decided,
            _("stays as the act of an office, under the name of the mandate; reasons about you are deleted"),
            order=29,
        )
    )
    holds(
        Holding(
            Verification,
            _("Your requests to be verified as a professional"),
            _asked,
            _erase_asked,
            _("stays as a number, without your name or your house"),
            keep_for=NAMES_KEPT,
            purge=names_forget,
            order=30,
            keep_note=_("after the end; a request that was refused or taken back goes after six months"),
        )
    )
    holds_nothing(VerifiedSubject, "which house a request is about; who asked is under Verification")
