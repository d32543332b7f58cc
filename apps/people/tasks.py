"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.people import retention


@shared_task(ignore_result=True)
def purge() -> None:
    """Keep to the retention table."""
    retention.purge_due(now=clock.now())
