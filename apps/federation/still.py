"""Whether badges of other sites count now: their site confirmed them lately, and the table that binds today still reads
them. One that was given more by an older table gets what the new one gives; none rises by itself."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from apps.algorithms.conversion import Answer, Shown, Table, convert
from apps.federation.brought import BroughtBadge, BroughtBadgeQuerySet
from apps.recognitions.rechecking import in_force
from apps.recognitions.scales import sides_of
from apps.trust.grounds import Held
from apps.trust.models import GrantedStatus

Levels = dict[int, str | None]


def levels_of(badges: Iterable[BroughtBadge], now: datetime) -> Levels:
    """By primary key; None where it counts nothing. A few questions, however many they are."""
    rows = list(badges)
    granted = levels_by_tables([row for row in rows if row.counts(now)], now)
    return {row.pk: granted.get(row.pk) for row in rows}


def levels_by_tables(rows: Sequence[BroughtBadge], now: datetime) -> Levels:
    """What the tables in force give for them, confirmed or not."""
    if not rows:
        return {}
    ways = {row.recognition_id: row.recognition for row in rows}
    tables = in_force(ways.values(), now=now)
    sides = sides_of([way.to_space for way in ways.values()], now=now)
    return {
        row.pk: _level(row, tables.get(row.recognition_id), sides[row.recognition.to_space_id].steps, now)
        for row in rows
    }


def _level(row: BroughtBadge, table: Table | None, here: Sequence[str], now: datetime) -> str | None:
    """How old its source is was asked when it was brought, and the number of that day; both are not asked again."""
    if table is None or row.level not in here or _ends_at(row, table) <= now:
        return None
    answer = read_by(table, row, here)
    if answer.why is not None or answer.topic != (row.topic.slug if row.topic else ""):
        return None
    return here[min(here.index(row.level), here.index(answer.level))]


def read_by(table: Table, row: BroughtBadge, here: Sequence[str]) -> Answer:
    """What this table gives for it."""
    free = Table(table.rows, table.topics, table.cap, 1, table.max_age)
    there = tuple(row.scale) or tuple(code for code, _here in table.rows)
    return convert(free, Shown(row.level_from, row.topic_from, earned=True, age=0), there=there, here=here)


def _ends_at(row: BroughtBadge, table: Table) -> datetime:
    """No later than the table that binds now lets it: so many days after the one on which it was brought."""
    last = datetime.combine(row.given_on, time.max, tzinfo=UTC)
    return min(row.until, last + timedelta(days=table.max_age))


def held_now(statuses: Sequence[GrantedStatus], now: datetime) -> dict[int, Held | None]:
    """For statuses that are read, by their primary key. Rows that rest on something else are left out."""
    asked = {status.because: status.pk for status in statuses}
    rows = list(with_tables().filter(reference__in=asked))
    levels = levels_of(rows, now)
    tables = in_force([row.recognition for row in rows], now=now)
    return {asked[row.reference]: _held(row, levels[row.pk], tables.get(row.recognition_id)) for row in rows}


def _held(row: BroughtBadge, level: str | None, table: Table | None) -> Held | None:
    return Held(level, _ends_at(row, table)) if level is not None and table is not None else None


def with_tables() -> BroughtBadgeQuerySet:
    """With what is asked of each."""
    return BroughtBadge.objects.all().select_related("recognition__to_space", "topic")
