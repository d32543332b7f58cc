"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.badges import services
from apps.base import clock


@shared_task(ignore_result=True)
def review() -> None:
    """End what is no longer earned, so that public lists say so too."""
    services.badges_review(now=clock.now())
    services.gathered_look(now=clock.now())
