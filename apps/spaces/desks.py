"""Under which mandates whoever asks holds an office, asked once a page: several lines of the menu depend on it."""

from django.http import HttpRequest

from apps.base import clock
from apps.look.once import keep, once_a_page
from apps.people.models import Account
from apps.spaces.models import Mandate, Role

MANDATES, DESK = "mandates", "mandates of the desk"


def held_mandates(request: HttpRequest) -> list[Mandate]:
    """All that hold now, in every office."""
    if not isinstance(request.user, Account):
        return []
    held = Mandate.objects.valid(clock.now()).filter(account=request.user).order_by("pk")
    return once_a_page(request, MANDATES, lambda: list(held))


def desk_mandates(request: HttpRequest) -> list[Mandate]:
    """Under which whoever asks is trust manager now."""
    return once_a_page(request, DESK, lambda: [one for one in held_mandates(request) if one.role == Role.TRUST_MANAGER])


def keep_mandates(request: HttpRequest, held: list[Mandate]) -> None:
    """A page of the desk has read them."""
    keep(request, DESK, held)
