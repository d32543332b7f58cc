"""Texts that are nearly the same, within one space: what is kept of a text, and how its neighbours are found.

The published signature has 60 places. Two texts are compared when one of 15 groups of four places is equal in both:
texts alike at 0.7 meet 98 times in 100, at 0.6 seven times in eight, at 0.1 twice in a thousand.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from django.db import connection

from apps.algorithms.near_duplicates import Signature, nearest, signature
from apps.posts.models import Review
from apps.scoring.models import Imprint

TOGETHER = 4  # places in a group
NEIGHBOURS = 50  # the latest; enough: the weight stops growing at a dozen copies

# OFFSET 0 keeps the index of the keys in use: the planner would rather walk back through the whole space.
EARLIER = f"""
SELECT own.review_id, own.signature, earlier.signatures FROM scoring_imprint own
CROSS JOIN LATERAL (SELECT array_agg(latest.signature) AS signatures FROM (
  SELECT other.signature FROM (SELECT * FROM scoring_imprint i WHERE i.keys && own.keys OFFSET 0) other
  WHERE other.space_id = own.space_id AND (other.at, other.review_id) < (own.at, own.review_id)
  ORDER BY other.at DESC, other.review_id DESC LIMIT {NEIGHBOURS}) latest) earlier
WHERE earlier.signatures IS NOT NULL AND own."""  # noqa: S608 - nothing typed by anybody

Likeness = tuple[float, int]  # of the nearest earlier text; how many are nearly the same


def imprint_take(review: Review) -> None:
    """Keep 60 numbers of a text, anew when it was edited; nothing of a text too short to compare."""
    made = imprint_of(review)
    if made is None:
        Imprint.objects.filter(review=review).delete()
    else:
        imprints_store([made])


def imprints_store(made: list[Imprint]) -> None:
    """Write imprints, in the place of older ones."""
    fields = ["text_version", "signature", "keys"]
    Imprint.objects.bulk_create(
        made, batch_size=500, update_conflicts=True, unique_fields=["review"], update_fields=fields
    )


def imprint_of(review: Review) -> Imprint | None:
    """The same, not yet stored."""
    taken = signature(review.text)
    if taken is None:
        return None
    return Imprint(
        review=review,
        space_id=review.space_id,
        at=review.published_at,
        text_version=review.version,
        signature=taken.as_bytes(),
        keys=keys_of(taken),
    )


def keys_of(taken: Signature) -> list[int]:
    """One number per group of places; the number of the group is part of it."""
    stored, width = taken.as_bytes(), 4 * TOGETHER
    return [_number(stored[start : start + width], start) for start in range(0, len(stored), width)]


def _number(places: bytes, group: int) -> int:
    digest = blake2b(places, digest_size=8, salt=group.to_bytes(2, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)


def likeness_of(review: Review) -> Likeness:
    """How near the nearest earlier text of the space is, and how many are nearly the same."""
    with connection.cursor() as cursor:
        return next((found for _review, found in _compared(cursor, "review_id", review.pk)), (0.0, 0))


def likeness_in(space_id: int) -> Iterator[tuple[int, Likeness]]:
    """The same for each text of a space that has any neighbour, one by one."""
    with connection.chunked_cursor() as cursor:
        yield from _compared(cursor, "space_id", space_id)


def _compared(cursor: Any, column: str, value: int) -> Iterator[tuple[int, Likeness]]:
    cursor.execute(f"{EARLIER}{column} = %s", [value])
    for review_id, own, others in cursor:
        yield review_id, nearest(_signature(own), [_signature(other) for other in others])


def _signature(stored: Any) -> Signature:
    return Signature.from_bytes(bytes(stored))
