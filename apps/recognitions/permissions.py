"""Who may say what a space recognises. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.people.models import Account
from apps.spaces.models import Mandate, Representative, Role, Space, Visibility
from apps.spaces.permissions import Visitor, mandate_for


def check_can_manage(account: Visitor, space: Space, *, now: datetime) -> Mandate:
    """Only a trust manager of the space that recognises."""
    return mandate_for(account, space, Role.TRUST_MANAGER, now=now)


def check_can_take_part(space: Space) -> None:
    """Everybody may read a table and whom it lets in: not for spaces that only their members may know from inside."""
    if space.visibility != Visibility.PUBLIC:
        raise NotNow(
            _("“%(space)s” is for its members only: who earned what there is not told elsewhere.") % named(space)
        )
    if space.imported:
        raise NotNow(_("“%(space)s” was taken over from elsewhere: nobody earns anything in it.") % named(space))


def named(space: Space) -> dict[str, str]:
    """For a sentence."""
    return {"space": space.name}


def check_not_interested(account: Account, source: Space, *, now: datetime) -> None:
    """Whoever answers for the operator of the other space does not decide what it counts for."""
    still = Q(until=None) | Q(until__gt=now)
    answers_for = Representative.objects.filter(still, account=account, operator=source.operator_id, from_at__lte=now)
    if answers_for.exists():
        said = _("You answer for %(operator)s, which runs that space: another trust manager must decide.")
        raise NotYours(said % {"operator": source.operator.name})
