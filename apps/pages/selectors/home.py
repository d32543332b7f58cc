"""The first ten seconds: what this is, how it goes, what was just told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accountability import selectors as accountability
from apps.accountability.selectors import OperatorRow
from apps.base.compiled import Compiled, any_of, given
from apps.look.charts import sparkline
from apps.look.charts.spark import Sparkline
from apps.look.moments import day as said_day
from apps.look.numbers import decimal, number, percent
from apps.moderation.models import Decision, DecisionQuerySet
from apps.moderation.selectors import figures as moderation
from apps.moderation.selectors.lists import DecisionRow, row_of
from apps.moderation.states import Result
from apps.pages.selectors.lines import ReviewLine, review_lines, with_neighbours
from apps.pages.selectors.parts import days_before, link_to
from apps.pages.selectors.scorecard import Scorecard, scorecard
from apps.posts.models import Review
from apps.spaces.models import Operator, Visibility
from apps.spaces.permissions import Visitor

CURVE = 30  # days
WEEK = 7
JUST_TOLD = 5
LATEST = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One day of a curve."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A live figure: its value today, its sentence, and how it came here."""

    key: str
    label: str
    value: str
    unit: str
    caption: str
    points: list[Point]

    @property
    def chart(self) -> Sparkline | None:
        """The curve, drawn; nothing to draw without points."""
        sentence = f"{self.label}: {self.value} {self.unit}".strip()
        return _curve(tuple(self.points), sentence, self.label, get_language()) if self.points else None


@lru_cache(maxsize=64)
def _curve(points: tuple[Point, ...], sentence: str, header: str, _language: str | None) -> Sparkline:
    """A day goes by before most of them change."""
    rows = [(said_day(point.day, short=True), point.value) for point in points]
    return sparkline(rows, sentence=sentence, header=header)


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Of the decisions of thirty days, how many were overturned on appeal."""

    overturned: int
    decisions: int
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page."""

    figures: list[Figure]
    decisions: list[DecisionRow]
    alerts: list[OperatorRow]
    operators: int
    mistakes: Mistakes
    scorecard: Scorecard
    just_told: list[ReviewLine]
    operators_url: str
    cases_url: str
    desk_url: str


def home_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> HomePage:
    """The same for everybody: only what is public is counted and shown."""
    return HomePage(
        figures=home_figures(now),
        decisions=[row_of(decision) for decision in DECIDED.objects()],
        alerts=_alerts(now),
        operators=OPERATORS.count(),
        mistakes=_mistakes(now),
        scorecard=scorecard(now=now),
        just_told=_just_told(),
        operators_url=link_to("accountability:operators"),
        cases_url=link_to("moderation:cases"),
        desk_url=link_to("moderation:desk"),
    )


def home_figures(now: datetime) -> list[Figure]:
    """The four of the first ten seconds."""
    return [reviews_this_week(now), contested(now), hours_to_decide(now), operators_in_alert(now)]


def reviews_this_week(now: datetime) -> Figure:
    """Reviews of the last seven days, for each of the last thirty days."""
    points = _sliding(_by_day(now), list(days_before(now, CURVE)))
    return Figure(
        key="reviews",
        label=_("Reviews this week"),
        value=number(points[-1].value),
        unit="",
        caption=change_in_words([point.value for point in points]),
        points=points,
    )


def contested(now: datetime) -> Figure:
    """Of the reviews of seven days, the share that somebody contested since."""
    told = _by_day(now)
    shares = dict(moderation.contested_share(now=now, days=CURVE + WEEK))
    hit = {day: round(share * told.get(day, 0)) for day, share in shares.items()}
    days = list(days_before(now, CURVE))
    of = _sliding(told, days)
    points = [
        Point(p.day, round(100 * h.value / p.value, 1) if p.value else 0.0)
        for p, h in zip(of, _sliding(hit, days), strict=True)
    ]
    told_now, hit_now = of[-1].value, _sliding(hit, days[-1:])[0].value
    words = {"hit": number(hit_now), "of": number(told_now)}
    return Figure(
        key="contested",
        label=_("Reviews contested"),
        value=decimal(points[-1].value),
        unit="%",
        caption=_("%(hit)s of the %(of)s of this week. They stay visible.") % words,
        points=points,
    )


