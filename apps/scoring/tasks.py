"""Doorways for batches: a task per review would cost more than its score."""

from datetime import timedelta

from celery import shared_task

from apps.base import clock
from apps.scoring import batches, changes, marks
from apps.spaces.models import Space


@shared_task(ignore_result=True)
def score_space(space_id: int) -> None:
    """Count and score a whole space."""
    batches.space_score(space=Space.objects.get(pk=space_id), now=clock.now())


@shared_task(ignore_result=True)
def recount() -> None:
    """Each night: spaces whose counters no longer say what stands, then all spaces together."""
    for space_id in batches.spaces_to_recount(since=clock.now() - timedelta(days=2)):
        score_space.delay(space_id)


@shared_task(ignore_result=True)
def take_pool() -> None:
    """Each hour: what a small space is drawn to, and how common each pattern is."""
    batches.pool_take(now=clock.now())
    marks.marks_take()


@shared_task(ignore_result=True)
def expire_changes() -> None:
    """Each hour: changes of rule that nobody asked for or answered in time."""
    changes.changes_expire(now=clock.now())


def everything_again() -> None:
    """Other weights serve: every space is scored with them, one task each."""
    for space_id in Space.objects.order_by("pk").values_list("pk", flat=True):
        score_space.delay(space_id)
