"""Badges of other sites, as whoever brought them reads them: what each was there, and what it counts as here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.badges.verifying import OTHER_KEY
from apps.federation.brought import BroughtBadge, BroughtState
from apps.federation.still import levels_of, with_tables
from apps.people.models import Account
from apps.recognitions.scales import Side, far_side, sides_of

MOST = 50


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One, in words."""

    reference: str
    space: str
    topic: str
    counts: bool
    ended: bool
    state: str
    why: str
    sentence: str
    advice: str  # what to do about one that cannot be confirmed any more
    there: str
    checked_at: datetime
    until: datetime
    way: str  # the table by which it is read


def brought_by(account: Account, now: datetime) -> list[BroughtLine]:
    """The newest first; a few questions, however many they are."""
    rows = list(with_tables().filter(persona__account=account)[:MOST])
    levels, sides = levels_of(rows, now), _sides(rows, now)
    return [_line(row, levels[row.pk], sides[row.recognition.to_space_id]) for row in rows]


def _sides(rows: Iterable[BroughtBadge], now: datetime) -> dict[int, Side]:
    return sides_of([row.recognition.to_space for row in rows], now=now)


def _line(row: BroughtBadge, level: str | None, here: Side) -> BroughtLine:
    there = far_side(row.recognition.source_name, row.recognition.from_shown)
    said = {"was": there.step(row.level_from), "level": here.step(level or row.level)}
    counts, would = _("“%(was)s” there counts here as “%(level)s”."), _("“%(was)s” there would count as “%(level)s”.")
    return BroughtLine(
        reference=row.reference,
        space=row.recognition.to_space.name,
        topic=row.topic.name if row.topic else "",
        counts=level is not None,
        ended=row.state == BroughtState.ENDED,
        state=str(row.get_state_display()),
        why=str(row.get_why_display()) if row.why else "",
        sentence="" if row.state == BroughtState.ENDED else (counts if level else would) % said,
        advice=str(OTHER_KEY) if row.other_key and row.state == BroughtState.UNVERIFIED else "",
        there=there.name,
        checked_at=row.checked_at,
        until=row.until,
        way=reverse("recognitions:gateway", args=[row.recognition.reference]),
    )
