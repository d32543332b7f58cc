"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.ledger import inspection, sequencer, services, witnesses


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


@shared_task(ignore_result=True)
def ask_witnesses() -> None:
    """Show the newest checkpoint to those who have not signed it."""
    witnesses.ask_all(now=clock.now())


@shared_task(ignore_result=True)
def inspect() -> None:
    """Walk on through the log: does each index open, or have its tombstone?"""
    inspection.go_on(now=clock.now())
