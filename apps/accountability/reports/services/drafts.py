"""Reports that operators bring: kept part by part until they are published."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accountability.reports import annex, coherence
from apps.accountability.reports.annex import normal
from apps.accountability.reports.editions import before
from apps.accountability.reports.files import Sheet, as_csv, read_files
from apps.accountability.reports.findings import UNREADABLE, Finding
from apps.accountability.reports.models import (
    DRAFTS_KEPT,
    ReportDraft,
    ReportEdition,
    Source,
)
from apps.accountability.reports.periods import check_period
from apps.accountability.reports.services.publishing import publish, report_of, why_errors
from apps.accountability.reports.written import Ready, Words
from apps.base.errors import BadInput, NotNow
from apps.people.models import Account
from apps.spaces.models import Operator, Representative


@transaction.atomic
def draft_take(
    *, operator: Operator, draft: ReportDraft | None, files: Iterable[tuple[str, bytes]], now: datetime
) -> ReportDraft:
    """Keep the parts that can be read, beside those that were brought before; tell what cannot be read."""
    ReportDraft.objects.filter(operator=operator, changed_at__lt=now - DRAFTS_KEPT).delete()
    if draft is None:
        draft = ReportDraft(operator=operator, opened_at=now)
    else:
        draft = ReportDraft.objects.select_for_update().get(pk=draft.pk)
    brought = read_files(files)
    fresh = {str(part): {"rows": made.rows, "lines": made.lines} for part, made in brought.sheets.items()}
    draft.sheets = {**draft.sheets, **fresh}
    draft.problems = [finding.as_json() for finding in brought.findings]
    draft.changed_at = now
    draft.save()
    return draft


def sheets_of(draft: ReportDraft) -> dict[int, Sheet]:
    """The parts kept so far."""
    return {
        int(part): Sheet(int(part), tuple(tuple(row) for row in kept["rows"]), tuple(kept["lines"]))
        for part, kept in draft.sheets.items()
    }


def found_in(draft: ReportDraft, operator: Operator) -> list[Finding]:
    """What cannot be read of what was brought last, then what the rules find in the parts kept so far."""
    problems = [Finding(**problem) for problem in draft.problems]
    sheets = sheets_of(draft)
    return [*problems, *(coherence.check(sheets, before=before(operator, dates_of(sheets))) if sheets else [])]


def dates_of(sheets: dict[int, Sheet]) -> tuple[date, date] | None:
    """The period as part 1 says it; None where it does not."""
    if 1 not in sheets:
        return None
    value = {normal(cells[2]): cells[3].strip() for cells in sheets[1].rows}
    try:
        first, last = (date.fromisoformat(value[normal(name)]) for name in (annex.BEGINS_ON, annex.ENDS_ON))
        return first, last
    except (KeyError, ValueError):
        return None


@transaction.atomic
def draft_publish(
    *, account: Account, representative: Representative, draft: ReportDraft, why: str, now: datetime
) -> ReportEdition:
    """Publish what was brought, with what was found in it beside. Raises BadInput, NotNow."""
    draft = ReportDraft.objects.select_for_update().get(pk=draft.pk)
    operator, sheets = draft.operator, sheets_of(draft)
    dates = dates_of(sheets)
    if any(problem["severity"] == UNREADABLE for problem in draft.problems):
        raise NotNow(_("Some of what you brought cannot be read. Bring those parts again; the others are kept."))
    if dates is None:
        raise NotNow(_("Part 1 does not say which days the report is about. Bring it with the two dates."))
    if coherence.missing(sheets):
        raise NotNow(_("Parts are missing. Bring them; those you brought are kept."))
    check_period(*dates, now=now)
    said = Words([], [], why, why)
    if errors := why_errors(said, first=report_of(operator, *dates) is None):
        raise BadInput({"why": errors["why_fr"]})
    straight = {part: Sheet(part, made.rows, tuple(range(2, len(made.rows) + 2))) for part, made in sheets.items()}
    files = {str(part): as_csv(made) for part, made in sorted(straight.items())}
    ready = Ready(operator, dates, Source.BROUGHT, straight, files, said)
    edition = publish(account, representative, ready, now)
    draft.delete()
    return edition
