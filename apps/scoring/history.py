"""The reviews of a space in time order, one column per figure: what a batch is scored from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Case, CharField, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from apps.algorithms.review_facts import LINKS, RatedReview
from apps.algorithms.review_history import facts_from_history
from apps.posts.models import STANDING, Review
from apps.scoring.counting import STARS
from apps.scoring.keys import AUTHOR
from apps.spaces.models import Space

CHUNK = 5_000
Columns = dict[str, NDArray[Any]]


def _end_of_scale(place: int) -> Any:
    part = Func(F("original_scale"), Value(".."), Value(place), function="split_part", output_field=CharField())
    on_stars = Q(stars__isnull=False) | Q(original_scale="")
    return Case(When(on_stars, then=Value(STARS[place - 1])), default=Cast(part, FloatField()))


@dataclass(frozen=True, slots=True)
class History:
    """What is known about each review; places in the columns are the order in time."""

    ids: list[int] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)
    ratings: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    proofs: list[bool] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, space: Space) -> "History":
        """Read through a cursor of the server; no text is fetched."""
        history = cls()
        columns = [getattr(history, column.name) for column in fields(cls)]
        for row in _rows(space).iterator(chunk_size=CHUNK):
            for column, value in zip(columns, row, strict=True):
                column.append(value)
        return history

    def __len__(self) -> int:
        return len(self.ids)

    def moments(self) -> list[float]:
        """Seconds since 1970."""
        return [at.timestamp() for at in self.at]

    def rated(self) -> Iterator[RatedReview]:
        """One by one, as the counters take them."""
        rows = zip(self.authors, self.subjects, self.moments(), self.ratings, self.lowest, self.highest, strict=True)
        return (RatedReview(*row) for row in rows)

    def facts(self, *, hindsight: bool) -> Columns:
        """All facts at once, as each was posted or as seen today; what the texts say is added by the caller."""
        columns = facts_from_history(
            author=np.asarray(self.authors),
            subject=np.asarray(self.subjects),
            at=self.moments(),
            rating=self.ratings,
            lowest=self.lowest,
            highest=self.highest,
            hindsight=hindsight,
        )
        columns["link"] = np.array([LINKS.index(link) for link in self.links], np.int64)
        columns["proof"] = np.array(self.proofs, float)
        return columns


def _rows(space: Space) -> Any:
    rated = Q(stars__isnull=False) | Q(original_rating__isnull=False)  # a text alone is no rating
    found = Review.objects.filter(STANDING, rated, space=space).annotate(
        who=AUTHOR,
        what=Cast("subject_id", CharField()),
        rating=Coalesce(Cast("stars", FloatField()), Cast("original_rating", FloatField())),
        lowest=_end_of_scale(1),
        highest=_end_of_scale(2),
        proven=Case(When(proof_checked_at__isnull=False, then=True), default=False),
    )
    names = ("pk", "who", "what", "published_at", "rating", "lowest", "highest", "link", "proven", "reference")
    return found.order_by("published_at", "pk").values_list(*names)
