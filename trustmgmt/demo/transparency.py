"""Transparency reports of the demo: this site's own, counted from what happened in it, and one that an invented operator
brought with its figures wrong, so that the findings can be seen."""

from datetime import datetime, timedelta

from django.conf import settings

from apps.accountability.reports import annex, services
from apps.accountability.reports.files import Sheet, as_csv
from apps.accountability.reports.prose import release_prose
from apps.accountability.reports.written import Words
from apps.spaces.models import Operator
from trustmgmt.demo.world import DAYS, World

SAID = (
    "Two part-time moderators in Leeds read every notice about our repair and dating forums within two working days.",
    "We search weekly for reviews posted from the same address as a listed firm; seven were found and removed this way.",
    "A word list holds back new posts with telephone numbers until one of the two moderators has read them.",
    "In a check of 200 held posts, 193 did hold a telephone number; we did not count what the list lets through.",
    "The list exists to keep private numbers of tradespeople and members out of public threads, and for nothing else.",
    "A held post is read within two working days; its author is told and may ask for the other moderator.",
)
WRONG = (  # part, row of the act, value: what official reports get wrong too
    (7, (annex.SUBMITTED, annex.NUMBER), "41"),
    (7, (annex.SUBMITTED, annex.UPHELD), "29"),
    (7, (annex.SUBMITTED, annex.REVERSED), "19"),
    (7, (annex.SUBMITTED, annex.MEDIAN), "52.5"),
    (8, (annex.SOLELY, annex.NUMBER), "7"),
    (8, (annex.NOT_SOLELY, annex.NUMBER), "0"),
    (8, (annex.PRECISION, annex.NUMBER), "96.5"),
)


def plan_transparency(world: World) -> None:
    """Published on the last day of the world."""
    world.at(0.0, _own)
    world.at(0.2, lambda now: _brought(world, now))


def _own(now: datetime) -> None:
    """From the first whole month that this world has lived until yesterday."""
    ends = now.date() - timedelta(days=1)
    begins = ((now - timedelta(days=DAYS)).date().replace(day=1) + timedelta(days=32)).replace(day=1)
    said = Words(release_prose("fr"), release_prose("en"))
    operator = Operator.objects.get(slug=settings.PLATFORM_OPERATOR)
    face = operator.representatives.order_by("pk").last()
    services.report_publish(
        account=face.account if face else None,
        operator=operator,
        representative=face,
        begins=begins,
        ends=ends,
        said=said,
        now=now,
    )


def _brought(world: World, now: datetime) -> None:
    operator = world.operators["hearthside"]
    face = operator.representatives.order_by("pk").last()
    if face is None or face.account is None:
        raise LookupError(operator.slug)
    year = now.year - 1
    begins, ends = now.date().replace(year=year, month=1, day=1), now.date().replace(year=year, month=12, day=31)
    sheets = services.count(operator, begins, ends, SAID, now=now)
    for part, name, value in WRONG:
        sheets[part] = _put(sheets[part], name, value)
    files = [(annex.file_name(part), as_csv(made).encode()) for part, made in sheets.items()]
    draft = services.draft_take(operator=operator, draft=None, files=files, now=now)
    services.draft_publish(account=face.account, representative=face, draft=draft, why="", now=now)


def _put(made: Sheet, name: tuple[str, str], value: str) -> Sheet:
    header = annex.HEADERS[made.part]
    places = [header.index(column) for column in ("Indicator", "Scope", "Value")]
    rows = [list(row) for row in made.rows]
    for row in rows:
        if (row[places[0]], row[places[1]]) == name:
            row[places[2]] = value
    return Sheet(made.part, tuple(tuple(row) for row in rows), made.lines)
