"""The curve of voices and the bar of revenue, drawn from what was published."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from django.utils.translation import gettext as _

from apps.accountability.selectors.alerts import DayCount, chart_sentence
from apps.accountability.selectors.money import Money
from apps.accountability.states import AlertState
from apps.look import charts
from apps.look.charts.bars import FILLS, StackedBar
from apps.look.charts.line import LineChart
from apps.look.charts.shapes import Key, table
from apps.look.moments import day


def curve(days: Sequence[DayCount]) -> LineChart:
    """Voices published per day, and a strip that names the states."""
    return charts.line(
        [(day(d.day, short=True), d.voices) for d in days],
        sentence=chart_sentence(days),
        header=_("Voices"),
        states=[(d.state, d.word) for d in days],
        state_keys=_keys(days),
    )


def revenue(money: Money) -> StackedBar | None:
    """Its sources as parts of a whole, each with its signed share; more than a bar holds are left to a table."""
    if not 1 < len(money.sources) <= len(FILLS):
        return None
    shares = [(source.name, source.shown) for source in money.sources]
    parts = ", ".join(f"{name} {shown}" for name, shown in shares)
    sentence = _("Revenue of %(year)s: %(parts)s.") % {"year": money.year, "parts": parts}
    drawn = charts.stacked([(source.name, source.percent) for source in money.sources], sentence=sentence)
    keys = tuple(Key(css, name, shown) for css, (name, shown) in zip(FILLS, shares, strict=False))
    return replace(drawn, keys=keys, data=table(sentence, (_("Source"), _("Share")), shares))


def _keys(days: Sequence[DayCount]) -> list[tuple[str, str]]:
    """Each state once, with the days it lasted; the last run of each."""
    last_run: dict[str, list[DayCount]] = {}
    for state, run in groupby(days, key=lambda d: d.state):
        last_run[state] = list(run)
    return [(state, _said(state, last_run[state], days)) for state in AlertState.values if state in last_run]


def _said(state: str, run: Sequence[DayCount], days: Sequence[DayCount]) -> str:
    word = str(AlertState(state).label).capitalize()
    if state == AlertState.CALM:
        return word
    if run[-1].day == days[-1].day:
        return _("%(state)s, since %(day)s") % {"state": word, "day": day(run[0].day, short=True)}
    if run[0].day == run[-1].day:
        return _("%(state)s, on %(day)s") % {"state": word, "day": day(run[0].day, short=True)}
    bounds = {"state": word, "from": day(run[0].day, short=True), "to": day(run[-1].day, short=True)}
    return _("%(state)s, from %(from)s to %(to)s") % bounds
