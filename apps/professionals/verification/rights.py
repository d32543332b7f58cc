"""The right to speak for a house that comes of a verification: given, and ended where no other one still gives it."""

from datetime import datetime

from django.db.models import Max

from apps.professionals.verification.models import Verification
from apps.spaces.models import Professional


def rights_give(verification: Verification, now: datetime) -> None:
    """For each thing they speak for; one that another verification gives for longer stays as long."""
    for row in verification.subjects.select_related("subject", "professional"):
        row.professional = _speaks(verification, row.subject.reference, now)
        row.save(update_fields=["professional"])


def _speaks(verification: Verification, subject: str, now: datetime) -> Professional:
    """The same row for the same person and house, so that what they said before stays theirs."""
    assert verification.until is not None and verification.account is not None  # noqa: S101, PT018 - granted to somebody
    mine = Professional.objects.filter(account=verification.account, subject=subject)
    speaks = mine.order_by("verified_at").first() or Professional(account=verification.account, subject=subject)
    speaks.real_name, speaks.house, speaks.city = verification.real_name, verification.house, verification.city
    speaks.job_fr = verification.job_fr or verification.job_en
    speaks.job_en = verification.job_en or verification.job_fr
    speaks.verified_at = now
    speaks.until = max(verification.until, _others(verification, speaks, now) or verification.until)
    speaks.save()
    return speaks


def rights_end(verification: Verification, now: datetime) -> None:
    """From now on. A house that was asked for again, and verified, is still spoken for."""
    for row in verification.subjects.exclude(professional=None).select_related("professional"):
        if row.professional is not None:
            ended = min(row.professional.until or now, now)
            row.professional.until = _others(verification, row.professional, now) or ended
            row.professional.save(update_fields=["until"])


def _others(verification: Verification, professional: Professional, now: datetime) -> datetime | None:
    """Until when other verifications of this person hold for the same thing."""
    if professional.pk is None:
        return None
    rows = Verification.objects.valid(now).filter(account=verification.account_id).exclude(pk=verification.pk)
    until: datetime | None = rows.filter(subjects__professional=professional).aggregate(m=Max("until"))["m"]
    return until
