"""What charts are made of: words at places, rectangles, keys, and the table of every value."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from apps.look.numbers import Number

Text = str | Promise
Pair = tuple[Text, Number]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """The table under a chart: every value."""

    caption: str
    headers: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A word at a place in the drawing."""

    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `css` names its fill."""

    x: str
    width: str
    css: str
    y: str = "0"
    height: str = "0"


@dataclass(frozen=True, slots=True)
class Key:
    """One line beside a chart: colour, words, figure."""

    css: str
    text: str
    figure: str = ""


def place(value: float) -> str:
    """A coordinate: a string, so that no locale puts a comma in a path."""
    return f"{value:.1f}".removesuffix(".0")


def table(caption: Text, headers: tuple[Text, ...], rows: Sequence[Row]) -> Data:
    return Data(str(caption), tuple(str(h) for h in headers), tuple(rows))


def trace(xs: Sequence[float], ys: Sequence[float]) -> str:
    """A path through the points."""
    points = "L".join(f"{place(x)} {place(y)}" for x, y in zip(xs, ys, strict=True))
    return f"M{points}" if points else ""


def spread(count: int, start: float, end: float) -> list[float]:
    """Even places from start to end; a single point stands at the end."""
    if count == 1:
        return [end]
    return [start + (end - start) * i / (count - 1) for i in range(count)]


def scale(values: Sequence[Number], bottom: float, top: float) -> list[float]:
    """From the lowest value at the bottom to the highest at the top; all alike, in the middle."""
    low, high = (float(min(values)), float(max(values))) if values else (0.0, 0.0)
    if low == high:
        return [(bottom + top) / 2] * len(values)
    return [bottom + (top - bottom) * (float(v) - low) / (high - low) for v in values]
