"""What time does to verifications: no proof came, the end comes near, nobody needs the names any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.ledger.carefully import each
from apps.professionals.states import VerificationState
from apps.professionals.verification import telling
from apps.professionals.verification.models import Verification, VerificationDecision
from apps.professionals.verification.steps import locked, log
from apps.professionals.verification.ways import CONTEST_WITHIN, REMIND

NAMES_KEPT = timedelta(days=730)
NAMES = ("real_name", "house", "city", "job_fr", "job_en", "site", "page")
NAMELESS: dict[str, str | bytes] = {**dict.fromkeys(NAMES, ""), "mailbox": b""}


def verifications_watch(*, now: datetime) -> int:
    """How many were closed or reminded."""
    late = Verification.objects.filter(state=VerificationState.ASKED, due_at__lte=now)
    soon = Verification.objects.valid(now).filter(until__lte=now + REMIND, reminded_at=None)
    closed = each(_first(late), lambda pk: _lapse(pk, now), failed="verification_not_closed")
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
