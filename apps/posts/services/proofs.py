"""What a person under mandate found of a proof that an author showed aside. The proof itself is never here."""

from datetime import datetime

from django.db import transaction

from apps.posts.models import Review
from apps.posts.services.items import locked, say


@transaction.atomic
def proof_note(*, review: Review, shows: bool, now: datetime) -> Review:
    """It shows that the experience took place, or does not after all: the page says so, and the score hears of it."""
    review = locked(review)
    review.proof_checked_at = now if shows else None
    review.save(update_fields=["proof_checked_at"])
    say(review, "review.proof_checked", "", now)
    return review
