"""Transparency reports for the walk over every page: counted, brought with faults, and begun."""

from datetime import date, datetime

from apps.accountability.reports import annex, periods, services
from apps.accountability.reports.annex import FIGURES
from apps.accountability.reports.files import as_csv
from apps.accountability.reports.prose import release_prose
from apps.accountability.reports.written import Words
from apps.spaces.models import Operator
from tests.accountability.report_making import put


def make_reports(operator: Operator, now: datetime) -> None:
    """Last year's, counted; the year before's, brought with faults; and one that is begun and cannot be read whole."""
    face = operator.representatives.get()
    words = Words(release_prose("fr"), release_prose("en"))
    days = (date(now.year - 1, 1, 1), date(now.year - 1, 12, 31))
    services.report_publish(
        account=face.account, operator=operator, representative=face, begins=days[0], ends=days[1], said=words, now=now
    )
    for year in (now.year - 1, now.year - 2):
        begins = max(date(year, 1, 1), periods.EARLIEST)
        sheets = services.count(operator, begins, date(year, 12, 31), words.en, now=now)
        sheets = put(put(sheets, 4, 0, FIGURES[4][0][0], 12), 8, 2, "Value", "96.3")
        files = [(annex.file_name(n), as_csv(made).encode()) for n, made in sheets.items()]
        begun = services.draft_take(operator=operator, draft=None, files=files, now=now)
        if year == now.year - 2:
            services.draft_publish(account=face.account, representative=face, draft=begun, why="", now=now)
        else:
            services.draft_take(operator=operator, draft=begun, files=[("notes.csv", b"a;b")], now=now)
