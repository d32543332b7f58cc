"""The exact content behind each digest in the log: an opinion, and its answer, under the names of mandates."""

from typing import Any

from apps.mediation.models import MediatorOpinion, OpinionAnswer

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


def answer(said: OpinionAnswer) -> Document:
    """What whoever decided says to it."""
    opinion = said.opinion
    return {
        "type": "answer to an opinion of a mediator",
        "mediation": opinion.mediation.reference,
        "case": opinion.mediation.case.reference,
        "version": opinion.number,
        "mandate": said.mandate.public_name if said.mandate else "",
        "follows": said.follows,
        "language": said.language,
        "text": said.text,
        "answered_at": f"{said.published_at:%Y-%m-%dT%H:%M:%SZ}",
    }
