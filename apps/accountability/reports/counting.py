"""From rows of this site to what a report is counted from, for one operator and period."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

from apps.accountability.reports.figures import Dispute, Order, Quality
from apps.accountability.reports.models import AuthorityOrder, OutsideDispute, hours_between
from apps.algorithms import error_rates, review_suspicion
from apps.algorithms.error_rates import Part, Rate
from apps.moderation.categories import Category
from apps.moderation.selectors.errors import groups_of, together
from apps.moderation.selectors.transparency import Moderated, Period, moderated
from apps.scoring.serving import serving
from apps.spaces.models import Operator


def period_of(begins: date, ends: date) -> Period:
    """Both days whole, in universal time as in the log."""
    first = datetime.combine(begins, time.min, tzinfo=UTC)
    return Period(first, datetime.combine(ends + timedelta(days=1), time.min, tzinfo=UTC))


def is_platform(operator: Operator) -> bool:
    """Operator no. 1 provides the service: its report tells of all spaces."""
    return operator.slug == settings.PLATFORM_OPERATOR


def rows_of(operator: Operator, period: Period) -> Moderated:
    """What was moderated in the spaces an operator answers for."""
    return moderated(None if is_platform(operator) else operator, period)


def orders_of(operator: Operator, period: Period) -> list[Order]:
    """Orders received in the period, as they were recorded."""
    found = AuthorityOrder.objects.filter(
        operator=operator, received_at__gte=period.begins, received_at__lt=period.ends
    )
    return [
        Order(
            inform=order.inform,
            state=order.state,
            category=Category(order.category, order.keyword, order.other),
            items=order.items,
            hours_told=hours_between(order.received_at, order.told_at),
            hours_done=hours_between(order.received_at, order.done_at),
        )
        for order in found
    ]


def disputes_of(operator: Operator, period: Period) -> list[Dispute]:
    """Disputes submitted in the period."""
    found = OutsideDispute.objects.filter(
        operator=operator, submitted_at__gte=period.begins, submitted_at__lt=period.ends
    )
    return [Dispute(d.fate, d.implemented, hours_between(d.submitted_at, d.decided_at)) for d in found]


def quality_of(operator: Operator) -> Quality:
    """How often the score that points at reviews is right, where enough was decided. It is the platform's."""
    if not is_platform(operator):
        return Quality(elsewhere=True)
    groups = groups_of(review_suspicion.NAME, serving().version)
    flagged, left = together(g.flagged for g in groups), together(g.left for g in groups)
    missed = error_rates.missed(flagged, left)
    return Quality(_accuracy(flagged, left), error_rates.precision(flagged), _turned(missed))


def _turned(rate: Rate | None) -> Rate | None:
    return Rate(1 - rate.share, 1 - rate.high, 1 - rate.low, rate.audits) if rate else None


def _accuracy(flagged: Part, left: Part) -> Rate | None:
    """Rightly pointed at and rightly left alone, of all reviews: wrong is the honest part of one, the other of two."""
    return error_rates.found(flagged, Part(left.reviews, left.audited, left.audited - left.confirmed))
