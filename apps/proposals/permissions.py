"""Who proposes, who votes, who decides. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor
from apps.proposals.models import Proposal
from apps.proposals.rules import Rule
from apps.proposals.states import ProposalState
from apps.spaces.models import Mandate, Membership, Representative, Role
from apps.spaces.permissions import Visitor, representative_of


def electorate(rule: Rule, *, before: datetime) -> Q:
    """Memberships that give a say: in the space whose rule it is, in those of the operator, in any for all others."""
    stood = Q(joined_at__lt=before, persona__account__isnull=False)
    if rule.space is not None:
        return stood & Q(space=rule.space)
    if rule.is_of_other_operator:
        return stood & Q(space__operator=rule.operator)
    return stood


def entitled(rule: Rule, *, before: datetime) -> int:
    """How many people have a say."""
    found = Membership.objects.filter(electorate(rule, before=before))
    return found.values("persona__account").distinct().count()


def check_can_propose(account: Visitor, rule: Rule, *, now: datetime) -> None:
    """Whoever stands among those it binds, and cannot change it by themselves."""
    if not account.is_authenticated:
        raise NotYours(_("Sign in first: a pseudonym is enough."))
    _check_stands(account, rule, now)
    if _decides(account, rule, now):
        raise NotYours(_("You may change this rule yourself: publish a version instead of proposing one."))


def check_can_vote(account: Visitor, proposal: Proposal, *, now: datetime) -> None:
    """Whoever stood there before it was proposed, and does not decide on it."""
    if not account.is_authenticated:
        raise NotYours(_("Sign in first: a pseudonym is enough."))
    if proposal.state != ProposalState.VOTED or not proposal.vote_from <= now < proposal.vote_until:
        raise NotNow(_("The vote on this proposal does not run."))
    rule = Rule.of(proposal)
    _check_stands(account, rule, proposal.proposed_at)
    if _decides(account, rule, now):
        raise NotYours(_("You may be asked to decide on it: you do not vote too."))


def _check_stands(account: Account, rule: Rule, before: datetime) -> None:
    mine = Membership.objects.filter(electorate(rule, before=before), persona__account=account)
    if mine.exists():
        return
    if rule.space is not None or rule.is_of_other_operator:
        raise NotYours(
            _("Only members of its spaces take part; in a vote, those who had joined before it was proposed.")
        )
    raise NotYours(_("Only members of a space here take part; in a vote, those who had joined before it was proposed."))


def _decides(account: Account, rule: Rule, now: datetime) -> bool:
    """Somebody who could decide about this rule."""
    if rule.operator is not None:
        faces = Representative.objects.filter(account=account, operator=rule.operator, from_at__lte=now)
        return faces.filter(Q(until=None) | Q(until__gt=now)).exists()
    return judges(account, now) is not None


def judges(account: Visitor, now: datetime) -> Mandate | None:
    """The mandate of an outside auditor of all operators: these decide about criteria."""
    if not account.is_authenticated:
        return None
    mine = Mandate.objects.valid(now).filter(account=account, role=Role.AUDITOR, space=None, operator=None)
    return mine.order_by("pk").first()


def check_can_rule(account: Visitor, proposal: Proposal, *, now: datetime) -> Representative | Mandate:
    """The office under which this person decides; only on what the vote carried."""
    if proposal.operator is not None:
        office: Representative | Mandate | None = representative_of(account, proposal.operator, now=now)
    else:
        office = judges(account, now)
    if office is None:
        raise NotYours(_("Outside auditors of all operators decide about criteria."))
    if proposal.state != ProposalState.CARRIED:
        raise NotNow(_("Only what the vote carried is decided on, once."))
    if proposal.author is not None and proposal.author.account_id == office.account_id:
        raise NotYours(_("You proposed this: somebody else decides."))
    assert isinstance(account, Account)  # noqa: S101 - the office is somebody's
    check_has_second_factor(account)
    return office
