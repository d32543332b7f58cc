"""Who may enter, speak and act in a space. Each check raises a Refusal with its sentence."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
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
    mandates = Mandate.objects.valid(now).opening().filter(account=visitor)
    if mandates.filter(space=None, operator=None).exists():
        return Space.objects.all()
    joined = Membership.objects.filter(persona__account=visitor).values("space")
    run = mandates.filter(space=None).exclude(operator=None)
    mandated = Q(pk__in=mandates.exclude(space=None).values("space")) | Q(operator__in=run.values("operator"))
    return Space.objects.filter(Q(visibility=Visibility.PUBLIC) | Q(pk__in=joined) | mandated)


def covered_spaces(held: Iterable[Mandate]) -> list[int] | None:
    """The spaces that these mandates cover, all an operator runs included; None for all spaces of the site."""
    mandates = list(held)
    if any(mandate.everywhere for mandate in mandates):
        return None
    run = {mandate.operator_id for mandate in mandates if mandate.space_id is None}
    of_operators = Space.objects.filter(operator__in=run).values_list("pk", flat=True) if run else []
    return sorted({*of_operators, *(mandate.space_id for mandate in mandates if mandate.space_id is not None)})


STANDS = Compiled(
    lambda: Membership.objects.filter(space=given("space"), persona__account=given("account")).values_list("pk")[:1]
)


def is_member(visitor: Visitor, space: Space) -> bool:
    """Whether one of this person's personas stands in the space."""
    return visitor.is_authenticated and STANDS.exists(space=space.pk, account=visitor.pk)


def is_mandated(visitor: Visitor, space: Space, *, now: datetime) -> bool:
    """Whether this person holds a mandate that opens this space."""
    mandates = Mandate.objects.valid(now).opening().covering(space)
    return visitor.is_authenticated and mandates.filter(account=visitor).exists()


def check_can_post(persona: Persona, space: Space, *, now: datetime) -> None:
    """Members who are not paused may post; what was imported stays as it came."""
    if space.imported:
        raise NotNow(_("This space holds what was taken over from elsewhere, to be read. Write in another one."))
    membership = Membership.objects.filter(space=space, persona=persona).first()
    if membership is None:
        raise NotYours(_("Join this space first: one click, no form."))
    pause = running_pause(persona, space, now=now)
    if pause is not None:
        raise NotYours(_paused(pause))


def check_can_all_post(personas: Iterable[Persona], space: Space, *, now: datetime) -> None:
    """The same of many at once; who may not is told why."""
    asked = {persona.pk: persona for persona in personas}
    people = [persona.account_id for persona in asked.values() if persona.account_id is not None]
    theirs = Q(persona__in=asked) | Q(persona__account__in=people)
    paused = Pause.objects.running(now).filter(theirs, space=space)
    standing = Membership.objects.filter(space=space, persona__in=asked).count() == len(asked)
    if space.imported or not standing or paused.exists():
        for persona in asked.values():
            check_can_post(persona, space, now=now)


def running_pause(persona: Persona, space: Space, *, now: datetime) -> Pause | None:
    """The longest pause of the person behind this name, whichever of their names it was given to."""
    same_person = Q(persona=persona)
    if persona.account_id is not None:
        same_person |= Q(persona__account=persona.account_id)
    running = Pause.objects.running(now).filter(same_person, space=space)
    return running.order_by(F("until").desc(nulls_first=True)).first()


def _paused(pause: Pause) -> str:
    """Until when, and where the reasons are."""
    if pause.until is None:
        said = _("%(host)s, which hosts this space, has stopped your posting. It gave no end: ask it why.")
        return said % {"host": pause.by}
    named = {"date": date_format(pause.until), "host": pause.by}
    if pause.by:
        return (
            _("%(host)s, which hosts this space, has paused your posting until %(date)s. Your notices say why.") % named
        )
    return _("Your posting here is paused until %(date)s. The case says why.") % named


COVERING = Compiled(
    lambda: (
        Mandate.objects.valid(given("now"))
        .at(given("space"), given("operator"))
        .filter(account=given("account"), role=given("role"))
        .order_by("space")[:1]
    )
)


def mandate_for(account: Visitor, space: Space, role: Role, *, now: datetime) -> Mandate:
    """The valid mandate under which this person acts here; raises NotYours."""
    if account.is_authenticated:
        place = {"space": space.pk, "operator": space.operator_id}
        mandate = COVERING.first(account=account.pk, role=Role(role).value, now=now, **place)
        if mandate is not None:
            mandate.account = account  # known: not to be asked for again
            return mandate
    raise NotYours(_("This needs a mandate of %(role)s for this space.") % {"role": role.label})


def representative_of(account: Visitor, operator: Operator, *, now: datetime) -> Representative:
    """The valid representation under which this person answers; raises NotYours."""
    if account.is_authenticated:
        for representative in Representative.objects.filter(account=account, operator=operator, from_at__lte=now):
            if representative.until is None or representative.until > now:
                return representative
    raise NotYours(_("Only a representative of %(operator)s may do this.") % {"operator": operator.name})
