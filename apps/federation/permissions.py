"""Who decides about other sites: those who hold a mandate for the whole of this one; who reads what came from them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotYours
from apps.federation.letters_heard import LetterHeard
from apps.federation.states import PeerState
from apps.people.models import Account
from apps.references.permissions import manages
from apps.spaces.models import Mandate, Operator, Role, Space
from apps.spaces.permissions import Visitor, covered_spaces, representative_of

OVER_ALL = (Role.TRUST_MANAGER, Role.ADMINISTRATOR)


def check_can_decide_on_sites(account: Visitor, *, now: datetime) -> Mandate:
    """A trust manager or administrator of every space: another site concerns them all."""
    if account.is_authenticated:
        held = Mandate.objects.valid(now).filter(account=account, role__in=OVER_ALL, space=None, operator=None).first()
        if held is not None:
            return held
    raise NotYours(_("This needs a mandate for the whole site."))


def decides_on_sites(mandate: Mandate) -> bool:
    """Whether this is such a mandate."""
    return mandate.everywhere and mandate.role in OVER_ALL


def check_can_open(account: Visitor, space: Space, *, now: datetime) -> Mandate:
    """A trust manager or administrator of this space."""
    if account.is_authenticated:
        held = Mandate.objects.valid(now).covering(space).filter(account=account, role__in=OVER_ALL).first()
        if held is not None:
            return held
    raise NotYours(_("This needs a mandate for this space."))


def check_can_take_over(account: Visitor, operator: Operator, *, now: datetime) -> str:
    """The reference of who may read another site for an operator: who answers for it, or who decides about sites."""
    try:
        return representative_of(account, operator, now=now).reference
    except NotYours as refusal:
        try:
            return check_can_decide_on_sites(account, now=now).reference
        except NotYours:
            raise refusal from None


def letters_for(account: Account, *, now: datetime) -> QuerySet[LetterHeard]:
    """Letters from other sites for the spaces that one manages, while they hold; none of a site that is blocked."""
    covered = covered_spaces(manages(account, now=now))
    rows = LetterHeard.objects.filter(until__gt=now).exclude(issuer__peer__state=PeerState.BLOCKED)
    rows = rows.select_related("issuer__peer", "space__operator")
    return rows if covered is None else rows.filter(space__in=covered)
