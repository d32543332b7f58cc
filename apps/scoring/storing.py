"""How scores are written: a statement per step, from a table of this session that COPY fills, or from a few columns."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from apps.algorithms.review_suspicion import NAME
from apps.base.statements import carry_out, rows_of
from apps.scoring.waves import first_of_waves

# Texts stay texts until they are stored for good, and are not squeezed on the way.
INCOMING = """
CREATE TEMP TABLE IF NOT EXISTS scoring_incoming (
  review_id bigint PRIMARY KEY, version text, inputs text, inputs_digest text, terms text, log_odds float8,
  threshold float8, outcome text, space_reviews int, subject_reviews int
) WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS
"""
COLUMNS = (
    "review_id, version, inputs, inputs_digest, terms, log_odds, threshold, outcome, space_reviews, subject_reviews"
)

# A score of another version, or one that asked a person to look, becomes history; any other is replaced.
RETIRE = """
UPDATE scoring_score old SET is_current = false FROM {incoming}
WHERE old.review_id = new.review_id AND old.is_current
  AND (old.flagged_at IS NOT NULL OR old.version <> new.version OR old.algorithm <> %(algorithm)s)
"""
REPLACE = """
DELETE FROM scoring_score old USING {incoming}
WHERE old.review_id = new.review_id AND old.is_current AND old.inputs_digest <> new.inputs_digest
"""
# The same inputs again: the row that stands is left alone, one of the past is taken up; nothing is said twice.
INSERT = f"""
INSERT INTO scoring_score (algorithm, {COLUMNS}, scored_at, is_current)
SELECT %(algorithm)s, {COLUMNS.replace("inputs,", "inputs::jsonb,").replace("terms,", "terms::jsonb,")}, %(now)s, true
FROM {{incoming}} WHERE NOT EXISTS (
  SELECT FROM scoring_score s WHERE s.review_id = new.review_id AND s.is_current)
ON CONFLICT (review_id, algorithm, version, inputs_digest) DO UPDATE SET is_current = true
"""  # noqa: S608 - names of columns, all ours
ASKS = """
SELECT s.id FROM scoring_score s JOIN {incoming} USING (review_id)
WHERE s.is_current AND s.outcome = 'worth_a_look' AND NOT EXISTS (
  SELECT FROM scoring_score o WHERE o.review_id = s.review_id AND o.algorithm = s.algorithm
    AND o.version = s.version AND o.flagged_at IS NOT NULL)
"""
FLAG = """
UPDATE scoring_score SET flagged_at = %s WHERE id = ANY(%s) RETURNING id, review_id
"""
KINDS = {
    "review_id": "bigint", "log_odds": "float8", "threshold": "float8", "space_reviews": "int", "subject_reviews": "int"
}  # fmt: skip
LONG = {"inputs", "terms"}  # sent as they are: as a text, every quotation mark of theirs would be marked


def _few(*names: str) -> str:
    """These columns, as a table made of what is given with the statement."""
    given = [f"%({name}){'b' if name in LONG else 's'}::{KINDS.get(name, 'text')}[]" for name in names]
    return f"unnest({', '.join(given)}) AS new ({', '.join(names)})"


STEPS = (
    RETIRE.format(incoming=_few("review_id", "version")),
    REPLACE.format(incoming=_few("review_id", "inputs_digest")),
    INSERT.format(incoming=_few(*COLUMNS.split(", "))),
)
ASKS_OF_FEW = ASKS.format(incoming=_few("review_id"))

Flagged = list[tuple[int, int]]  # score and review


def scores_store(lines: Iterable[str], *, flag: bool, now: datetime) -> Flagged:
    """Make these (lines.py) the current scores; return those that ask for a look the first time."""
    with connection.cursor() as cursor:
        cursor.execute(f"{INCOMING}; TRUNCATE scoring_incoming")  # gives the room of the chunk before back at once
        copy_lines(f"scoring_incoming ({COLUMNS})", lines)
        steps = [step.format(incoming="scoring_incoming new") for step in (RETIRE, REPLACE, INSERT)]
        cursor.execute(";".join(steps), {"algorithm": NAME, "now": now})
        if not flag:
            return []
        cursor.execute(ASKS.format(incoming="scoring_incoming new"))
        return _flagged([score for (score,) in cursor.fetchall()], now)


def scores_store_few(columns: Sequence[list[str]], *, flag: bool, now: datetime) -> Flagged:
    """The same for an author's latest, column by column: no table in between, and each step is planned once."""
    given = dict(zip(COLUMNS.split(", "), columns, strict=True)) | {"algorithm": NAME, "now": now}
    for step in STEPS:
        carry_out(step, given)
    if not flag:
        return []
    return _flagged([score for (score,) in rows_of(ASKS_OF_FEW, given)], now)


def _flagged(asking: Sequence[int], now: datetime) -> Flagged:
    first = first_of_waves(asking)
    return [(score, review) for score, review in rows_of(FLAG, [now, first])] if first else []


def copy_lines(target: str, lines: Iterable[str]) -> None:
    """Many lines at once, each already in the text format of COPY."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for some in lines:
            copy.write(some)
