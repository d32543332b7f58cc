"""What the database is asked for: one query per figure, grouped there, so that few rows come back.

Counted are cases of the chosen spaces. What an authority ordered is no choice of ours: it is counted apart, in the
reports of transparency. A decision that was undone counts for nothing.
"""

from typing import Any, cast

from django.db import connection

from apps.algorithms.decision_figures import HIGH_FROM, LOW_UP_TO
from apps.moderation.figures.scope import Scope
from apps.moderation.rules import HOURS_OF_A_DOUBT, HOURS_OTHERWISE, HOURS_TO_DECIDE, HOURS_UNASKED, LOOKED_FOR
from apps.moderation.states import LIVE, WAITING, CaseState, OpenedBy

Row = tuple[Any, ...]

# By when a case had to be decided the first time: an appeal moves the hour that stands in its row.
HOURS = (
    "CASE WHEN c.opened_by = 'doubt' THEN {doubt} "
    "WHEN c.rule IS NULL OR c.opened_by IN ('algorithm', 'random', 'audit') "
    "THEN {unasked} {rules} ELSE {else_} END"
).format(
    doubt=HOURS_OF_A_DOUBT,
    unasked=HOURS_UNASKED,
    rules=" ".join(f"WHEN c.rule = {int(rule)} THEN {hours}" for rule, hours in HOURS_TO_DECIDE.items()),
    else_=HOURS_OTHERWISE,
)
SENT = "d.published_at IS NOT NULL AND d.undone_at IS NULL"
COUNTED = "c.space_id = ANY(%(spaces)s) AND c.opened_by <> 'order'"

FLOW = """
SELECT day, sum(opened)::int, sum(decided)::int FROM (
  SELECT (c.opened_at AT TIME ZONE 'UTC')::date AS day, count(*) AS opened, 0 AS decided
  FROM moderation_case c WHERE c.space_id = ANY(%(spaces)s) AND c.opened_at >= %(since)s GROUP BY 1
  UNION ALL
  SELECT (d.published_at AT TIME ZONE 'UTC')::date, 0, count(*)
  FROM moderation_decision d JOIN moderation_case c ON c.id = d.case_id
  WHERE c.space_id = ANY(%(spaces)s) AND d.published_at >= %(since)s AND d.undone_at IS NULL GROUP BY 1
) counted GROUP BY day ORDER BY day"""

AGE = """
WITH waiting AS (
  SELECT extract(epoch FROM %(now)s - coalesce(a.filed_at, c.opened_at)) / 3600.0 AS hours, c.decide_before
  FROM moderation_case c
  LEFT JOIN LATERAL (SELECT max(filed_at) AS filed_at FROM moderation_appeal a
                     WHERE a.case_id = c.id AND c.instance <> 'first') a ON true
  WHERE c.space_id = ANY(%(spaces)s) AND c.state = ANY(%(waiting)s)
)
SELECT count(*), count(*) FILTER (WHERE decide_before < %(now)s),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY hours), percentile_cont(0.9) WITHIN GROUP (ORDER BY hours),
       count(*) FILTER (WHERE hours < 24), count(*) FILTER (WHERE hours >= 24 AND hours < 48),
       count(*) FILTER (WHERE hours >= 48 AND hours < 72), count(*) FILTER (WHERE hours >= 72 AND hours < 168),
       count(*) FILTER (WHERE hours >= 168)
FROM waiting"""

# The hour came in the period: decided before it or not, sent or not. What was closed without a decision had none.
IN_TIME = f"""
SELECT rule, count(*) FILTER (WHERE came), count(*) FILTER (WHERE came AND decided_at <= due) FROM (
  SELECT rule, decided_at, due, due BETWEEN %(since)s AND %(now)s AS came FROM (
    SELECT c.rule, d.decided_at, c.opened_at + make_interval(hours => {HOURS}) AS due
    FROM moderation_case c
    LEFT JOIN moderation_decision d ON d.case_id = c.id AND d.instance = 'first' AND d.undone_at IS NULL
    WHERE {COUNTED} AND c.opened_at >= %(since)s - interval '{max(HOURS_UNASKED, HOURS_OF_A_DOUBT)} hours'
      AND (d.id IS NOT NULL OR c.state = ANY(%(live)s))
  ) due_then) counted GROUP BY rule"""  # noqa: S608 - published constants only

OVERTURNED = f"""
SELECT a.party, d.result, count(*)
FROM moderation_appeal a JOIN moderation_decision d ON d.id = a.answered_by_id
JOIN moderation_case c ON c.id = d.case_id
WHERE {COUNTED} AND {SENT} AND d.published_at >= %(since)s GROUP BY 1, 2"""  # noqa: S608

