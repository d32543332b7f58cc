"""Where the layout leads to proposals."""

from django.utils.translation import gettext_lazy as _

from apps.look.navigation import Place, register_nav


def register() -> None:
    """Called from `ready()`."""
    register_nav("proposals", _("Changes proposed to the rules"), "proposals:home", order=35, place=Place.ABOUT)
