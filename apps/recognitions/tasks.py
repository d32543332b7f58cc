"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.recognitions import services


@shared_task(ignore_result=True)
def watch() -> None:
    """End what is over: recognitions, and what was converted by them or lost its source."""
    now = clock.now()
    services.recognitions_expire(now=now)
    services.conversions_expire(now=now)
