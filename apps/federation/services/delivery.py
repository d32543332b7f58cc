"""Bring what was said to its inboxes. A site that does not answer waits alone: its rows wait with it, longer each time.

At least once from here, once in effect there: the receiver knows an activity by its id.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F

from apps.federation.models import Peer, PeerDelivery
from apps.federation.services.erasing import forget_when_told
from apps.federation.signing import post_signed
from apps.outside import Answer, NotAllowed, OutsideError
from apps.signatures.canonical import canonical

log = structlog.get_logger()
CONTENT_TYPE = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=7)
LATER = frozenset({408, 425, 429})  # and every 5xx
BATCH = 200


def deliver_due(*, now: datetime, limit: int = BATCH) -> int:
    """Deliver what is due, those sites first that answered last time; return how many were tried."""
    tried = 0
    while tried < limit and _deliver_one(now):
        tried += 1
    return tried


@transaction.atomic
def _deliver_one(now: datetime) -> bool:
    """The row is held while it is delivered; killed in the middle, it is tried again."""
    due = PeerDelivery.objects.due(now).select_related("activity", "peer")
    row = due.select_for_update(skip_locked=True, of=("self",)).order_by("peer__failures", "due_at", "pk").first()
    if row is None:
        return False
    _try(row, now)
    return True


def _try(row: PeerDelivery, now: datetime) -> None:
    row.attempts += 1
    body = canonical(row.activity.document)
    try:
        answer = post_signed(row.inbox, body, actor=row.activity.actor, content_type=CONTENT_TYPE, now=now)
    except NotAllowed as error:
        _give_up(row, str(error.why), now)
    except OutsideError as error:
        _wait(row, str(error.why), now)
    else:
        _settle(row, answer, now)
    row.save(update_fields=["attempts", "failure", "due_at", "done_at", "given_up_at"])
    forget_when_told(row.activity)


def _settle(row: PeerDelivery, answer: Answer, now: datetime) -> None:
    if 200 <= answer.status < 300:
        row.done_at, row.failure = now, ""
        Peer.objects.filter(pk=row.peer_id).update(failures=0, again_at=None, last_seen_at=now)
    elif answer.status in LATER or answer.status >= 500:
        _wait(row, f"HTTP {answer.status}", now)
    else:
        _give_up(row, f"HTTP {answer.status}", now)


def _give_up(row: PeerDelivery, why: str, now: datetime) -> None:
    """They will not take this one, ever; others may pass."""
    row.failure, row.given_up_at = why[:200], now
    log.info("delivery_refused", peer=row.peer.host, why=why)


def _wait(row: PeerDelivery, why: str, now: datetime) -> None:
    """The site, not the message, is at fault: everything for it waits."""
    if now - row.activity.at > GIVE_UP_AFTER:
        _give_up(row, why, now)
        return
    row.failure = why[:200]
    pause = min(FIRST_PAUSE * 2 ** min(row.peer.failures, 20), LONGEST_PAUSE)
    Peer.objects.filter(pk=row.peer_id).update(failures=F("failures") + 1, again_at=now + pause)


@transaction.atomic
def peer_retry(*, peer: Peer, now: datetime) -> int:
    """Try again now, what was given up included."""
    Peer.objects.filter(pk=peer.pk).update(failures=0, again_at=None)
    again = PeerDelivery.objects.filter(peer=peer, done_at=None)
    return again.update(given_up_at=None, due_at=now)
