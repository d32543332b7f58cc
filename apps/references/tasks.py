"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.references import services


@shared_task(ignore_result=True)
def watch() -> None:
    """Go on without a word of a trust manager; end what is over."""
    services.letters_watch(now=clock.now())
