"""Where the layout leads to one's badges, and how one's doings with them read."""

from django.utils.translation import gettext_lazy as _

from apps.look.navigation import register_account_item
from apps.people.doings import register_doing


def register() -> None:
    """Called from `ready()`."""
    register_account_item(_("My badges"), "badges:mine", order=41)
    register_doing("badge.granted", _("You made a badge."))
