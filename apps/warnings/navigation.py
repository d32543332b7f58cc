"""Where the layout leads to warnings: for everybody the question whether one is named, for trust managers the codes."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.look.navigation import Place, register_account_item, register_nav
from apps.spaces.desks import desk_mandates
from apps.warnings.models import HoldsWarnings
from apps.warnings.selectors import waiting_checks


def _checks(request: HttpRequest) -> bool:
    """As `checking` says it, of the mandates that the page has read: on every page of every person."""
    held = [mandate.space_id for mandate in desk_mandates(request) if mandate.operator_id is None]
    return None in held or (bool(held) and HoldsWarnings.objects.filter(space__in=held).exists())


def _waiting(request: HttpRequest) -> int:
    return waiting_checks()


def register() -> None:
    """Called from `ready()`."""
    register_nav("named", _("Is a pseudonym of mine named here?"), "warnings:ask", order=60, place=Place.ABOUT)
    register_account_item(_("Codes to look for"), "warnings:checks", count=_waiting, shown=_checks, order=60)
