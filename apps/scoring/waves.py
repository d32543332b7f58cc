"""Waves: of many reviews of one subject, on one side, in a week, the first few ask for a look; the others are listed
beside them. Nothing is hidden, and nobody reads the same wave a hundred times."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db import connection

from apps.algorithms.conformal import WAVE_DAYS, one_wave_at_a_time
from apps.algorithms.review_facts import side_of, thousandths
from apps.posts.models import Review
from apps.scoring.counting import rating_of, scale_of
from apps.scoring.models import Outcome, Score

LISTED = 50  # of a wave, beside the one that is read
WEEK = timedelta(days=WAVE_DAYS)

# What would ask for a look for the first time, and what of the same subjects has asked in the weeks around.
ASKING = """
SELECT s.id, s.review_id, s.inputs::text, r.subject_id, r.published_at, true
FROM scoring_score s JOIN posts_review r ON r.id = s.review_id WHERE s.id = ANY(%(fresh)s)
UNION ALL
SELECT s.id, s.review_id, s.inputs::text, r.subject_id, r.published_at, false
FROM (SELECT space_id, subject_id, min(published_at) AS first, max(published_at) AS last FROM scoring_score s
      JOIN posts_review r ON r.id = s.review_id WHERE s.id = ANY(%(fresh)s) GROUP BY space_id, subject_id) w
JOIN posts_review r ON r.subject_id = w.subject_id AND r.space_id = w.space_id
  AND r.published_at BETWEEN w.first - make_interval(days => %(days)s) AND w.last + make_interval(days => %(days)s)
JOIN scoring_score s ON s.review_id = r.id AND s.flagged_at IS NOT NULL
WHERE s.review_id NOT IN (SELECT review_id FROM scoring_score WHERE id = ANY(%(fresh)s))
"""


@dataclass(frozen=True, slots=True)
class WaveMember:
    """Another review of the same wave."""

    review: Review
    total: float
    asked: bool  # for a look of its own


def first_of_waves(fresh: Sequence[int]) -> list[int]:
    """Of these scores of one space, those that ask for a look: three of a wave at most."""
    if not fresh:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ASKING, {"fresh": list(fresh), "days": WAVE_DAYS})
        found = {row[1]: row for row in cursor.fetchall()}  # one per review, whatever versions asked
    rows = sorted(found.values(), key=lambda row: (row[5], row[1]))  # at one moment, who asked before comes first
    scores, _reviews, inputs, subjects, at, new = zip(*rows, strict=True)
    kept = one_wave_at_a_time(
        np.ones(len(scores), bool),
        np.array(subjects),
        np.array([_low(facts) for facts in inputs]),
        np.array([moment.timestamp() for moment in at]),
    )
    return [score for score, first, is_new in zip(scores, kept.tolist(), new, strict=True) if first and is_new]


def _low(inputs: str) -> bool:
    facts = json.loads(inputs)
    return bool(side_of(thousandths(facts["rating"], facts["lowest"], facts["highest"])) == 0)


def wave_of(review: Review) -> list[WaveMember]:
    """The other reviews of its wave that would ask for a look too, nearest in time first."""
    near = Score.objects.current().filter(
        outcome=Outcome.WORTH_A_LOOK,
        review__subject=review.subject_id,
        review__space=review.space_id,
        review__published_at__range=(review.published_at - WEEK, review.published_at + WEEK),
    )
    rows = near.exclude(review=review).select_related("review__space", "review__subject", "review__author")
    mine = _side(review)
    found = [score for score in rows.order_by("-review__published_at")[: 4 * LISTED] if _side(score.review) == mine]
    found.sort(key=lambda score: abs(score.review.published_at - review.published_at))
    asked = _asked(found)
    return [WaveMember(score.review, score.log_odds, score.review_id in asked) for score in found[:LISTED]]


def _asked(scores: Sequence[Score]) -> set[int]:
    flagged = Score.objects.filter(review_id__in=[score.review_id for score in scores], flagged_at__isnull=False)
    return set(flagged.values_list("review_id", flat=True))


def _side(review: Review) -> bool:
    """Low, or the rest."""
    return bool(side_of(thousandths(rating_of(review), *scale_of(review))) == 0)
