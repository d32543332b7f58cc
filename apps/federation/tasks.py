"""Doorways: Celery says when, services do."""

from celery import shared_task

from apps.base import clock
from apps.federation.services import (
    backfill,
    badges,
    delivery,
    feed_pulling,
    feeds,
    inbox,
    labels,
    letters_heard,
    questions_sent,
)


@shared_task(ignore_result=True)
def deliver() -> None:
    """A wake-up after a commit; the sweep calls it too. It only begins: no worker waits for another site."""
    now = clock.now()
    delivery.ANSWERING.begin(now=now)
    delivery.FAILING.begin(now=now)


@shared_task(ignore_result=True)
def receive() -> None:
    """The same for what came in."""
    inbox.process_due(now=clock.now())


@shared_task(ignore_result=True)
def read_before() -> None:
    """What was said before we came: a page, then whatever else waits, then the next one."""
    if backfill.read_due(now=clock.now()):
        backfill.wake_up()


@shared_task(ignore_result=True)
def forget() -> None:
    """The words of messages that were worked off a month ago."""
    now = clock.now()
    inbox.bodies_forget(before=now - inbox.BODIES_KEPT)
    feeds.looks_forget(before=now - feeds.LOOKS_KEPT)
    letters_heard.letters_end(now=now)
    questions_sent.questions_forget(now=now)


@shared_task(ignore_result=True)
def pull() -> None:
    """Sites that speak no protocol, a page of each."""
    feed_pulling.pull_due(now=clock.now())


@shared_task(ignore_result=True)
def pull_labels() -> None:
    """The labels of sites we take part at, from their lists."""
    labels.labels_pull(now=clock.now())


@shared_task(ignore_result=True)
def ask_labels() -> None:
    """Whether the labels of other bodies still hold, asked of those bodies."""
    labels.labels_ask(now=clock.now())


@shared_task(ignore_result=True)
def look_at_badges() -> None:
    """Whether badges of other sites that count here still hold, asked of those sites."""
    badges.badges_look(now=clock.now())
