"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.audits import services
from apps.base import clock


@shared_task(ignore_result=True)
def watch() -> None:
    """Draw what witnesses have signed; let what took too long say so."""
    services.audits_draw(now=clock.now())
    services.audits_lapse(now=clock.now())