def hours_to_decide(now: datetime) -> Figure:
    """The median time from contesting to a decision, over seven days."""
    points = [Point(day, hours) for day, hours in moderation.hours_to_decision(now=now, days=CURVE)]
    hours = points[-1].value
    return Figure(
        key="hours",
        label=_("Median time to decide"),
        value=number(round(hours)) if hours else "–",
        unit=_("h") if hours else "",
        caption=_hours_in_words(hours, points[0].value),
        points=points,
    )


def _hours_in_words(hours: float, before: float) -> str:
    if not hours:
        return _("No decision in the last seven days.")
    if not before:
        return _("Over the last seven days.")
    return _("%(n)s h thirty days ago.") % {"n": number(round(before))}


def operators_in_alert(now: datetime) -> Figure:
    """Operators whose alert is possible or confirmed, day by day."""
    days = accountability.operators_in_alert(now=now, days=CURVE)
    today = days[-1]
    words = {"confirmed": number(today.confirmed), "possible": number(today.possible)}
    return Figure(
        key="alerts",
        label=_("Operators in alert"),
        value=number(today.possible + today.confirmed),
        unit="",
        caption=_("Confirmed: %(confirmed)s. Possible: %(possible)s.") % words,
        points=[Point(day.day, day.possible + day.confirmed) for day in days],
    )


def _decided() -> DecisionQuerySet:
    """What anybody may read of what was decided."""
    return Decision.objects.published().filter(case__space__visibility=Visibility.PUBLIC.value)


def _of_the_month() -> DecisionQuerySet:
    return _decided().filter(published_at__gte=given("since"))


DECIDED = Compiled(
    lambda: _decided().select_related("case__space", "statement").order_by("-published_at", "-pk")[:LATEST]
)
OF_THE_MONTH = Compiled(lambda: _of_the_month().values_list("pk"))
OVERTURNED = Compiled(lambda: _of_the_month().filter(result=Result.OVERTURNED.value).values_list("pk"))
OPERATORS = Compiled(lambda: Operator.objects.values_list("pk"))


def _mistakes(now: datetime) -> Mistakes:
    """Counted against us, in the open."""
    since = now - timedelta(days=CURVE)
    overturned, all_of_them = OVERTURNED.count(since=since), OF_THE_MONTH.count(since=since)
    if not all_of_them:
        sentence = _("No decision in thirty days, so none overturned.")
    else:
        words = {"n": number(overturned), "of": number(all_of_them)}
        sentence = _("%(n)s of %(of)s decisions overturned on appeal in thirty days. Each is published.") % words
    url = link_to("moderation:cases")
    return Mistakes(overturned, all_of_them, sentence, f"{url}?appeal=1" if url else "")


def _alerts(now: datetime) -> list[OperatorRow]:
    """Operators in alert now, by name."""
    slugs = list(accountability.alert_states())
    return accountability.operator_rows(LOUD.objects(slugs=slugs), now=now) if slugs else []


LOUD = Compiled(lambda: Operator.objects.filter(slug=any_of("slugs")).order_by("name")[:LATEST])
BY_DAY = Compiled(
    lambda: (
        Review.objects.filter(source=None, published_at__gte=given("since"))
        .annotate(day=TruncDate("published_at"))
        .values_list("day")
        .annotate(Count("pk"))
    )
)


def _by_day(now: datetime) -> dict[date, int]:
    """How many on each day of the curve and the week before it."""
    return dict(BY_DAY.rows(since=now - timedelta(days=CURVE + WEEK)))


def _sliding(by_day: dict[date, int], days: list[date]) -> list[Point]:
    """The sum of the seven days that end on each day."""
    return [Point(d, sum(by_day.get(d - timedelta(days=back), 0) for back in range(WEEK))) for d in days]


def change_in_words(values: Sequence[float]) -> str:
    """How today compares with thirty days ago."""
    first, last = values[0], values[-1]
    if first == last:
        return _("As many as 30 days ago.")
    if not first:
        return _("None 30 days ago.")
    share = percent(abs(last - first) / first)
    if last > first:
        return _("%(share)s more than 30 days ago.") % {"share": share}
    return _("%(share)s fewer than 30 days ago.") % {"share": share}


def _just_told() -> list[ReviewLine]:
    """The newest reviews of the public spaces, whatever their stars."""
    return review_lines(NEWEST.objects())


NEWEST = Compiled(
    lambda: with_neighbours(
        Review.objects.filter(state="published", source=None, space__visibility=Visibility.PUBLIC.value)
    ).order_by("-published_at")[:JUST_TOLD]
)
