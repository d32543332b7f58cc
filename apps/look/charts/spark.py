"""The curve of a live figure, and moments on a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.look.charts.shapes import Data, Label, Pair, Text, place, scale, spread, table, trace
from apps.look.numbers import number


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The curve of a live figure."""

    sentence: str
    line: str
    area: str
    dot: tuple[str, str]
    data: Data
    template: str = "look/charts/sparkline.html"


@dataclass(frozen=True, slots=True)
class DotLine:
    """Moments on a line, one of them marked."""

    sentence: str
    dots: tuple[str, ...]
    marked: str
    marked_label: Label | None
    start: str
    end: str
    data: Data
    template: str = "look/charts/dots.html"


def sparkline(points: Sequence[Pair], *, sentence: Text, header: Text) -> Sparkline:
    """A curve of its own scale, ending on a dot; without points, only the sentence and an empty table."""
    xs, ys = spread(len(points), 4, 234), scale([value for _l, value in points], 46, 8)
    path = trace(xs, ys)
    return Sparkline(
        sentence=str(sentence),
        line=path,
        area=f"{path}V53H{place(xs[0])}Z" if xs else "",
        dot=(place(xs[-1]), place(ys[-1])) if xs else ("", ""),
        data=table(sentence, (_("Day"), header), [(str(label), number(value)) for label, value in points]),
    )


def dots(
    moments: Sequence[datetime],
    *,
    start: datetime,
    end: datetime,
    say: Callable[[datetime], str],
    sentence: Text,
    marked: int | None = None,
    marked_word: Text = "",
) -> DotLine:
    """Moments between two bounds, said by `say`; `marked` is the index of the one this page is about."""
    span = (end - start).total_seconds() or 1.0
    xs = [place(6 + 238 * (m - start).total_seconds() / span) for m in moments]
    chosen = "" if marked is None else xs[marked]
    return DotLine(
        sentence=str(sentence),
        dots=tuple(xs),
        marked=chosen,
        marked_label=_marked_label(chosen, str(marked_word)) if chosen and marked_word else None,
        start=say(start),
        end=say(end),
        data=table(sentence, (_("Moment"),), [(say(m),) for m in moments]),
    )


def _marked_label(x: str, word: str) -> Label:
    at = float(x)
    anchor = "start" if at < 40 else "end" if at > 210 else "middle"
    return Label(x, "24", word, anchor)
