"""Where the layout leads to one's badges, and how one's doings with them read."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.badges.models import Badge
from apps.badges.selectors.questions import waiting
from apps.base import clock
from apps.look.navigation import register_account_item
from apps.people.doings import register_doing
from apps.people.models import Account
from apps.trust.grounds import register_trust_section


def _waiting(request: HttpRequest) -> int:
    """Questions that wait for an answer."""
    return waiting(request.user, clock.now()) if request.user.is_authenticated else 0


def _section(account: Account, now: datetime) -> int:
    """How many badges somebody shows."""
    return Badge.objects.standing().filter(persona__account=account).count()


def register() -> None:
    """Called from `ready()`."""
    register_account_item(_("My badges"), "badges:mine", count=_waiting, order=41)
    register_trust_section("badges", "badges/my_trust.html", _section, order=60)
    register_doing("badge.granted", _("You made a badge."))
