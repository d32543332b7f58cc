"""Doorways: Celery says when."""

from celery import shared_task

from apps.base import clock
from apps.pages import live_home


@shared_task(ignore_result=True)
def home_tell() -> None:
    """Let open front pages follow what happens."""
    live_home.home_tell(now=clock.now())
