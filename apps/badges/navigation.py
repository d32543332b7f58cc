"""Where the layout leads to one's badges, and how one's doings with them read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.badges.models import Badge
from apps.look.navigation import register_account_item
from apps.people.doings import register_doing
from apps.people.models import Account
from apps.trust.grounds import register_trust_section


def _section(account: Account, now: datetime) -> int:
    """How many badges somebody shows."""
    return Badge.objects.standing().filter(persona__account=account).count()


def register() -> None:
    """Called from `ready()`."""
    register_account_item(_("My badges"), "badges:mine", order=41)
    register_trust_section("badges", "badges/my_trust.html", _section, order=60)
    register_doing("badge.granted", _("You made a badge."))
