"""My mirror: me as others get me, read by the very functions that draw their pages."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.models import Voice
from apps.base.errors import Refusal
from apps.moderation.selectors.around import AuthorHere, person_here
from apps.pages.selectors.member import MemberPage, member_as_seen, member_page
from apps.people.models import Account
from apps.spaces.models import Membership, Representative, Space, Visibility
from apps.spaces.permissions import Visitor
from apps.spaces.selectors import representative_accounts

PUBLIC, SPACE, MANAGER, OPERATOR = "public", "space", "manager", "operator"


@dataclass(frozen=True, slots=True)
class Option:
    """One of my spaces, or one of those who look."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MirrorPage:
    """What one of them sees; `closed` says why it is nothing."""

    places: list[Option]
    eyes: list[Option]
    space: str
    pseudonym: str
    seen: MemberPage | None
    closed: str
    desk: AuthorHere | None
    notes: list[str]
    url: str  # where this page of mine really is


def mirror_page(account: Account, query: QueryDict, *, now: datetime) -> MirrorPage | None:
    """Me in one of my spaces, as one of four; None for whoever is in no space."""
    mine = Membership.objects.filter(persona__account=account).select_related("space__operator", "persona")
    members = list(mine.order_by("joined_at", "pk"))
    if not members:
        return None
    here = _here(members, query.get("space"))
    eyes = query.get("as") if query.get("as") in _eyes() else PUBLIC
    seen, closed = _seen(here, str(eyes), now)
    return MirrorPage(
        places=[Option(m.space.slug, m.space.name, m.pk == here.pk) for m in members],
        eyes=[Option(key, label, key == eyes) for key, label in _eyes().items()],
        space=here.space.name,
        pseudonym=here.persona.pseudonym,
        seen=seen,
        closed=closed,
        desk=person_here(here.persona, here.space, now=now) if eyes == MANAGER else None,
        notes=_notes(account, here.space, str(eyes)),
        url=reverse("pages:member", args=[here.space.slug, here.persona.pseudonym]),
    )


def _here(members: list[Membership], slug: str | None) -> Membership:
    """The space asked for; at first the oldest that anybody reads, since the first eyes are anybody's."""
    asked = (m for m in members if m.space.slug == slug)
    open_to_all = (m for m in members if m.space.visibility == Visibility.PUBLIC)
    return next(asked, None) or next(open_to_all, members[0])


def _eyes() -> dict[str, str]:
    return {
        PUBLIC: _("anybody"),
        SPACE: _("a member of this space"),
        MANAGER: _("a trust manager at the desk"),
        OPERATOR: _("whoever answers for the operator"),
    }


def _seen(here: Membership, eyes: str, now: datetime) -> tuple[MemberPage | None, str]:
    if eyes == MANAGER:
        return None, ""
    if eyes == SPACE:
        return member_as_seen(here.space, here.persona, QueryDict(), now=now), ""
    visitor = AnonymousUser() if eyes == PUBLIC else _representative(here.space, now)
    if visitor is None:
        return None, _("Nobody answers for the operator of this space at the moment.")
    try:
        named = {"space": here.space.slug, "pseudonym": here.persona.pseudonym}
        return member_page(visitor, QueryDict(), now=now, **named), ""
    except Refusal as refusal:
        return None, str(refusal.sentence)


def _representative(space: Space, now: datetime) -> Visitor | None:
    return representative_accounts(space.operator, now=now).first()


def _notes(account: Account, space: Space, eyes: str) -> list[str]:
    """What they know besides, and what they do not."""
    if eyes == MANAGER:
        return [_("They read a text and this, when a case or a draw asks for it. Each look is a line in your journal.")]
    if eyes != OPERATOR:
        return []
    raised = Voice.objects.live().filter(alert__operator=space.operator, account=account).count()
    notes = [_("Of an alert they read the words and two counts. Who raised it is never shown to them.")]
    if raised:
        notes.append(_("Alerts about them that you joined: %(n)d. They do not know that.") % {"n": raised})
    if Representative.objects.filter(operator=space.operator, account=account).exists():
        notes.append(_("You answer for this operator yourself."))
    return notes
