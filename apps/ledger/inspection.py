"""The invariant of the log: every index opens its commitment, is a public text, or has a tombstone (design §5).

Looked at in walks through the whole log, a piece a minute, so that what was removed long after it was sealed is found
too. Whatever is not so is a row that everybody reads, until it is so again.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from apps.ledger import checkpoints, tree
from apps.ledger.models import Inspection, LogEntry, Opening, Pending, Violation
from apps.signatures.trees import HASH, WIDTH, leaf_hash

AT_ONCE = 80 * WIDTH
KEPT = 100  # walks


class Flaw(StrEnum):
    """What is wrong with an index: a code for rows, words in `apps.ledger.state`."""

    ABSENT = "absent"  # the entry itself is gone
    CHANGED = "changed"  # it is not the entry whose hash is in the tree
    MISSING = "missing"  # nothing opens it, and no tombstone says why
    FALSE = "false"  # what is kept does not open it
    KEPT = "kept"  # a tombstone says erased, and it is still here


@dataclass
class Found:
    """What a piece of the walk met."""

    texts: int = 0
    openings: int = 0
    tombstones: int = 0
    flaws: dict[int, Flaw] = field(default_factory=dict)


@transaction.atomic
def go_on(*, now: datetime, at_once: int = AT_ONCE) -> Inspection | None:
    """Look at the next piece; begin a new walk when the last one has ended. None while the log is empty."""
    newest = checkpoints.newest()
    if newest is None:
        return None
    walk = Inspection.objects.select_for_update().filter(ended_at=None).order_by("-pk").first()
    walk = walk or Inspection.objects.create(began_at=now, size=newest.size)
    until = min(walk.size, walk.position + at_once)
    _count(walk, look(walk.position, until), until, now)
    return walk


def go_through(*, now: datetime) -> Inspection | None:
    """A whole walk at once."""
    walk = go_on(now=now)
    while walk is not None and walk.ended_at is None:
        walk = go_on(now=now)
    return walk


def _count(walk: Inspection, found: Found, until: int, now: datetime) -> None:
    _note(walk.position, until, found.flaws, now)
    walk.texts += found.texts
    walk.openings += found.openings
    walk.tombstones += found.tombstones
    walk.violations += len(found.flaws)
    walk.position = until
    if until == walk.size:
        walk.ended_at = now
        _forget_old_walks()
    walk.save()


def _note(start: int, end: int, flaws: dict[int, Flaw], now: datetime) -> None:
    """New flaws become rows; those that are no longer there are mended, and say so."""
    open_rows = Violation.objects.filter(position__gte=start, position__lt=end, mended_at=None)
    known = {(row.position, row.flaw): row.pk for row in open_rows}
    still = [pk for (position, flaw), pk in known.items() if flaws.get(position) == flaw]
    open_rows.filter(pk__in=still).update(seen_at=now)
    open_rows.exclude(pk__in=still).filter(pk__in=known.values()).update(mended_at=now)
    Violation.objects.bulk_create(
        Violation(position=position, flaw=flaw, found_at=now, seen_at=now)
        for position, flaw in flaws.items()
        if (position, flaw) not in known
    )


def _forget_old_walks() -> None:
    last = list(Inspection.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT])
    Inspection.objects.exclude(pk__in=last).delete()


def look(start: int, end: int) -> Found:
    """Every index of a range."""
    found = Found()
    leaves = dict(LogEntry.objects.filter(position__gte=start, position__lt=end).values_list("position", "leaf"))
    hashes = dict(zip(range(start, end), _hashes(start, end), strict=True))
    openings = _openings(start, end)
    buried = _buried(range(start, end))
    for position in range(start, end):
        leaf = leaves.get(position)
        if leaf is None:
            found.flaws[position] = Flaw.ABSENT
        elif leaf_hash(bytes(leaf)) != hashes[position]:
            found.flaws[position] = Flaw.CHANGED
        else:
            _look_behind(position, bytes(leaf), openings.get(position), position in buried, found)
    return found


def _look_behind(position: int, leaf: bytes, opening: tuple[bytes, bytes] | None, buried: bool, found: Found) -> None:
    commit = json.loads(leaf).get("commit")
    if commit is None:
        found.texts += 1
    elif opening is None and buried:
        found.tombstones += 1
    elif opening is None:
        found.flaws[position] = Flaw.MISSING
    elif hmac.new(*opening, hashlib.sha256).hexdigest() != commit:
        found.flaws[position] = Flaw.FALSE
    elif buried:
        found.flaws[position] = Flaw.KEPT
    else:
        found.openings += 1


def _hashes(start: int, end: int) -> Iterator[bytes]:
    """The hashes of the tree, one per index."""
    for number in range(start // WIDTH, -(-end // WIDTH)):
        tile = tree.tile(0, number)
        first = number * WIDTH
        for position in range(max(start, first), min(end, first + WIDTH)):
            at = (position - first) * HASH
            yield tile[at : at + HASH]


def _openings(start: int, end: int) -> dict[int, tuple[bytes, bytes]]:
    """Position → key and payload."""
    rows = Opening.objects.filter(entry__gte=start, entry__lt=end).values_list("entry_id", "key", "payload")
    return {position: (bytes(key), bytes(payload)) for position, key, payload in rows if position is not None}


def _buried(positions: range) -> set[int]:
    """Those with a tombstone, sealed or about to be."""
    wanted = [str(position) for position in positions]
    sealed = LogEntry.objects.filter(kind="erasure.done", object__in=wanted).values_list("object", flat=True)
    waiting = Pending.objects.filter(kind="erasure.done", object__in=wanted).values_list("object", flat=True)
    return {int(reference) for reference in [*sealed, *waiting]}
