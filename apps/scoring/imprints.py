"""Texts that are nearly the same, within one space: what is kept of a text, and how its neighbours are found."""

from apps.algorithms.near_duplicates import Signature, nearest, signature
from apps.posts.models import Review
from apps.scoring.models import Imprint

NEIGHBOURS = 50  # enough: the weight stops growing at a dozen copies


def imprint_take(review: Review) -> Imprint | None:
    """Keep 64 numbers of a text, anew when it was edited; nothing of a text too short to compare."""
    known = Imprint.objects.filter(review=review).first()
    if known is not None and known.text_version == review.version:
        return known
    made = imprint_of(review)
    if made is None:
        Imprint.objects.filter(review=review).delete()
    else:
        made.save(force_insert=known is None)
    return made


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
        bands=list(taken.bands()),
    )


def likeness(imprint: Imprint | None) -> tuple[float, int]:
    """How near the nearest earlier text of the space is, and how many are nearly the same."""
    if imprint is None:
        return 0.0, 0
    earlier = (
        Imprint.objects.filter(space_id=imprint.space_id, bands__overlap=imprint.bands)
        .exclude(at__gt=imprint.at)
        .exclude(at=imprint.at, review_id__gte=imprint.review_id)
        .order_by("-at", "-review_id")[:NEIGHBOURS]
    )
    own = Signature.from_bytes(bytes(imprint.signature))
    return nearest(own, [Signature.from_bytes(bytes(row.signature)) for row in earlier])
