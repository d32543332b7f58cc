"""Which mandates whoever asks holds, those of the desk among them: once a page, for several lines of the menu."""

from django.http import HttpRequest

from apps.base import clock
from apps.base.compiled import Compiled, given
from apps.look.once import keep, once_a_page
from apps.people.models import Account
from apps.spaces.models import Mandate, Role

MANDATES = "mandates"
DESK = "mandates of the desk"
HELD = Compiled(lambda: Mandate.objects.valid(given("now")).filter(account=given("account")).order_by("pk"))


def mandates_of(request: HttpRequest) -> list[Mandate]:
    """Under which whoever asks may do anything now."""
    account = request.user
    if not isinstance(account, Account):
        return []
    return once_a_page(request, MANDATES, lambda: HELD.objects(account=account.pk, now=clock.now()))


def desk_mandates(request: HttpRequest) -> list[Mandate]:
    """Under which whoever asks is trust manager now."""
    return once_a_page(request, DESK, lambda: [one for one in mandates_of(request) if one.role == Role.TRUST_MANAGER])


def keep_mandates(request: HttpRequest, held: list[Mandate]) -> None:
    """A page of the desk has read them."""
    keep(request, DESK, held)
