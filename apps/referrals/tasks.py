"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.referrals import services


@shared_task(ignore_result=True)
def settle() -> None:
    """Name what is over as over."""
    services.referrals_settle(now=clock.now())
