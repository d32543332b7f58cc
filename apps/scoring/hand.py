"""Reviews as scoring takes them in hand: the columns it needs, by statements that are planned once."""

import json
from collections.abc import Sequence

from apps.algorithms.review_facts import ReviewFacts
from apps.base.statements import Row, rows_of
from apps.posts.models import Review, Subject
from apps.spaces.models import Space

NEEDED = {
    "id", "reference", "author_id", "author_name", "source_id", "language", "text", "published_at", "version",
    "space_id", "subject_id", "stars", "original_rating", "original_scale", "link", "proof_checked_at",
}  # fmt: skip
FIELDS = [field.attname for field in Review._meta.concrete_fields if field.attname in NEEDED]
COLUMNS = ", ".join(f"r.{name}" for name in FIELDS)
STANDING_NOW = "r.state IN ('published', 'masked')"

REVIEW = f"""
SELECT {COLUMNS}, s.id, s.imported FROM posts_review r JOIN spaces_space s ON s.id = r.space_id WHERE r.id = %s
"""  # noqa: S608 - names of columns, all ours
OF = f"""
SELECT {COLUMNS}, s.id, s.name FROM posts_review r JOIN posts_subject s ON s.id = r.subject_id
WHERE {{whose}} = %s AND r.space_id = %s AND {STANDING_NOW} ORDER BY r.published_at DESC, r.id DESC LIMIT %s
"""  # noqa: S608 - names of columns, all ours
OF_AUTHOR, ALONE = OF.format(whose="r.author_id"), OF.format(whose="r.id")
READINGS = "SELECT review_id, facts::text FROM scoring_reading WHERE review_id = ANY(%s::bigint[])"


def review_in_hand(review_id: int, *, standing: bool = True) -> Review | None:
    """A review and its space."""
    statement = f"{REVIEW} AND {STANDING_NOW}" if standing else REVIEW
    for *fields, space, imported in rows_of(statement, [review_id]):
        review = Review.from_db("default", FIELDS, fields)
        review.space = Space.from_db("default", ["id", "imported"], [space, imported])
        return review
    return None


def latest_of_author(review: Review, most: int) -> list[Review]:
    """The standing reviews of its author in its space, latest first, with their subjects; an import stands alone."""
    if review.author_id:
        rows = rows_of(OF_AUTHOR, [review.author_id, review.space_id, most])
    else:
        rows = rows_of(ALONE, [review.pk, review.space_id, most])
    return [_with_subject(row) for row in rows]


def _with_subject(row: Row) -> Review:
    *fields, subject, name = row
    review = Review.from_db("default", FIELDS, fields)
    review.subject = Subject.from_db("default", ["id", "name"], [subject, name])
    return review


def readings_of(ids: Sequence[int]) -> dict[int, ReviewFacts]:
    """What was known when they were posted, of those that are counted."""
    return {review: ReviewFacts(**json.loads(facts)) for review, facts in rows_of(READINGS, [list(ids)])}
