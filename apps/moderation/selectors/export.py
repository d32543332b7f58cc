"""Published decisions as statements of reasons of the Digital Services Act: for one case, or all, a part at a time."""

import csv
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from apps.moderation.dsa import FIELDS, dsa_row
from apps.moderation.models import Decision, DecisionQuerySet
from apps.moderation.targets import Target, targets_of_cases

AT_ONCE = 200


def statements(decisions: DecisionQuerySet) -> Iterator[dict[str, Any]]:
    """All fields of each restriction; what was kept restricts nothing, and has none."""
    rows = decisions.select_related("case__space", "statement", "mandate")
    found = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        targets = targets_of_cases(decision.case for decision in some)
        for decision in some:
            row = _row(decision, targets.get(decision.case.item))
            if row:
                yield row


def _row(decision: Decision, target: Target | None) -> dict[str, Any]:
    published = target.published_at if target is not None else decision.case.opened_at
    language = target.item.language if target is not None and target.item is not None else ""
    return dsa_row(decision, content_date=published.date(), language=language)


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
