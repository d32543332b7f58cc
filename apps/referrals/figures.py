"""How referrals turned out in one space: how many, how many badly, with an interval. Never who."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from apps.algorithms import referral
from apps.algorithms.error_rates import wilson
from apps.referrals.models import Referral
from apps.spaces.models import Space

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


def figures_of(space: Space) -> Figures:
    """Newcomers referred in a space, each once, and those with a final decision against them within 180 days."""
    rows = Referral.objects.filter(space=space, carried_at__isnull=False)
    told = rows.aggregate(
        referred=Count("round", distinct=True), badly=Count("round", distinct=True, filter=Q(betrayed_at__isnull=False))
    )
    referred, badly = told["referred"], told["badly"]
    if referred < FEW:
        return Figures(False, None, None, None, None, None)
    low, high = wilson(badly, referred)
    return Figures(True, referred, badly, round(badly / referred, 3), round(low, 3), round(high, 3))
