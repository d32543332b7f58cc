"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.ledger import sequencer, services


@shared_task(ignore_result=True)
def deliver() -> None:
    """A wake-up after a commit."""
    services.deliver_due(now=clock.now())


@shared_task(ignore_result=True)
def sweep() -> None:
    """Find what no wake-up announced."""
    services.deliver_due(now=clock.now(), limit=1000)


@shared_task(ignore_result=True)
def seal() -> None:
    """Seal pending leaves into the public log."""
    sequencer.seal(now=clock.now())
