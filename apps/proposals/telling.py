"""Who is told of a proposal, and in which words: who made it, who voted on it, who may decide on it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare, withdraw
from apps.people.models import Persona
from apps.proposals.models import Proposal
from apps.proposals.rules import Rule
from apps.proposals.states import ProposalState
from apps.spaces.models import Mandate, Role
from apps.spaces.selectors import faces_of

TO_AUTHOR = {
    ProposalState.VOTED: _("The vote on the change you proposed to “%(title)s” has begun. It ends on %(until)s."),
    ProposalState.CARRIED: _(
        "The vote carried the change you proposed to “%(title)s”. Whoever may change it decides by %(decide_until)s."
    ),
    ProposalState.REJECTED: _("More people voted against the change you proposed to “%(title)s” than for it."),
    ProposalState.TIED: _("As many people voted for the change you proposed to “%(title)s” as against it."),
    ProposalState.UNHEARD: _(
        "Too few people voted on the change you proposed to “%(title)s”: how they voted is not published."
    ),
    ProposalState.ADOPTED: _("The change you proposed to “%(title)s” is adopted. Read the reasons."),
    ProposalState.REFUSED: _("The change you proposed to “%(title)s” is refused. Read the reasons."),
    ProposalState.OUTDATED: _(
        "“%(title)s” has another version by now: the change you proposed to its earlier words has ended."
    ),
}
_NOT_CARRIED = _("The vote on a change to “%(title)s” in which you took part is counted: nothing changes.")
TO_VOTERS = {
    ProposalState.REJECTED: _NOT_CARRIED,
    ProposalState.TIED: _NOT_CARRIED,
    ProposalState.UNHEARD: _NOT_CARRIED,
    ProposalState.ADOPTED: _("The change to “%(title)s” on which you voted is adopted. Read the reasons."),
    ProposalState.REFUSED: _("The change to “%(title)s” on which you voted is refused. Read the reasons."),
    ProposalState.OUTDATED: _("“%(title)s” has another version by now: the vote in which you took part is void."),
}
TO_WHO_DECIDES = {
    ProposalState.CARRIED: _("A vote carried a change to “%(title)s”. Decide on it by %(decide_until)s, with reasons."),
}
LATE = {
    "proposal.late": _("Nobody has decided on the change you proposed to “%(title)s”. The month for it is over."),
    "decision.late": _("A vote carried a change to “%(title)s”. The month to decide on it is over: decide now."),
}


def register() -> None:
    """Called from `ready()`."""
    for whom, words in (("proposal", TO_AUTHOR), ("vote", TO_VOTERS), ("decision", TO_WHO_DECIDES)):
        for state, sentence in words.items():
            register_kind(f"{whom}.{state}", sentence)
    for kind, sentence in LATE.items():
        register_kind(kind, sentence)


def tell(proposal: Proposal, now: datetime) -> None:
    """All who wait for it, once it stands where it now stands. Who proposed it is not told twice for a vote."""
    state = ProposalState(proposal.state)
    if state in TO_AUTHOR and proposal.author is not None:
        _tell("proposal", proposal, [proposal.author], now)
    if state in TO_VOTERS:
        _tell("vote", proposal, _voters(proposal), now)
    if state in TO_WHO_DECIDES:
        _tell("decision", proposal, _deciding(proposal, now), now)
        _tell_late(proposal, now)
    else:
        for kind in LATE:
            withdraw(about=proposal.reference, kind=kind, now=now)


def _tell_late(proposal: Proposal, now: datetime) -> None:
    """Written now for the moment after the last day; taken back when somebody decides."""
    author = [proposal.author] if proposal.author else []
    for kind, to in (("proposal.late", author), ("decision.late", _deciding(proposal, now))):
        _prepare(kind, proposal, to, now, after=proposal.decide_until)


def _voters(proposal: Proposal) -> Iterable[Persona]:
    """Those whose vote is still kept: of others nobody knows."""
    return _but_the_author(proposal, Persona.objects.filter(account__votes_on_rules__proposal=proposal, is_main=True))


def _deciding(proposal: Proposal, now: datetime) -> Iterable[Persona]:
    """Those whom `check_can_rule` lets decide."""
    if proposal.operator is not None:
        return _but_the_author(proposal, faces_of(proposal.operator, now=now))
    judges = Mandate.objects.valid(now).filter(role=Role.AUDITOR, space=None, operator=None).exclude(account=None)
    return _but_the_author(proposal, Persona.objects.filter(account__in=judges.values("account"), is_main=True))


def _but_the_author(proposal: Proposal, people: Iterable[Persona]) -> Iterable[Persona]:
    author = proposal.author.account_id if proposal.author else None
    return [persona for persona in people if persona.account_id != author]


def _tell(whom: str, proposal: Proposal, to: Iterable[Persona], now: datetime) -> None:
    _prepare(f"{whom}.{proposal.state}", proposal, to, now, after=now)


def _prepare(kind: str, proposal: Proposal, to: Iterable[Persona], now: datetime, *, after: datetime) -> None:
    rule = Rule.of(proposal)
    context = {
        "title": in_each_language(lambda: rule.title),
        "until": in_each_language(lambda: day(proposal.vote_until)),
        "decide_until": in_each_language(lambda: day(proposal.decide_until)),
    }
    path = f"/proposals/{proposal.reference}/"
    prepare(kind=kind, to=to, about=proposal.reference, path=path, context=context, now=now, after=after)
