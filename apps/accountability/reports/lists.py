"""An operator's reports, one line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accountability.reports.coherence import due_on
from apps.accountability.reports.findings import WRONG
from apps.accountability.reports.models import ReportEdition, Source, TransparencyReport
from apps.accountability.reports.periods import period_words
from apps.look.numbers import number
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class TransparencyRow:
    """A report in the list of an operator's."""

    slug: str
    period: str
    path: str
    source: str
    published_at: datetime
    versions: int
    in_time: bool
    wrong: int
    unclear: int
    sentence: str


@dataclass(frozen=True, slots=True)
class TransparencyList:
    """All reports of an operator, and what it records besides."""

    operator: str
    operator_name: str
    affiliated: bool
    reports: list[TransparencyRow]


def reports_list(operator: Operator) -> TransparencyList:
    """Newest period first."""
    reports = TransparencyReport.objects.filter(operator=operator).order_by("-ends", "-begins")
    rows = [_row(report, list(report.editions.select_related("version"))) for report in reports]
    return TransparencyList(operator.slug, operator.name, operator.affiliated, rows)


def newest_report(operator: Operator) -> TransparencyRow | None:
    """For the operator's page."""
    return next(iter(reports_list(operator).reports), None)


def _row(report: TransparencyReport, editions: Sequence[ReportEdition]) -> TransparencyRow:
    last, first = editions[-1], editions[0]
    found = [finding["severity"] for finding in last.findings]
    wrong = found.count(WRONG)
    return TransparencyRow(
        slug=report.slug,
        period=period_words(report.begins, report.ends),
        path=reverse("accountability:report", args=[report.operator.slug, report.slug]),
        source=str(Source(last.source).label),
        published_at=last.published_at,
        versions=len(editions),
        in_time=first.published_at.date() <= due_on(report.ends),
        wrong=wrong,
        unclear=len(found) - wrong,
        sentence=found_words(wrong, len(found) - wrong),
    )


def found_words(wrong: int, unclear: int) -> str:
    """How many findings, in a sentence."""
    if not wrong and not unclear:
        return _("The figures agree with each other.")
    parts = []
    if wrong:
        parts.append(ngettext("%(n)s point cannot be right", "%(n)s points cannot be right", wrong) % _n(wrong))
    if unclear:
        parts.append(ngettext("%(n)s needs a word", "%(n)s need a word", unclear) % _n(unclear))
    return _("%(found)s.") % {"found": ", ".join(parts)}


def _n(n: int) -> dict[str, str]:
    return {"n": number(n)}
