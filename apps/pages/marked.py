"""On one's own page: which reviews a published algorithm marked, in the words that readers and the desk see."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from apps.pages.selectors.parts import link_to
from apps.people.models import Account
from apps.posts.models import STANDING, Review
from apps.posts.selectors import path_of, title_of
from apps.scoring.models import Outcome, Score
from apps.scoring.selectors import ScoreView, view_of

MOST = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """One of one's reviews and what was computed about it."""

    title: str
    url: str
    score: ScoreView


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """The latest of them; all scores are in one's data."""

    rows: list[Marked]
    algorithm_url: str
    data_url: str


def marked_section(account: Account, now: datetime) -> MarkedSection | None:
    """Nothing when nothing is marked."""
    mine = Review.objects.filter(STANDING, author__account=account)
    asking = Score.objects.current().filter(outcome=Outcome.WORTH_A_LOOK, review__in=mine)
    found = list(asking.select_related("review__space", "review__subject").order_by("-scored_at", "-pk")[:MOST])
    if not found:
        return None
    return MarkedSection(
        rows=[_marked(score) for score in found],
        algorithm_url=link_to("pages:algorithm", settings.PLATFORM_OPERATOR, "review-suspicion"),
        data_url=reverse("people:rows", args=["scoring-score"]),
    )


def _marked(score: Score) -> Marked:
    review = score.review
    return Marked(title_of(review), f"{path_of(review)}#why", view_of(score))
