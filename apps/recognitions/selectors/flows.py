"""What came through a gateway: how many, how many count now, and how they turned out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms import gateway_outcome
from apps.algorithms.gateway_outcome import Turned
from apps.look.numbers import number, percent
from apps.recognitions.models import Conversion, Recognition
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


def flows(recognitions: Iterable[Recognition], *, now: datetime) -> dict[int, Flow]:
    """By primary key. One question for any number of gateways."""
    keys = [row.pk for row in recognitions]
    settled = NOT_REFUSED & Q(asked_at__lte=now - SETTLED)
    rows = Conversion.objects.filter(recognition__in=keys).order_by().values("recognition")
    counted = rows.annotate(
        given=Count("pk", filter=NOT_REFUSED),
        counting=Count("pk", filter=Q(state=ConversionState.GIVEN, until__gt=now)),
        people=Count("persona", filter=settled, distinct=True),
        badly=Count("persona", filter=settled & Q(sanctioned_at__isnull=False), distinct=True),
    )
    found = {row["recognition"]: _flow(row["given"], row["counting"], row["people"], row["badly"]) for row in counted}
    return {key: found.get(key) or _flow(0, 0, 0, 0) for key in keys}


def _flow(given: int, counting: int, people: int, badly: int) -> Flow:
    turned = gateway_outcome.turned_out(people, badly)
    return Flow(given, counting, people, turned.share, turned.low, turned.high, _sentence(turned))


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
