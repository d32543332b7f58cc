"""Which channels exist and who may listen: registered by the apps that own them, in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import Any

MayListen = Callable[[Any, str], bool]  # (account or anonymous, what follows the colon) -> yes or no
_CHANNELS: dict[str, MayListen] = {}


def everybody(account: Any, rest: str) -> bool:
    """For channels of public news: whoever may listen once may always."""
    return True


def register_channel(name: str, may_listen: MayListen) -> None:
    """`name` is what stands before the colon: `desk` serves `desk:<space>`."""
    _CHANNELS[name] = may_listen


def is_public(channel: str) -> bool:
    """Nobody can lose the right to listen here: nothing need be asked again."""
    return _CHANNELS.get(channel.partition(":")[0]) is everybody


def may_join(account: Any, channel: str) -> bool:
    """Unknown channels are for nobody."""
    name, _, rest = channel.partition(":")
    check = _CHANNELS.get(name)
    return check is not None and check(account, rest)
