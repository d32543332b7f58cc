"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.proposals import services


@shared_task(ignore_result=True)
def watch() -> None:
    """Begin votes, tell how many have voted, count what has ended."""
    services.turnouts_tell(now=clock.now())
    services.proposals_move(now=clock.now())
