"""What is said in a review and around it, as figures: its versions, its author's messages that name the subject, the
reply, and what a party told in a report. No word is kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from apps.algorithms.bargain_words import bargains_in, bargains_told, names
from apps.base.statements import rows_of
from apps.posts.models import STANDING, Post, Reply, Review, Revision
from apps.posts.states import ItemState
from apps.scoring.history import Columns, History
from apps.scoring.models import Telling
from apps.spaces.models import Space

MESSAGES = 20  # of an author in the space, the latest, that are read
FIELDS = ("pk", "reference", "text", "language", "stars", "author_id", "subject__name")

# Versions of what was edited, the reply, what a party told, and the latest messages of each author in the space.
NEAR = f"""
SELECT 'version', 0::bigint, item, text, stars::int, version::bigint FROM posts_revision WHERE item = ANY(%(edited)s)
UNION ALL SELECT 'reply', review_id, '', text, NULL, 0 FROM posts_reply WHERE review_id = ANY(%(reviews)s)
UNION ALL SELECT 'told', review_id, '', '', told, 0 FROM scoring_telling WHERE review_id = ANY(%(reviews)s)
UNION ALL SELECT 'message', post.author_id, post.language, post.text, NULL, 0
FROM unnest(%(authors)s::bigint[]) AS writer CROSS JOIN LATERAL (
  SELECT p.author_id, p.language, p.text FROM posts_post p JOIN posts_thread t ON t.id = p.thread_id
  WHERE p.author_id = writer AND t.space_id = %(space)s AND p.state = 'published'
  ORDER BY p.published_at DESC, p.id DESC LIMIT {MESSAGES}) post
ORDER BY 6
"""  # noqa: S608 - nothing typed by anybody

Version = tuple[str, int | None]  # what it said, the stars it gave


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts that words tell about one review."""

    threats: int | None = None
    threats_told: int = 0
    rating_changes: int = 0

    def as_facts(self) -> dict[str, int | None]:
        """By the names they have among the facts of a review."""
        return {
            "threats": self.threats, "threats_told": self.threats_told, "rating_changes": self.rating_changes
        }  # fmt: skip


@dataclass
class _Around:
    """What stands around the reviews, read at once."""

    earlier: dict[str, list[Version]] = field(default_factory=lambda: defaultdict(list))  # by reference
    replies: dict[int, str] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    messages: dict[int | None, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))  # by author

    def take(self, kind: str, number: int, name: str, text: str, figure: int | None) -> None:
        """One row of `NEAR`."""
        if kind == "version":
            self.earlier[name].append((text, figure))
        elif kind == "reply":
            self.replies[number] = text
        elif kind == "told":
            self.told[number] = figure or 0
        else:
            self.messages[number].append((text, name))


def heard_of(reviews: Sequence[Review], space: Space) -> dict[int, Heard]:
    """The figures of some reviews in hand, their subjects too; what stands around them is read in one query."""
    around = _Around()
    given: dict[str, Any] = {
        "reviews": [review.pk for review in reviews],
        "edited": [review.reference for review in reviews if review.version > 1],
        "authors": sorted({review.author_id for review in reviews if review.author_id is not None}),
        "space": space.pk,
    }
    for kind, number, name, text, figure, _order in rows_of(NEAR, given):
        around.take(kind, number, name, text, figure)
    return {
        r.pk: _heard(around, r.pk, r.reference, r.text, r.language, r.stars, r.author_id, r.subject.name)
        for r in reviews
    }


def heard(reviews: QuerySet[Review], space: Space) -> Iterator[tuple[int, Heard]]:
    """The same for many reviews of one space, in as few queries as one takes."""
    around = _around(reviews, space)
    for pk, *row in reviews.values_list(*FIELDS).iterator(chunk_size=2_000):
        yield pk, _heard(around, pk, *row)


def _heard(
    around: _Around, pk: int, reference: str, text: str, language: str, stars: int | None, by: int | None, subject: str
) -> Heard:
    versions = [*around.earlier.get(reference, []), (text, stars)]
    said, reply = around.messages.get(by, []), around.replies.get(pk, "")
    return Heard(
        threats=_threats(versions, language, said, subject),
        threats_told=((bargains_told(reply, language) or 0) if reply else 0) + around.told.get(pk, 0),
        rating_changes=_changes([stars for _text, stars in versions]),
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


def _around(reviews: QuerySet[Review], space: Space) -> _Around:
    around = _Around()
    edited = reviews.filter(version__gt=1).values("reference")
    for item, text, stars in (
        Revision.objects.filter(item__in=edited).order_by("version").values_list("item", "text", "stars")
    ):
        around.earlier[item].append((text, stars))
    around.replies = dict(Reply.objects.filter(review__in=reviews.values("pk")).values_list("review_id", "text"))
    around.told = dict(Telling.objects.filter(review__in=reviews.values("pk")).values_list("review_id", "told"))
    for by, text, language in _messages(reviews, space):
        around.messages[by].append((text, language))
    return around


def _messages(reviews: QuerySet[Review], space: Space) -> Iterable[Any]:
    """The latest messages of each author in the space."""
    standing = Post.objects.filter(thread__space=space, state=ItemState.PUBLISHED)
    wanted = ("author_id", "text", "language")
    latest = Window(RowNumber(), partition_by="author_id", order_by=[F("published_at").desc(), F("pk").desc()])
    writers = reviews.filter(author__isnull=False).values("author")
    return standing.filter(author__in=writers).annotate(place=latest).filter(place__lte=MESSAGES).values_list(*wanted)
