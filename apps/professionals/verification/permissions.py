"""Who decides about a verification: a trust manager without a link to the person or the house."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.moderation.conflicts import Links, links_of
from apps.moderation.ties import Tie
from apps.people.models import Account
from apps.posts.models import Review
from apps.professionals.states import VerificationState
from apps.professionals.verification.models import Verification, VerificationDecision, VerifiedSubject
from apps.professionals.verification.ways import CONTEST_WITHIN, Matter
from apps.spaces.models import Mandate, Role
from apps.spaces.permissions import Visitor


def mandates_here(account: Visitor, *, now: datetime) -> list[Mandate]:
    """Of trust manager, those for all spaces first."""
    if not account.is_authenticated:
        return []
    held = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER).select_related("account")
    return sorted(held.order_by("pk"), key=lambda mandate: not mandate.everywhere)


def check_has_desk(account: Visitor, *, now: datetime) -> list[Mandate]:
    """Any mandate of trust manager."""
    mandates = mandates_here(account, now=now)
    if not mandates:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return mandates


def mandate_over(account: Visitor, verification: Verification, *, now: datetime) -> Mandate | None:
    """Under which this person looks at it: for all spaces, or for one in which the house is reviewed."""
    subjects = verification.subjects.values("subject")
    spaces = {
        (space, operator)
        for space, operator in Review.objects.filter(subject__in=subjects)
        .order_by()
        .values_list("space", "space__operator")
        .distinct()
    }
    for mandate in mandates_here(account, now=now):
        covers = any(mandate.space_id == s or (not mandate.space_id and mandate.operator_id == o) for s, o in spaces)
        if mandate.everywhere or covers:
            return mandate
    return None


def over_which(account: Visitor, rows: QuerySet[Verification], *, now: datetime) -> QuerySet[Verification]:
    """The same for many: those that this person may look at, their own not among them."""
    mandates = mandates_here(account, now=now)
    others = rows.exclude(account=account.pk).exclude(account=None)
    if any(mandate.everywhere for mandate in mandates):
        return others
    spaces = [mandate.space_id for mandate in mandates if mandate.space_id]
    operators = [mandate.operator_id for mandate in mandates if not mandate.space_id and mandate.operator_id]
    reviewed = Review.objects.filter(Q(space__in=spaces) | Q(space__operator__in=operators))
    told = VerifiedSubject.objects.filter(subject__in=reviewed.order_by().values("subject"))
    return others.filter(pk__in=told.values("verification"))


def check_can_read(account: Visitor, verification: Verification, *, now: datetime) -> Mandate:
    """A trust manager for it; whom it concerns does not sit on this side."""
    mandate = mandate_over(account, verification, now=now)
    if mandate is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    if mandate.account_id == verification.account_id:
        raise NotYours(_("This is your own request: somebody else decides."))
    return mandate


def check_can_decide(account: Visitor, verification: Verification, matter: Matter, *, now: datetime) -> Mandate:
    """Without a link, and not who decided the same before."""
    mandate = check_can_read(account, verification, now=now)
    assert mandate.account is not None  # noqa: S101 - held by who asks
    if said := _linked(links_of(mandate.account, now=now), verification):
        raise NotYours(said)
    before = VerificationDecision.objects.filter(verification=verification, matter=matter).exclude(decided_by=None)
    deciders = set(before.values_list("decided_by", flat=True))
    if mandate.account_id in deciders:
        raise NotYours(_("You took the first decision: somebody else decides this one."))
    if deciders and _tied(mandate.account, deciders):
        raise NotYours(_("You have a declared link with whoever decided first: somebody else decides this one."))
    return mandate


def _linked(links: Links, verification: Verification) -> str:
    rows = verification.subjects.values_list("subject__reference", "subject__operator")
    subjects, operators = {reference for reference, _pk in rows}, {pk for _reference, pk in rows if pk}
    if operators & (links.operators | links.answers_for) or subjects & links.subjects:
        return _("Not yours: you have a declared link with this house. Somebody else decides.")
    if verification.account_id in links.people | links.circle:
        return _("Not yours: this site knows of a link between you and who asks. Somebody else decides.")
    return ""


def _tied(account: Account, deciders: set[int]) -> bool:
    either = Q(mandate__account=account, colleague__account__in=deciders) | Q(
        colleague__account=account, mandate__account__in=deciders
    )
    return Tie.objects.standing().filter(either).exists()


def check_can_contest(account: Account, verification: Verification, *, now: datetime) -> VerificationDecision:
    """Whom it concerns, once, within six months; returns what is contested."""
    if verification.account_id != account.pk:
        raise NotYours(_("Whoever asked may contest."))
    last = verification.decisions.order_by("-at", "-pk").first()
    contestable = {VerificationState.REFUSED, VerificationState.REVOKED}
    if last is None or verification.state not in contestable or last.contested_at is not None:
        raise NotNow(_("There is nothing here to contest, or it is contested already."))
    if now >= last.at + CONTEST_WITHIN:
        raise NotNow(_("The time to contest is over. A court remains open to you, and you may ask again."))
    return last
