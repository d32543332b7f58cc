"""One line over its usual range, and a strip that names the states."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from apps.look.charts.shapes import Box, Data, Key, Label, Pair, Text, place, spread, table, trace
from apps.look.numbers import Number, number

STATE_FILLS = {"calm": "c-4", "possible": "c-ochre", "confirmed": "c-red"}
LEFT, RIGHT, TOP, BASE = 34.0, 712.0, 20.0, 178.0


@dataclass(frozen=True, slots=True)
class LineChart:
    """One line over the usual range, with a strip that names the states."""

    sentence: str
    line: str
    dot: tuple[str, str]
    peak: Label | None
    ticks: tuple[Label, ...]
    days: tuple[Label, ...]
    band: str
    band_label: Label | None
    strip: tuple[Box, ...]
    keys: tuple[Key, ...]
    height: int
    data: Data
    template: str = "look/charts/line.html"


def line(
    points: Sequence[Pair],
    *,
    sentence: Text,
    header: Text,
    peak_label: Text = "",
    band: tuple[Number, Number] | None = None,
    band_label: Text = "",
    states: Sequence[tuple[str, Text]] = (),
    state_keys: Sequence[tuple[str, Text]] = (),
    first: Text = "",
) -> LineChart:
    """A line from zero over its usual range.

    `states` gives for each point its state and the word for it; `state_keys` what to write beside the strip,
    such as “Possible, from 13 to 15 November”. A rate is given in percent, not as a fraction. `first` heads the labels
    in the table, when they are not days.
    """
    values = [float(value) for _l, value in points]
    step = _nice_step(max([*values, float(band[1]) if band else 0.0, 1.0]))
    top = step * ceil(max([*values, float(band[1]) if band else 0.0, 1.0]) / step)
    xs, ys = spread(len(points), LEFT, RIGHT), [_height(value, top) for value in values]
    peak = max(range(len(values)), key=values.__getitem__, default=None)
    return LineChart(
        sentence=str(sentence),
        line=trace(xs, ys),
        dot=("", "") if peak is None else (place(xs[peak]), place(ys[peak])),
        peak=None if peak is None else _peak(xs[peak], ys[peak], str(peak_label) or number(values[peak])),
        ticks=tuple(Label("0", place(_height(t, top)), number(t)) for t in _ticks(step, top)),
        days=_days([str(label) for label, _v in points], xs),
        band=_band(band, top) if band else "",
        band_label=_band_label(band, top, str(band_label)) if band and band_label else None,
        strip=_strip([state for state, _word in states], xs),
        keys=tuple(Key(STATE_FILLS.get(state, "c-off"), str(text)) for state, text in state_keys),
        height=230 if states else 204,
        data=_data(points, sentence, header, states, first or _("Day")),
    )


def _nice_step(top: float) -> float:
    """A step of 1, 2 or 5 times a power of ten that cuts the height in five at most."""
    power = 10.0 ** floor(log10(top / 3)) if top >= 3 else 1.0
    return next(size * power for size in (1, 2, 5, 10) if top / (size * power) <= 5)


def _ticks(step: float, top: float) -> list[float]:
    return [step * i for i in range(round(top / step) + 1)]


def _height(value: float, top: float) -> float:
    return BASE - (BASE - TOP) * value / top


def _band(band: tuple[Number, Number], top: float) -> str:
    low, high = _height(float(band[0]), top), _height(float(band[1]), top)
    return f"M{LEFT:.0f} {place(high)}H{RIGHT:.0f}V{place(low)}H{LEFT:.0f}Z"


def _band_label(band: tuple[Number, Number], top: float, text: str) -> Label:
    return Label("42", place(_height(float(band[1]), top) - 6), text)


def _peak(x: float, y: float, text: str) -> Label:
    """The words stand on the side where there is room."""
    if x < (LEFT + RIGHT) / 2:
        return Label(place(x + 9), place(y + 2), text)
    return Label(place(x - 9), place(y + 2), text, "end")


def _days(labels: Sequence[str], xs: Sequence[float]) -> tuple[Label, ...]:
    """First, last, and three between, so that none touches its neighbour."""
    last = len(labels) - 1
    chosen = sorted({round(last * i / 4) for i in range(5)}) if last > 4 else range(last + 1)
    anchors = {0: "start", last: "end"}
    return tuple(Label(place(xs[i]), "199", labels[i], anchors.get(i, "middle")) for i in chosen)


def _strip(states: Sequence[str], xs: Sequence[float]) -> tuple[Box, ...]:
    """Runs of the same state as one box each, with a thin gap between."""
    half = (xs[-1] - xs[0]) / max(1, len(xs) - 1) / 2 if xs else 0.0
    boxes = []
    for state, run in groupby(zip(states, xs, strict=False), key=lambda point: point[0]):
        places = [x for _state, x in run]
        start, end = max(LEFT, places[0] - half), min(RIGHT, places[-1] + half)
        width = place(max(1.0, end - start - 2))
        boxes.append(Box(place(start), width, STATE_FILLS.get(state, "c-off"), "216", "12"))
    return tuple(boxes)


def _data(
    points: Sequence[Pair], sentence: Text, header: Text, states: Sequence[tuple[str, Text]], first: Text
) -> Data:
    rows = [(str(label), number(value)) for label, value in points]
    if not states:
        return table(sentence, (first, header), rows)
    said = [(*row, str(word)) for row, (_state, word) in zip(rows, states, strict=True)]
    return table(sentence, (first, header, _("State")), said)
