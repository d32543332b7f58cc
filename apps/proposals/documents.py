"""The exact content behind each digest of a proposal. No person stands in it."""

from typing import Any

from apps.algorithms import open_vote
from apps.proposals.models import Proposal, Ruling, Tally, Turnout

Document = dict[str, Any]
RULE = {"rule": open_vote.NAME, "rule_version": open_vote.VERSION}


def proposed(proposal: Proposal) -> Document:
    """The words, and of which version they would take the place."""
    return {
        "type": "proposal",
        "proposal": proposal.reference,
        **_base(proposal),
        "text": {"fr": proposal.body_fr, "en": proposal.body_en},
        "summary": {"fr": proposal.summary_fr, "en": proposal.summary_en},
        "proposed_at": f"{proposal.proposed_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def _base(proposal: Proposal) -> Document:
    if proposal.version is not None:
        document = proposal.version.document
        return {"document": document.reference, "instead_of": proposal.version.number}
    assert proposal.criterion is not None  # noqa: S101 - the database sees to it
    return {"criterion": proposal.criterion.criterion.code, "instead_of": proposal.criterion.number}


def ballot(proposal: Proposal) -> Document:
    """What is voted on, until when, by how many, under which rule."""
    return {
        **proposed(proposal),
        "type": "vote on a proposal",
        "vote_from": f"{proposal.vote_from:%Y-%m-%dT%H:%M:%SZ}",
        "vote_until": f"{proposal.vote_until:%Y-%m-%dT%H:%M:%SZ}",
        "entitled": proposal.entitled,
        "binding": open_vote.BINDING,
        **RULE,
    }


def turnout(told: Turnout) -> Document:
    """How many had voted."""
    return {
        "type": "turnout of a vote",
        "proposal": told.proposal.reference,
        "number": told.number,
        "people": told.people,
        "told_at": f"{told.told_at:%Y-%m-%dT%HZ}",
    }


def tally(counted: Tally) -> Document:
    """What the vote came to."""
    said = {"for": counted.in_favour, "against": counted.against, "neither": counted.neither}
    return {
        "type": "count of a vote",
        "proposal": counted.proposal.reference,
        "outcome": counted.outcome,
        "voters": counted.voters,
        "entitled": counted.entitled,
        "quorum": counted.quorum,
        **({"votes": said} if counted.in_favour is not None else {}),
        "counted_at": f"{counted.counted_at:%Y-%m-%dT%H:%M:%SZ}",
        **RULE,
    }


def ruling(said: Ruling) -> Document:
    """What was decided, by which office, why."""
    who = said.representative or said.mandate
    version = said.version or said.criterion
    return {
        "type": "decision on a proposal",
        "proposal": said.proposal.reference,
        "adopted": said.adopted,
        "by": who.reference if who else said.named,
        "reasons": {"fr": said.reasons_fr, "en": said.reasons_en},
        **({"version": {"number": version.number, "sha256": version.sha256}} if version else {}),
        "ruled_at": f"{said.ruled_at:%Y-%m-%dT%H:%M:%SZ}",
    }


def ending(proposal: Proposal) -> Document:
    """Taken back by its author, or overtaken by another version."""
    assert proposal.ended_at is not None  # noqa: S101 - only what ended has this
    return {
        "type": "end of a proposal",
        "proposal": proposal.reference,
        "state": proposal.state,
        "ended_at": f"{proposal.ended_at:%Y-%m-%dT%H:%M:%SZ}",
    }
