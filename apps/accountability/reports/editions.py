"""Editions of a report: read back from their files, named, compared with the one before."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from apps.accountability.reports import annex
from apps.accountability.reports.files import Sheet, read_files
from apps.accountability.reports.models import (
    ReportEdition,
    TransparencyReport,
)
from apps.documents.models import Version
from apps.spaces.models import Operator


def service_of(sheets: dict[int, Sheet]) -> str:
    """As part 1 names it."""
    rows = sheets[1].rows if 1 in sheets else ()
    return next((cells[1].strip() for cells in rows if cells[1].strip()), "")[:160]


def before(operator: Operator, dates: tuple[date, date] | None) -> dict[int, Sheet] | None:
    """The parts of the last report of an earlier period."""
    if dates is None:
        return None
    earlier = ReportEdition.objects.filter(report__operator=operator, report__ends__lt=dates[0])
    last = earlier.order_by("report__ends", "version__number").last()
    return sheets_in(last) if last else None


def sheets_in(edition: ReportEdition) -> dict[int, Sheet]:
    """The parts of an edition, read back from its files."""
    return read_files((f"{part}.csv", text.encode()) for part, text in edition.files.items() if part.isdigit()).sheets


def changed_cells(last: ReportEdition, sheets: dict[int, Sheet]) -> list[list[str]]:
    """Part, row, column, before, after: every figure that is another now. The day of publication is always one."""
    changes: list[list[str]] = []
    for part, old in sorted(sheets_in(last).items()):
        now = {_row_name(part, row, n): row for n, row in enumerate(sheets[part].rows)} if part in sheets else {}
        for n, row in enumerate(old.rows):
            name = _row_name(part, row, n)
            if (part, name) != (1, annex.PUBLISHED_ON):
                changes += _changed_in(part, name, row, now.get(name, ("",) * len(row)))
    return changes


def _changed_in(part: int, name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[list[str]]:
    """Of one row."""
    for column, one, two in zip(annex.HEADERS[part], before, after, strict=True):
        if one != two:
            yield [str(part), name, column.strip(), one[:200], two[:200]]


def _row_name(part: int, row: Sequence[str], at: int) -> str:
    """What tells a row from the others: its category with its scope, or its indicator with its scope."""
    if part in annex.FIGURES:
        name = "|".join(filter(None, (row[3], row[4], row[5] if part == 3 else "")))
        return f"{name}|{at}" if row[3] == annex.OTHER else name
    header = annex.HEADERS[part]
    if "Indicator" not in header:
        return row[2] if row[2] != annex.OTHER else f"{row[2]}|{at}"
    return "|".join(filter(None, (row[header.index(n)].strip() for n in ("Indicator", "Scope") if n in header)))


def findings_document(
    report: TransparencyReport, version: Version, findings: list[dict[str, Any]], rules: str
) -> dict[str, Any]:
    """What the log has the digest of."""
    return {
        "type": "report-findings",
        "report": report.reference,
        "version": version.number,
        "version_sha256": version.sha256,
        "rules": rules,
        "findings": findings,
    }


def named(files: dict[str, str]) -> dict[str, str]:
    """The files under the names they are fetched by."""
    return {file_name(key): text for key, text in files.items()}


def file_name(key: str) -> str:
    """`4` → Part_4_notices.csv; `11-fr` → Part_11_qualitative.fr.csv."""
    number, _dash, language = key.partition("-")
    plain = annex.file_name(int(number))
    return plain.replace(".csv", f".{language}.csv") if language else plain


def sha256_of(text: str) -> str:
    """Of the bytes that are served."""
    return hashlib.sha256(text.encode()).hexdigest()
