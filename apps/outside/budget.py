"""How much of the world one message may make us ask.

Why: a message can name an address whose answer names more. Whoever works a message off passes one budget to everything
it causes; what is spent is spent for all, and depth is how many answers stand inside one another. What many hands ask
for one message is paid from its purse too (`over_all`), so that no hand can forget it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from apps.outside.errors import TooMuch, Why


class Deadline:
    """The moment at which a request is over, however slowly its bytes drip."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooMuch(Why.SLOW)
        return left


@dataclass(slots=True)
class _Spent:
    fetches: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """Fetches, bytes and seconds that remain for all, and how deep this part of the work stands."""

    fetches: int = 20
    depth: int = 10
    bytes: int = 8 * 1024 * 1024
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    begun: float = -1.0
    _spent: _Spent = field(default_factory=_Spent)

    def __post_init__(self) -> None:
        if self.begun < 0:
            object.__setattr__(self, "begun", self.clock())

    def deeper(self) -> "Budget":
        """The same purse one answer further in."""
        if self.depth < 1:
            raise TooMuch(Why.DEPTH)
        return Budget(self.fetches, self.depth - 1, self.bytes, self.seconds, self.clock, self.begun, self._spent)

    def take_fetch(self) -> None:
        """One more request; every hop of a redirect is one."""
        for purse in self._purses():
            purse._take_fetch()

    def _take_fetch(self) -> None:
        if self._spent.fetches >= self.fetches:
            raise TooMuch(Why.FETCHES)
        if self.seconds_left() <= 0:
            raise TooMuch(Why.SLOW)
        self._spent.fetches += 1

    def take_known(self) -> None:
        """What the same message has asked for before: this part pays as if it asked, the message has paid."""
        self._take_fetch()

    def take_bytes(self, count: int) -> None:
        """What came over the wire, or out of its wrapping: whichever is more."""
        for purse in self._purses():
            purse._spent.bytes += count

    def bytes_left(self) -> int:
        return max(0, min(purse.bytes - purse._spent.bytes for purse in self._purses()))

    def seconds_left(self) -> float:
        return min(purse.seconds - (purse.clock() - purse.begun) for purse in self._purses())

    def _purses(self) -> "tuple[Budget, ...]":
        """This one, and that of the whole message when there is one."""
        whole = _OVER_ALL.get()
        return (self,) if whole is None or whole._spent is self._spent else (self, whole)


_OVER_ALL: ContextVar[Budget | None] = ContextVar("budget_over_all", default=None)


@contextmanager
def over_all(budget: Budget) -> Iterator[None]:
    """Everything that is asked for meanwhile is paid from this budget too, whoever asks."""
    before = _OVER_ALL.set(budget)
    try:
        yield
    finally:
        _OVER_ALL.reset(before)
