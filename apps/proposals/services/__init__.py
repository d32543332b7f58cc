"""The verbs of proposals and votes. Import them from here."""

from apps.proposals.services.proposing import ProposalDraft, proposal_make, proposal_withdraw, proposals_outdate
from apps.proposals.services.ruling import RulingDraft, proposal_rule
from apps.proposals.services.voting import proposals_move, turnouts_tell, vote_cast, vote_take_back

__all__ = [
    "ProposalDraft",
    "RulingDraft",
    "proposal_make",
    "proposal_rule",
    "proposal_withdraw",
    "proposals_move",
    "proposals_outdate",
    "turnouts_tell",
    "vote_cast",
    "vote_take_back",
]
