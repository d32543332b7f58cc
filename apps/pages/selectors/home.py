"""The first ten seconds: what this is, how it goes, what was just told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.look.charts import sparkline
from apps.look.charts.spark import Sparkline
from apps.look.moments import day as said_day
from apps.look.numbers import number, percent
from apps.pages.selectors.lines import ReviewLine, review_line, with_neighbours
from apps.pages.selectors.parts import days_before, link_to
from apps.posts.models import STANDING, Review
from apps.spaces.models import Visibility
from apps.spaces.permissions import Visitor

CURVE = 30  # days
WEEK = 7
JUST_TOLD = 5


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
        if not self.points:
            return None
        rows = [(said_day(point.day, short=True), point.value) for point in self.points]
        return sparkline(rows, sentence=f"{self.label}: {self.value} {self.unit}".strip(), header=self.label)


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page."""

    figures: list[Figure]
    just_told: list[ReviewLine]
    operators_url: str
    cases_url: str
    desk_url: str


def home_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> HomePage:
    """The same for everybody: only what is public is counted and shown."""
    return HomePage(
        figures=[reviews_this_week(now)],
        just_told=_just_told(),
        operators_url=link_to("accountability:operators"),
        cases_url=link_to("moderation:cases"),
        desk_url=link_to("moderation:desk"),
    )


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


def _by_day(now: datetime) -> dict[date, int]:
    """Ours only: what is imported was not told here."""
    since = now - timedelta(days=CURVE + WEEK)
    rows = Review.objects.filter(STANDING, source=None, space__visibility=Visibility.PUBLIC, published_at__gte=since)
    return dict(rows.annotate(day=TruncDate("published_at")).values_list("day").annotate(Count("pk")))


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
    rows = Review.objects.filter(state="published", source=None, space__visibility=Visibility.PUBLIC)
    return [review_line(review) for review in with_neighbours(rows).order_by("-published_at")[:JUST_TOLD]]
