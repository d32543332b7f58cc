"""Who else reviews the same subjects: the neighbourhood of one author's reviews, or a whole space at once."""

from collections.abc import Sequence

import numpy as np

from apps.algorithms.review_company import FIGURES, LATEST, NEAR_DAYS, NEAR_REVIEWS, company
from apps.algorithms.review_facts import LINKS, thousandths
from apps.base.statements import rows_of
from apps.posts.models import Review, Subject
from apps.scoring.counting import STARS
from apps.scoring.history import Columns, History
from apps.spaces.models import Space

_STANDING = "state IN ('published', 'masked') AND (stars IS NOT NULL OR original_rating IS NOT NULL)"
_NEAR = f"""(SELECT n.id FROM posts_review n WHERE n.subject_id = mine.subject_id AND n.space_id = %(space)s
  AND n.{_STANDING} AND (n.published_at, n.id) {{than}} (mine.published_at, mine.id)
  AND n.published_at {{within}} interval '{NEAR_DAYS} days' ORDER BY n.published_at {{way}}, n.id {{way}}
  LIMIT {NEAR_REVIEWS})"""  # noqa: S608 - nothing typed by anybody
# The latest reviews of an author and those before and after each: a few hundred rows, however many there are.
AROUND = f"""
WITH mine AS MATERIALIZED (SELECT id, subject_id, published_at FROM posts_review
  WHERE author_id = %(author)s AND space_id = %(space)s AND {_STANDING}
  ORDER BY published_at DESC, id DESC LIMIT {LATEST}),
around AS (SELECT id FROM mine UNION SELECT near.id FROM mine CROSS JOIN LATERAL (
  {_NEAR.format(than="<", within=">= mine.published_at -", way="DESC")} UNION ALL
  {_NEAR.format(than=">", within="<= mine.published_at +", way="ASC")}) near)
SELECT r.id, COALESCE('p' || r.author_id, 'i' || r.source_id || ':' || r.author_name), r.subject_id::text,
  COALESCE('o' || s.operator_id, 's' || s.id), extract(epoch FROM r.published_at)::float8,
  COALESCE(r.stars, r.original_rating)::float8, CASE WHEN r.stars IS NULL THEN r.original_scale ELSE '' END, r.link,
  COALESCE(r.author_id = %(author)s, false)
FROM around JOIN posts_review r USING (id) JOIN posts_subject s ON s.id = r.subject_id ORDER BY r.published_at, r.id
"""  # noqa: S608 - names of columns and published limits, all ours


def company_of(reviews: Sequence[Review]) -> dict[int, dict[str, int]]:
    """The figures of some reviews of one space, author by author; whoever is imported keeps no company here."""
    found: dict[int, dict[str, int]] = {}
    for author in sorted({review.author_id for review in reviews if review.author_id is not None}):
        found |= _around(author, reviews[0].space_id)
    return found


def _around(author: int, space: int) -> dict[int, dict[str, int]]:
    rows = rows_of(AROUND, {"author": author, "space": space})
    if not rows:
        return {}
    ids, people, subjects, houses, at, ratings, scales, links, mine = zip(*rows, strict=True)
    ends = np.array([_ends(scale) for scale in scales])
    figures = company(
        author=people,
        subject=subjects,
        house=houses,
        at=at,
        level=np.rint(thousandths(ratings, ends[:, 0], ends[:, 1])),
        link=[LINKS.index(link) for link in links],
        wanted=np.array(mine, bool),
    )
    own = [place for place, is_mine in enumerate(mine) if is_mine]
    return {ids[place]: {name: int(figures[name][place]) for name in FIGURES} for place in own}


def _ends(scale: str) -> tuple[float, float]:
    lowest, mark, highest = scale.partition("..")
    return (float(lowest), float(highest)) if mark else STARS


def company_in(space: Space, history: History) -> Columns:
    """The figures of every review of a space."""
    houses, subjects = _houses(space), history.subjects.names()
    house = np.array([houses.get(subject, f"s{subject}") for subject in subjects] or [""])
    return dict(
        company(
            author=history.author,
            subject=history.subject,
            house=house[history.subject],
            at=history.at,
            level=np.rint(thousandths(history.rating, history.lowest, history.highest)),
            link=history.link,
        )
    )


def _houses(space: Space) -> dict[str, str]:
    """All subjects of one operator are one house."""
    owned = Subject.objects.filter(operator__isnull=False, opinions__space=space).values_list("pk", "operator_id")
    return {str(pk): f"o{operator}" for pk, operator in owned}
