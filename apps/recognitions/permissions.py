"""Who may say what a space recognises. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.people.models import Account
from apps.spaces.models import Mandate, MandateQuerySet, Representative, Role, Space, Visibility
from apps.spaces.permissions import Visitor, covered_spaces, mandate_for


def check_can_manage(account: Visitor, space: Space, *, now: datetime) -> Mandate:
    """Only a trust manager of the space that recognises."""
    return mandate_for(account, space, Role.TRUST_MANAGER, now=now)


def manages(account: Visitor, *, now: datetime) -> MandateQuerySet:
    """The mandates under which this person sits at the desk."""
    if not account.is_authenticated:
        return Mandate.objects.none()
    return Mandate.objects.valid(now).filter(account=account, role=Role.TRUST_MANAGER)


def managed_spaces(account: Account, *, now: datetime) -> list[Space]:
    """The spaces whose tables this person may write. Raises NotYours for everybody else."""
    held = list(manages(account, now=now))
    covered = covered_spaces(held) if held else []
    spaces = sources() if covered is None else sources().filter(pk__in=covered)
    if not held:
        raise NotYours(_("This needs a mandate of trust manager for a space."))
    return list(spaces)


def sources() -> QuerySet[Space]:
    """The spaces that may take part, by name."""
    open_ = Space.objects.filter(visibility=Visibility.PUBLIC, imported=False)
    return open_.select_related("operator").order_by("slug")


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
