"""A person decides: yes, or no with a statement of reasons; contested, another person decides again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.people.models import Account
from apps.professionals.states import VerificationState
from apps.professionals.verification import naming, proofs, telling
from apps.professionals.verification.models import Verification, VerificationDecision
from apps.professionals.verification.permissions import check_can_contest, check_can_decide
from apps.professionals.verification.rights import rights_end, rights_give
from apps.professionals.verification.steps import locked, log
from apps.professionals.verification.ways import DECIDE_WITHIN, VALID, Answer, Ground, Matter
from apps.spaces.models import Mandate

LEAST_WORDS, MOST_REASONS = 5, 2000
YES = {Matter.REQUEST: Answer.GRANT, Matter.END: Answer.RESTORE}
NO = {Matter.REQUEST: Answer.REFUSE, Matter.END: Answer.END}


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What was ticked and written; a yes needs no ground."""

    yes: bool
    ground: str = ""
    reasons: str = ""


@transaction.atomic
def verification_decide(
    *, account: Account, verification: Verification, draft: DecisionDraft, now: datetime
) -> VerificationDecision:
    """A first decision, or the one after a contest by somebody else. Raises BadInput with a sentence per field."""
    verification = locked(verification)
    matter = matter_of(verification)
    mandate = check_can_decide(account, verification, matter, now=now)
    if verification.state not in {VerificationState.PROVED, VerificationState.CONTESTED}:
        raise NotNow(_("This is decided already, or taken back. Nothing of yours was sent."))
    clean = _checked(draft)
    if clean.yes and matter == Matter.REQUEST:
        _check_still_free(verification)
    again = verification.state == VerificationState.CONTESTED
    decision = _write(verification, matter, YES[matter] if clean.yes else NO[matter], clean, mandate, now)
    no = VerificationState.UPHELD if again else VerificationState.REFUSED
    verification.move_to(VerificationState.GRANTED if clean.yes else no)
    if matter == Matter.REQUEST:  # about an end, the register keeps the day since when they are verified
        verification.decided_at = now
    if clean.yes:
        _grant(verification, matter, now)
    verification.mailbox = b""
    verification.save(update_fields=["state", "decided_at", "until", "ended_at", "mailbox"])
    log(verification.state, verification, mandate.reference, now)
    telling.decided(verification, decision, now)
    return decision


@transaction.atomic
def verification_revoke(
    *, account: Account, verification: Verification, draft: DecisionDraft, now: datetime
) -> VerificationDecision:
    """End it before its time, with a statement of reasons. What was said under it stays."""
    verification = locked(verification)
    mandate = check_can_decide(account, verification, Matter.END, now=now)
    if verification.state != VerificationState.GRANTED or verification.until is None or verification.until <= now:
        raise NotNow(_("Only what holds can be ended."))
    clean = _checked(DecisionDraft(yes=False, ground=draft.ground, reasons=draft.reasons))
    decision = _write(verification, Matter.END, Answer.END, clean, mandate, now)
    verification.move_to(VerificationState.REVOKED)
    verification.ended_at = now
    verification.save(update_fields=["state", "ended_at"])
    rights_end(verification, now)
    log("revoked", verification, mandate.reference, now)
    telling.decided(verification, decision, now)
    return decision


@transaction.atomic
def decision_contest(
    *, account: Account, verification: Verification, words: str, paper: proofs.Paper, now: datetime
) -> Verification:
    """Whom it concerns says why it is wrong, and may send a document again. Somebody else decides."""
    verification = locked(verification)
    decision = check_can_contest(account, verification, now=now)
    said = clean_text(words)
    errors: dict[str, Any] = {}
    if len(said.split()) < LEAST_WORDS or len(said) > MOST_REASONS:
        errors["words"] = _("Say in a few sentences why this is wrong: at most 2,000 characters.")
    if paper.file_name and (wrong := proofs.wrong_with(paper)):
        errors["file"] = wrong
    if errors:
        raise BadInput(errors)
    if paper.file_name:
        proofs.keep(verification, paper, now)
    decision.contested_at, decision.contest = now, said
    decision.save(update_fields=["contested_at", "contest"])
    verification.move_to(VerificationState.CONTESTED)
    verification.due_at = now + DECIDE_WITHIN
    verification.save(update_fields=["state", "due_at"])
    log("contested", verification, account.reference, now)
    return verification


def matter_of(verification: Verification) -> Matter:
    """What is decided next: the request, or an end that was contested."""
    ended = verification.decisions.filter(matter=Matter.END).exists()
    return Matter.END if ended else Matter.REQUEST


def _checked(draft: DecisionDraft) -> DecisionDraft:
    reasons, errors = clean_text(draft.reasons), dict[str, Any]()
    if not draft.yes and draft.ground not in Ground.values:
        errors["ground"] = _("Choose why.")
    if not draft.yes and len(reasons.split()) < LEAST_WORDS:
        errors["reasons"] = _("Say in a sentence what was looked at and what is missing: they will read it.")
    if len(reasons) > MOST_REASONS:
        lengths = {"n": len(reasons), "max": MOST_REASONS}
        errors["reasons"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    return DecisionDraft(draft.yes, "" if draft.yes else draft.ground, reasons)


def _write(
    verification: Verification, matter: Matter, answer: Answer, draft: DecisionDraft, mandate: Mandate, now: datetime
) -> VerificationDecision:
    return VerificationDecision.objects.create(
        verification=verification,
        matter=matter,
        answer=answer,
        ground=draft.ground,
        reasons=draft.reasons,
        decided_by=mandate.account,
        mandate=mandate,
        at=now,
    )


def _grant(verification: Verification, matter: Matter, now: datetime) -> None:
    """From now on for two years; an end that was wrong changes nothing of the first date."""
    if matter == Matter.REQUEST or verification.until is None:
        verification.until = now + VALID
    verification.ended_at = None
    rights_give(verification, now)


def _check_still_free(verification: Verification) -> None:
    """Two may have asked under names that look alike, and one of them was verified since."""
    account = verification.account
    if account is None or not naming.wrong_with_namesake(
        verification.real_name, verification.house, verification.city, account
    ):
        return
    said = _("Somebody was verified since under a name that reads the same, in other letters or for the same house.")
    raise BadInput({"answer": said})
