"""Vote, change one's mind until the end, begin and count a vote when its time has come."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import open_vote
from apps.base.errors import BadInput
from apps.base.models import check_transition
from apps.ledger.services import append, new_token
from apps.ledger.site_key import sign
from apps.people.models import Account
from apps.proposals import documents
from apps.proposals.models import Choice, Proposal, Tally, Turnout, Vote
from apps.proposals.permissions import check_can_vote, entitled
from apps.proposals.receipts import KIND
from apps.proposals.rules import Rule
from apps.proposals.services.proposing import locked, proposals_outdate
from apps.proposals.states import TRANSITIONS, ProposalState
from apps.proposals.telling import tell
from apps.signatures.canonical import digest

TAKEN_BACK = "taken back"
AN_HOUR = timedelta(hours=1)


@transaction.atomic
def vote_cast(*, account: Account, proposal: Proposal, choice: str, now: datetime) -> Vote:
    """One person, one live vote: a later one takes the place of the earlier."""
    proposal = locked(proposal.pk)
    check_can_vote(account, proposal, now=now)
    if choice not in Choice.values:
        raise BadInput({"choice": _("Choose one of the three.")})
    token = _token(proposal)
    vote, _made = Vote.objects.update_or_create(
        proposal=proposal, account=account, defaults={"choice": choice, "cast_at": now, "token": token}
    )
    _commit(account, proposal, choice, token, now)
    return vote


@transaction.atomic
def vote_take_back(*, account: Account, proposal: Proposal, now: datetime) -> None:
    """As if one had not voted."""
    proposal = locked(proposal.pk)
    check_can_vote(account, proposal, now=now)
    if Vote.objects.filter(proposal=proposal, account=account).delete()[0]:
        _commit(account, proposal, TAKEN_BACK, _token(proposal), now)


def _token(proposal: Proposal) -> str:
    """It begins with the proposal, so that the openings of all its votes can go when their month is over."""
    return f"{proposal.reference}-{new_token()}"


def _commit(account: Account, proposal: Proposal, choice: str, token: str, now: datetime) -> None:
    """The log holds a sealed commitment among other filings; only the voter can open it."""
    append(
        kind="vote.cast",
        actor="",
        object="",
        secret={"kind": KIND, "type": "vote", "proposal": proposal.reference, "choice": choice},
        owner=account.reference,
        token=token,
        now=now,
    )


def proposals_move(*, now: datetime) -> int:
    """Begin the votes whose week has passed, count those whose end has come; how many moved."""
    proposals_outdate(now=now)
    waiting = Proposal.objects.filter(state=ProposalState.DISCUSSED, vote_from__lte=now).order_by("pk")
    begun = sum(_begin(pk, now) for pk in waiting.values_list("pk", flat=True))
    ended = Proposal.objects.filter(state=ProposalState.VOTED, vote_until__lte=now).order_by("pk")
    return begun + sum(_count(pk, now) for pk in ended.values_list("pk", flat=True))


@transaction.atomic
def _begin(pk: int, now: datetime) -> bool:
    proposal = locked(pk)
    if proposal.state != ProposalState.DISCUSSED:
        return False
    check_transition(TRANSITIONS, ProposalState.DISCUSSED, ProposalState.VOTED)
    proposal.state = ProposalState.VOTED
    proposal.entitled = entitled(Rule.of(proposal), before=proposal.proposed_at)
    proposal.save(update_fields=["state", "entitled"])
    append(
        kind="proposal.opened",
        actor="",
        object=proposal.reference,
        payload={"proposal": proposal.pk},
        body_sha256=digest(documents.ballot(proposal)),
        now=now,
    )
    tell(proposal, now)
    return True


@transaction.atomic
def _count(pk: int, now: datetime) -> bool:
    proposal = locked(pk)
    if proposal.state != ProposalState.VOTED:
        return False
    votes = Counter(Vote.objects.filter(proposal=proposal).values_list("choice", flat=True))
    found = open_vote.count(dict(votes), proposal.entitled)
    check_transition(TRANSITIONS, ProposalState.VOTED, ProposalState(found.outcome))
    tally = Tally(
        proposal=proposal,
        outcome=found.outcome,
        voters=found.voters,
        entitled=found.entitled,
        quorum=found.quorum,
        in_favour=found.in_favour,
        against=found.against,
        neither=found.neither,
        counted_at=now,
    )
    document = documents.tally(tally)
    tally.sha256, tally.signature = digest(document), sign(document, now=now)
    tally.save()
    proposal.state = ProposalState(found.outcome)
    proposal.save(update_fields=["state"])
    append(
        kind="proposal.counted",
        actor="",
        object=proposal.reference,
        payload={"proposal": proposal.pk},
        body_sha256=tally.sha256,
        now=now,
    )
    tell(proposal, now)
    return True


def turnouts_tell(*, now: datetime) -> int:
    """Say how many have voted where three more have, once an hour at most."""
    running = Proposal.objects.filter(state=ProposalState.VOTED, vote_until__gt=now).order_by("pk")
    return sum(_tell(pk, now) for pk in running.values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int, now: datetime) -> bool:
    proposal = locked(pk)
    last = proposal.turnouts.last()
    people = proposal.votes.count()
    if people < (last.people if last else 0) + open_vote.TOLD_FROM:
        return False
    if last is not None and now - last.told_at < AN_HOUR:
        return False
    told = Turnout.objects.create(
        proposal=proposal, number=(last.number if last else 0) + 1, people=people, told_at=now
    )
    append(
        kind="proposal.turnout",
        actor="",
        object=proposal.reference,
        version=str(told.number),
        payload={"proposal": proposal.pk},
        body_sha256=digest(documents.turnout(told)),
        now=now,
    )
    return True
