"""Who reads, writes, opens and checks. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Representative, Role, Space, Visibility
from apps.spaces.permissions import Visitor, check_can_post, is_member, representative_of
from apps.warnings.models import Claim, HoldsWarnings, PersonWarning
from apps.warnings.states import ClaimState


def check_can_read_warnings(visitor: Visitor, space: Space, *, now: datetime) -> None:
    """Its members, and its trust managers, who decide there. For all others, auditors too, nothing is here."""
    if not (is_member(visitor, space) or _decides(visitor, space, now)):
        raise NotFound(_("Nothing is here, or it is for members of this space only."))


def _decides(visitor: Visitor, space: Space, now: datetime) -> bool:
    held = Mandate.objects.valid(now).covering(space).filter(role=Role.TRUST_MANAGER)
    return visitor.is_authenticated and held.filter(account=visitor).exists()


def holds_now(space: Space) -> bool:
    """Whether warnings can be written there."""
    return HoldsWarnings.objects.filter(space=space, until=None).exists() and space.visibility == Visibility.MEMBERS


def check_can_warn(author: Persona, space: Space, *, now: datetime) -> None:
    """A member who may post, where warnings are taken."""
    if not holds_now(space):
        raise NotNow(_("This space takes no warnings about people."))
    check_can_post(author, space, now=now)


def check_can_open(account: Visitor, space: Space, *, now: datetime) -> Representative:
    """Whoever answers for the space's operator; and only for a space that outsiders cannot read."""
    representative = representative_of(account, space.operator, now=now)
    if space.visibility != Visibility.MEMBERS:
        raise NotNow(_("Warnings about people stand only in a space for members: this one is public."))
    return representative


def checking(account: Visitor, *, now: datetime) -> Mandate | None:
    """The mandate under which this person looks for codes: trust manager where warnings stand, or everywhere."""
    if not isinstance(account, Account):
        return None
    held = Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER, operator=None)
    return held.filter(Q(space=None) | Q(space__holds_warnings__isnull=False)).order_by("space", "pk").first()


def check_can_check(account: Visitor, claim: Claim | None, *, now: datetime) -> Mandate:
    """A trust manager where warnings stand, who has written none about this pseudonym."""
    mandate = checking(account, now=now)
    if mandate is None:
        raise NotYours(_("This needs a mandate of trust manager where warnings about people stand."))
    if claim is not None and PersonWarning.objects.filter(key=claim.key, author__account=mandate.account_id).exists():
        raise NotYours(_("You wrote a warning about this pseudonym: somebody else looks."))
    if claim is not None and claim.state != ClaimState.PLACED:
        raise NotNow(_("Somebody has looked already, or the code is not in place yet."))
    return mandate
