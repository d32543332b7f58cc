"""The figures an algorithm was given, as its card publishes them: those that tell most first, the rest behind a click.

Which tell most is said in `apps/algorithms/sheets/<name>.toml`. The text stays as it was published: only its table is
laid out anew, each number as its reader writes numbers.
"""

import ast
import re
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from django.utils.html import strip_tags

from apps.look.numbers import decimal
from apps.pages.selectors.sheets import telling_of

FEW = 7  # figures that are shown at once
LONG = 24  # letters of a value that stands below its meaning instead of beside it
LONGEST = 300  # letters of a value that waits behind a click
AMONG = "\u00a0/\u00a0"  # between several numbers of one name
SMALL = 4  # digits after the mark from which a power of ten is written as one

_TABLE = re.compile(r"<h2>[^<]*</h2>\s*<table>\s*<thead>.*?</thead>\s*(<tbody>.*?</tbody>)\s*</table>", re.DOTALL)
_ROW = re.compile(
    r"<tr>\s*<td><code>(.*?)</code></td>\s*<td><code>(.*?)</code></td>\s*<td>(.*?)</td>\s*</tr>", re.DOTALL
)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A figure somebody chose: its name in the source, its value as written there and as read here, its meaning."""

    name: str
    value: str
    shown: str
    meaning: str
    telling: bool

    @property
    def is_long(self) -> bool:
        return len(self.shown) > LONG

    @property
    def is_cut(self) -> bool:
        """The card has only its beginning."""
        return self.value.endswith("…")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A card in two parts: its words, and its figures."""

    words: str
    figures: list[CardFigure]


def chosen(html: str, name: str) -> Chosen:
    """Take the table of figures out of a card; a text without one stays whole."""
    table = _TABLE.search(html)
    rows = _ROW.findall(table[1]) if table else []
    if table is None or len(rows) != table[1].count("<tr>"):
        return Chosen(html, [])
    read = [(unescape(key), unescape(value), unescape(strip_tags(meaning))) for key, value, meaning in rows]
    first = _first(name, [(key, shown(value)) for key, value, _meaning in read])
    figures = [CardFigure(key, value, shown(value), _sentence(meaning), key in first) for key, value, meaning in read]
    return Chosen(html[: table.start()] + html[table.end() :], figures)


def _first(name: str, rows: list[tuple[str, str]]) -> set[str]:
    short = [key for key, value in rows if len(value) <= LONGEST]
    told = [key for key in short if key in telling_of(name)]
    return set(short if len(rows) <= FEW else told or short[:FEW])


def _sentence(meaning: str) -> str:
    text = meaning.strip().rstrip(",;:.\u202f")
    return text[:1].upper() + text[1:]


def shown(value: str) -> str:
    """Numbers as the reader writes them; what is made of anything else as it is written."""
    try:
        return _said(ast.parse(value, mode="eval").body, " · ")
    except (ValueError, SyntaxError):
        return value


def _said(node: ast.expr, between: str) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=int(given) | float(given)) if not isinstance(given, bool):
            return _number(given)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(given) | float(given))):
            return _number(-given)
        case ast.BinOp(ast.Constant(int(base)), ast.Pow(), ast.Constant(int(power))) if power < 64:
            return _number(base**power)
        case ast.Tuple(elts=[_, *_] as parts):
            return between.join(_said(part, AMONG) for part in parts)
        case ast.Call(func=ast.Name(), args=[ast.Constant(value=str(name)), *rest], keywords=[]) if rest:
            return f"{name}\u00a0{AMONG.join(_said(part, AMONG) for part in rest)}"
        case ast.Dict(keys=keys, values=values) if keys:
            return _listed(keys, values, between)
    raise ValueError(ast.dump(node))


def _listed(keys: list[ast.expr | None], values: list[ast.expr], between: str) -> str:
    """Each name with what it stands for; texts on lines of their own."""
    named = [(ast.literal_eval(key), part) for key, part in zip(keys, values, strict=True) if key is not None]
    texts = any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in values)
    return ("\n" if texts else between).join(f"{name}\u00a0{_said(part, AMONG)}" for name, part in named)


def _number(value: float) -> str:
    """With the digits it has; a small power of ten as one."""
    sign, digits, exponent = Decimal(str(value)).normalize().as_tuple()
    if (sign, digits) == (0, (1,)) and int(exponent) <= -SMALL:
        return f"10⁻{str(-int(exponent)).translate(_RAISED)}"
    return decimal(value, max(0, -int(exponent)))
