"""What a changed rule would have asked people to look at among the reviews of the last thirty days.

The very code that serves says it twice: as it serves, and as it would.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from apps.algorithms.review_facts import ReviewFacts, columns_of
from apps.algorithms.review_suspicion import score_many
from apps.algorithms.site_wording import SiteWording
from apps.posts.models import STANDING, Review
from apps.scoring.counting import pooled
from apps.scoring.inputs import baseline_of
from apps.scoring.learning import blocked_model
from apps.scoring.models import Score
from apps.scoring.serving import LOOK, Serving, serving, serving_of
from apps.scoring.states import ChangeKind
from apps.scoring.wording import wording_of
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


@dataclass(frozen=True, slots=True)
class Trial:
    """What would serve, were a change enabled: weights and rules, and how the reviews of a language are heard."""

    serving: Serving
    wording: SiteWording | None = None

    def votes(self, now: datetime) -> dict[str, float | None]:
        """How far the wording tried moves each review of its language."""
        if self.wording is None:
            return {}
        reviews = _reviews(now).filter(language=self.wording.language).order_by("-published_at", "-pk")
        texts = reviews.values_list("reference", "text")[:MOST].iterator(chunk_size=2000)
        return {reference: self.wording.moved(text) for reference, text in texts}

    def hear(self, facts: ReviewFacts, reference: str, votes: dict[str, float | None]) -> ReviewFacts:
        """The same review, with that vote in the place of today's."""
        if self.wording is None or reference not in votes:
            return facts
        return replace(facts, wording=votes[reference], wording_texts=self.wording.texts)


def trial_of(kind: str, parameters: dict[str, Any]) -> Trial:
    """What would serve, were this enabled."""
    current = serving()
    if kind != ChangeKind.RELEASE:
        changed = current.changed.with_change(kind, parameters)
        return Trial(Serving(current.model, current.thresholds, changed))
    blocked = blocked_model(parameters["model"])
    if blocked.language:
        return Trial(current, wording_of(blocked))
    return Trial(serving_of(blocked, current.changed.without_limits()))


def replay(then: Trial, *, now: datetime) -> list[Replayed]:
    """Every scored review of the window that is neither imported nor taken back."""
    current, together, votes = serving(), pooled(), then.votes(now)
    found: list[Replayed] = []
    rows_of = _by_space(now)
    spaces = Space.objects.in_bulk(rows_of)
    for space, rows in rows_of.items():
        baseline, facts = baseline_of(spaces[space]), [ReviewFacts(**row[-1]) for row in rows]
        scores = score_many(columns_of(facts), baseline, together)
        heard = [then.hear(fact, row[0], votes) for fact, row in zip(facts, rows, strict=True)]
        anew = score_many(columns_of(heard), baseline, together) if votes else scores
        before, after = current.verdicts(scores), then.serving.verdicts(anew)
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
