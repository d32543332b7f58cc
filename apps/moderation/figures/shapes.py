"""A figure: its words, what computed it, its rows; drawn as a chart, written as CSV with the numbers as they are."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.algorithms.decision_figures import NAME, VERSION
from apps.look.charts import Chart, Data, Share, bars, line, ranges
from apps.look.charts.ranges import RangeChart
from apps.look.moments import day

Cell = str | int | float | None
Table = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What every figure says of itself."""

    name: str
    title: str
    sentences: list[str]
    how: str
    algorithm: str
    version: str


def told(name: str, title: str, sentences: list[str], how: str) -> dict[str, object]:
    """The part that every figure has, with the version of what computed it."""
    said = {"name": name, "title": title, "sentences": sentences, "how": how}
    return {**said, "algorithm": NAME, "version": VERSION}


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One day, or the week that begins on it."""

    begins: date
    opened: int
    decided: int


@dataclass(frozen=True, slots=True)
class FlowFigure(Figure):
    """How much came in, and how much was decided."""

    by_week: bool
    rows: list[FlowRow]

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        """Two lines, one under the other."""
        drawn = ((_("Cases opened"), "opened"), (_("Decisions sent"), "decided"))
        return [(title, self._line(title, what)) for title, what in drawn] if self.rows else []

    def _line(self, title: str, what: str) -> Chart:
        points = [(day(row.begins, short=True), getattr(row, what)) for row in self.rows]
        first = _("Week from") if self.by_week else ""
        return line(points, sentence=f"{title}. {self.sentences[0]}", header=title, first=first)

    @property
    def cells(self) -> Table:
        """For CSV."""
        rows: Table = [[row.begins.isoformat(), row.opened, row.decided] for row in self.rows]
        return [["begins", "opened", "decided"], *rows]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """Cases that have waited about as long."""

    label: str
    hours_from: int
    cases: int


@dataclass(frozen=True, slots=True)
class AgeFigure(Figure):
    """How long what waits has waited."""

    waiting: int
    late: int
    middle_hours: float | None
    oldest_tenth_hours: float | None
    rows: list[AgeRow]

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        rows = [(row.label, row.cases) for row in self.rows]
        drawn = bars(rows, sentence=self.sentences[0], headers=(_("Has waited"), _("Cases")))
        return [("", drawn)] if self.waiting else []

    @property
    def cells(self) -> Table:
        """For CSV."""
        rows: Table = [[row.hours_from, row.cases] for row in self.rows]
        return [["hours_from", "cases"], *rows]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A share and its interval; without both, too few were decided."""

    code: str
    label: str
    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def _shares(rows: list[ShareRow]) -> list[Share]:
    return [Share(row.label, row.share, row.low, row.high, row.of) for row in rows]


@dataclass(frozen=True, slots=True)
class SharesFigure(Figure):
    """Shares of the same kind, one under the other."""

    rows: list[ShareRow]

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        """None while nothing can be said of anything: then the table alone stands there."""
        return [("", self._chart())] if any(row.share is not None for row in self.rows) else []

    @property
    def table(self) -> Data | None:
        """Of what is too little to be drawn."""
        return self._chart().data if not self.charts else None

    def _chart(self) -> RangeChart:
        return ranges(_shares(self.rows), sentence=self.sentences[0], header=_("Counted"))

    @property
    def cells(self) -> Table:
        """For CSV."""
        names: list[Cell] = ["what", "hits", "of", "share", "low", "high"]
        return [names, *([row.code, row.hits, row.of, row.share, row.low, row.high] for row in self.rows)]


@dataclass(frozen=True, slots=True)
class RatioRow:
    """Two sides, and how many times likelier a masking is on the first; without a ratio, too few were decided."""

    code: str
    ratio: float | None
    low: float | None
    high: float | None
    first: ShareRow
    second: ShareRow


@dataclass(frozen=True, slots=True)
class FairnessFigure(Figure):
    """Whether both sides are masked alike."""

    rows: list[RatioRow]

    @property
    def sides(self) -> list[ShareRow]:
        """All of them, pair by pair."""
        return [side for row in self.rows for side in (row.first, row.second)]

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        """The share masked on each side; the ratios are said in words."""
        enough = any(side.share is not None for side in self.sides)
        return [(_("Share masked, on each side"), self._chart())] if enough else []

    @property
    def table(self) -> Data | None:
        """Of what is too little to be drawn."""
        return self._chart().data if not self.charts else None

    def _chart(self) -> RangeChart:
        return ranges(_shares(self.sides), sentence=_("Share masked, on each side"), header=_("Side"))

    @property
    def cells(self) -> Table:
        """For CSV."""
        names: list[Cell] = ["what", "masked_first", "decisions_first", "masked_second", "decisions_second"]
        return [
            [*names, "odds_ratio", "low", "high"],
            *(
                [r.code, r.first.hits, r.first.of, r.second.hits, r.second.of, r.ratio, r.low, r.high]
                for r in self.rows
            ),
        ]


@dataclass(frozen=True, slots=True)
class AnsweredFigure(SharesFigure):
    """Whether whoever reports hears, and when."""

    waiting_in_time: int
    quarter_hours: float | None
    middle_hours: float | None
    three_quarters_hours: float | None

    @property
    def cells(self) -> Table:
        """For CSV."""
        names: list[Cell] = ["filed", "answered", "share", "low", "high", "waiting_in_time"]
        row = self.rows[0]
        hours = [self.quarter_hours, self.middle_hours, self.three_quarters_hours]
        return [
            [*names, "quarter_hours", "middle_hours", "three_quarters_hours"],
            [row.of, row.hits, row.share, row.low, row.high, self.waiting_in_time, *hours],
        ]


AnyFigure = FlowFigure | AgeFigure | SharesFigure | FairnessFigure | AnsweredFigure
