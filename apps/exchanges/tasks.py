"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.exchanges import services


@shared_task(ignore_result=True)
def watch() -> None:
    """Publish what has waited long enough; end what nobody answered or rated."""
    now = clock.now()
    services.exchanges_reveal(now=now)
    services.exchanges_expire(now=now)
