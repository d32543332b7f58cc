"""What was converted lives as long as its source: looked at whenever it is read, and ended by a sweep.

It never rises by itself: at most the level that was given, by the table that binds now, and as long as that lets it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from apps.algorithms.conversion import Table
from apps.people.models import Persona
from apps.recognitions.models import Conversion, Recognition, TableVersion
from apps.recognitions.reading import Facts, answer_to
from apps.recognitions.scales import Side, sides_of
from apps.trust.grounds import Held
from apps.trust.models import GrantedStatus
from apps.trust.statuses import statuses_for

Holds = dict[int, Held | None]  # by the primary key of the conversion, or of its status
Levels = dict[int, str | None]  # by the primary key of the conversion
Earned = dict[tuple[int, int, str], str]  # persona, space, topic → level


def recheck(statuses: Sequence[GrantedStatus], now: datetime) -> Holds:
    """For statuses that are read: the level of each now and until when, None where it counts no more."""
    asked = {status.because: status.pk for status in statuses}
    rows = Conversion.objects.filter(reference__in=asked)
    holds = holds_of(rows, now=now)
    known = {row.reference: holds[row.pk] for row in rows}
    return {pk: known.get(reference) for reference, pk in asked.items()}


def levels_of(conversions: Iterable[Conversion], *, now: datetime) -> Levels:
    """At which level each counts now."""
    return {pk: held.level if held else None for pk, held in holds_of(conversions, now=now).items()}


def holds_of(conversions: Iterable[Conversion], *, now: datetime) -> Holds:
    """Questions to the database: some, and one for each space where something was earned."""
    rows = list(Conversion.objects.filter(pk__in=[row.pk for row in conversions]).select_related("source", "topic"))
    ways = Recognition.objects.filter(pk__in={row.recognition_id for row in rows})
    known = {way.pk: way for way in ways.select_related("from_space", "to_space")}
    tables = in_force(known.values(), now=now)
    sides = sides_of([space for way in known.values() for space in (way.from_space, way.to_space) if space], now=now)
    earned = _earned(rows, known, now)
    return {row.pk: _held(row, known[row.recognition_id], tables, sides, earned, now) for row in rows}


def in_force(ways: Iterable[Recognition], *, now: datetime) -> dict[int, Table]:
    """The table that binds now of each that stands. One question."""
    standing = [way.pk for way in ways if way.ends_at is None or way.ends_at > now]
    rows = TableVersion.objects.filter(recognition__in=standing).binding(now)
    return {row.recognition_id: row.terms() for row in rows if row.rows}


def _earned(rows: Sequence[Conversion], known: dict[int, Recognition], now: datetime) -> Earned:
    """Asked once for each space."""
    people: dict[int, dict[int, Persona]] = defaultdict(dict)
    spaces = {}
    for row in rows:
        source = known[row.recognition_id].from_space
        if source is not None and row.source is not None:
            spaces[source.pk] = source
            people[source.pk][row.source.pk] = row.source
    found: Earned = {}
    for pk, space in spaces.items():
        for persona, views in statuses_for(people[pk].values(), space, now).items():
            found |= {(persona, pk, view.topic): view.level for view in views}
    return found


def ends_at(row: Conversion, way: Recognition, table: Table) -> datetime:
    """What was given lasts no longer than the table that binds now lets it, counted from the day it was asked; and
    not beyond the end of the recognition, where one is announced."""
    by_table = row.asked_at + timedelta(days=table.max_age)
    return min(at for at in (row.until, by_table, way.ends_at) if at is not None)


def _held(
    row: Conversion,
    way: Recognition,
    tables: dict[int, Table],
    sides: dict[int, Side],
    earned: Earned,
    now: datetime,
) -> Held | None:
    table = tables.get(way.pk)
    if table is None or way.from_space_id is None or row.source_id is None or ends_at(row, way, table) <= now:
        return None
    there, here = sides[way.from_space_id], sides[way.to_space_id]
    level = earned.get((row.source_id, way.from_space_id, row.topic_from), "")
    answer = answer_to(table, Facts(level, row.topic_from, 0, 0), there, here)
    if answer.why is not None or answer.topic != (row.topic.slug if row.topic else ""):
        return None
    if row.level not in here.steps:
        return None
    level = here.steps[min(here.steps.index(row.level), here.steps.index(answer.level))]
    return Held(level, ends_at(row, way, table))
