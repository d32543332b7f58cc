"""The exact content behind each digest of an audit. Offices stand in it by reference, never a person."""

from datetime import datetime
from typing import Any

from apps.algorithms import audit_sample
from apps.audits.models import Answer, Audit, Declaration, Draw, Result, Seat

Document = dict[str, Any]


def moment(at: datetime) -> str:
    """As all our documents write it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def announcement(audit: Audit) -> Document:
    """What is asked, of what, how many, and who may be drawn: committed to before anybody knows the seed."""
    version = audit.version
    return {
        "type": "audit",
        "audit": audit.reference,
        "operator": audit.operator.slug,
        "space": audit.space.slug if audit.space else "",
        "criterion": f"{version.criterion.code} v{version.number}" if version else "",
        "population": {
            "kind": audit.population,
            "since": audit.since.isoformat(),
            "until": audit.until.isoformat(),
            "items": len(audit.items),
            "sha256": audit.items_sha256,
        },
        "sample": audit.size,
        "auditors": audit.lookers,
        "roster": [reference for reference, _named in audit.roster],
        "question": {"fr": audit.question_fr, "en": audit.question_en},
        "draw": {"algorithm": audit_sample.NAME, "version": audit_sample.VERSION},
        "announced_at": moment(audit.announced_at),
        "due_at": moment(audit.due_at),
    }


def drawing(draw: Draw) -> Document:
    """What the checkpoint chose."""
    audit = draw.audit
    return {
        "type": "draw of an audit",
        "audit": audit.reference,
        "announcement": {"sha256": audit.sha256, "position": draw.position},
        "checkpoint": {"size": draw.size, "sha256": draw.seed},
        "sample": list(audit.sample.values_list("about", flat=True)),
        "auditors": draw.order,
        "drawn_at": moment(draw.drawn_at),
    }


def ending(audit: Audit) -> Document:
    """Withdrawn or lapsed, with the reason."""
    assert audit.ended_at is not None  # noqa: S101 - only what ended has this
    return {
        "type": "end of an audit",
        "audit": audit.reference,
        "state": audit.state,
        "reason": {"fr": audit.ended_why_fr, "en": audit.ended_why_en},
        "ended_at": moment(audit.ended_at),
    }


def leaving(seat: Seat) -> Document:
    """Somebody drawn does not look."""
    assert seat.left_at is not None  # noqa: S101 - only who left has this
    return {
        "type": "empty seat of an audit",
        "audit": seat.audit.reference,
        "seat": seat.reference,
        "number": seat.number,
        "reason": seat.left_why,
        "left_at": moment(seat.left_at),
    }


def outcome(result: Result) -> Document:
    """What was found of each item by each of those who looked, and what it comes to."""
    audit = result.audit
    seats = audit.seats.filter(left_at=None).select_related("mandate")
    return {
        "type": "result of an audit",
        "audit": audit.reference,
        "looked_at": result.looked_at,
        "wrong": result.wrong,
        "open": result.open,
        "share": {"low": f"{result.low:.4f}", "high": f"{result.high:.4f}"},
        "auditors": [_looked(seat) for seat in seats],
        "published_at": moment(result.published_at),
    }


def _looked(seat: Seat) -> Document:
    rows = seat.findings.order_by("item__number").values_list("item__about", "verdict", "words")
    return {
        "number": seat.number,
        "verdict": seat.verdict,
        "words": {"fr": seat.words_fr, "en": seat.words_en},
        "findings": [{"item": about, "verdict": verdict, "words": words} for about, verdict, words in rows],
    }


def reply(answer: Answer) -> Document:
    """The operator's answer: the person stands in it by reference and role."""
    who = answer.representative
    return {
        "type": "answer to an audit",
        "answer": answer.reference,
        "audit": answer.audit.reference,
        "representative": who.reference,
        "role": {"fr": who.role_fr, "en": who.role_en},
        "text": {"fr": answer.text_fr, "en": answer.text_en},
        "answered_at": moment(answer.answered_at),
    }


def declaration(said: Declaration) -> Document:
    """What an office says of its links. In the log only as a commitment: the words may be about a person."""
    return {
        "type": "declaration of links",
        "declaration": said.reference,
        "mandate": said.mandate.reference if said.mandate else "",
        "operator": said.operator.slug,
        "linked": said.linked,
        "words": said.words,
        "declared_at": moment(said.declared_at),
        "expires_at": moment(said.expires_at),
    }
