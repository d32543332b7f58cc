"""Who may enter, speak and act in a space. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate, Membership, Operator, Pause, Representative, Role, Space, Visibility

Visitor = Account | AnonymousUser


def check_can_read(visitor: Visitor, space: Space, *, now: datetime) -> None:
    """A members-only space answers as if it did not exist to those outside, except its own door page."""
    if space.visibility == Visibility.PUBLIC or is_member(visitor, space) or is_mandated(visitor, space, now=now):
        return
    raise NotFound(_("Nothing is here, or it is for members of this space only."))


def readable_spaces(visitor: Visitor, *, now: datetime) -> QuerySet[Space]:
    """Every space this person may read: lists and searches start from here."""
    if not visitor.is_authenticated:
        return Space.objects.filter(visibility=Visibility.PUBLIC)
    mandates = Mandate.objects.valid(now).filter(account=visitor)
    if mandates.filter(space=None).exists():
        return Space.objects.all()
    joined = Membership.objects.filter(persona__account=visitor).values("space")
    return Space.objects.filter(Q(visibility=Visibility.PUBLIC) | Q(pk__in=joined) | Q(pk__in=mandates.values("space")))


def is_member(visitor: Visitor, space: Space) -> bool:
    """Whether one of this person's personas stands in the space."""
    return visitor.is_authenticated and Membership.objects.filter(space=space, persona__account=visitor).exists()


def is_mandated(visitor: Visitor, space: Space, *, now: datetime) -> bool:
    """Whether this person holds any mandate here."""
    return visitor.is_authenticated and Mandate.objects.valid(now).covering(space).filter(account=visitor).exists()


def check_can_post(persona: Persona, space: Space, *, now: datetime) -> None:
    """Members who are not paused may post; what was imported stays as it came."""
    if space.imported:
        raise NotNow(_("This space holds what was taken over from elsewhere, to be read. Write in another one."))
    membership = Membership.objects.filter(space=space, persona=persona).first()
    if membership is None:
        raise NotYours(_("Join this space first: one click, no form."))
    until = paused_until(persona, space, now=now)
    if until is not None:
        raise NotYours(
            _("Your posting here is paused until %(date)s. The case says why.") % {"date": date_format(until)}
        )


def paused_until(persona: Persona, space: Space, *, now: datetime) -> datetime | None:
    """The end of the pause of the person behind this name, whichever of their names it was given to."""
    same_person = Q(persona=persona)
    if persona.account_id is not None:
        same_person |= Q(persona__account=persona.account_id)
    running = Pause.objects.filter(same_person, space=space, until__gt=now)
    return running.order_by("-until").values_list("until", flat=True).first()


def mandate_for(account: Visitor, space: Space, role: Role, *, now: datetime) -> Mandate:
    """The valid mandate under which this person acts here; raises NotYours."""
    if account.is_authenticated:
        mandate = (
            Mandate.objects.valid(now).covering(space).filter(account=account, role=role).order_by("space").first()
        )
        if mandate is not None:
            return mandate
    raise NotYours(_("This needs a mandate of %(role)s for this space.") % {"role": role.label})


def representative_of(account: Visitor, operator: Operator, *, now: datetime) -> Representative:
    """The valid representation under which this person answers; raises NotYours."""
    if account.is_authenticated:
        for representative in Representative.objects.filter(account=account, operator=operator, from_at__lte=now):
            if representative.until is None or representative.until > now:
                return representative
    raise NotYours(_("Only a representative of %(operator)s may do this.") % {"operator": operator.name})
