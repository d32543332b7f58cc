"""What speaks against each sign of the score: how often people, once they had read, found that it had misled.

Counted as errors are, over all spaces, under the version that made the score; kept for a quarter of an hour.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.look.numbers import number
from apps.moderation.selectors.errors import VERDICTS, WORDS
from apps.scoring.selectors import Reason, ScoreView

COUNTED = 0.25  # of a logit: a sign that moves the score by less explains nothing
ENOUGH = 10  # judged reviews; of fewer, a share would mislead
KEPT = timedelta(minutes=15)
JUDGED = f"""
WITH verdicts AS ({VERDICTS})
SELECT sign->>'code', count(*), count(*) FILTER (WHERE v.confirmed)
FROM verdicts v
JOIN posts_review r ON r.reference = v.item AND r.source_id IS NULL
JOIN scoring_score s ON s.review_id = r.id AND s.is_current
  AND s.algorithm = %(algorithm)s AND s.version = %(version)s
CROSS JOIN jsonb_array_elements(s.terms) sign
WHERE (sign->>'weight')::float8 >= %(counted)s
GROUP BY 1"""  # noqa: S608 - published constants only


@dataclass(frozen=True, slots=True)
class Judged:
    """Reviews with a sign that people judged, and those of them in which they found what the score looks for."""

    reviews: int = 0
    confirmed: int = 0


def with_what_was_found(score: ScoreView) -> ScoreView:
    """The same score; each of its heaviest reasons says how often people found otherwise."""
    judged = _judged(score.algorithm, score.version)
    return replace(score, heaviest=tuple(_said(reason, judged) for reason in score.heaviest))


def _said(reason: Reason, judged: dict[str, Judged]) -> Reason:
    return replace(reason, found=_sentence(judged.get(reason.code, Judged()))) if reason.weight >= COUNTED else reason


def _sentence(judged: Judged) -> str:
    counts = {"n": number(judged.reviews), "otherwise": number(judged.reviews - judged.confirmed)}
    if not judged.reviews:
        return ""
    if judged.reviews < ENOUGH:
        return (
            ngettext(
                "How often it misleads is not known yet: one review with this sign has been judged by people.",
                "How often it misleads is not known yet: %(n)s reviews with this sign have been judged by people.",
                judged.reviews,
            )
            % counts
        )
    return _("It misleads too: of %(n)s reviews with this sign, people found %(otherwise)s not to be fake.") % counts


def _judged(algorithm: str, version: str) -> dict[str, Judged]:
    key = f"signs-judged:{algorithm}:{version}"
    found: dict[str, tuple[int, int]] | None = cache.get(key)
    if found is None:
        found = {code: tuple(counts) for code, *counts in _rows(algorithm=algorithm, version=version)}
        cache.set(key, found, KEPT.total_seconds())
    return {code: Judged(*counts) for code, counts in found.items()}


def _rows(**given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(JUDGED, WORDS | given | {"counted": COUNTED})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
