"""The exact content behind each digest in the log: an opinion, and its answer, under the names of mandates."""

from typing import Any

from apps.mediation.models import MediatorOpinion

Document = dict[str, Any]


def opinion(said: MediatorOpinion) -> Document:
    """One version, as it was given."""
    return {
        "type": "opinion of a mediator",
        "mediation": said.mediation.reference,
        "case": said.mediation.case.reference,
        "version": said.number,
        "mandate": said.mandate.public_name if said.mandate else "",
        "recommendation": said.recommendation,
        "language": said.language,
        "text": said.text,
        "given_at": f"{said.published_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def answer(said: MediatorOpinion) -> Document:
    """What whoever decided says to it."""
    assert said.answered_at is not None  # noqa: S101 - only what was answered has this
    return {
        "type": "answer to an opinion of a mediator",
        "mediation": said.mediation.reference,
        "case": said.mediation.case.reference,
        "version": said.number,
        "mandate": said.answerer.public_name if said.answerer else "",
        "follows": bool(said.follows),
        "language": said.answer_language,
        "text": said.answer,
        "answered_at": f"{said.answered_at:%Y-%m-%dT%H:%M:%SZ}",
    }
