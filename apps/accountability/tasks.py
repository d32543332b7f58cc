"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.accountability import services
from apps.accountability.reports.duty import reports_remind
from apps.base import clock


@shared_task(ignore_result=True)
def watch() -> None:
    """The windows slide, hours end, topics open, days come, forgotten alerts close."""
    now = clock.now()
    services.alerts_watch(now=now)
    services.tallies_publish(now=now)
    services.dialogues_open(now=now)
    services.reminders_send(now=now)
    services.commitments_check(now=now)
    reports_remind(now=now)
    services.keys_destroy(now=now)
    services.alert_close_forgotten(now=now)
