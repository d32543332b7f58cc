"""What moderation hears from the floors below."""

from apps.ledger import News, on
from apps.moderation.models import Case
from apps.moderation.services import cases, opening
from apps.scoring.selectors import score_by_id


@on("score.flagged")
def open_flagged(event: News) -> None:
    """An algorithm noticed a review: a person will read it, nothing else happens."""
    score = score_by_id(event.payload["score"])
    numbers = {"total": round(score.total, 1), "threshold": round(score.threshold, 1)} if score else {}
    why = {"score": event.payload["score"], **numbers}
    opening.review_flagged(review_id=event.payload["review"], why=why, now=event.at)


@on("review.withdrawn", "post.withdrawn")
def close_withdrawn(event: News) -> None:
    """Its author took it back: nothing is left to decide."""
    for case in Case.objects.waiting().filter(item=event.object):
        cases.case_close_withdrawn(case=case, now=event.at)
