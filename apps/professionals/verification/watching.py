"""What time does to verifications: no proof came, no answer did, the end comes near, names are needed no more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.ledger.carefully import each
from apps.professionals.states import VerificationState
from apps.professionals.verification import proofs, telling
from apps.professionals.verification.models import Verification, VerificationDecision
from apps.professionals.verification.steps import locked, log
from apps.professionals.verification.ways import ANSWER_OR_CLOSE, CONTEST_WITHIN, DECIDE_WITHIN, REMIND

OVER = ANSWER_OR_CLOSE - DECIDE_WITHIN  # after the day by which an answer was due
NAMES_KEPT = timedelta(days=730)
NAMES = ("real_name", "house", "city", "job_fr", "job_en", "site", "page")
NAMELESS: dict[str, str | bytes] = {**dict.fromkeys(NAMES, ""), "mailbox": b""}


def verifications_watch(*, now: datetime) -> int:
    """How many were closed, reminded, or lost their document."""
    late = Verification.objects.filter(state=VerificationState.ASKED, due_at__lte=now)
    soon = Verification.objects.valid(now).filter(until__lte=now + REMIND, reminded_at=None)
    unread = Verification.objects.filter(state=VerificationState.PROVED, due_at__lte=now - OVER)
    kept = Verification.objects.filter(state=VerificationState.CONTESTED, due_at__lte=now - OVER)
    closed = each(_first(unread), lambda pk: _give_up(pk, now), failed="verification_not_closed")
    closed += each(_first(kept.exclude(proof=None)), lambda pk: _destroy(pk, now), failed="document_not_destroyed")
    closed += each(_first(late), lambda pk: _lapse(pk, now), failed="verification_not_closed")
    return closed + each(_first(soon), lambda pk: _remind(pk, now), failed="verification_not_reminded")


def _first(rows: QuerySet[Verification]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:100])


@transaction.atomic
def _lapse(pk: int, now: datetime) -> int:
    verification = locked(Verification(pk=pk))
    if verification.state != VerificationState.ASKED:
        return 0
    verification.move_to(VerificationState.LAPSED)
    verification.ended_at, verification.mailbox = now, b""
    verification.save(update_fields=["state", "ended_at", "mailbox"])
    log("lapsed", verification, "", now)
    telling.tell("verification.lapsed", verification, now)
    return 1


@transaction.atomic
def _give_up(pk: int, now: datetime) -> int:
    """Whoever was to decide has not: no document waits for ever, and whoever asked hears what to do."""
    verification = locked(Verification(pk=pk))
    if verification.state != VerificationState.PROVED or verification.due_at > now - OVER:
        return 0
    verification.move_to(VerificationState.UNANSWERED)
    verification.ended_at, verification.mailbox = now, b""
    verification.save(update_fields=["state", "ended_at", "mailbox"])
    proofs.destroy(verification)
    log("unanswered", verification, "", now)
    telling.tell("verification.unanswered", verification, now)
    return 1


@transaction.atomic
def _destroy(pk: int, now: datetime) -> int:
    """What was contested still waits for its answer; the document does not."""
    verification = locked(Verification(pk=pk))
    if verification.state != VerificationState.CONTESTED or verification.due_at > now - OVER:
        return 0
    proofs.destroy(verification)
    telling.tell("verification.destroyed", verification, now)
    return 1


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    """Nothing to whom has asked again in time, or speaks for it no longer."""
    verification = locked(Verification(pk=pk))
    if verification.reminded_at is not None or verification.state != VerificationState.GRANTED:
        return 0
    verification.reminded_at = now
    verification.save(update_fields=["reminded_at"])
    if not verification.subjects.longest(now).exists():
        return 0
    telling.tell("verification.ends_soon", verification, now)
    return 1


def names_forget(now: datetime) -> int:
    """Refused or taken back: once the time to contest is over. Verified: two years after the end."""
    never = Q(until=None, decided_at__lt=now - CONTEST_WITHIN) | Q(until=None, ended_at__lt=now - CONTEST_WITHIN)
    over = Q(until__lt=now - NAMES_KEPT) | Q(until__isnull=False, ended_at__lt=now - NAMES_KEPT)
    gone = Verification.objects.filter(never | over).exclude(state=VerificationState.CONTESTED).exclude(real_name="")
    pks = list(gone.values_list("pk", flat=True))
    VerificationDecision.objects.filter(verification__in=pks).update(reasons="", contest="")
    return Verification.objects.filter(pk__in=pks).update(account=None, **NAMELESS)
