"""What is shown beside a review: the rest of its wave, the texts it is like, the sentences a pattern is about."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from apps.algorithms.bargain_words import bargains_in
from apps.moderation import sentences
from apps.posts.models import Post, Review
from apps.posts.selectors import path_of, title_of
from apps.scoring.imprints import alike_to
from apps.scoring.selectors import ScoreView
from apps.scoring.waves import wave_of


@dataclass(frozen=True, slots=True)
class WaveLine:
    """One of them."""

    title: str
    path: str
    stars: int | None
    at: datetime
    asked: bool  # for a look of its own


def wave_lines(item: Post | Review | None) -> list[WaveLine]:
    """Nearest in time first; none for a message."""
    if not isinstance(item, Review):
        return []
    wave = wave_of(item)
    return [
        WaveLine(title_of(m.review), path_of(m.review), m.review.stars, m.review.published_at, m.asked) for m in wave
    ]


@dataclass(frozen=True, slots=True)
class TwinLine:
    """An earlier review that says nearly the same."""

    title: str
    path: str
    at: datetime
    share: float


def twin_lines(review: Review, score: ScoreView) -> list[TwinLine]:
    """Asked for only where the score says that there are some."""
    if not _says(score, "duplicate"):
        return []
    shares = dict(alike_to(review))
    rows = Review.objects.filter(pk__in=shares).select_related("space", "subject")
    found = [TwinLine(title_of(row), path_of(row), row.published_at, shares[row.pk]) for row in rows]
    return sorted(found, key=lambda line: -line.share)


def bargaining(review: Review, score: ScoreView) -> list[sentences.Span]:
    """The sentences in which its author bargains with stars, where the score says so; one that goes on with
    “otherwise” comes with the one before."""
    if not _says(score, "bargain"):
        return []
    text, spans = review.text, sentences.split(review.text)
    alone = [span for span in spans if bargains_in(text[slice(*span)], review.language)]
    pairs = [(one, two) for one, two in pairwise(spans) if not {one, two} & set(alone)]
    joined = [span for one, two in pairs if bargains_in(text[one[0] : two[1]], review.language) for span in (one, two)]
    return [*alone, *joined]


def _says(score: ScoreView, code: str) -> bool:
    return any(reason.code == code and reason.weight > 0 for reason in score.reasons)
