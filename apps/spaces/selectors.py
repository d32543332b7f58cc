"""Reads of spaces, memberships and mandates for the floors above."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotYours
from apps.base.models import typed
from apps.people.models import Account, Persona
from apps.people.skeletons import skeleton
from apps.spaces.models import Mandate, Membership, Operator, Pause, Professional, Representative, Space
from apps.spaces.permissions import Visitor


@dataclass(frozen=True, slots=True)
class MySpace:
    """A space in which one of this person's personas stands."""

    slug: str
    name: str
    pseudonym: str
    joined_at: datetime
    consented_at: datetime | None
    paused: bool
    paused_until: datetime | None  # none while paused: the site that hosts it gave no end


def space_by_slug(slug: str) -> Space:
    """The space at this address; raises NotFound. Whether one may read it is `check_can_read`."""
    space = Space.objects.select_related("operator").filter(slug=slug).first()
    if space is None:
        raise NotFound(_("There is no space at this address."))
    return space


def persona_in(account: Visitor, space: Space) -> Persona | None:
    """The persona under which this person stands in the space; None outside. At most one per person and space."""
    if not account.is_authenticated:
        return None
    membership = (
        Membership.objects.filter(space=space, persona__account=account)
        .select_related("persona")
        .order_by("joined_at", "pk")
        .first()
    )
    return membership.persona if membership else None


def member_in(account: Visitor, space: Space) -> Persona:
    """The same, or NotYours with what to do about it."""
    persona = persona_in(account, space)
    if persona is None:
        raise NotYours(_("Join this space first: one click, no form."))
    return persona


def member_called(pseudonym: str, space: Space) -> Persona:
    """Whoever stands in this space under this name, as somebody typed it; raises NotFound."""
    found = Persona.objects.filter(pseudonym=typed(pseudonym), memberships__space=space).first()
    if found is None:
        raise NotFound(_("Nobody stands under this name in this space."))
    return found


def spaces_of(account: Account, *, now: datetime) -> list[MySpace]:
    """Where this person stands, under which name, in the order of joining."""
    memberships = (
        Membership.objects.filter(persona__account=account)
        .select_related("space", "persona")
        .order_by("joined_at", "pk")
    )
    pauses = {p.space_id: p for p in Pause.objects.running(now).filter(persona__account=account).order_by("until")}
    return [
        MySpace(
            slug=m.space.slug,
            name=m.space.name,
            pseudonym=m.persona.pseudonym,
            joined_at=m.joined_at,
            consented_at=m.consented_at,
            paused=m.space_id in pauses,
            paused_until=pauses[m.space_id].until if m.space_id in pauses else None,
        )
        for m in memberships
    ]


def mandates_of(account: Visitor, *, now: datetime) -> list[Mandate]:
    """The mandates that this person holds now."""
    if not account.is_authenticated:
        return []
    return list(
        Mandate.objects.valid(now)
        .filter(account=account)
        .select_related("space", "topic", "operator")
        .order_by("role", "public_name")
    )


def mandate_names() -> list[str]:
    """Under which nobody else may speak."""
    return list(Mandate.objects.values_list("public_name", flat=True))


def uncovered_like(looks: str, account: Account | None) -> str:
    """A name that the eye takes for an operator's, or for one that somebody else bears with face uncovered.

    Who is verified is not named: they may speak in a space for members alone.
    """
    for name in Operator.objects.values_list("name", flat=True):
        if skeleton(name) == looks:
            return _("This looks like “%(name)s”, an operator. Choose another name.") % {"name": name}
    uncovered = [model.objects.exclude(real_name="") for model in (Professional, Representative)]
    others = [rows.exclude(account=account) if account is not None else rows for rows in uncovered]
    if any(skeleton(name) == looks for rows in others for name in rows.values_list("real_name", flat=True)):
        return _("Somebody speaks here with face uncovered under a name like this one. Choose another name.")
    return ""


def representations_of(account: Visitor, *, now: datetime) -> list[Representative]:
    """The operators for which this person answers now."""
    if not account.is_authenticated:
        return []
    mine = Representative.objects.filter(account=account, from_at__lte=now).select_related("operator")
    return [r for r in mine.order_by("operator__name") if r.until is None or r.until > now]


def faces_of(operator: Operator, *, now: datetime) -> QuerySet[Persona]:
    """Whoever answers for this operator now, under the name by which they are told."""
    return Persona.objects.filter(account__in=representative_accounts(operator, now=now), is_main=True)


def representative_accounts(operator: Operator, *, now: datetime) -> QuerySet[Account]:
    """The accounts behind those names."""
    answering = Representative.objects.filter(operator=operator, from_at__lte=now)
    standing_now = answering.filter(Q(until=None) | Q(until__gt=now))
    return Account.objects.filter(pk__in=standing_now.values("account")).order_by("pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands, and what they hold a mandate for."""

    spaces: list[MySpace]
    mandates: list[Mandate]
    representations: list[Representative]


def standing(account: Account, now: datetime) -> Standing:
    """For /me/."""
    return Standing(
        spaces=spaces_of(account, now=now),
        mandates=mandates_of(account, now=now),
        representations=representations_of(account, now=now),
    )


def name_spaces(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What spaces are called and where they are read, for the time line."""
    found = Space.objects.filter(reference__in=references)
    return {space.reference: (space.name, path_of(space)) for space in found}


def path_of(space: Space) -> str:
    """Where a space is read, in the active language."""
    return reverse("pages:space", args=[space.slug])
