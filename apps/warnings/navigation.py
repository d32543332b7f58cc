"""Where the layout leads to warnings: for everybody the question whether one is named, for trust managers the codes."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.base import clock
from apps.look.navigation import Place, register_account_item, register_nav
from apps.warnings.permissions import checking
from apps.warnings.selectors import waiting_checks


def _checks(request: HttpRequest) -> bool:
    """Asked on every page of every person: one query, of which most have no row."""
    return request.user.is_authenticated and checking(request.user, now=clock.now()) is not None


def _waiting(request: HttpRequest) -> int:
    return waiting_checks()


def register() -> None:
    """Called from `ready()`."""
    register_nav("named", _("Is a pseudonym of mine named here?"), "warnings:ask", order=60, place=Place.ABOUT)
    register_account_item(_("Codes to look for"), "warnings:checks", count=_waiting, shown=_checks, order=60)
