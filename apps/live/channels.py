"""Which channels exist and who may listen: registered by the apps that own them, in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import Any

MayListen = Callable[[Any, str], bool]  # (account or anonymous, what follows the colon) -> yes or no
_CHANNELS: dict[str, MayListen] = {}


def register_channel(name: str, may_listen: MayListen) -> None:
    """`name` is what stands before the colon: `desk` serves `desk:<space>`."""
    _CHANNELS[name] = may_listen


def may_join(account: Any, channel: str) -> bool:
    """Unknown channels are for nobody."""
    name, _, rest = channel.partition(":")
    check = _CHANNELS.get(name)
    return check is not None and check(account, rest)
