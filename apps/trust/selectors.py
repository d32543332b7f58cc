"""What the floors above ask about trust."""

from apps.trust.helpers import (
    HelperView,
    Rising,
    WeightyAnswer,
    could_help,
    helpers_now,
    helping,
    offers_for,
    rising_now,
    shown_helping,
    waits,
)
from apps.trust.standings import Standing, standings_for, standings_of
from apps.trust.statuses import StatusView, statuses_for, statuses_of, statuses_of_account

__all__ = [
    "HelperView",
    "Rising",
    "Standing",
    "StatusView",
    "WeightyAnswer",
    "could_help",
    "helpers_now",
    "helping",
    "offers_for",
    "rising_now",
    "shown_helping",
    "standings_for",
    "standings_of",
    "statuses_for",
    "statuses_of",
    "statuses_of_account",
    "waits",
]
