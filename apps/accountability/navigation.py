"""Where the layout leads to operators, and to our own duties as one of them."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.accountability import selectors
from apps.base.compiled import Compiled, given
from apps.look.navigation import Place, Text, register_account_item, register_nav
from apps.people.models import Account
from apps.spaces.models import Representative

REPRESENTS = Compiled(lambda: Representative.objects.filter(account=given("account")).values_list("pk")[:1])


def register() -> None:
    """Called from `ready()`."""
    register_nav("operators", _("Operators"), "accountability:operators", order=20)
    _duty("our-rules", _("Our rules"), "accountability:document", 10, slug="rules")
    _duty("our-algorithms", _("Our algorithms"), "accountability:algorithms", 20)
    _duty("privacy", _("Your data, in our words"), "accountability:document", 70, slug="privacy")
    _duty("legal", _("Legal notice"), "accountability:document", 80, slug="legal")
    _duty("red-us", _("Red button about us"), "accountability:red", 90)
    register_account_item(_("Consoles"), "accountability:consoles", count=_waiting, shown=_represents, order=40)


def _duty(key: str, label: Text, url_name: str, order: int, **kwargs: str) -> None:
    """What operator no. 1 owes like any other, at the foot of every page."""
    register_nav(
        key, label, url_name, order=order, place=Place.ABOUT, kwargs={"op": settings.PLATFORM_OPERATOR, **kwargs}
    )


def _represents(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, Account) and REPRESENTS.exists(account=user.pk)


def _waiting(request: HttpRequest) -> int:
    return selectors.waiting_for(request.user) if isinstance(request.user, Account) else 0
