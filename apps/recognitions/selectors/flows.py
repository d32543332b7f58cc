"""What came through a gateway: how many, how many count on the day one asks about, and how they turned out.

What counts is read by the table that binds that day, not by the one of the day it was given: one that was shortened
since ends it earlier. What its source no longer holds is ended by the sweep, every ten minutes.
Conversions are counted here; badges of other sites by the floor above that reads them (`register_came`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms import gateway_outcome
from apps.algorithms.gateway_outcome import Turned
from apps.look.numbers import number, percent
from apps.recognitions.models import Conversion, Recognition
from apps.recognitions.rechecking import in_force
from apps.recognitions.states import ConversionState

SETTLED = timedelta(days=gateway_outcome.SETTLED_DAYS)
NOT_REFUSED = ~Q(state=ConversionState.REFUSED)


@dataclass(frozen=True, slots=True)
class Flow:
    """Of one gateway. The share is there only where enough people came."""

    given: int
    counting: int
    people: int
    share: float | None
    low: float | None
    high: float | None
    sentence: str
    algorithm: str = gateway_outcome.NAME
    version: str = gateway_outcome.VERSION


@dataclass(frozen=True, slots=True)
class Came:
    """Whole counts of one gateway; `people` came long enough ago, `badly` of them were sanctioned afterwards."""

    given: int
    counting: int
    people: int
    badly: int


Counting = Callable[[Sequence[int], datetime], dict[int, Came]]
_COUNTS: dict[str, Counting] = {}
NOBODY = Came(0, 0, 0, 0)


def register_came(count: Counting) -> None:
    """`count(recognitions, now)`: by primary key, those through which something else came than conversions."""
    _COUNTS[count.__module__] = count


def flows(recognitions: Iterable[Recognition], *, now: datetime) -> dict[int, Flow]:
    """By primary key. Three questions for any number of gateways, and some for each registered count."""
    keys = [row.pk for row in recognitions]
    came: dict[int, Came] = {}
    for count in (_converted, *_COUNTS.values()):
        came |= count(keys, now)  # a gateway is of a space here or of one of another site: nothing is counted twice
    return {key: _flow(came.get(key, NOBODY)) for key in keys}


def within_table(keys: Sequence[int], since: Callable[[timedelta], Q], now: datetime) -> Q:
    """What the table that binds now still lets count: `since(age)` says what was given no longer ago than that."""
    ages: dict[int, list[int]] = {}
    for key, table in in_force(Recognition.objects.filter(pk__in=keys), now=now).items():
        ages.setdefault(table.max_age, []).append(key)
    counts = Q(pk__in=())
    for age, ways in ages.items():
        counts |= Q(recognition__in=ways) & since(timedelta(days=age))
    return counts


def _converted(keys: Sequence[int], now: datetime) -> dict[int, Came]:
    bound = within_table(keys, lambda age: Q(asked_at__gt=now - age), now)
    settled = NOT_REFUSED & Q(asked_at__lte=now - SETTLED)
    rows = Conversion.objects.filter(recognition__in=keys).order_by().values("recognition")
    counted = rows.annotate(
        given=Count("pk", filter=NOT_REFUSED),
        counting=Count("pk", filter=bound & Q(state=ConversionState.GIVEN, until__gt=now)),
        people=Count("persona", filter=settled, distinct=True),
        badly=Count("persona", filter=settled & Q(sanctioned_at__isnull=False), distinct=True),
    )
    told = counted.values_list("recognition", "given", "counting", "people", "badly")
    return {key: Came(given, counting, people, badly) for key, given, counting, people, badly in told}


def _flow(came: Came) -> Flow:
    turned = gateway_outcome.turned_out(came.people, came.badly)
    return Flow(came.given, came.counting, came.people, turned.share, turned.low, turned.high, _sentence(turned))


def _sentence(turned: Turned) -> str:
    if turned.share is None or turned.low is None or turned.high is None:
        few = {"n": gateway_outcome.FEW, "days": gateway_outcome.SETTLED_DAYS}
        return _("Too few people to say: fewer than %(n)d came by it %(days)d days ago or more.") % few
    said = ngettext(
        "Of %(people)s person who came by it, %(share)s was sanctioned afterwards (between %(low)s and %(high)s, "
        "nineteen times out of twenty).",
        "Of %(people)s people who came by it, %(share)s were sanctioned afterwards (between %(low)s and %(high)s, "
        "nineteen times out of twenty).",
        turned.people,
    )
    shares = {"share": percent(turned.share), "low": percent(turned.low), "high": percent(turned.high)}
    return said % {"people": number(turned.people), **shares}
