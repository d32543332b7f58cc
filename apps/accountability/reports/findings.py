"""What is wrong with a report, in words: where it stands, what it says, what to do."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.accountability.reports.annex import NAMES, words
from apps.accountability.reports.sentences import SAYS
from apps.look.moments import day
from apps.look.numbers import number

UNREADABLE = "unreadable"  # nobody can tell what it says: it is not published
WRONG = "wrong"  # cannot be right
UNCLEAR = "unclear"  # may be right, and needs a word
OF_DAYS = {"published_before_end", "published_late", "previous_after"}  # their numbers are days


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: the rule, the place, the numbers of the sentence. `line` 0: the whole part; part 0: no part."""

    rule: str
    severity: str
    part: int
    line: int = 0
    row: str = ""
    column: str = ""
    numbers: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As it is kept and published."""
        return asdict(self)


def unreadable(rule: str, part: int, *, line: int = 0, column: str = "", **numbers: Any) -> Finding:
    """What cannot be read."""
    return Finding(rule, UNREADABLE, part, line, "", column, numbers)


def unclear(rule: str, part: int, *, line: int = 0, **numbers: Any) -> Finding:
    """What could be read, and was not meant so by the act."""
    return Finding(rule, UNCLEAR, part, line, "", "", numbers)


def kept(row: dict[str, Any]) -> Finding:
    """Back from where it was kept."""
    return Finding(**row)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding for readers and machines."""

    rule: str
    severity: str
    part: int
    line: int
    place: str
    sentence: str
    advice: str


def in_words(finding: Finding) -> FindingRow:
    """In the reader's language."""
    sentence, advice = SAYS[finding.rule]
    say = _day if finding.rule in OF_DAYS else _said
    said = {name: say(name, value) for name, value in finding.numbers.items()}
    return FindingRow(
        rule=finding.rule,
        severity=finding.severity,
        part=finding.part,
        line=finding.line,
        place=_place(finding),
        sentence=str(sentence) % said,
        advice=str(advice) % said,
    )


def _said(name: str, value: Any) -> str:
    if isinstance(value, int | float):
        return number(value)
    return row_words(value) if name == "of" else str(value)


def _day(name: str, value: Any) -> str:
    return day(date.fromisoformat(str(value)))


def _place(finding: Finding) -> str:
    parts = [_("part %(n)d") % {"n": finding.part}] if finding.part else []
    parts += [_("line %(n)d") % {"n": finding.line}] if finding.line else []
    parts += [row_words(finding.row)] if finding.row else []
    parts += [_("column “%(name)s”") % {"name": words(finding.column)}] if finding.column else []
    return ", ".join(parts)


def row_words(row: str) -> str:
    """A row is named by its category, or by its indicator and scope; pieces are set apart by `|`."""
    return " · ".join(words(NAMES.get(name, name)) for name in row.split("|") if name.strip())
