"""What floors above know of a case, told to whoever decides it: a line each, with where it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.moderation.models import Case


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One sentence."""

    sentence: str
    url: str


Teller = Callable[[Case], list[ToldLine]]
_TELLERS: list[Teller] = []


def register_told(teller: Teller) -> None:
    """A floor above has something to say about some cases."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def told_of(case: Case) -> list[ToldLine]:
    """All of it, in the order of the floors."""
    return [line for teller in _TELLERS for line in teller(case)]
