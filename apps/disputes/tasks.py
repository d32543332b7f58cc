"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.disputes import services


@shared_task(ignore_result=True)
def watch() -> None:
    """Close what is gone, remind whoever may decide, say what is late."""
    services.disputes_watch(now=clock.now())
