"""What juries put into the layout, the public log and one's time line."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.base import clock
from apps.base.compiled import Compiled, given
from apps.juries.models import Jury, Seat
from apps.juries.states import JuryState
from apps.ledger.places import Key, Place, Resolver, register_places
from apps.look.navigation import register_account_item
from apps.look.once import once_a_page
from apps.people.doings import register_doing
from apps.people.models import Account


def register() -> None:
    """Called from `ready()`."""
    register_account_item(gettext_lazy("Juries"), "juries:mine", shown=_has_seats, count=_waiting, order=31)
    register_doing("jury.accepted", gettext_lazy("You took a seat in a jury (case %(name)s)."), naming=_named)
    register_doing("jury.left", gettext_lazy("You declined a seat in a jury (case %(name)s)."), naming=_named)
    register_doing("jury.voted", gettext_lazy("You voted in a jury (case %(name)s)."), naming=_named)
    for kind, body in (("jury.called", "announcement"), ("jury.drawn", "drawing"), ("jury.ended", "ending")):
        register_places(kind, _juries(body))


OPEN_SEATS = Compiled(
    lambda: Seat.objects.sitting().filter(
        persona__account=given("account"), jury__state=JuryState.SITTING.value, jury__due_at__gt=given("now")
    )
)


def _open_seats(request: HttpRequest) -> list[Seat]:
    """Where this person sits and the jury has time left."""
    if not isinstance(request.user, Account):
        return []
    account = request.user
    return once_a_page(request, "jury seats", lambda: OPEN_SEATS.objects(account=account.pk, now=clock.now()))


def _has_seats(request: HttpRequest) -> bool:
    return bool(_open_seats(request))


def _waiting(request: HttpRequest) -> int:
    return sum(not seat.outcome for seat in _open_seats(request))


def _named(references: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = Seat.objects.filter(reference__in=list(references)).values_list("reference", "jury__case__reference")
    return {seat: (case, reverse("juries:seat", args=[seat])) for seat, case in rows}


def _juries(body: str) -> Resolver:
    def resolve(keys: list[Key]) -> dict[Key, Place]:
        rows = Jury.objects.filter(reference__in=[key[0] for key in keys]).select_related("case")
        found = {row.reference: row.case.reference for row in rows}
        return {key: _place(found[key[0]], body) for key in keys if key[0] in found}

    return resolve


def _place(case: str, body: str) -> Place:
    name = _("jury about case %(reference)s") % {"reference": case}
    return Place(name, reverse("juries:jury", args=[case]), reverse(f"juries:{body}", args=[case]))
