"""A second opinion as the desk shows it: nothing of the first before the second is given."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from apps.moderation.desk_models import SecondReading
from apps.moderation.rules import RuleCode
from apps.moderation.services.second_readings import agree, waiting
from apps.moderation.states import Outcome
from apps.spaces.models import Mandate


@dataclass(frozen=True, slots=True)
class SecondView:
    """Two opinions given without sight of each other."""

    agree: bool
    opinions: list[tuple[str, str, str, str]]  # whose, outcome, rule, note


def asks(second: SecondReading | None, mandate: Mandate, *, wanted: bool, now: datetime) -> str:
    """Whether an opinion is wanted of this person, and not a decision."""
    found = waiting(second, now=now)
    if found is not None:
        return "" if found.first_id == mandate.account_id else "give"
    return "ask" if wanted else ""


def second_view(reading: SecondReading | None) -> SecondView | None:
    """Nothing of the first opinion before the second is given."""
    if reading is None or reading.read_at is None:
        return None
    somebody = _("a trust manager")
    first = (reading.first_outcome, reading.first_rule, reading.first_name or somebody, reading.first_note)
    second = (reading.second_outcome, reading.second_rule, reading.second_name or somebody, reading.second_note)
    return SecondView(agree(reading), [_opinion(*first), _opinion(*second)])


def _opinion(outcome: str, rule: int | None, name: str, note: str) -> tuple[str, str, str, str]:
    return name, str(Outcome(outcome).label), f"{rule}. {RuleCode(rule).label}" if rule else "", note
