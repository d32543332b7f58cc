"""The reviews of a space in time order, one column per figure: what a batch is scored from."""

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Case, CharField, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Extract
from numpy.typing import NDArray

from apps.algorithms.review_facts import LINKS, Floats
from apps.algorithms.review_history import Counted, counters_from_history, facts_from_history
from apps.posts.models import STANDING, Review
from apps.scoring.counting import STARS
from apps.scoring.keys import AUTHOR
from apps.spaces.models import Space

CHUNK = 5_000
Columns = dict[str, NDArray[Any]]
KINDS = (np.int64, np.int32, np.int32, float, float, float, float, np.int64, float)  # of the columns of a history


def _end_of_scale(place: int) -> Any:
    part = Func(F("original_scale"), Value(".."), Value(place), function="split_part", output_field=CharField())
    on_stars = Q(stars__isnull=False) | Q(original_scale="")
    return Case(When(on_stars, then=Value(STARS[place - 1])), default=Cast(part, FloatField()))


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which keys reviews are counted: each once, numbered as they first come."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, key: str) -> int:
        """The number of a key, a new one for a new key."""
        return self.numbers.setdefault(key, len(self.numbers))

    def names(self) -> list[str]:
        """Each key, at the place of its number."""
        return list(self.numbers)


@dataclass(frozen=True, slots=True)
class History:
    """What is known about each review; places in the columns are the order in time."""

    authors: Keys
    subjects: Keys
    ids: NDArray[np.int64]
    author: NDArray[np.int32]  # numbers of the keys
    subject: NDArray[np.int32]
    at: Floats  # seconds since 1970
    rating: Floats
    lowest: Floats
    highest: Floats
    link: NDArray[np.int64]
    proof: Floats

    @classmethod
    def of(cls, space: Space) -> "History":
        """Read through a cursor of the server, some thousands at once; no text is fetched."""
        authors, subjects = Keys(), Keys()
        rows = _rows(space).iterator(chunk_size=CHUNK)
        pieces = [_piece(some, authors, subjects) for some in iter(lambda: list(islice(rows, CHUNK)), [])]
        columns = [np.concatenate(column) for column in zip(*pieces, strict=True)]
        return cls(authors, subjects, *(columns or [np.empty(0, kind) for kind in KINDS]))

    def __len__(self) -> int:
        return len(self.ids)

    def facts(self, *, hindsight: bool) -> Columns:
        """All facts at once, as each was posted or as seen today; what the texts say is added by the caller."""
        found = facts_from_history(**self._rated(), hindsight=hindsight)
        return found | {"link": self.link, "proof": self.proof}

    def counted(self) -> Counted:
        """The counters as the reviews, one after the other, would have left them."""
        return counters_from_history(**self._rated(), authors=self.authors.names(), subjects=self.subjects.names())

    def _rated(self) -> Columns:
        names = ("author", "subject", "at", "rating", "lowest", "highest")
        return {name: getattr(self, name) for name in names}


def _piece(rows: list[tuple[Any, ...]], authors: Keys, subjects: Keys) -> list[NDArray[Any]]:
    ids, who, what, *figures, link, proof = zip(*rows, strict=True)
    columns = [ids, map(authors.number, who), map(subjects.number, what), *figures, map(LINKS.index, link), proof]
    return [np.fromiter(column, kind, len(rows)) for column, kind in zip(columns, KINDS, strict=True)]


def _rows(space: Space) -> Any:
    rated = Q(stars__isnull=False) | Q(original_rating__isnull=False)  # a text alone is no rating
    found = Review.objects.filter(STANDING, rated, space=space).annotate(
        who=AUTHOR,
        what=Cast("subject_id", CharField()),
        seconds=Cast(Extract("published_at", "epoch"), FloatField()),
        rating=Coalesce(Cast("stars", FloatField()), Cast("original_rating", FloatField())),
        lowest=_end_of_scale(1),
        highest=_end_of_scale(2),
        proven=Case(When(proof_checked_at__isnull=False, then=True), default=False),
    )
    names = ("pk", "who", "what", "seconds", "rating", "lowest", "highest", "link", "proven")
    return found.order_by("published_at", "pk").values_list(*names)
