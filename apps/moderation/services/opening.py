"""What opens a case without anybody asking: a published algorithm, or a published draw. Neither decides anything."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from apps.moderation.models import Case
from apps.moderation.services.cases import case_open
from apps.moderation.states import OpenedBy
from apps.moderation.targets import of_item
from apps.posts.models import Post, Review
from apps.posts.states import ItemState

ONE_IN = 50  # published: of the messages that nobody contested, one in fifty is read again


@transaction.atomic
def review_flagged(*, review_id: int, why: dict[str, Any], now: datetime) -> Case | None:
    """An algorithm noticed a review. What was read already in these words is left alone, and so is what was imported:
    its author is not here to answer."""
    review = Review.objects.select_related("space", "subject", "author", "source").filter(pk=review_id).first()
    if review is None or review.state != ItemState.PUBLISHED or review.source_id is not None:
        return None
    target = of_item(review)
    if Case.objects.filter(item=target.reference, evidence__digest=target.digest).exists():
        return None
    return case_open(target=target, opened_by=OpenedBy.ALGORITHM, rule=None, why=why, now=now)


def is_drawn(reference: str, day: date) -> bool:
    """Anyone can check it: the SHA-256 of day and reference, as a number, is a multiple of fifty."""
    return int.from_bytes(hashlib.sha256(f"{day}:{reference}".encode()).digest(), "big") % ONE_IN == 0


def day_draw(*, day: date, now: datetime) -> int:
    """Open a case for what the draw names among that day's uncontested messages; how many. Reviews: audits.py."""
    start = datetime.combine(day, datetime.min.time(), tzinfo=now.tzinfo)
    fresh = Post.objects.filter(
        published_at__gte=start, published_at__lt=start + timedelta(days=1), state=ItemState.PUBLISHED, source=None
    ).exclude(reference__in=Case.objects.values("item"))
    drawn = [post for post in fresh.iterator() if is_drawn(post.reference, day)]
    for post in drawn:
        case_open(target=of_item(post), opened_by=OpenedBy.RANDOM, rule=None, why={"rate": ONE_IN}, now=now)
    return len(drawn)
