"""Who may hear how long the queue is: trust managers of that space, or of all of them."""

from typing import Any

from apps.base import clock
from apps.live.channels import register_channel
from apps.spaces.models import Mandate, Role


def may_listen(account: Any, space_slug: str) -> bool:
    """`desk:<space>`; `desk:all` is for mandates that cover every space."""
    if account is None or not account.is_authenticated:
        return False
    mandates = Mandate.objects.valid(clock.now()).filter(account=account, role=Role.TRUST_MANAGER)
    everywhere = mandates.filter(space=None).exists()
    return everywhere or (space_slug != "all" and mandates.filter(space__slug=space_slug).exists())


def register() -> None:
    """Called from `ready()`."""
    register_channel("desk", may_listen)
