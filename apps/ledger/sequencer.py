"""One sequencer seals pending leaves in order, under an advisory lock, never inside the writing transaction."""

import random
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import Max

from apps.ledger.models import LogEntry, Opening, Pending

LOCK = 0x7472757374  # "trust"
FILINGS_TOGETHER = 3
MAX_LEAF = 1024
LEAF_VERSION = 1


@transaction.atomic
def seal(*, now: datetime, rng: random.Random | None = None) -> int:
    """Give every pending leaf that may be sealed its position; return how many were sealed."""
    if not _take_lock():
        return 0
    batch = [*_in_order(), *_filings(rng or random.SystemRandom())]
    position = _next_position()
    for offset, pending in enumerate(batch):
        _write(pending, position + offset, now)
    return len(batch)


def _take_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _in_order() -> list[Pending]:
    return list(Pending.objects.filter(filing=False).order_by("pk").select_related("opening"))


def _filings(rng: random.Random) -> list[Pending]:
    """All waiting filings, shuffled, when there are at least three: alone, a filing would tell its hour."""
    waiting = list(Pending.objects.filter(filing=True).order_by("pk").select_related("opening"))
    if len(waiting) < FILINGS_TOGETHER:
        return []
    rng.shuffle(waiting)
    return waiting


def _next_position() -> int:
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def leaf_of(pending: Pending) -> bytes:
    """Canonical JSON (RFC 8785), at most 1 kB, without any person in it."""
    fields: dict[str, Any] = {"v": LEAF_VERSION, "type": pending.kind}
    if pending.filing:
        fields["commit"] = pending.commitment
    else:
        fields |= {"object": pending.object, "hour": _hour(pending.at).strftime("%Y-%m-%dT%HZ")}
        fields |= {"version": pending.version} if pending.version else {}
        fields |= {"body_sha256": pending.body_sha256} if pending.body_sha256 else {}
        fields |= {"commit": pending.commitment} if pending.commitment else {}
    leaf = rfc8785.dumps(fields)
    if len(leaf) > MAX_LEAF:
        raise ValueError(f"a leaf of {len(leaf)} bytes; at most {MAX_LEAF}")
    return leaf


def _hour(at: datetime) -> datetime:
    return at - timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _write(pending: Pending, position: int, now: datetime) -> None:
    entry = LogEntry.objects.create(
        position=position,
        kind=pending.kind,
        object=pending.object,
        hour=None if pending.filing else _hour(pending.at),
        leaf=leaf_of(pending),
        sealed_at=_hour(now),
    )
    if pending.opening_id is not None:
        Opening.objects.filter(pk=pending.opening_id).update(entry=entry)
    pending.delete()
