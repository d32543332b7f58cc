"""Doorways: Celery says when, services do."""

from datetime import timedelta

from celery import shared_task

from apps.base import clock
from apps.moderation.clusters.deciding import looks_purge
from apps.moderation.services import (
    audits,
    cases,
    desk,
    emergencies,
    opening,
    orders,
    publication,
    standing,
    teaching,
    together,
)


@shared_task(ignore_result=True)
def publish_due() -> None:
    """Send the decisions whose ten seconds are over."""
    publication.decisions_publish(now=clock.now())
    together.togethers_publish(now=clock.now())


@shared_task(ignore_result=True)
def end_by_itself() -> None:
    """End the emergencies that nobody confirmed, and the orders whose day has come."""
    emergencies.emergencies_lapse(now=clock.now())
    orders.orders_end(now=clock.now())


@shared_task(ignore_result=True)
def release_leases() -> None:
    """Give back what nobody works on any more; reckon where what is new stands."""
    now = clock.now()
    cases.leases_release(now=now)
    standing.standings_complete(now=now)


@shared_task(ignore_result=True)
def draw() -> None:
    """Draw among yesterday's uncontested messages, and among all its reviews."""
    now = clock.now()
    yesterday = now.date() - timedelta(days=1)
    opening.day_draw(day=yesterday, now=now)
    audits.day_draw_audits(day=yesterday, now=now)
    audits.audits_lapse(now=now)


@shared_task(ignore_result=True)
def close_windows() -> None:
    """Close what can no longer be appealed, and destroy the evidence."""
    now = clock.now()
    cases.windows_close(now=now)
    desk.put_off_purge(now=now)
    looks_purge(now=now)


@shared_task(ignore_result=True)
def teach() -> None:
    """Learn from what was decided; nothing serves before somebody releases it."""
    teaching.decisions_teach(now=clock.now())
