"""Shares with their bounds: one row each against a mark, or what was said against what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from apps.look.charts.shapes import Data, Label, Text, place, table
from apps.look.numbers import number, percent

LEFT, RIGHT, ROW = 4.0, 712.0, 52
SIDE, EDGE, TOP = 300.0, 48.0, 12.0  # the square, and where it begins


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 and between what bounds it holds, from so many; None: too few to tell."""

    label: Text
    share: float | None
    low: float | None
    high: float | None
    of: int
    said: float | None = None  # where it stands along: what was said of it beforehand


@dataclass(frozen=True, slots=True)
class Whisker:
    """A dot and the line between its bounds."""

    path: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class RangeChart:
    """A row per share."""

    sentence: str
    labels: tuple[Label, ...]
    figures: tuple[Label, ...]
    whiskers: tuple[Whisker, ...]
    ticks: tuple[Label, ...]
    mark: str
    mark_label: Label | None
    height: int
    data: Data
    template: str = "look/charts/ranges.html"

    @property
    def base(self) -> int:
        """Where the ticks end."""
        return self.height - 26


@dataclass(frozen=True, slots=True)
class AgreementChart:
    """What was said along, what was found up; right on the diagonal."""

    sentence: str
    whiskers: tuple[Whisker, ...]
    counts: tuple[Label, ...]
    across: tuple[Label, ...]
    up: tuple[Label, ...]
    names: tuple[Label, ...]
    diagonal: str
    data: Data
    template: str = "look/charts/agreement.html"


def ranges(
    rows: Sequence[Share], *, sentence: Text, header: Text, mark: float | None = None, mark_label: Text = ""
) -> RangeChart:
    """Each share and its bounds on one scale from zero, with a mark they are held against."""
    top = _top([row.high for row in rows if row.high is not None] + [mark or 0.0])
    told = [(number_of, row) for number_of, row in enumerate(rows) if row.share is not None]
    height = ROW * len(rows) + 48
    return RangeChart(
        sentence=str(sentence),
        labels=tuple(Label("0", place(ROW * i + 44), str(row.label)) for i, row in enumerate(rows)),
        figures=tuple(Label(place(RIGHT), place(ROW * i + 44), _figure(row), "end") for i, row in enumerate(rows)),
        whiskers=tuple(_flat(i, row, top) for i, row in told),
        ticks=tuple(_tick(top * step / 4, top, height - 6) for step in range(5)),
        mark="" if mark is None else f"M{place(_along(mark, top))} 24V{height - 26}",
        mark_label=Label(place(_along(mark, top) + 5), "14", str(mark_label)) if mark and mark_label else None,
        height=height,
        data=_data(rows, sentence, header),
    )


def agreement(rows: Sequence[Share], *, sentence: Text, header: Text, said: Text, found: Text) -> AgreementChart:
    """A dot per class of what was said; rows without a share stand in the table only."""
    told = [row for row in rows if row.share is not None and row.said is not None]
    ticks = [step / 4 for step in range(5)]
    return AgreementChart(
        sentence=str(sentence),
        whiskers=tuple(_upright(row) for row in told),
        counts=tuple(_count(row) for row in told),
        across=tuple(Label(place(_x(t)), place(TOP + SIDE + 16), percent(t), "middle") for t in ticks),
        up=tuple(Label(place(EDGE - 6), place(_y(t) + 4), percent(t), "end") for t in ticks),
        names=(
            Label(place(EDGE + SIDE), place(TOP + SIDE + 32), str(said), "end"),
            Label(place(EDGE + 6), place(TOP + 12), str(found)),
        ),
        diagonal=f"M{place(_x(0))} {place(_y(0))}L{place(_x(1))} {place(_y(1))}",
        data=_data(rows, sentence, header, said),
    )


def _top(values: Sequence[float]) -> float:
    """A round end of the scale."""
    highest = max(values, default=0.0)
    return next((end for end in (0.1, 0.2, 0.4) if highest <= end), min(1.0, ceil(highest * 5) / 5))


def _along(value: float, top: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(value / top, 1.0)


def _figure(share: Share) -> str:
    return _("too few") if share.share is None else percent(share.share, 1)


def _flat(row: int, share: Share, top: float) -> Whisker:
    y = ROW * row + 60.0
    low, high = _along(share.low or 0.0, top), _along(share.high or 0.0, top)
    return Whisker(f"M{place(low)} {place(y)}H{place(high)}", place(_along(share.share or 0.0, top)), place(y))


def _tick(value: float, top: float, y: float) -> Label:
    anchor = "start" if value == 0 else "end" if value == top else "middle"
    return Label(place(_along(value, top)), place(y), percent(value, 0 if top * 100 % 4 == 0 else 1), anchor)


def _x(value: float) -> float:
    return EDGE + SIDE * value


def _y(value: float) -> float:
    return TOP + SIDE * (1 - value)


def _upright(row: Share) -> Whisker:
    x = place(_x(row.said or 0.0))
    return Whisker(f"M{x} {place(_y(row.low or 0.0))}V{place(_y(row.high or 0.0))}", x, place(_y(row.share or 0.0)))


def _count(row: Share) -> Label:
    """Beside its dot, on the side where there is room."""
    x, right = _x(row.said or 0.0), (row.said or 0.0) < 0.8
    return Label(
        place(x + 8 if right else x - 8), place(_y(row.share or 0.0) + 4), number(row.of), "start" if right else "end"
    )


def _data(rows: Sequence[Share], caption: Text, header: Text, said: Text = "") -> Data:
    names = (header, *([said] if said else []), _("Share"), _("Between"), _("Decisions"))
    return table(caption, names, [_row(row, bool(said)) for row in rows])


def _row(row: Share, with_said: bool) -> tuple[str, ...]:
    along = [percent(row.said, 1) if row.said is not None else "–"] if with_said else []
    if row.share is None:
        return (str(row.label), *along, _("too few"), "–", number(row.of))
    bounds = _("%(low)s and %(high)s") % {"low": percent(row.low or 0.0, 1), "high": percent(row.high or 0.0, 1)}
    return (str(row.label), *along, percent(row.share, 1), bounds, number(row.of))
