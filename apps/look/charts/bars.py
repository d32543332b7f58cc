"""Bars from zero, and the parts of a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.look.charts.shapes import Box, Data, Key, Label, Pair, Text, place, table
from apps.look.numbers import number, percent

FILLS = ("c-1", "c-2", "c-3", "c-4", "c-off")  # darkest first
WIDTH, ROW = 296.0, 24


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, each with its label and its figure."""

    sentence: str
    labels: tuple[Label, ...]
    bars: tuple[Box, ...]
    figures: tuple[Label, ...]
    height: int
    data: Data
    template: str = "look/charts/bars.html"


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The parts of a whole, at most five, darkest first."""

    sentence: str
    parts: tuple[Box, ...]
    keys: tuple[Key, ...]
    data: Data
    template: str = "look/charts/stacked.html"


def bars(rows: Sequence[Pair], *, sentence: Text, headers: tuple[Text, Text] | None = None) -> BarChart:
    """Horizontal bars from zero, as for the distribution of stars."""
    left = _room_for([str(label) for label, _v in rows])
    top = max((float(value) for _l, value in rows), default=0.0) or 1.0
    widths = [(WIDTH - left - 44) * float(value) / top for _l, value in rows]
    return BarChart(
        sentence=str(sentence),
        labels=tuple(Label("0", str(ROW * i + 16), str(label)) for i, (label, _v) in enumerate(rows)),
        bars=tuple(Box(place(left), place(w), "c-1", str(ROW * i + 5), "13") for i, w in enumerate(widths)),
        figures=tuple(
            Label(place(left + w + 8), str(ROW * i + 16), number(value))
            for i, (w, (_l, value)) in enumerate(zip(widths, rows, strict=True))
        ),
        height=max(1, ROW * len(rows) - 2),
        data=table(sentence, headers or (_("What is counted"), _("How many")), [(str(x), number(v)) for x, v in rows]),
    )


def stacked(rows: Sequence[Pair], *, sentence: Text, headers: tuple[Text, Text] | None = None) -> StackedBar:
    """Parts of a whole with their shares; more than five parts is a table, not a chart."""
    if len(rows) > len(FILLS):
        raise ValueError(f"A stacked bar holds {len(FILLS)} parts, not {len(rows)}.")
    total = float(sum(float(value) for _l, value in rows)) or 1.0
    shares = [float(value) / total for _l, value in rows]
    labelled = list(zip(rows, shares, FILLS, strict=False))
    return StackedBar(
        sentence=str(sentence),
        parts=tuple(_parts(shares)),
        keys=tuple(Key(css, str(label), percent(share)) for (label, _v), share, css in labelled),
        data=table(
            sentence,
            (*(headers or (_("Part"), _("How many"))), _("Share of the whole")),
            [(str(label), number(value), percent(share, 1)) for (label, value), share, _css in labelled],
        ),
    )


def _room_for(labels: Sequence[str]) -> float:
    """Enough for the longest label, at most half the width."""
    longest = max((len(label) for label in labels), default=0)
    return min(WIDTH / 2, max(44.0, 8 + 6.5 * longest))


def _parts(shares: Sequence[float]) -> list[Box]:
    """Boxes with gaps of three; what is there is never thinner than a hair."""
    room = 1088.0 - 3 * (len(shares) - 1)
    boxes, x = [], 0.0
    for share, css in zip(shares, FILLS, strict=False):
        width = max(1.0, room * share) if share else 0.0
        boxes.append(Box(place(x), place(width), css, "0", "40"))
        x += width + 3
    return boxes
