"""What exchanges put into the layout, the public log and one's time line."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.exchanges.models import Exchange
from apps.exchanges.selectors import path_of, waiting_for
from apps.ledger.places import Key, Place, register_places
from apps.look.navigation import register_account_item
from apps.look.once import once_a_page
from apps.people.doings import register_doing
from apps.people.models import Account

DOINGS = {
    "exchange.proposed": _("You proposed to record the exchange “%(name)s”"),
    "exchange.confirmed": _("You confirmed the exchange “%(name)s”"),
    "exchange.refused": _("You did not confirm the exchange “%(name)s”"),
    "exchange.taken_back": _("You took back the exchange “%(name)s” before it was confirmed"),
    "rating.given": _("You rated the exchange “%(name)s”"),
    "rating.changed": _("You changed your rating of the exchange “%(name)s” before it appeared"),
    "rating.taken_back": _("You took back your rating of the exchange “%(name)s” before it appeared"),
}


def register() -> None:
    """Called from `ready()`."""
    register_account_item(_("Exchanges"), "exchanges:mine", shown=_has_any, count=_waiting, order=32)
    for kind, sentence in DOINGS.items():
        register_doing(kind, sentence, naming=_named)
    register_places("exchange.revealed", _places)


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Exchange.objects.filter(reference__in=list(references)).exclude(what="").select_related("space")
    return {row.reference: (row.what, path_of(row)) for row in rows}


def _places(keys: list[Key]) -> dict[Key, Place]:
    """The log names no space and nobody: whoever may read it there finds it there."""
    rows = Exchange.objects.filter(reference__in=[key[0] for key in keys]).select_related("space")
    paths = {row.reference: path_of(row) for row in rows if row.space.visibility == "public"}
    return {key: Place(gettext("two ratings that appeared together"), paths[key[0]]) for key in keys if key[0] in paths}


def _asked(request: HttpRequest) -> tuple[bool, int]:
    """Whether this person has any, and how many wait for them."""
    if not isinstance(request.user, Account):
        return False, 0
    account = request.user
    return once_a_page(request, "exchanges", lambda: waiting_for(account))


def _has_any(request: HttpRequest) -> bool:
    return _asked(request)[0]


def _waiting(request: HttpRequest) -> int:
    return _asked(request)[1]
