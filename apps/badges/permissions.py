"""Who may show what. A person shows their own, of spaces that anybody may read."""

from django.utils.translation import gettext as _

from apps.badges.models import Badge
from apps.base.errors import NotFound, NotNow, NotYours
from apps.people.models import Account, Persona
from apps.spaces.models import Membership, Space, Visibility


def check_can_show(account: Account, persona: Persona, space: Space) -> None:
    """A member of a public space, under this very name."""
    if persona.account_id != account.pk:
        raise NotYours(_("Only the person who bears this name can make a badge of it."))
    if not Membership.objects.filter(space=space, persona=persona).exists():
        raise NotYours(_("Join this space first: one click, no form."))
    check_can_be_shown(space)


def check_can_be_shown(space: Space) -> None:
    """That somebody stands in a space for members only is not told outside."""
    if space.visibility != Visibility.PUBLIC:
        raise NotNow(_("This space is for its members only: that you stand in it is not published anywhere."))
    if space.imported:
        raise NotNow(_("Nothing is earned in a space that was taken over from elsewhere."))


def check_is_mine(account: Account, badge: Badge) -> None:
    """To others it is as if it were not there."""
    if badge.persona is None or badge.persona.account_id != account.pk:
        raise NotFound(_("No badge of yours has this number."))
