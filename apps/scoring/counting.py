"""The counters of a space: taken under one lock, brought up to date review by review."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from apps.algorithms.review_facts import (
    AuthorCounters,
    Counters,
    RatedReview,
    ReviewFacts,
    SpaceCounters,
    SubjectCounters,
)
from apps.algorithms.review_suspicion import SpaceBaseline
from apps.base.statements import carry_out, row_of, rows_of
from apps.posts.models import Review
from apps.scoring.keys import author_key, subject_key
from apps.scoring.models import About, Pool, Tally
from apps.spaces.models import Space

STARS = (1.0, 5.0)
LOCK = "SELECT counters::text FROM scoring_tally WHERE space_id = %s AND about = 'space' AND key = '' FOR UPDATE"
READ = """
SELECT t.about, t.key, t.counters::text FROM unnest(%s::text[], %s::text[]) AS wanted (about, key)
JOIN scoring_tally t ON t.about = wanted.about AND t.key = wanted.key WHERE t.space_id = %s
"""
WRITE = """
INSERT INTO scoring_tally (space_id, about, key, counters)
SELECT %s, about, key, counters::jsonb FROM unnest(%s::text[], %s::text[], %s::text[]) AS given (about, key, counters)
ON CONFLICT (space_id, about, key) DO UPDATE SET counters = excluded.counters
"""
Json = Mapping[str, Any]
Key = tuple[str, str]  # about what, under which key
Kind = TypeVar("Kind", AuthorCounters, SubjectCounters, SpaceCounters)


def scale_of(review: Review) -> tuple[float, float]:
    """The lowest and the highest rating of its own scale; stars go from 1 to 5."""
    if review.stars is not None or not review.original_scale:
        return STARS
    lowest, _, highest = review.original_scale.partition("..")
    return float(lowest), float(highest)


def rating_of(review: Review) -> float:
    """What it gives, on its own scale."""
    return float(review.stars if review.stars is not None else review.original_rating or 0)


def rated(review: Review, facts: ReviewFacts | None = None) -> RatedReview:
    """A review as it is counted; once counted, with the rating it had then."""
    lowest, highest = (facts.lowest, facts.highest) if facts else scale_of(review)
    return RatedReview(
        author=author_key(review),
        subject=subject_key(review),
        at=review.published_at.timestamp(),
        rating=facts.rating if facts else rating_of(review),
        lowest=lowest,
        highest=highest,
    )


@dataclass
class Tallies:
    """The counters of one space, in hand while its lock is held."""

    space: Space
    found: dict[Key, Json] = field(default_factory=dict)  # as they are stored
    read: dict[Key, Any] = field(default_factory=dict)  # the same as counters, each read once
    changed: set[Key] = field(default_factory=set)

    @classmethod
    def locked(cls, space: Space) -> "Tallies":
        """Wait for whoever else counts in this space, then take its row: one at a time, never in a circle."""
        row = row_of(LOCK, [space.pk])
        if row is None:
            Tally.objects.get_or_create(space=space, about=About.SPACE, key="")
            row = row_of(LOCK, [space.pk])
            assert row is not None  # noqa: S101 - it was made just now
        return cls(space, {(About.SPACE, ""): json.loads(row[0])})

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read the rows that will be needed, at once."""
        missing = sorted(set(keys) - self.found.keys() - self.read.keys())
        if missing:
            rows = rows_of(READ, [*map(list, zip(*missing, strict=True)), self.space.pk])
            self.found.update({(about, key): json.loads(counters) for about, key, counters in rows})

    def counters(self, review: RatedReview) -> Counters:
        """The three counters a review meets."""
        return Counters(
            self._read(AuthorCounters, About.AUTHOR, review.author),
            self._read(SubjectCounters, About.SUBJECT, review.subject),
            self._read(SpaceCounters, About.SPACE, ""),
        )

    def baseline(self) -> SpaceBaseline:
        """What the space is compared with."""
        key = (About.BASELINE, "")
        if key not in self.read:
            stored = self.found.get(key)
            self.read[key] = SpaceBaseline.from_json(stored) if stored else SpaceBaseline()
        found: SpaceBaseline = self.read[key]
        return found

    def count(self, review: RatedReview, facts: ReviewFacts) -> None:
        """Count one review more."""
        after = self.counters(review).after(review)
        self._set(About.AUTHOR, review.author, after.author)
        self._set(About.SUBJECT, review.subject, after.subject)
        self._set(About.SPACE, "", after.space)
        self._set(About.BASELINE, "", self.baseline().after(facts))

    def save(self) -> None:
        """Write what changed."""
        keys = sorted(self.changed)
        counters = [json.dumps(self.read[key].as_json()) for key in keys]
        carry_out(WRITE, [self.space.pk, [about for about, _ in keys], [key for _, key in keys], counters])
        self.changed.clear()

    def _read(self, kind: type[Kind], about: About, key: str) -> Kind:
        if (about, key) not in self.read:
            self.read[about, key] = kind.from_json(self.found.get((about, key), {}))
        found: Kind = self.read[about, key]
        return found

    def _set(self, about: About, key: str, counters: Any) -> None:
        self.read[about, key] = counters
        self.changed.add((about, key))


def needed_by(review: RatedReview) -> list[Key]:
    """The rows a review is counted in."""
    return [(About.AUTHOR, review.author), (About.SUBJECT, review.subject), (About.BASELINE, "")]


def pooled() -> SpaceBaseline | None:
    """All spaces together, as last taken."""
    pool = Pool.objects.order_by("-taken_at").first()
    return SpaceBaseline.from_json(pool.baseline) if pool else None
