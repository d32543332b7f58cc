"""What a Celery worker of a measurement does besides the real tasks: `celery -A bench.worker worker`."""

from celery import shared_task

from trustmgmt.celery import app

__all__ = ["app"]


@shared_task(name="bench.score_one", ignore_result=True)
def score_one(review_id: int) -> None:
    """One task per review: the way that is compared with batches."""
    from apps.base import clock
    from apps.scoring.services import review_score

    review_score(review_id=review_id, now=clock.now())
