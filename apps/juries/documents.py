"""The exact content behind each digest of a jury. People stand in it by lots that only they can recognise."""

from collections import Counter
from datetime import datetime
from typing import Any

from apps.algorithms import audit_sample
from apps.algorithms import jury as rule
from apps.juries.models import Jury, JuryDraw, Seat

Document = dict[str, Any]


def moment(at: datetime) -> str:
    """As all our documents write it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def terms_now() -> Document:
    """What a jury called now is drawn by; kept with it: its announcement reads the same under a later rule."""
    return {
        "seats": {"members": rule.MEMBERS, "helpers": rule.HELPERS},
        "draw": {"algorithm": audit_sample.NAME, "version": audit_sample.VERSION},
        "balance": {"algorithm": rule.NAME, "version": rule.VERSION},
    }


def announcement(jury: Jury) -> Document:
    """Who may be drawn, how many are: committed to before anybody knows the seed."""
    return {
        "type": "jury",
        "jury": jury.reference,
        "case": jury.case.reference,
        "members": jury.members,
        "helpers": jury.helpers,
        "options": jury.options,
        **jury.terms,
        "called_at": moment(jury.called_at),
        "due_at": moment(jury.due_at),
    }


def drawing(draw: JuryDraw) -> Document:
    """What the checkpoint chose: every seat follows from it, in the order of seats.json."""
    return {
        "type": "draw of a jury",
        "jury": draw.jury.reference,
        "announcement": {"sha256": draw.jury.sha256, "position": draw.position},
        "checkpoint": {"size": draw.size, "sha256": draw.seed, "witnessed": draw.witnessed},
        "drawn_at": moment(draw.drawn_at),
    }


def seats(jury: Jury) -> list[Document]:
    """Who was invited, in order: after how many others had left, and as which of them this one left."""
    return [
        {"number": seat.number, "lot": seat.lot, "after": seat.after, "left": seat.left_number, "why": seat.left_why}
        for seat in jury.seats.all()
    ]


def ending(jury: Jury) -> Document:
    """The tally, without anybody."""
    assert jury.ended_at is not None  # noqa: S101 - only what ended has this
    sitting = [seat for seat in jury.seats.all() if seat.left_at is None]
    return {
        "type": "end of a jury",
        "jury": jury.reference,
        "case": jury.case.reference,
        "state": jury.state,
        "decided": jury.decision.outcome if jury.decision else "",
        "votes": _tally(sitting),
        "seats": len(sitting),
        "invited": jury.seats.invited().count(),
        "ended_at": moment(jury.ended_at),
    }


def _tally(sitting: list[Seat]) -> dict[str, int]:
    return dict(sorted(Counter(seat.outcome for seat in sitting if seat.outcome).items()))
