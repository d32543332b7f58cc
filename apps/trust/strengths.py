"""The published sums, read in the database: who is strong enough to be looked at, before anybody's record is loaded.

Decay is computed when it is read. What a page shows is computed by the published algorithm itself, for those few.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db.models import FloatField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Greatest, Power

from apps.algorithms import apomediary
from apps.spaces.models import Space, Topic
from apps.trust.models import HelperChoice, HelperMoment

LEAST = -1000.0  # halvings below which a power of two is no number any more
LONG, SHORT = ("", apomediary.HALF_LIFE), ("now_", apomediary.PRESENCE)
NONE = (0.0, 0.0)

Sums = tuple[float, float]  # what others said of the answers, and how many there are; both decayed


def strongest(
    space: Space, topic: Topic | None, solved: Mapping[int | None, float], *, now: datetime, most: int
) -> list[int]:
    """The personas shown who help most at the moment, each on the topic they help most."""
    there = {persona: sums for persona, _topic, sums in _read(space, SHORT, now, topic=None)}
    found: dict[int, float] = defaultdict(float)
    for persona, about, sums in _read(space, LONG, now, **({"topic": topic} if topic else {"topic__isnull": False})):
        share = solved.get(about, 0.0)
        strength = _worth(sums, share) + apomediary.BACK_OFF * _worth(there.get(persona, NONE), share)
        found[persona] = max(found[persona], strength)
    if topic is None and len(found) < len(there):  # whose answers are on no topic
        others = _read(space, LONG, now, topic=None)
        found |= {persona: _worth(sums, solved[None]) for persona, _none, sums in others if persona not in found}
    return sorted(found, key=lambda persona: (-found[persona], persona))[:most]


def _worth(sums: Sums, solved: float) -> float:
    said, answers = sums
    return said + apomediary.any_answer(solved) * answers


def _read(space: Space, sums: tuple[str, float], now: datetime, **which: object) -> list[tuple[int, int | None, Sums]]:
    prefix, half_life = sums
    shown = HelperChoice.objects.shown(space, now).values("persona")
    rows = HelperMoment.objects.filter(space=space, persona__in=shown, **which).exclude(record={})
    best, thanks, below, answers = (
        _decayed(f"{prefix}{name}", half_life, now) for name in ("best", "thanks", "below", "answers")
    )
    said = best + Value(apomediary.THANKS) * thanks - Value(apomediary.BELOW_ZERO) * below
    return [
        (persona, topic, (helped, given))
        for persona, topic, helped, given in rows.values_list("persona", "topic", said, answers)
    ]


def _decayed(name: str, half_life: float, now: datetime) -> Combinable:
    value, at = (Cast(KT(f"record__{name}__{part}"), FloatField()) for part in ("value", "at"))
    halvings = (at - Value(now.timestamp())) / Value(apomediary.DAY * half_life)
    return value * Power(Value(2.0), Greatest(halvings, Value(LEAST)))
