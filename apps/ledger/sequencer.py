"""One sequencer seals pending leaves in order, under an advisory lock, never inside the writing transaction."""

import random
from datetime import datetime
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import Max

from apps.base.clock import hour_of
from apps.base.statements import carry_out
from apps.ledger import checkpoints
from apps.ledger.models import LogEntry, Pending
from apps.ledger.services import SEALING

FILINGS_TOGETHER = 3
MAX_LEAF = 1024
LEAF_VERSION = 1
AT_ONCE = 5_000
OPENED = """
UPDATE ledger_opening o SET entry_id = sealed.position
FROM unnest(%s::bigint[], %s::bigint[]) AS sealed(opening, position) WHERE o.id = sealed.opening
"""


@transaction.atomic
def seal(*, now: datetime, rng: random.Random | None = None) -> int:
    """Give every pending leaf that may be sealed its position, and sign how long the log is; return how many."""
    if not _take_lock():
        return 0
    batch = [*_in_order(), *_filings(rng or random.SystemRandom())]
    if batch:
        _write(batch, _next_position(), now)
    checkpoints.make(now=now)
    return len(batch)


def _take_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        return bool(cursor.fetchone()[0])


def _in_order() -> list[Pending]:
    return list(Pending.objects.filter(filing=False).order_by("pk")[:AT_ONCE])


def _filings(rng: random.Random) -> list[Pending]:
    """All waiting filings, shuffled, when there are at least three: alone, a filing would tell its hour."""
    waiting = list(Pending.objects.filter(filing=True).order_by("pk"))
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
        fields |= {"object": pending.object, "hour": hour_of(pending.at).strftime("%Y-%m-%dT%HZ")}
        fields |= {"version": pending.version} if pending.version else {}
        fields |= {"body_sha256": pending.body_sha256} if pending.body_sha256 else {}
        fields |= {"commit": pending.commitment} if pending.commitment else {}
    leaf = rfc8785.dumps(fields)
    if len(leaf) > MAX_LEAF:
        raise ValueError(f"a leaf of {len(leaf)} bytes; at most {MAX_LEAF}")
    return leaf


def _write(batch: list[Pending], start: int, now: datetime) -> None:
    LogEntry.objects.bulk_create(_entry(pending, start + offset, now) for offset, pending in enumerate(batch))
    opened = [(start + offset, pending.opening_id) for offset, pending in enumerate(batch) if pending.opening_id]
    carry_out(OPENED, [[opening for _position, opening in opened], [position for position, _opening in opened]])
    Pending.objects.filter(pk__in=[pending.pk for pending in batch]).delete()


def _entry(pending: Pending, position: int, now: datetime) -> LogEntry:
    return LogEntry(
        position=position,
        kind=pending.kind,
        object=pending.object,
        hour=None if pending.filing else hour_of(pending.at),
        leaf=leaf_of(pending),
        sealed_at=hour_of(now),
    )
