"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.mediation import services


@shared_task(ignore_result=True)
def watch() -> None:
    """End what nobody took or gave in time; remind whoever must answer."""
    services.mediations_watch(now=clock.now())
