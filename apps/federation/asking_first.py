"""What a change has to know of other sites is asked between two attempts at it, never in the middle of one.

What must be asked is often seen only while it is worked on: a message names an author, whose document names another. So
each attempt is a transaction; where it needs an answer that nobody has brought, it is undone, the answer is asked for
while nothing is held, and it is made again with all that was brought so far. Each attempt brings one answer more, and
the purse of the message ends it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TypeVar

from apps.federation.signing import fetch_signed
from apps.outside import Answer, Budget, OutsideError
from apps.outside.between import is_inside

T = TypeVar("T")
Brought = dict[str, Answer | OutsideError]
_brought: ContextVar[Brought] = ContextVar("brought")


class AskFirst(BaseException):
    """Undo this attempt, and ask. No mistake: what catches mistakes must let it through."""

    def __init__(self, address: str, budget: Budget) -> None:
        super().__init__(address)
        self.address = address
        self.budget = budget


def asking_first(attempt: Callable[[], T], *, now: datetime) -> T:
    """What the attempt comes to. It holds its own transaction, and leaves nothing behind when it is undone. Within
    another one it is the outer that undoes all of it, asks, and begins again."""
    if _brought.get(None) is not None:
        return attempt()
    with bringing():
        while True:
            try:
                return attempt()
            except AskFirst as wanted:
                bring(wanted, now)


@contextmanager
def bringing() -> Iterator[None]:
    """What is brought from now on is known until the end; within another such part it is the same."""
    before = _brought.set(_brought.get({}))
    try:
        yield
    finally:
        _brought.reset(before)


def bring(wanted: AskFirst, now: datetime) -> None:
    """Ask for what an attempt was missing; that nobody answers is an answer too."""
    try:
        found: Answer | OutsideError = fetch_signed(wanted.address, budget=wanted.budget, now=now)
    except OutsideError as error:
        found = error
    _brought.get()[wanted.address] = found


def answer_at(address: str, *, budget: Budget, now: datetime) -> Answer:
    """What stands there: brought before, or asked for now; inside an attempt, asked for first."""
    brought = _brought.get(None)
    if brought is None:
        return fetch_signed(address, budget=budget, now=now)
    if address in brought:
        budget.take_known()
    elif is_inside():
        raise AskFirst(address, budget)
    else:
        bring(AskFirst(address, budget), now)
    found = brought[address]
    if isinstance(found, OutsideError):
        raise found
    return found
