"""Where the layout leads to the label, and to ourselves under it."""

from django.utils.translation import gettext_lazy as _

from apps.look.navigation import Place, register_nav


def register() -> None:
    """Called from `ready()`."""
    register_nav("label", _("The label and its criteria"), "labels:home", order=30, place=Place.ABOUT)
    register_nav("about-us", _("Us, under every criterion"), "pages:about_us", order=5, place=Place.ABOUT)
