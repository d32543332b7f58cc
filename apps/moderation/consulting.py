"""Whose record a page of the desk shows: noted in the journal of those it is about."""

from datetime import datetime

from apps.moderation.desk_models import Check
from apps.moderation.models import Audit, Case, with_reports
from apps.people.consultations import Office, Purpose, consultations_note
from apps.posts.models import Review
from apps.spaces.models import Mandate


def reading_note(found: Case | Audit | Check, mandate: Mandate, *, now: datetime) -> None:
    """The author reads who looked, and whoever reported that their report was read; of a draw, not by whom."""
    if not isinstance(found, Case):
        authors = Review.objects.filter(reference=found.item).values_list("author__account", flat=True)
        _note(list(authors), mandate, Purpose.AUDIT, None, now)
        return
    _note([found.author.account_id if found.author else None], mandate, Purpose.DECIDE, found, now)
    reporters = [report.reporter.account_id for report in with_reports(found).reports.all() if report.reporter]
    if reporters:
        _note(reporters, mandate, Purpose.REPORT, found, now)


def _note(people: list[int | None], mandate: Mandate, purpose: Purpose, case: Case | None, now: datetime) -> None:
    """By name, and with its number, where it is a case."""
    consultations_note(
        people=people,
        reader=mandate.account,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name if case else "",
        purpose=purpose,
        about=case.reference if case else "",
        path=f"/case/{case.reference}/" if case else "",
        now=now,
    )
