"""What the score said against what people decided, and how both move with time. Counted as errors are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from apps.algorithms.error_rates import Part
from apps.algorithms.suspicion_chance import KNEE, Curve
from apps.moderation.selectors.errors import SCORED, VERDICTS, WORDS
from apps.moderation.states import OpenedBy

EDGES = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75)  # between them, chances said are one class

BY_CHANCE = f"""
WITH scored AS ({SCORED}), verdicts AS ({VERDICTS}),
     said AS (SELECT n.review_id, 1 / (1 + exp(-greatest(-30, least(30, %(start)s::float8
                + %(below)s::float8 * least(n.log_odds - %(knee)s::float8, 0)
                + %(above)s::float8 * greatest(n.log_odds - %(knee)s::float8, 0))))) AS chance
              FROM scoring_score n WHERE n.is_current)
SELECT width_bucket(said.chance, %(edges)s::float8[]) AS place, flagged, count(*), count(v.confirmed),
       count(*) FILTER (WHERE v.confirmed), avg(said.chance)
FROM scored JOIN said USING (review_id) LEFT JOIN verdicts v ON v.item = scored.reference
GROUP BY 1, 2"""  # noqa: S608 - published constants only

BY_WEEK = """
SELECT date_trunc('week', r.published_at)::date AS week, count(*),
       count(*) FILTER (WHERE EXISTS (SELECT FROM scoring_score f WHERE f.review_id = s.review_id
                                      AND f.algorithm = s.algorithm AND f.flagged_at IS NOT NULL))
FROM scoring_score s JOIN posts_review r ON r.id = s.review_id
WHERE s.is_current AND s.algorithm = %(algorithm)s AND s.outcome <> 'too_little_data' AND r.source_id IS NULL
  AND r.published_at >= %(since)s
GROUP BY 1 ORDER BY 1"""

BY_MONTH = """
SELECT date_trunc('month', found.published_at)::date AS month, count(*), count(*) FILTER (WHERE found.confirmed)
FROM (SELECT DISTINCT ON (c.item) d.published_at, d.outcome <> %(keep)s AND d.rule = ANY(%(looked_for)s) AS confirmed
      FROM moderation_case c JOIN moderation_decision d ON d.case_id = c.id
      WHERE c.opened_by = %(by)s AND c.state = ANY(%(settled)s) AND d.published_at >= %(since)s
        AND d.undone_at IS NULL
      ORDER BY c.item, d.published_at DESC, d.id DESC) found
GROUP BY 1 ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class Said:
    """Reviews of which about the same chance was said; its parts are those flagged and those left alone."""

    place: int  # among the classes that EDGES make
    chance: float  # mean of what was said
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, in the week or month that begins on this day."""

    begins: date
    of: int
    hits: int


def said_and_found(algorithm: str, version: str, curve: Curve) -> list[Said]:
    """By rising chance, as the curve gives it; classes without reviews are left out."""
    rows: dict[int, list[tuple[int, int, int, float]]] = {}
    line = {"knee": KNEE, "start": curve.start, "below": curve.below, "above": curve.above}
    given = line | {"algorithm": algorithm, "version": version, "edges": list(EDGES)}
    for place, _flagged, *counts, chance in _rows(BY_CHANCE, **given):
        rows.setdefault(place, []).append((*counts, chance))
    return [
        Said(place, _mean(found), tuple(Part(*counts) for *counts, _chance in found))
        for place, found in sorted(rows.items())
    ]


def flagged_by_week(algorithm: str, *, since: datetime) -> list[Share]:
    """Of the reviews published in a week that could be compared, those that asked for a look, by any version."""
    return [Share(*row) for row in _rows(BY_WEEK, algorithm=algorithm, since=since)]


def deserved_by_month(*, since: datetime) -> list[Share]:
    """Of the flagged reviews decided in a month, those that deserved it."""
    return [Share(*row) for row in _rows(BY_MONTH, by=OpenedBy.ALGORITHM.value, since=since)]


def _mean(found: list[tuple[int, int, int, float]]) -> float:
    reviews = sum(row[0] for row in found)
    return sum(row[0] * row[3] for row in found) / reviews if reviews else 0.0


def _rows(sql: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, WORDS | given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
