"""The figures of doubts as CSV, for whoever counts again."""

import csv
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.professionals.selectors.figures import DoubtTally, doubt_figures

COLUMNS = ("raised", "open", "held", "noted", "not_held", "moot", "withdrawn", "share", "low", "high")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row for all, one per professional, one per operator."""
    figures = doubt_figures(request.user, now=clock.now())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="doubts.csv"'
    writer = csv.writer(response)
    writer.writerow(["by", "name", "about", *COLUMNS])
    groups = (("all", [figures.whole]), ("professional", figures.professionals), ("operator", figures.operators))
    for by, rows in groups:
        writer.writerows([by, *_cells(row)] for row in rows)
    return response


def _cells(row: DoubtTally) -> list[object]:
    values = asdict(row)
    return [_inert(row.name), _inert(row.about), *(values[name] for name in COLUMNS)]


def _inert(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
