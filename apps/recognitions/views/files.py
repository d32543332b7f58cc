"""The directory as CSV, for whoever counts again: a line for each recognition that stands."""

import csv

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.recognitions.selectors.gateways import Gateway, all_recognitions, gateways

COLUMNS = (
    "reference", "earned_in", "counts_in", "state", "version", "binds_from", "ends_at", "steps", "topics", "cap",
    "a_day", "days", "given", "counting", "people", "sanctioned_share", "low", "high", "computed_by",
)  # fmt: skip


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Under ten people no share is told, as on the page."""
    now = clock.now()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recognitions.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(one) for one in gateways(all_recognitions().standing(now), now=now))
    return response


def _cells(one: Gateway) -> list[object]:
    flow = one.flow
    ends = one.ends_at.isoformat(timespec="seconds") if one.ends_at else ""
    words = (one.source or one.source_name, one.space, one.state)
    return [
        one.reference, *map(_inert, words), one.version, one.effective_at.isoformat(timespec="seconds"), ends,
        _inert(_pairs(one.rows)), _inert(_pairs(one.topics)), _inert(one.cap), one.quota, one.max_age,
        flow.given, flow.counting, flow.people, flow.share, flow.low, flow.high, f"{flow.algorithm} {flow.version}",
    ]  # fmt: skip


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{there} > {here}" for there, here in pairs)


def _inert(text: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
