"""How scores are written, one or twenty thousand: COPY into a table of this session, then one statement per step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from apps.algorithms.review_suspicion import NAME
from apps.scoring.waves import first_of_waves

# Texts stay texts until they are stored for good, and are not squeezed on the way.
INCOMING = """
CREATE TEMP TABLE IF NOT EXISTS scoring_incoming (
  review_id bigint PRIMARY KEY, version text, inputs text, inputs_digest text, terms text, log_odds float8,
  threshold float8, outcome text, space_reviews int, subject_reviews int
) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS
"""
# Emptied at each commit; before that, a long one gives its room back at once and a short one keeps its pages.
EMPTY, TRUNCATE = "DELETE FROM scoring_incoming", "TRUNCATE scoring_incoming"
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
# The same inputs again: the row that stands is left alone, one of the past is taken up; nothing is said twice.
INSERT = f"""
INSERT INTO scoring_score (algorithm, {COLUMNS}, scored_at, is_current)
SELECT %(algorithm)s, {COLUMNS.replace("inputs,", "inputs::jsonb,").replace("terms,", "terms::jsonb,")}, %(now)s, true
FROM scoring_incoming new WHERE NOT EXISTS (
  SELECT FROM scoring_score s WHERE s.review_id = new.review_id AND s.is_current)
ON CONFLICT (review_id, algorithm, version, inputs_digest) DO UPDATE SET is_current = true
"""  # noqa: S608 - names of columns, all ours
ASKS = """
SELECT s.id FROM scoring_score s JOIN scoring_incoming new USING (review_id)
WHERE s.is_current AND s.outcome = 'worth_a_look' AND NOT EXISTS (
  SELECT FROM scoring_score o WHERE o.review_id = s.review_id AND o.algorithm = s.algorithm
    AND o.version = s.version AND o.flagged_at IS NOT NULL)
"""
FLAG = """
UPDATE scoring_score SET flagged_at = %(now)s WHERE id = ANY(%(first)s) RETURNING id, review_id
"""


def scores_store(lines: Iterable[str], *, flag: bool, now: datetime, empty: str = EMPTY) -> list[tuple[int, int]]:
    """Make these (lines.py) the current scores; return (score, review) for those that ask for a look the first time."""
    values: dict[str, Any] = {"algorithm": NAME, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(f"{INCOMING}; {empty}")
        copy_lines(f"scoring_incoming ({COLUMNS})", lines)
        cursor.execute(f"{RETIRE}; {REPLACE}; {INSERT}", values)
        if not flag:
            return []
        cursor.execute(ASKS)
        first = first_of_waves([score for (score,) in cursor.fetchall()])
        cursor.execute(FLAG, values | {"first": first})
        return [(score, review) for score, review in cursor.fetchall()]


def copy_lines(target: str, lines: Iterable[str]) -> None:
    """Many lines at once, each already in the text format of COPY."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for some in lines:
            copy.write(some)
