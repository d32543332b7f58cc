"""How often a score is wrong, from the cases that people decided, with what such a count leaves open.

What it is: reviews fall into two parts, those a score asked a person to look at and those it left alone. Of the first,
people decide nearly all; of the second, those a public draw names. The share found unacceptable in each part, times
how many reviews the part has, gives three figures: how many flagged reviews deserved it (precision), how many honest
reviews were flagged (false alarms), how many unacceptable reviews were not (missed).

How it counts: each share has Wilson's interval. A figure made of both parts takes the worst and the best of their
intervals, each widened so that together they hold in 95 of 100 such counts. Under twenty decided reviews in a part,
nothing is said. The reliability curve counts in the same way, for reviews of which about the same chance was said;
there twenty decided reviews of both parts together are enough.

Why it matters: a flag that nobody checks is an accusation. A figure without its uncertainty is another.

What it misses: who decides may be wrong too, and sees that a score asked. Reviews that somebody reported, and those of
which a score said "too little data", are not in the count.

Sources: Wilson (1927) for the interval; Cochran (1977) for counting by parts; Bonferroni's inequality for the widening.
"""

import math
from dataclasses import dataclass

NAME = "error_rates"
VERSION = "1.1"

AUDITS_MINIMUM = 20  # decided reviews a part must have
ONE_PART = 1.96  # standard errors either way: 95 of 100
TWO_PARTS = 2.2414  # standard errors of each of two parts: 97.5 of 100 each, 95 of 100 together


@dataclass(frozen=True, slots=True)
class Part:
    """Reviews that a score treated alike: how many there are, how many people decided, how many were unacceptable."""

    reviews: int
    audited: int
    confirmed: int

    @property
    def enough(self) -> bool:
        """Whether anything can be said of it. A part without reviews weighs nothing."""
        return self.reviews == 0 or self.audited >= AUDITS_MINIMUM

    def share(self) -> float:
        """Unacceptable among those decided; 0 when none was."""
        return self.confirmed / self.audited if self.audited else 0.0

    def bounds(self, errors: float) -> tuple[float, float]:
        """Wilson's interval of the share."""
        return wilson(self.confirmed, self.audited, errors)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share from 0 to 1, between what bounds it holds, and on how many decided reviews it rests."""

    share: float
    low: float
    high: float
    audits: int


def wilson(hits: int, of: int, errors: float = ONE_PART) -> tuple[float, float]:
    """The interval of a share; everything is possible when nothing was counted."""
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, errors * errors
    centre = (share + square / (2 * of)) / (1 + square / of)
    reach = errors * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, min(share, centre - reach)), min(1.0, max(share, centre + reach))


def precision(flagged: Part) -> Rate | None:
    """Of the flagged reviews, the share that deserved it; None when too few were decided."""
    if flagged.audited < AUDITS_MINIMUM:
        return None
    low, high = flagged.bounds(ONE_PART)
    return Rate(flagged.share(), low, high, flagged.audited)


def false_alarms(flagged: Part, left: Part) -> Rate | None:
    """Of the honest reviews, the share that was flagged; None when too few were decided."""
    return _of_both(_honest(flagged), _honest(left))


def missed(flagged: Part, left: Part) -> Rate | None:
    """Of the unacceptable reviews, the share that was left alone; None when too few were decided."""
    return _of_both(left, flagged)


def found(*parts: Part) -> Rate | None:
    """Of the reviews of these parts together, the share that is unacceptable; None when too few were decided."""
    there = [part for part in parts if part.reviews]
    audits, reviews = sum(part.audited for part in there), sum(part.reviews for part in there)
    if audits < AUDITS_MINIMUM or not all(part.audited for part in there):
        return None
    bounds = [part.bounds(ONE_PART if len(there) == 1 else TWO_PARTS) for part in there]
    return Rate(
        sum(part.reviews * part.share() for part in there) / reviews,
        sum(part.reviews * low for part, (low, _high) in zip(there, bounds, strict=True)) / reviews,
        sum(part.reviews * high for part, (_low, high) in zip(there, bounds, strict=True)) / reviews,
        audits,
    )


def _honest(part: Part) -> Part:
    return Part(part.reviews, part.audited, part.audited - part.confirmed)


def _of_both(wanted: Part, other: Part) -> Rate | None:
    """wanted ÷ (wanted + other), each the size of its part times the share counted in it."""
    if not (wanted.enough and other.enough) or wanted.audited + other.audited == 0:
        return None
    wanted_low, wanted_high = wanted.bounds(TWO_PARTS)
    other_low, other_high = other.bounds(TWO_PARTS)
    return Rate(
        _ratio(wanted.reviews * wanted.share(), other.reviews * other.share()),
        _ratio(wanted.reviews * wanted_low, other.reviews * other_high),
        _ratio(wanted.reviews * wanted_high, other.reviews * other_low),
        wanted.audited + other.audited,
    )


def _ratio(wanted: float, other: float) -> float:
    return wanted / (wanted + other) if wanted + other else 0.0
