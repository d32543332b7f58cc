"""Conversion: what a status earned in one space counts for in another, by the table that the other has published.

What it is: a lookup. The receiving space writes which step of its own scale each step there counts for, topic by
topic, with a cap, a number of conversions a day and an age. Of the rows at or below what somebody has earned there,
the highest is taken, and never more than the cap. A topic that is not in the table gives nothing.

What is exported: only what was earned by one's own activity. What was converted or referred is never converted
again, so there is one hop and no second.

What it bounds: no row may count for a higher step, from the lowest, than it is there; so no path of conversions, and
no circle of spaces, raises anything. Where a scale was changed after the table was written, the place of the row in
the scale of today is one more cap. A space that was taken over by people of ill will adds at most its number a day to
each space that recognises it.

How long: what was converted lives as long as its source, and at most for the age in the table. When the source falls,
what it counts for falls with it, or ends; it never rises by itself. A change that takes something away binds after
fifteen days, a first table at once.

Why it matters: whoever was of help in one place need not begin from nothing in another, and the other place decides
what it believes, in words that everybody reads.

What it misses: two scales with the same words may ask for different things; a table says what a space believes, not
what is true. How those who came this way turned out is published beside it.

Sources: seed text of this site on gateways between communities; one hop and a quota as bounds that a person can read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

NAME = "conversion"
VERSION = "1.1"

HOPS = 1  # conversions that one earned status may go through
NOTICE_DAYS = 15  # days before a change that takes something away binds
MOST_A_DAY = 50  # conversions a day that a table may allow at most
AGE_LEAST, AGE_MOST = 30, 365  # days that a table may choose as the greatest age
WHOLE = ""  # the topic of a status that is for the whole space


class Why(StrEnum):
    """Why something is not converted."""

    NOT_EARNED = "not_earned"
    NO_TOPIC = "no_topic"
    NO_ROW = "no_row"
    TOO_OLD = "too_old"
    QUOTA = "quota"


class Fault(StrEnum):
    """What a table may not say."""

    UNKNOWN = "unknown"
    RAISES = "raises"
    CROSSES = "crosses"
    TWICE = "twice"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Table:
    """One version of what a space recognises. Pairs are (there, here)."""

    rows: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    cap: str
    quota: int
    max_age: int  # days


@dataclass(frozen=True, slots=True)
class Shown:
    """A status as it is shown to the receiving space."""

    level: str
    topic: str
    earned: bool
    age: int  # days since somebody last confirmed it there


@dataclass(frozen=True, slots=True)
class Answer:
    """What it counts for, or why it does not; `row` is the row that was read."""

    level: str
    topic: str
    why: Why | None
    row: str
    capped: bool
    version: str = VERSION


def convert(table: Table, shown: Shown, *, there: Sequence[str], here: Sequence[str], used_today: int = 0) -> Answer:
    """Read the table. `there` and `here` are the codes of both scales, the lowest first."""
    topics = dict(table.topics)
    topic = topics.get(shown.topic, "")
    row = _row(table, shown.level, there)
    level = _capped(dict(table.rows).get(row, ""), table.cap, here, at_most=there.index(row) if row else 0)
    why = _why_not(table, shown, known_topic=shown.topic in topics, level=level, used_today=used_today)
    if why is not None:
        return Answer("", topic, why, row, capped=False)
    return Answer(level, topic, None, row, capped=level != dict(table.rows)[row])


def _why_not(table: Table, shown: Shown, *, known_topic: bool, level: str, used_today: int) -> Why | None:
    if not shown.earned:
        return Why.NOT_EARNED
    if not known_topic:
        return Why.NO_TOPIC
    if not level:
        return Why.NO_ROW
    if shown.age > table.max_age:
        return Why.TOO_OLD
    return Why.QUOTA if used_today >= table.quota else None


def _row(table: Table, level: str, there: Sequence[str]) -> str:
    """The highest row at or below a level."""
    if level not in there:
        return ""
    reached = set(there[: there.index(level) + 1])
    return max((code for code, _here in table.rows if code in reached), key=there.index, default="")


def _capped(level: str, cap: str, here: Sequence[str], *, at_most: int) -> str:
    """Never above the cap, nor above the place of the row there: a scale may have lost a step since."""
    if level not in here or cap not in here:
        return ""
    return here[min(here.index(level), here.index(cap), at_most)]


def faults(table: Table, *, there: Sequence[str], here: Sequence[str]) -> list[Fault]:
    """What keeps a table from being published."""
    rows = sorted((row for row in table.rows if row[0] in there), key=lambda row: there.index(row[0]))
    if not table.rows or not table.topics:
        return [Fault.EMPTY]
    if any(len(dict(pairs)) < len(pairs) for pairs in (table.rows, table.topics)):
        return [Fault.TWICE]
    if len(rows) < len(table.rows) or table.cap not in here or any(level not in here for _code, level in rows):
        return [Fault.UNKNOWN]
    found = []
    if any(here.index(level) > there.index(code) for code, level in rows):
        found.append(Fault.RAISES)
    steps = [here.index(level) for _code, level in rows]
    if steps != sorted(steps):
        found.append(Fault.CROSSES)
    return found


def takes_away(before: Table, after: Table, *, there: Sequence[str], here: Sequence[str]) -> bool:
    """Whether anybody gets less by the second than by the first: that is announced fifteen days before it binds."""
    if after.quota < before.quota or after.max_age < before.max_age:
        return True
    was, will = (_all_of(table, there, here) for table in (before, after))
    places = dict(enumerate(here))
    rank: Mapping[str, int] = {"": -1, **{code: place for place, code in places.items()}}
    return any(
        will.get(asked, ("", ""))[0] != topic or rank[will.get(asked, ("", ""))[1]] < rank[level]
        for asked, (topic, level) in was.items()
    )


def _all_of(table: Table, there: Sequence[str], here: Sequence[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """(topic, level) there → (topic, level) here, for all that the table gives something for."""
    free = Table(table.rows, table.topics, table.cap, 1, table.max_age)
    asked = [(topic, level) for topic, _here in table.topics for level in there]
    read = {(t, lv): convert(free, Shown(lv, t, True, 0), there=there, here=here) for t, lv in asked}
    return {key: (answer.topic, answer.level) for key, answer in read.items() if answer.why is None}