# What a public draw named: reviews that the score had left alone, read blind; messages that nobody had contested.
MISSED = f"""
SELECT 'review', count(*), count(*) FILTER (WHERE a.finding = 'fake') FROM moderation_audit a
WHERE a.space_id = ANY(%(spaces)s) AND a.stratum = 'left' AND a.finding IN ('fake', 'genuine')
  AND a.settled_at >= %(since)s
UNION ALL
SELECT 'post', count(*), count(*) FILTER (WHERE d.outcome <> 'keep')
FROM moderation_case c JOIN moderation_decision d ON d.case_id = c.id AND d.instance = 'first'
WHERE {COUNTED} AND c.opened_by = 'random' AND {SENT} AND d.published_at >= %(since)s"""  # noqa: S608

PRECISION = f"""
SELECT c.rule, c.opened_by = 'algorithm', count(*),
       count(*) FILTER (WHERE coalesce(last.outcome, d.outcome) <> 'keep'
                        AND (CASE WHEN last.id IS NULL THEN d.rule ELSE last.rule END = c.rule
                             OR c.opened_by = 'algorithm'
                             AND CASE WHEN last.id IS NULL THEN d.rule ELSE last.rule END = ANY(%(looked_for)s)))
FROM moderation_decision d JOIN moderation_case c ON c.id = d.case_id
LEFT JOIN moderation_decision last ON last.case_id = c.id AND last.instance = 'appeal'
     AND last.published_at IS NOT NULL AND last.undone_at IS NULL
WHERE {COUNTED} AND d.instance = 'first' AND {SENT} AND d.published_at >= %(since)s
  AND (c.opened_by = 'algorithm' OR c.opened_by IN ('report', 'doubt') AND c.rule IS NOT NULL)
GROUP BY 1, 2"""  # noqa: S608

FAIRNESS = f"""
SELECT c.opened_by,
       CASE WHEN r.stars <= {LOW_UP_TO} THEN 'low' WHEN r.stars >= {HIGH_FROM} THEN 'high' ELSE '' END,
       coalesce(r.language, p.language, ''), count(*), count(*) FILTER (WHERE d.outcome = 'mask')
FROM moderation_decision d JOIN moderation_case c ON c.id = d.case_id
LEFT JOIN posts_review r ON r.reference = c.item AND c.item_kind = 'review'
LEFT JOIN posts_post p ON p.reference = c.item AND c.item_kind = 'post'
WHERE {COUNTED} AND d.instance = 'first' AND {SENT} AND d.published_at >= %(since)s AND c.item_kind <> 'profile'
GROUP BY 1, 2, 3"""  # noqa: S608

# Told: the first decision was sent, or the case closed without one; who reported what was judged already hears at once.
ANSWERED = f"""
SELECT count(*), count(told_at), count(*) FILTER (WHERE told_at IS NULL AND decide_before >= %(now)s),
       percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY extract(epoch FROM told_at - filed_at) / 3600.0)
FROM (
  SELECT r.filed_at, c.decide_before,
         CASE WHEN coalesce(d.published_at, c.closed_at) IS NOT NULL
              THEN greatest(coalesce(d.published_at, c.closed_at), r.filed_at) END AS told_at
  FROM moderation_report r JOIN moderation_case c ON c.id = r.case_id
  LEFT JOIN moderation_decision d ON d.case_id = c.id AND d.instance = 'first' AND {SENT}
  WHERE {COUNTED} AND r.filed_at >= %(since)s
) filed"""  # noqa: S608


def flow(scope: Scope) -> list[Row]:
    """Day, opened, decided."""
    return _rows(FLOW, scope)


def age(scope: Scope) -> Row:
    """Waiting, late, hours in the middle, hours of the oldest tenth, then five classes of age."""
    return _rows(AGE, scope, waiting=_values(WAITING))[0]


def in_time(scope: Scope) -> list[Row]:
    """Rule alleged, cases whose hour came, decided before it."""
    return _rows(IN_TIME, scope, live=_values(LIVE))


def overturned(scope: Scope) -> list[Row]:
    """Who appealed, what came of it, how often."""
    return _rows(OVERTURNED, scope)


def missed(scope: Scope) -> list[Row]:
    """Review or message, drawn and read, found unacceptable."""
    return _rows(MISSED, scope)


def precision(scope: Scope) -> list[Row]:
    """Rule alleged, whether the score asked, decided, decided by that rule."""
    return _rows(PRECISION, scope, looked_for=[int(rule) for rule in LOOKED_FOR])


def fairness(scope: Scope) -> list[Row]:
    """What opened the case, stars, language, decisions, maskings."""
    return _rows(FAIRNESS, scope)


def answered(scope: Scope) -> Row:
    """Reports filed, answered, waiting within their time; hours at the quarter, the half and three quarters."""
    return _rows(ANSWERED, scope)[0]


def _values(states: frozenset[CaseState]) -> list[str]:
    return sorted(state.value for state in states)


def _rows(statement: str, scope: Scope, **more: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**scope.values, **more})
        return cast(list[Row], cursor.fetchall())


DOUBT, REPORT = OpenedBy.DOUBT.value, OpenedBy.REPORT.value
