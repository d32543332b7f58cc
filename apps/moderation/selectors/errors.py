"""How often the score of reviews is wrong: its own flags and the blind audits, against what people said of them.

Counted per group of reviews, the groups being those that have a threshold of their own (`conformal.GROUPS`). A review
is under the score that holds now; a case under appeal is not counted until it is answered.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from apps.algorithms.conformal import GROUPS, LARGE_FROM
from apps.algorithms.error_rates import Part
from apps.algorithms.review_facts import LOW_UP_TO
from apps.moderation.rules import LOOKED_FOR
from apps.moderation.states import CaseState, OpenedBy, Outcome

SCORED = f"""
SELECT s.review_id, r.reference,
       round(1000 * ((s.inputs->>'rating')::float - (s.inputs->>'lowest')::float)
             / nullif((s.inputs->>'highest')::float - (s.inputs->>'lowest')::float, 0)) AS level,
       (s.inputs->>'author_reviews')::int <= 1 AS newcomer, s.space_reviews >= {LARGE_FROM} AS large,
       EXISTS (SELECT FROM scoring_score f WHERE f.review_id = s.review_id AND f.algorithm = s.algorithm
               AND f.version = s.version AND f.flagged_at IS NOT NULL) AS flagged
FROM scoring_score s JOIN posts_review r ON r.id = s.review_id
WHERE s.is_current AND s.algorithm = %(algorithm)s AND s.version = %(version)s
  AND s.outcome <> 'too_little_data' AND r.source_id IS NULL"""  # noqa: S608 - published constants only

# What a blind audit found weighs more than a decision taken with the score in sight; the decision that followed from
# the audit, or an appeal, weighs more than either. Two readers who cannot tell leave a review uncounted.
VERDICTS = """
SELECT DISTINCT ON (item) item, confirmed FROM (
  SELECT c.item, d.outcome <> %(keep)s AND d.rule = ANY(%(looked_for)s) AS confirmed, d.published_at AS at, d.id,
         CASE WHEN c.opened_by = 'audit' OR d.instance = 'appeal' THEN 0 ELSE 2 END AS place
  FROM moderation_case c JOIN moderation_decision d ON d.case_id = c.id
  WHERE c.opened_by = ANY(%(opened_by)s) AND c.state = ANY(%(settled)s)
    AND d.published_at IS NOT NULL AND d.undone_at IS NULL
  UNION ALL
  SELECT a.item, a.finding = 'fake', a.settled_at, a.id, 1 FROM moderation_audit a
  WHERE a.finding IN ('fake', 'genuine')
) judged ORDER BY item, place, at DESC, id DESC"""

COUNTED = f"""
WITH scored AS ({SCORED}), verdicts AS ({VERDICTS})
SELECT CASE WHEN level <= {LOW_UP_TO} THEN 0 ELSE 4 END + CASE WHEN newcomer THEN 0 ELSE 2 END + large::int AS place,
       flagged, count(*), count(v.confirmed), count(*) FILTER (WHERE v.confirmed)
FROM scored LEFT JOIN verdicts v ON v.item = scored.reference
GROUP BY 1, 2"""  # noqa: S608 - published constants only


WORDS: dict[str, Any] = {
    "keep": Outcome.KEEP.value,
    "looked_for": [int(rule) for rule in LOOKED_FOR],
    "opened_by": [OpenedBy.ALGORITHM.value, OpenedBy.RANDOM.value, OpenedBy.AUDIT.value],
    "settled": [CaseState.NOTIFIED.value, CaseState.CLOSED.value],
}


@dataclass(frozen=True, slots=True)
class Group:
    """Reviews alike in what must not matter; its two parts."""

    name: str  # one of conformal.GROUPS
    flagged: Part
    left: Part


def groups_of(algorithm: str, version: str) -> list[Group]:
    """Every group, in the published order."""
    counted = {(place, flagged): Part(*counts) for place, flagged, *counts in _rows(algorithm, version)}
    nobody = Part(0, 0, 0)
    return [
        Group(name, counted.get((place, True), nobody), counted.get((place, False), nobody))
        for place, name in enumerate(GROUPS)
    ]


def verdicts_of(items: Collection[str]) -> dict[str, bool]:
    """Of these reviews, those that people judged in a way that counts: whether they found what the score looks for."""
    with connection.cursor() as cursor:
        of_these = f"SELECT item, confirmed FROM ({VERDICTS}) v WHERE item = ANY(%(items)s)"  # noqa: S608 - ours alone
        cursor.execute(of_these, {**WORDS, "items": list(items)})
        return dict(cursor.fetchall())


def together(parts: Iterable[Part]) -> Part:
    """Several parts as one."""
    rows = [(part.reviews, part.audited, part.confirmed) for part in parts]
    return Part(*(sum(column) for column in zip(*rows, strict=True))) if rows else Part(0, 0, 0)


def _rows(algorithm: str, version: str) -> list[tuple[int, bool, int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, {"algorithm": algorithm, "version": version, **WORDS})
        rows: list[tuple[int, bool, int, int, int]] = cursor.fetchall()
    return rows
