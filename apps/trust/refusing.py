"""What a published rule refuses: the exception that carries it, and who tells of it in words.

Whoever refuses registers in `ready()` under the kind of what was refused. What was heard is kept once a day, read on a
page of its own, and contested like whatever else was counted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from apps.base.errors import NotNow, NotYours, Refusal
from apps.trust.models import RuleRefusal


@dataclass(frozen=True, slots=True)
class Because:
    """Of what kind, by which line of which rule, from which figures; `about`: the reference of what was asked."""

    kind: str
    why: str
    facts: Mapping[str, Any]
    rule: str
    about: str = ""


class ByRule(Refusal):
    """A no that is kept; `kept` is the reference under which, once it is."""

    def __init__(self, sentence: str | Promise, because: Because) -> None:
        super().__init__(sentence)
        self.because, self.kept = because, ""


class NotNowByRule(ByRule, NotNow):
    """Not in the state that the rule asks for."""


class NotYoursByRule(ByRule, NotYours):
    """Not for this person, the rule says."""


def kept_as(refusal: Refusal) -> str:
    """Under which reference a refusal was kept; empty for one that no rule gave."""
    return refusal.kept if isinstance(refusal, ByRule) else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal in words: what was heard, from what, where the rule stands, where one asks again."""

    sentence: str
    inputs: Sequence[tuple[str, str, str]]
    rule_path: str
    path: str


@dataclass(frozen=True, slots=True)
class Stake:
    """What whoever decides about it may take out of the count, and who had a part in it."""

    named: Sequence[tuple[str, str, str]] = ()
    involved: frozenset[int] = frozenset()


Tell = Callable[[RuleRefusal], Told]
Again = Callable[[RuleRefusal, Sequence[str], datetime], None]
Weigh = Callable[[RuleRefusal], Stake]


@dataclass(frozen=True, slots=True)
class Teller:
    """`again` asks the rule anew, without what a decider named; it raises a Refusal where the answer is no again."""

    label: str | Promise
    tell: Tell
    again: Again
    stake: Weigh


_TELLERS: dict[str, Teller] = {}


def _nothing(row: RuleRefusal) -> Stake:
    return Stake()


def register_refusal(kind: str, tell: Tell, again: Again, *, label: str | Promise, stake: Weigh = _nothing) -> None:
    """Called from `ready()` of whoever refuses. `label` names what was asked."""
    _TELLERS[kind] = Teller(label, tell, again, stake)


def teller_of(row: RuleRefusal) -> Teller | None:
    """None for what nobody tells of any more."""
    return _TELLERS.get(row.kind)
