"""Figures of moderation, by day, each one counted from rows that anybody concerned can see."""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from apps.base.compiled import Compiled, given
from apps.moderation.models import Case, Decision
from apps.moderation.states import Instance, ItemKind
from apps.posts.models import Review

DAYS = 30
Series = list[tuple[date, float]]


def _per_day(rows: QuerySet[Review]) -> QuerySet[Review, Any]:
    return rows.annotate(day=TruncDate("published_at")).order_by().values_list("day").annotate(n=Count("pk"))


def _told() -> QuerySet[Review]:
    return Review.objects.filter(source=None, published_at__gte=given("since"))


def _contested() -> QuerySet[Review]:
    cases = Case.objects.filter(item_kind=ItemKind.REVIEW, opened_by__in=["report", "doubt"]).values("item")
    return _told().filter(reference__in=cases)


TOLD, CONTESTED = Compiled(lambda: _per_day(_told())), Compiled(lambda: _per_day(_contested()))
FIRST_DECIDED = Compiled(
    lambda: (
        Decision.objects.published()
        .filter(instance=Instance.FIRST, published_at__gte=given("since"))
        .values_list("published_at", "case__opened_at")
    )
)


def contested_share(*, now: datetime, days: int = DAYS) -> Series:
    """For each day, the share of that day's reviews that somebody contested since."""
    since = _since(now, days)
    by_day: dict[date, int] = dict(TOLD.rows(since=since))
    hit: dict[date, int] = dict(CONTESTED.rows(since=since))
    return [(day, hit.get(day, 0) / by_day[day] if by_day.get(day) else 0.0) for day in _days(now, days)]


def hours_to_decision(*, now: datetime, days: int = DAYS) -> Series:
    """For each day, the median hours between opening and first decision, over the seven days up to it."""
    since = _since(now, days + 7)
    times = [
        (published.date(), (published - opened).total_seconds() / 3600)
        for published, opened in FIRST_DECIDED.rows(since=since)
        if published is not None
    ]
    return [(day, _median_until(times, day)) for day in _days(now, days)]


def _median_until(times: list[tuple[date, float]], day: date) -> float:
    week = [hours for at, hours in times if day - timedelta(days=7) < at <= day]
    return round(median(week), 1) if week else 0.0


def _since(now: datetime, days: int) -> datetime:
    return (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _days(now: datetime, days: int) -> list[date]:
    return [now.date() - timedelta(days=back) for back in range(days - 1, -1, -1)]
