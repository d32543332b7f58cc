"""What proposals hold about people: a vote is theirs alone; words that others voted on stay, without the name."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.ledger.services import openings_expire
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account
from apps.proposals.models import Proposal, Ruling, Tally, Turnout, Vote
from apps.proposals.services.proposing import end
from apps.proposals.states import ProposalState

VOTES_KEPT = timedelta(days=30)
ERASED_FR = "Effacé à la demande de la personne."
ERASED_EN = "Erased at the person’s request."


def _proposals(account: Account) -> Rows:
    for row in Proposal.objects.filter(author__account=account):
        yield {
            "proposal": row.reference,
            "body_fr": row.body_fr,
            "body_en": row.body_en,
            "summary_fr": row.summary_fr,
            "summary_en": row.summary_en,
            "proposed_at": row.proposed_at,
            "state": row.state,
        }


def _erase_proposals(account: Account, now: datetime) -> int:
    """Before the vote it is taken back and its words go; once others have voted on them they stay, without the name."""
    mine = Proposal.objects.filter(author__account=account)
    for proposal in mine.filter(state=ProposalState.DISCUSSED):
        end(proposal, ProposalState.WITHDRAWN, actor="", now=now)
    gone = {"body_fr": ERASED_FR, "body_en": ERASED_EN, "summary_fr": ERASED_FR, "summary_en": ERASED_EN}
    mine.filter(state=ProposalState.WITHDRAWN).update(**gone)
    return mine.update(author=None)


def _votes(account: Account) -> Rows:
    for row in Vote.objects.filter(account=account).select_related("proposal"):
        yield {"proposal": row.proposal.reference, "choice": row.choice, "cast_at": row.cast_at}


def _erase_votes(account: Account, now: datetime) -> int:
    return Vote.objects.filter(account=account).delete()[0]


def _purge_votes(now: datetime) -> int:
    """Once a vote is counted and its month is over, nobody needs to know who voted how: no row, no sealed opening."""
    over = Proposal.objects.filter(vote_until__lt=now - VOTES_KEPT)
    for reference in over.values_list("reference", flat=True):
        openings_expire(of=reference, now=now)
    return Vote.objects.filter(proposal__in=over).delete()[0]


def _rulings(account: Account) -> Rows:
    for row in Ruling.objects.filter(representative__account=account) | Ruling.objects.filter(mandate__account=account):
        said = {"reasons_fr": row.reasons_fr, "reasons_en": row.reasons_en}
        yield {"proposal": row.proposal.reference, "adopted": row.adopted, "ruled_at": row.ruled_at, **said}


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Vote,
            _("How you voted on changes to rules"),
            _votes,
            _erase_votes,
            _("deleted; a vote that runs counts one less, one that is counted stays as it was published"),
            keep_for=VOTES_KEPT,
            purge=_purge_votes,
            order=30,
            keep_note=_("counted from the end of the vote"),
        )
    )
    holds(
        Holding(
            Proposal,
            _("Changes to rules that you proposed"),
            _proposals,
            _erase_proposals,
            _("before the vote: taken back and erased; after: the words stay, your name goes"),
            order=30,
        )
    )
    holds(
        Holding(
            Ruling,
            _("What you decided on proposals, in an office"),
            _rulings,
            lambda account, now: sum(1 for _row in _rulings(account)),
            _("stays: the public act of an office; your account is detached from it"),
        )
    )
    holds_nothing(Turnout, "how many had voted, three at a time")
    holds_nothing(Tally, "what a vote came to, in figures")
