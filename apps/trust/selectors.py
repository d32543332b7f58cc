"""What the floors above ask about trust."""

from apps.trust.helpers import HelperView, helpers_now, helping, offers_for, rising_now
from apps.trust.statuses import StatusView, statuses_for, statuses_of, statuses_of_account

__all__ = [
    "HelperView",
    "StatusView",
    "helpers_now",
    "helping",
    "offers_for",
    "rising_now",
    "statuses_for",
    "statuses_of",
    "statuses_of_account",
]
