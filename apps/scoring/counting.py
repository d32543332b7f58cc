"""The counters of a space: taken under one lock, brought up to date review by review."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

from apps.algorithms.review_facts import (
    AuthorCounters,
    Counters,
    RatedReview,
    ReviewFacts,
    SpaceCounters,
    SubjectCounters,
)
from apps.algorithms.review_suspicion import SpaceBaseline
from apps.posts.models import Review
from apps.scoring.keys import author_key, subject_key
from apps.scoring.models import About, Pool, Tally
from apps.spaces.models import Space

STARS = (1.0, 5.0)
WRITE = """
INSERT INTO scoring_tally (space_id, about, key, counters)
SELECT %s, about, key, counters::jsonb FROM unnest(%s::text[], %s::text[], %s::text[]) AS given (about, key, counters)
ON CONFLICT (space_id, about, key) DO UPDATE SET counters = excluded.counters
"""
Json = Mapping[str, Any]
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
    space_row: Tally
    rows: dict[tuple[str, str], Tally] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)
    read: dict[tuple[str, str], Any] = field(default_factory=dict)  # counters as read from the rows, once

    @classmethod
    def locked(cls, space: Space) -> "Tallies":
        """Wait for whoever else counts in this space, then take its row: one at a time, never in a circle."""
        mine = Tally.objects.select_for_update().filter(space=space, about=About.SPACE, key="")
        row = mine.first()
        if row is None:
            Tally.objects.get_or_create(space=space, about=About.SPACE, key="")
            row = mine.get()
        return cls(space, row, {(About.SPACE, ""): row})

    def fetch(self, keys: Iterable[tuple[str, str]]) -> None:
        """Read the rows that will be needed, at once."""
        missing = set(keys) - self.rows.keys()
        if not missing:
            return
        found = Tally.objects.filter(
            space=self.space, about__in={a for a, _ in missing}, key__in={k for _, k in missing}
        )
        self.rows.update({(row.about, row.key): row for row in found})

    def counters(self, review: RatedReview) -> Counters:
        """The three counters a review meets."""
        return Counters(
            self._read(AuthorCounters, About.AUTHOR, review.author),
            self._read(SubjectCounters, About.SUBJECT, review.subject),
            self._read(SpaceCounters, About.SPACE, ""),
        )

    def baseline(self) -> SpaceBaseline:
        """What the space is compared with."""
        stored = self._json(About.BASELINE, "")
        return SpaceBaseline.from_json(stored) if stored else SpaceBaseline()

    def count(self, review: RatedReview, facts: ReviewFacts) -> None:
        """Count one review more."""
        after = self.counters(review).after(review)
        self._set(About.AUTHOR, review.author, after.author.as_json())
        self._set(About.SUBJECT, review.subject, after.subject.as_json())
        self._set(About.SPACE, "", after.space.as_json())
        self._set(About.BASELINE, "", self.baseline().after(facts).as_json())

    def save(self) -> None:
        """Write what changed."""
        keys = sorted(self.changed)
        counters = [json.dumps(self.rows[key].counters) for key in keys]
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [self.space.pk, [about for about, _ in keys], [key for _, key in keys], counters])
        self.changed.clear()

    def _read(self, kind: type[Kind], about: str, key: str) -> Kind:
        if (about, key) not in self.read:
            self.read[about, key] = kind.from_json(self._json(about, key))
        found: Kind = self.read[about, key]
        return found

    def _json(self, about: str, key: str) -> Json:
        row = self.rows.get((about, key))
        return row.counters if row else {}

    def _set(self, about: About, key: str, counters: dict[str, Any]) -> None:
        row = self.rows.setdefault((about, key), Tally(space=self.space, about=about, key=key))
        row.counters = counters
        self.read.pop((about, key), None)
        self.changed.add((about, key))


def needed_by(review: RatedReview) -> list[tuple[str, str]]:
    """The rows a review is counted in."""
    return [(About.AUTHOR, review.author), (About.SUBJECT, review.subject), (About.BASELINE, "")]


def pooled() -> SpaceBaseline | None:
    """All spaces together, as last taken."""
    pool = Pool.objects.order_by("-taken_at").first()
    return SpaceBaseline.from_json(pool.baseline) if pool else None
