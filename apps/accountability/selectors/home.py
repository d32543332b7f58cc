"""For the home page: how many operators are in alert, today and over the last thirty days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from apps.accountability.models import Alert
from apps.accountability.selectors.alerts import CURVE_DAYS, states_by_day
from apps.accountability.states import ORDER, AlertState
from apps.base.compiled import Compiled


@dataclass(frozen=True, slots=True)
class AlertDay:
    """Operators by the worst state of their alerts at the end of a day."""

    day: date
    possible: int
    confirmed: int


CHANGED = Compiled(lambda: Alert.objects.public().filter(changes__isnull=False).distinct())
STATES = Compiled(
    lambda: Alert.objects.open().exclude(state=AlertState.CALM.value).values_list("operator__slug", "state")
)


def operators_in_alert(*, now: datetime, days: int = CURVE_DAYS) -> list[AlertDay]:
    """One value per day, oldest first, today last."""
    last, first = now.date(), now.date() - timedelta(days=days - 1)
    by_operator: dict[int, list[Alert]] = {}
    for alert in CHANGED.objects():
        by_operator.setdefault(alert.operator_id, []).append(alert)
    histories = [states_by_day(alerts, first, last) for alerts in by_operator.values()]
    span = [first + timedelta(days=n) for n in range(days)]
    return [_day(d, [history[d] for history in histories]) for d in span]


def _day(day: date, states: list[str]) -> AlertDay:
    return AlertDay(day, states.count(AlertState.POSSIBLE), states.count(AlertState.CONFIRMED))


def alert_states() -> dict[str, str]:
    """Operator slug → worst state now, for those that are not calm."""
    worst: dict[str, str] = {}
    for slug, state in STATES.rows():
        if slug not in worst or ORDER[AlertState(state)] < ORDER[AlertState(worst[slug])]:
            worst[slug] = state
    return worst
