"""What is said in a review and around it, as figures: its versions, its author's messages that name the subject, the
reply, and what a party told in a report. No word is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.algorithms.bargain_words import bargains_in, bargains_told, names
from apps.posts.models import STANDING, Post, Reply, Review, Revision
from apps.posts.states import ItemState
from apps.scoring.history import Columns, History
from apps.scoring.models import Telling
from apps.spaces.models import Space

MESSAGES = 20  # of an author in the space, the latest, that are read
FIELDS = ("pk", "reference", "text", "language", "stars", "author_id", "subject__name")

Version = tuple[str, int | None]  # what it said, the stars it gave


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that words tell about one review."""

    threats: int | None = None
    threats_told: int = 0
    rating_changes: int = 0


@dataclass
class _Around:
    """What stands around the reviews, read at once."""

    earlier: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))  # by reference
    replies: dict[int, str] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    messages: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))  # by author


def heard(reviews: QuerySet[Review], space: Space, author: int | None = None) -> Iterator[tuple[int, Heard]]:
    """The figures of these reviews of one space, by one author when that is given; in as few queries as one takes."""
    around = _around(reviews, space, author)
    for pk, reference, text, language, stars, by, subject in reviews.values_list(*FIELDS).iterator(chunk_size=2_000):
        versions = [*around.earlier.get(reference, []), (text, stars)]
        said, reply = around.messages.get(by, []), around.replies.get(pk, "")
        yield (
            pk,
            Heard(
                threats=_threats(versions, language, said, subject),
                threats_told=(bargains_told(reply, language) or 0) + around.told.get(pk, 0),
                rating_changes=_changes([stars for _text, stars in versions]),
            ),
        )


def heard_in(space: Space, history: History) -> Columns:
    """The figures of every review of a space, beside its history."""
    place = {pk: row for row, pk in enumerate(history.ids.tolist())}
    threats, told, changes = np.full(len(place), np.nan), np.zeros(len(place)), np.zeros(len(place))
    for pk, said in heard(Review.objects.filter(STANDING, space=space), space):
        row = place.get(pk)
        if row is not None:
            threats[row] = np.nan if said.threats is None else said.threats
            told[row], changes[row] = said.threats_told, said.rating_changes
    return {"threats": threats, "threats_told": told, "rating_changes": changes}


def _threats(versions: list[Version], language: str, said: list[tuple[str, str]], subject: str) -> int | None:
    """Bargains of the author; None when there is no text in a language we read."""
    found = [bargains_in(text, language) for text, _stars in versions if text]
    known = [count for count in found if count is not None]
    elsewhere = sum(bargains_in(text, spoken) or 0 for text, spoken in said if names(text, subject))
    if not known:
        return elsewhere or None
    return max(known) + elsewhere


def _changes(stars: list[int | None]) -> int:
    return sum(before != after for before, after in pairwise(stars))


def _around(reviews: QuerySet[Review], space: Space, author: int | None) -> _Around:
    around = _Around()
    edited = reviews.filter(version__gt=1).values("reference")
    for item, text, stars in (
        Revision.objects.filter(item__in=edited).order_by("version").values_list("item", "text", "stars")
    ):
        around.earlier[item].append((text, stars))
    around.replies = dict(Reply.objects.filter(review__in=reviews.values("pk")).values_list("review_id", "text"))
    around.told = dict(Telling.objects.filter(review__in=reviews.values("pk")).values_list("review_id", "told"))
    for by, text, language in _messages(reviews, space, author):
        around.messages[by].append((text, language))
    return around


def _messages(reviews: QuerySet[Review], space: Space, author: int | None) -> Iterable[Any]:
    """The latest messages of each author in the space."""
    standing = Post.objects.filter(thread__space=space, state=ItemState.PUBLISHED)
    wanted = ("author_id", "text", "language")
    if author is not None:
        return standing.filter(author=author).order_by("-published_at", "-pk").values_list(*wanted)[:MESSAGES]
    latest = Window(RowNumber(), partition_by="author_id", order_by=[F("published_at").desc(), F("pk").desc()])
    writers = reviews.filter(author__isnull=False).values("author")
    return standing.filter(author__in=writers).annotate(place=latest).filter(place__lte=MESSAGES).values_list(*wanted)
