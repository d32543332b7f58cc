"""How referrals turned out in one space: how many, how many badly, with an interval. Never who."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Q
from django.db.models.functions import Cast, Coalesce

from apps.algorithms import referral
from apps.algorithms.error_rates import wilson
from apps.referrals.models import Referral
from apps.spaces.models import Space

A_GOOD_YEAR = timedelta(days=400)  # as long as these rows are kept after their end
FEW = 10  # people under which a share says nothing, and might point at somebody


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a good year. Under ten people only that they are few."""

    enough: bool
    referred: int | None
    badly: int | None
    share: float | None
    low: float | None
    high: float | None
    algorithm: str = referral.NAME
    version: str = referral.VERSION

    def as_json(self) -> dict[str, Any]:
        """For the twin."""
        return {
            "enough": self.enough,
            "fewer_than": None if self.enough else FEW,
            "referred": self.referred,
            "turned_out_badly": self.badly,
            "share": self.share,
            "interval_95": [self.low, self.high] if self.enough else None,
            "algorithm": self.algorithm,
            "version": self.version,
        }


def figures_of(space: Space, *, now: datetime) -> Figures:
    """Newcomers referred in a space, each once, and those with a final decision against them within 180 days."""
    rows = Referral.objects.filter(space=space, carried_at__gt=now - A_GOOD_YEAR, carried_at__lte=now)
    badly = Q(betrayed_at__isnull=False)
    newcomer = Coalesce(Cast("referee", CharField()), "round")  # whoever has left is told apart by the round
    told = rows.aggregate(all=Count(newcomer, distinct=True), badly=Count(newcomer, distinct=True, filter=badly))
    return _few_or_told(told["all"], told["badly"])


def _few_or_told(referred: int, badly: int) -> Figures:
    if referred < FEW:
        return Figures(False, None, None, None, None, None)
    low, high = wilson(badly, referred)
    return Figures(True, referred, badly, round(badly / referred, 3), round(low, 3), round(high, 3))
