"""What a changed rule would have asked people to look at among the reviews of the last thirty days.

The very code that serves says it twice: as it serves, and as it would.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from apps.algorithms.review_facts import ReviewFacts, columns_of
from apps.algorithms.review_suspicion import score_many
from apps.posts.models import STANDING, Review
from apps.scoring.counting import pooled
from apps.scoring.inputs import baseline_of
from apps.scoring.learning import blocked_model
from apps.scoring.models import Score
from apps.scoring.serving import LOOK, Serving, serving, serving_of
from apps.scoring.states import ChangeKind
from apps.spaces.models import Space

WINDOW = timedelta(days=30)
MOST = 20_000  # reviews looked at: the newest


@dataclass(frozen=True, slots=True)
class Replayed:
    """One review under both rules."""

    reference: str
    stars: int
    language: str
    space: str
    now: bool  # asks for a look as it is served
    then: bool  # and as it would be
    total: float
    threshold: float


def serving_with(kind: str, parameters: dict[str, Any]) -> Serving:
    """What would serve, were this enabled."""
    current = serving()
    if kind == ChangeKind.RELEASE:
        return serving_of(blocked_model(parameters["model"]), current.changed.without_limits())
    changed = current.changed.with_change(kind, parameters)
    return Serving(current.model, current.thresholds, changed)


def replay(then: Serving, *, now: datetime) -> list[Replayed]:
    """Every scored review of the window that is neither imported nor taken back."""
    current, together = serving(), pooled()
    found: list[Replayed] = []
    rows_of = _by_space(now)
    spaces = Space.objects.in_bulk(rows_of)
    for space, rows in rows_of.items():
        scores = score_many(columns_of([ReviewFacts(**row[-1]) for row in rows]), baseline_of(spaces[space]), together)
        before, after = current.verdicts(scores), then.verdicts(scores)
        for place, (reference, stars, language, slug, _space, _inputs) in enumerate(rows):
            found.append(
                Replayed(
                    reference,
                    stars,
                    language,
                    slug,
                    bool(before.outcomes[place] == LOOK),
                    bool(after.outcomes[place] == LOOK),
                    float(after.log_odds[place]),
                    float(after.thresholds[place]),
                )
            )
    return found


Row = tuple[str, int, str, str, int, dict[str, Any]]


def _by_space(now: datetime) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in _rows(now):
        grouped.setdefault(row[4], []).append(row)
    return grouped


def _rows(now: datetime) -> Iterator[Row]:
    standing = Score.objects.current().filter(review__in=_reviews(now)).order_by("-review__published_at", "-pk")
    fields = ("reference", "stars", "language", "space__slug", "space_id")
    return standing.values_list(*(f"review__{field}" for field in fields), "inputs")[:MOST].iterator(chunk_size=2000)


def _reviews(now: datetime) -> QuerySet[Review]:
    return Review.objects.filter(STANDING, source=None, published_at__gt=now - WINDOW)
