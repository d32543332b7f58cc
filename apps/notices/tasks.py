"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.notices import mailing


@shared_task(ignore_result=True)
def send_summaries() -> None:
    """To whoever is due."""
    if mailing.sends_mail():
        mailing.summaries_send(now=clock.now())
