"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.warnings.services import naming, telling


@shared_task(ignore_result=True)
def run_out() -> None:
    """Erase warnings of twelve months, and claims that have had their time."""
    telling.warnings_expire(now=clock.now())
    naming.claims_forget(now=clock.now())
