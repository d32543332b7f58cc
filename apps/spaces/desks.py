"""Who sits at a desk, asked once a page: several lines of the menu depend on it."""

from django.http import HttpRequest

from apps.base import clock
from apps.look.once import keep, once_a_page
from apps.people.models import Account
from apps.spaces.models import Mandate, Role

MANDATES = "mandates of the desk"


def desk_mandates(request: HttpRequest) -> list[Mandate]:
    """Under which whoever asks is trust manager now."""
    if not isinstance(request.user, Account):
        return []
    held = Mandate.objects.valid(clock.now()).filter(account=request.user, role=Role.TRUST_MANAGER)
    return once_a_page(request, MANDATES, lambda: list(held))


def keep_mandates(request: HttpRequest, held: list[Mandate]) -> None:
    """A page of the desk has read them."""
    keep(request, MANDATES, held)
