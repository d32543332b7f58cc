"""The figures an algorithm was given, as its card publishes them: those that tell most first, the rest behind a click.

Which tell most is said in `apps/algorithms/sheets/<name>.toml`. The text stays as it was published: only its table is
laid out anew, each number as its reader writes numbers.
"""

import ast
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from apps.look.numbers import decimal
from apps.pages.selectors.sheets import telling_of

FEW = 7  # figures that are shown at once
LONG = 24  # letters of a value that stands below its meaning instead of beside it
LONGEST = 120  # letters of a value that waits behind a click
AMONG = "\u00a0/\u00a0"  # between several numbers of one name
SMALL = 4  # digits after the mark from which a power of ten is written as one

_TABLE = re.compile(r"<h2>[^<]*</h2>\s*<table>\s*<thead>.*?</thead>\s*(<tbody>.*?</tbody>)\s*</table>", re.DOTALL)
_ROW = re.compile(
    r"<tr>\s*<td><code>(.*?)</code></td>\s*<td><code>(.*?)</code></td>\s*<td>(.*?)</td>\s*</tr>", re.DOTALL
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"(\d+) \*\* (\d+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure somebody chose: its name in the source, its value as written there and as read here, its meaning."""

    name: str
    value: str
    shown: str
    meaning: str
    telling: bool

    @property
    def is_long(self) -> bool:
        return len(self.shown) > LONG


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card in two parts: its words, and its figures."""

    words: str
    figures: list[Figure]


def chosen(html: str, name: str) -> Chosen:
    """Take the table of figures out of a card; a text without one stays whole."""
    table = _TABLE.search(html)
    rows = _ROW.findall(table[1]) if table else []
    if table is None or len(rows) != table[1].count("<tr>"):
        return Chosen(html, [])
    read = [(unescape(key), unescape(value), unescape(strip_tags(meaning))) for key, value, meaning in rows]
    first = _first(name, [(key, shown(value)) for key, value, _meaning in read])
    figures = [Figure(key, value, shown(value), _sentence(meaning), key in first) for key, value, meaning in read]
    return Chosen(html[: table.start()] + html[table.end() :], figures)


def _first(name: str, rows: list[tuple[str, str]]) -> set[str]:
    short = [key for key, value in rows if len(value) <= LONGEST]
    told = [key for key in short if key in telling_of(name)]
    return set(short if len(rows) <= FEW else told or short[:FEW])


def _sentence(meaning: str) -> str:
    text = meaning.strip().rstrip(",;:.\u202f")
    return text[:1].upper() + text[1:]


def shown(value: str) -> str:
    """Numbers as the reader writes them; what is no number as it is written."""
    power = _POWER.fullmatch(value)
    if power:
        return _number(int(power[1]) ** int(power[2]))
    try:
        return _said(ast.literal_eval(value), " · ")
    except (ValueError, SyntaxError, TypeError):
        return value


def _said(value: Any, between: str) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    if isinstance(value, tuple) and value:
        return between.join(_said(part, AMONG) for part in value)
    if isinstance(value, dict) and value:
        lines = "\n" if any(isinstance(part, str) for part in value.values()) else between
        return lines.join(f"{key}\u00a0{_said(part, AMONG)}" for key, part in value.items())
    if isinstance(value, str):
        return value
    raise ValueError(value)


def _number(value: float) -> str:
    """With the digits it has; a small power of ten as one."""
    _sign, digits, exponent = Decimal(str(value)).normalize().as_tuple()
    if digits == (1,) and int(exponent) <= -SMALL:
        return f"10⁻{str(-int(exponent)).translate(_RAISED)}"
    return decimal(value, max(0, -int(exponent)))
