"""How scores are written, one or twenty thousand: COPY into a table of this session, then one statement per step."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from apps.algorithms.review_suspicion import NAME, Suspicion

Scored = tuple[int, Mapping[str, Any], Suspicion]  # a review, its facts, what came out

INCOMING = """
CREATE TEMP TABLE IF NOT EXISTS scoring_incoming (
  review_id bigint PRIMARY KEY, version text, inputs jsonb, inputs_digest text, terms jsonb, log_odds float8,
  threshold float8, outcome text, space_reviews int, subject_reviews int
) ON COMMIT DELETE ROWS;
DELETE FROM scoring_incoming
"""
COLUMNS = (
    "review_id, version, inputs, inputs_digest, terms, log_odds, threshold, outcome, space_reviews, subject_reviews"
)

# A score of another version, or one that asked a person to look, becomes history; any other is replaced.
RETIRE = """
UPDATE scoring_score old SET is_current = false FROM scoring_incoming new
WHERE old.review_id = new.review_id AND old.is_current
  AND (old.flagged_at IS NOT NULL OR old.version <> new.version OR old.algorithm <> %(algorithm)s)
"""
REPLACE = """
DELETE FROM scoring_score old USING scoring_incoming new
WHERE old.review_id = new.review_id AND old.is_current AND old.inputs_digest <> new.inputs_digest
"""
# The same inputs again: the row that stands is taken up, nothing is said twice.
INSERT = f"""
INSERT INTO scoring_score (algorithm, {COLUMNS}, scored_at, is_current)
SELECT %(algorithm)s, {COLUMNS}, %(now)s, true FROM scoring_incoming
ON CONFLICT (review_id, algorithm, version, inputs_digest) DO UPDATE SET is_current = true
"""  # noqa: S608 - names of columns, all ours
FLAG = """
UPDATE scoring_score s SET flagged_at = %(now)s FROM scoring_incoming new
WHERE s.review_id = new.review_id AND s.is_current AND s.outcome = 'worth_a_look' AND NOT EXISTS (
  SELECT FROM scoring_score o WHERE o.review_id = s.review_id AND o.algorithm = s.algorithm
    AND o.version = s.version AND o.flagged_at IS NOT NULL)
RETURNING s.id, s.review_id
"""


def scores_store(scores: Iterable[Scored], *, flag: bool, now: datetime) -> list[tuple[int, int]]:
    """Make these the current scores; return (score, review) for those that ask a person to look, for the first time."""
    values: dict[str, Any] = {"algorithm": NAME, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(f"COPY scoring_incoming ({COLUMNS}) FROM STDIN") as copy:
            for review_id, inputs, suspicion in scores:
                copy.write_row(_row(review_id, inputs, suspicion))
        cursor.execute(f"{RETIRE}; {REPLACE}; {INSERT}", values)
        if not flag:
            return []
        cursor.execute(FLAG, values)
        return [(score, review) for score, review in cursor.fetchall()]


def _row(review_id: int, inputs: Mapping[str, Any], suspicion: Suspicion) -> tuple[Any, ...]:
    terms = [{"code": t.code, "weight": t.weight, "values": t.values} for t in suspicion.terms]
    return (
        review_id,
        suspicion.version,
        json.dumps(inputs),
        suspicion.inputs_digest,
        json.dumps(terms),
        suspicion.log_odds,
        suspicion.threshold,
        suspicion.outcome,
        suspicion.space_reviews,
        suspicion.subject_reviews,
    )
