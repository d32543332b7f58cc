"""Who may hear how long the queue is: trust managers of that space, or of all of them."""

from typing import Any

from apps.base import clock
from apps.live.channels import register_channel
from apps.spaces.models import Mandate, Role, Space


def may_listen(account: Any, space_slug: str) -> bool:
    """`desk:<space>`; `desk:all` is for mandates that cover every space."""
    if account is None or not account.is_authenticated:
        return False
    held = Mandate.objects.valid(clock.now()).filter(account=account, role=Role.TRUST_MANAGER)
    if space_slug == "all":
        return held.filter(space=None, operator=None).exists()
    space = Space.objects.filter(slug=space_slug).first()
    return space is not None and held.covering(space).exists()


def register() -> None:
    """Called from `ready()`."""
    register_channel("desk", may_listen)
