"""What moderation hears from the floors below."""

from apps.ledger import News, on
from apps.moderation.models import Case
from apps.moderation.services import cases, opening


@on("score.flagged")
def open_flagged(event: News) -> None:
    """An algorithm noticed a review: a person will read it, nothing else happens."""
    opening.review_flagged(review_id=event.payload["review"], why=event.payload.get("why", {}), now=event.at)


@on("review.withdrawn", "post.withdrawn")
def close_withdrawn(event: News) -> None:
    """Its author took it back: nothing is left to decide."""
    for case in Case.objects.waiting().filter(item=event.object):
        cases.case_close_withdrawn(case=case, now=event.at)
