"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.juries import services


@shared_task(ignore_result=True)
def watch() -> None:
    """Draw what witnesses have signed, pass on what nobody accepted, count what has ended."""
    now = clock.now()
    services.juries_draw(now=now)
    services.invitations_lapse(now=now)
    services.juries_count(now=now)
