"""Whether people who read the same review say the same, and whether a score in sight changes what they say.

What it is: two figures about readers. Agreement: a review drawn for a blind audit is read by two people who know
nothing of each other; Cohen's kappa says how much more often they agree than chance alone would make them. 1 is always,
0 is no more than chance. Anchoring: on a published share of cases the score opens only after a first opinion. We count
how often an opinion given before says what the score says, and how often a decision taken with the score in sight from
the start does; the difference is what the sight of it adds.

How it counts: "fake" and "asks for a look" say the same, so do "genuine" and "nothing unusual"; whoever cannot tell is
left out of anchoring, and counted as an answer of its own in agreement. The interval of kappa takes Wilson's interval
of the observed agreement, chance being taken as known. That of the difference joins two Wilson intervals (Newcombe).
Under thirty readings in a part, nothing is said.

Why it matters: if people only repeat the machine, its errors confirm themselves, and what it learns from them is its
own voice. If two people often differ, a decision depends on who took it.

What it misses: agreement is not truth; two readers can share an error. Cases differ from one another: only the draw of
which score is hidden makes the two parts comparable. Readers who know that they are measured may read with more care.

Sources: Cohen (1960); Wilson (1927); Newcombe (1998), for the difference of two shares.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from apps.algorithms.error_rates import wilson

NAME = "double_reading"
VERSION = "1.0"

READINGS_MINIMUM = 30  # in a part, before anything is said


@dataclass(frozen=True, slots=True)
class Share:
    """How often something happened, of how many, and between what bounds its share holds."""

    hits: int
    of: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number between -1 and 1, its bounds, and on how many readings it rests."""

    value: float
    low: float
    high: float
    readings: int


def share(hits: int, of: int) -> Share | None:
    """A share with its interval; None when too little was counted."""
    if of < READINGS_MINIMUM:
        return None
    return Share(hits, of, hits / of, *wilson(hits, of))


def kappa(pairs: Sequence[tuple[str, str]]) -> Figure | None:
    """How much more often two readers agree than by chance; None for too few pairs, or when chance alone says all."""
    if len(pairs) < READINGS_MINIMUM:
        return None
    agreed = sum(first == second for first, second in pairs)
    chance = _chance(pairs)
    if chance >= 1.0:
        return None
    low, high = wilson(agreed, len(pairs))
    value, lowest, highest = ((seen - chance) / (1 - chance) for seen in (agreed / len(pairs), low, high))
    return Figure(value, max(-1.0, lowest), highest, len(pairs))


def difference(first: Share | None, second: Share | None) -> Figure | None:
    """The first share minus the second."""
    if first is None or second is None:
        return None
    value = first.share - second.share
    down = math.hypot(first.share - first.low, second.high - second.share)
    up = math.hypot(first.high - first.share, second.share - second.low)
    return Figure(value, value - down, value + up, first.of + second.of)


def _chance(pairs: Sequence[tuple[str, str]]) -> float:
    """How often two readers with these habits would agree without looking."""
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    return sum(count * seconds[verdict] for verdict, count in firsts.items()) / len(pairs) ** 2
