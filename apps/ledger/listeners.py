"""Who listens to what: filled at start by `@on`, read when an event is appended and delivered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class News:
    """An event as a listener sees it."""

    kind: str
    actor: str
    object: str
    payload: dict[str, Any]
    at: datetime
    event_id: int


Handler = Callable[[News], None]
Condition = Callable[[], bool]
Idle = Callable[[Sequence[News]], Collection[int]]
_HANDLERS: dict[str, Handler] = {}
_ONLY_WHEN: dict[str, Condition] = {}
_IDLE: dict[str, Idle] = {}
_BY_KIND: dict[str, list[str]] = {}


def on(*kinds: str, when: Condition | None = None, idle: Idle | None = None) -> Callable[[Handler], Handler]:
    """Listen to these kinds. The handler's name, `app.function`, is kept in its delivery rows.

    With `when`, only while that holds: it is asked once per transaction (`apps.ledger.conditions`). `idle` tells of
    many events at once which leave nothing to do, by their numbers; it only looks.
    """

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__.split('.')[1]}.{handler.__name__}"
        if _HANDLERS.setdefault(name, handler) is not handler:
            raise ValueError(f"two handlers are called {name}")
        if when is not None:
            _ONLY_WHEN[name] = when
        if idle is not None:
            _IDLE[name] = idle
        for kind in kinds:
            _BY_KIND.setdefault(kind, []).append(name)
        return handler

    return register


def handlers_of(kind: str) -> tuple[str, ...]:
    """Names of the handlers of a kind."""
    return tuple(_BY_KIND.get(kind, ()))


def condition_of(name: str) -> Condition | None:
    """What must hold for this handler to be told."""
    return _ONLY_WHEN.get(name)


def idle_of(name: str, news: Sequence[News]) -> Collection[int]:
    """For which of these events this handler has nothing to do, as far as it can tell at a glance."""
    return _IDLE[name](news) if name in _IDLE else ()


def handler_named(name: str) -> Handler:
    """The function behind a delivery row; KeyError when the code is gone."""
    return _HANDLERS[name]
