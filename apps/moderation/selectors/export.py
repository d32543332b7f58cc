"""Published decisions as statements of reasons of the Digital Services Act: for one case, or all, a part at a time."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.moderation.dsa import FIELDS, RESTRICTIONS, dsa_row
from apps.moderation.models import DecisionQuerySet
from apps.moderation.states import Result
from apps.moderation.targets import targets_of_cases

AT_ONCE = 200
SETTLED = timedelta(minutes=1)  # two decisions of one second may become visible in either order


def statements(decisions: DecisionQuerySet) -> Iterator[dict[str, Any]]:
    """All fields of each restriction; what was kept restricts nothing, and has none."""
    restricting = decisions.filter(outcome__in=RESTRICTIONS).exclude(rule=None).exclude(result=Result.UPHELD)
    found = restricting.select_related("case__space", "case__order", "statement").iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        targets = targets_of_cases(decision.case for decision in some)
        yield from (dsa_row(decision, targets.get(decision.case.item)) for decision in some)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the statements, the oldest first, and after which one the next part begins."""

    rows: list[dict[str, Any]]
    after: str  # empty when there are no more


def part_of(decisions: DecisionQuerySet, *, after: str, most: int, now: datetime) -> Part:
    """What follows the statement `after`; raises NotFound for one that nobody knows. What is new comes at the end.

    The last minute waits for the next part: whoever goes on from the last statement they have misses none.
    """
    settled = decisions.filter(published_at__lte=now - SETTLED).order_by("published_at", "pk")
    if after:
        last = settled.filter(reference=after).first()
        if last is None:
            raise NotFound(_("No published statement bears this number."))
        settled = settled.filter(
            Q(published_at__gt=last.published_at) | Q(published_at=last.published_at, pk__gt=last.pk)
        )
    rows = list(islice(statements(settled), most + 1))
    return Part(rows[:most], rows[most - 1]["puid"] if len(rows) > most else "")


def as_lines(rows: Iterable[dict[str, Any]]) -> str:
    """A JSON object a line."""
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def as_json(decisions: DecisionQuerySet) -> Iterator[str]:
    """One array, row after row."""
    yield "["
    for number, row in enumerate(statements(decisions)):
        yield ("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False)
    yield "\n]\n"


class _Echo:
    """A file that hands back each line."""

    def write(self, line: str) -> str:
        return line


def as_csv(decisions: DecisionQuerySet) -> Iterator[str]:
    """A heading with all fields, then a line each; several values stand as a JSON array in their cell."""
    writer = csv.writer(_Echo())
    yield str(writer.writerow(FIELDS))
    for row in statements(decisions):
        yield str(writer.writerow([_cell(row[name]) for name in FIELDS]))


def _cell(value: object) -> str:
    """What a spreadsheet would read as a formula begins with an apostrophe."""
    text = "" if value is None else json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
