"""What a page of figures is about: which spaces, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.moderation.selectors.lists import Option
from apps.spaces.permissions import Visitor, readable_spaces

PERIODS = (30, 90, 365)  # days


@dataclass(frozen=True, slots=True)
class Scope:
    """The spaces of which cases are counted, and the period."""

    spaces: tuple[int, ...]  # primary keys
    since: datetime
    now: datetime
    days: int

    @property
    def by_week(self) -> bool:
        """A year has too many days for one line."""
        return self.days > 90

    @property
    def values(self) -> dict[str, Any]:
        """As the queries name them."""
        return {"spaces": list(self.spaces), "since": self.since, "now": self.now}


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be chosen, and what is."""

    space: str
    operator: str
    days: int
    spaces: list[Option]
    operators: list[Option]
    periods: list[Option]

    @property
    def query(self) -> str:
        """As it stands in the address."""
        chosen = {"space": self.space, "operator": self.operator, "days": str(self.days)}
        return "&".join(f"{name}={value}" for name, value in chosen.items() if value)


def asked(visitor: Visitor, query: Mapping[str, str], *, now: datetime) -> tuple[Scope, Asked]:
    """What is not one of the choices counts for nothing. A space that this person may not read is not counted."""
    spaces = list(readable_spaces(visitor, now=now).select_related("operator").order_by("slug"))
    operators = {space.operator_id: space.operator for space in spaces}
    wanted = _one_of(query.get("space", ""), {space.slug for space in spaces})
    operator = "" if wanted else _one_of(query.get("operator", ""), {one.slug for one in operators.values()})
    days = int(_one_of(query.get("days", ""), {str(period) for period in PERIODS}) or PERIODS[0])
    of_operator = {pk for pk, one in operators.items() if one.slug == operator}
    counted = [
        space.pk
        for space in spaces
        if (not wanted or space.slug == wanted) and (not operator or space.operator_id in of_operator)
    ]
    since = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    choices = Asked(
        space=wanted,
        operator=operator,
        days=days,
        spaces=[Option(space.slug, space.name, space.slug == wanted) for space in spaces],
        operators=[
            Option(one.slug, one.name, one.slug == operator)
            for one in sorted(operators.values(), key=lambda one: one.slug)
        ],
        periods=[Option(str(period), _period(period), period == days) for period in PERIODS],
    )
    return Scope(tuple(sorted(counted)), since, now, days), choices


def _one_of(value: str, allowed: set[str]) -> str:
    return value if value in allowed else ""


def _period(days: int) -> str:
    return _("a year") if days == 365 else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
