"""The order of the queue, asked of the database as the published algorithm says it; and the same in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case as Switch
from django.db.models import DateTimeField, Expression, ExpressionWrapper, F, FloatField, Func, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from django.urls import reverse
from django.utils.translation import get_language

from apps.algorithms.priority import NAME, OVERDUE, CaseFacts, Priority, priority, sentence
from apps.moderation.desk_models import Standing
from apps.moderation.models import Case, CaseQuerySet

NOT_RECKONED = priority(CaseFacts("")).value  # a case opened this very second: nothing is known of it but its age


class _Seconds(Func):
    template = "extract(epoch FROM (%(expressions)s))"
    arg_joiner = " - "
    output_field = FloatField()


def in_order(cases: CaseQuerySet, *, now: datetime | Value) -> CaseQuerySet:
    """What should be looked at first stands first; `place` is the figure. `now`: a moment, or the place of one."""
    at = now if isinstance(now, Value) else Value(now, output_field=DateTimeField())
    since = Coalesce(F("standing__since"), F("opened_at"))
    hour = Value(3600.0)
    ratio = Greatest(_Seconds(at, since), Value(0.0)) / Greatest(_Seconds(F("decide_before"), since), hour)
    found = cases.annotate(waited=ExpressionWrapper(ratio, output_field=FloatField()))
    return found.annotate(place=_importance() + _age()).order_by("-place", "pk")


def _importance() -> Expression:
    return Coalesce(F("standing__importance"), Value(NOT_RECKONED), output_field=FloatField())


def _age() -> Any:
    late = Value(OVERDUE) + Least(Value(1.0), F("waited") - Value(1.0))
    return Switch(When(waited__lt=1.0, then=F("waited")), default=late, output_field=FloatField())


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Why a case stands where it stands: one sentence, and the figures it is made of."""

    sentence: str
    value: float
    harm: float
    exposure: float
    uncertainty: float
    age: float
    card: str  # the page of the algorithm
    version: str


def place_of(case: Case, *, now: datetime) -> PlaceView | None:
    """None while it is not reckoned yet."""
    standing: Standing | None = getattr(case, "standing", None)
    if standing is None:
        return None
    found = priority_of(standing, case, now=now)
    return PlaceView(
        sentence=sentence(found, (get_language() or "fr")[:2]),
        value=found.value,
        harm=found.harm,
        exposure=found.exposure,
        uncertainty=found.uncertainty,
        age=found.age,
        card=reverse("pages:algorithm", args=[settings.PLATFORM_OPERATOR, NAME]),
        version=standing.version,
    )


def priority_of(standing: Standing, case: Case, *, now: datetime) -> Priority:
    """The same figure as in the order of the queue."""
    hour = 3600.0
    waited = (now - standing.since).total_seconds() / hour
    given = (case.decide_before - standing.since).total_seconds() / hour
    return priority(CaseFacts(**standing.facts, age_hours=waited, deadline_hours=given))


def unasked_place(age_hours: float, deadline_hours: float) -> float:
    """The place of what was drawn at random: a blind audit."""
    return priority(CaseFacts("random_draw", age_hours=age_hours, deadline_hours=deadline_hours)).value
