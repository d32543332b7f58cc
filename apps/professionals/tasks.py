"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.professionals.verification.watching import verifications_watch


@shared_task(ignore_result=True)
def watch() -> None:
    """Close what nobody proved in time; remind whose verification ends soon."""
    verifications_watch(now=clock.now())
