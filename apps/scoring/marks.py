"""How common each pattern is on this site: counted from the latest scores, shown in its sentence as a base rate."""

from dataclasses import replace

from django.db import connection

from apps.algorithms.review_suspicion import SUPPOSED, SpaceBaseline
from apps.scoring.models import Pool

COUNTED = 5_000  # scores, the latest of spaces of this site

MARKED = """
WITH latest AS MATERIALIZED (SELECT s.terms FROM scoring_score s JOIN posts_review r ON r.id = s.review_id
  JOIN spaces_space p ON p.id = r.space_id WHERE s.is_current AND NOT p.imported ORDER BY s.id DESC LIMIT %(most)s)
SELECT '', count(*) FROM latest
UNION ALL SELECT term ->> 'code', count(*) FROM latest CROSS JOIN LATERAL jsonb_array_elements(latest.terms) term
WHERE term ->> 'code' = ANY(%(codes)s) AND (term ->> 'weight')::float8 <> 0 GROUP BY 1
"""


def marks_take() -> None:
    """Beside the baselines of all spaces together, how many of the latest scores showed each pattern."""
    pool = Pool.objects.order_by("-taken_at").first()
    if pool is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(MARKED, {"most": COUNTED, "codes": list(SUPPOSED)})
        found: dict[str, int] = dict(cursor.fetchall())
    counted = found.pop("")
    baseline = replace(SpaceBaseline.from_json(pool.baseline), marks=dict(sorted(found.items())), marked_of=counted)
    Pool.objects.filter(pk=pool.pk).update(baseline=baseline.as_json())
