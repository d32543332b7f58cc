"""The public log as read by anyone: leaves in words, receipts, and how both are checked by hand."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled
from apps.base.errors import NotFound
from apps.ledger.kinds import kind_of, public_kinds
from apps.ledger.models import LogEntry, Opening, PublicText
from apps.ledger.places import Place, places_of
from apps.ledger.receipts import Words, words_of
from apps.ledger.services import commitment_of


class Check(StrEnum):
    """How the content behind a leaf can be checked."""

    TEXT = "text"  # a public text: anyone compares its digest
    COMMITMENT = "commitment"  # a sealed payload: its owner holds what opens it
    ERASED = "erased"  # the payload was erased; a tombstone says so
    MISSING = "missing"  # it neither opens nor has a tombstone: a silent removal, if it stays so


@dataclass(frozen=True, slots=True)
class Leaf:
    """One position of the log, for page, JSON, CSV and feed."""

    position: int
    kind: str
    label: str
    about: str
    path: str
    body_path: str
    object: str
    version: str
    hour: datetime | None
    sealed_hour: datetime
    body_sha256: str
    commitment: str
    check: Check
    tombstone: int | None
    leaf: str
    leaf_sha256: str


@dataclass(frozen=True, slots=True)
class Tip:
    """How long the log is, and when it last grew."""

    size: int
    sealed_hour: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the holder of a private link sees: their own words, and the proof."""

    token: str
    words: Words
    payload: str
    key: str
    commitment: str
    position: int | None
    leaf: str


LAST = Compiled(lambda: LogEntry.objects.order_by("-position").values_list("position", "sealed_at")[:1])


def tip() -> Tip:
    """One cheap query."""
    last = LAST.row()
    return Tip(0, None) if last is None else Tip(last[0] + 1, last[1])


def entries(*, kind: str = "", about: str = "") -> QuerySet[LogEntry]:
    """Leaves newest first, filtered."""
    rows = LogEntry.objects.order_by("-position")
    if kind:
        rows = rows.filter(kind=kind)
    if about:
        rows = rows.filter(object=about)
    return rows


def kinds() -> list[tuple[str, str]]:
    """What one can filter by, in the reader's words."""
    return sorted(((name, str(label)) for name, label in public_kinds().items()), key=lambda pair: pair[1].casefold())


def leaves(rows: list[LogEntry]) -> list[Leaf]:
    """Rows in words: each app is asked once for all its objects, the openings once for all."""
    parsed = [(row, json.loads(bytes(row.leaf))) for row in rows]
    places = places_of((row.kind, row.object, fields.get("version", "")) for row, fields in parsed if row.object)
    opened: set[int | None] = set(Opening.objects.filter(entry__in=rows).values_list("entry_id", flat=True))
    buried = _tombstones([row.position for row, fields in parsed if "commit" in fields and row.pk not in opened])
    kept = _kept([fields["body_sha256"] for _row, fields in parsed if "body_sha256" in fields])
    return [
        _leaf(row, fields, places.get((row.kind, row.object, fields.get("version", ""))), opened, buried, kept)
        for row, fields in parsed
    ]


def _kept(digests: list[str]) -> dict[str, str]:
    """Digest → address, for words that the log itself keeps."""
    found = PublicText.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    return {sha256: reverse("tlog:text", args=[sha256]) for sha256 in found}


def public_text(sha256: str) -> bytes | None:
    """Words that the log itself keeps."""
    body = PublicText.objects.filter(sha256=sha256).values_list("body", flat=True).first()
    return None if body is None else bytes(body)


def leaf_at(position: int) -> Leaf:
    """One leaf; raises NotFound."""
    row = LogEntry.objects.filter(position=position).first()
    if row is None:
        raise NotFound(_("The log has no entry at this position yet. It grows by the minute, without gaps."))
    return leaves([row])[0]


def is_buried(index: int) -> bool:
    """Whether a tombstone names this entry."""
    return LogEntry.objects.filter(kind="erasure.done", object=str(index)).exists()


def _tombstones(positions: list[int]) -> dict[int, int]:
    found = LogEntry.objects.filter(kind="erasure.done", object__in=[str(p) for p in positions])
    return {int(reference): position for reference, position in found.values_list("object", "position")}


def _leaf(
    row: LogEntry,
    fields: dict[str, Any],
    place: Place | None,
    opened: set[int | None],
    buried: dict[int, int],
    kept: dict[str, str],
) -> Leaf:
    raw = bytes(row.leaf)
    return Leaf(
        position=row.position,
        kind=row.kind,
        label=_label(row.kind),
        about=place.name if place else "",
        path=place.path if place else "",
        body_path=(place.body_path if place else "") or kept.get(fields.get("body_sha256", ""), ""),
        object=row.object,
        version=fields.get("version", ""),
        hour=row.hour,
        sealed_hour=row.sealed_at,
        body_sha256=fields.get("body_sha256", ""),
        commitment=fields.get("commit", ""),
        check=_check(row, fields, opened, buried),
        tombstone=buried.get(row.position),
        leaf=raw.decode(),
        leaf_sha256=hashlib.sha256(raw).hexdigest(),
    )


def _label(kind: str) -> str:
    if kind == "sealed":
        return str(public_kinds()["sealed"])
    try:
        return str(kind_of(kind).label)
    except KeyError:  # an older release declared it
        return kind


def _check(row: LogEntry, fields: dict[str, Any], opened: set[int | None], buried: dict[int, int]) -> Check:
    if "commit" not in fields:
        return Check.TEXT
    if row.pk in opened:
        return Check.COMMITMENT
    return Check.ERASED if row.pk in buried else Check.MISSING


def receipt(token: str, *, now: datetime) -> Receipt:
    """What this private link opens; raises NotFound."""
    opening = Opening.objects.select_related("entry").filter(token=token).first()
    if opening is None:
        raise NotFound(_("This receipt opens nothing. The link is incomplete, or what it held was erased."))
    payload = bytes(opening.payload).decode()
    return Receipt(
        token=token,
        words=words_of(json.loads(payload), token, now),
        payload=payload,
        key=bytes(opening.key).hex(),
        commitment=commitment_of(opening),
        position=opening.entry_id,
        leaf=bytes(opening.entry.leaf).decode() if opening.entry else "",
    )
