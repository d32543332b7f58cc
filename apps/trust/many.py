"""All statuses at once: the published algorithm over arrays, for measurements and audits. A test compares the two."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.earned_status import (
    BEFORE_AGAINST,
    BEFORE_FOR,
    DAY,
    FULL,
    GIVER_WINDOW,
    GIVER_YEAR,
    HALF_LIFE,
)

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Words:
    """One row per word: whom it is about (a number per place), whose it is, when, what it may count for."""

    place: Numbers
    giver: Numbers
    at: Floats
    favourable: Flags
    full: Flags
    units: Floats

    def in_order(self) -> "Words":
        """Place by place, giver by giver, the earlier first."""
        order = np.lexsort((self.units, self.favourable, self.at, self.giver, self.place))
        columns = (self.place, self.giver, self.at, self.favourable, self.full, self.units)
        return Words(*(column[order] for column in columns))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class AllEarned:
    """By the number of each place."""

    in_favour: Floats
    against: Floats
    cautious: Floats
    givers: Numbers


def earned_everywhere(words: Words, places: int, now: float) -> AllEarned:
    """What was earned in each place."""
    told = words.in_order()
    worth = counted(told) * np.exp2((told.at - now) / DAY / HALF_LIFE)
    in_favour = _summed(told.place, np.where(told.favourable, worth, 0.0), places)
    against = _summed(told.place, np.where(told.favourable, 0.0, worth), places)
    a, b = in_favour + BEFORE_FOR, against + BEFORE_AGAINST
    mean = a / (a + b)
    figure = np.maximum(0.0, mean - np.sqrt(mean * (1 - mean) / (a + b + 1)))
    return AllEarned(in_favour, against, figure, _givers(told, places, now))


def _summed(place: Numbers, worth: Floats, places: int) -> Floats:
    return np.asarray(np.bincount(place, worth, places), dtype=np.float64)


def counted(told: Words) -> Floats:
    """What each word counts for: never more than one unit of a giver in 90 days, the earlier first."""
    counts, left = told.units.copy(), _nth_of_pair(told)
    for nth in range(1, int(left.max(initial=0)) + 1):
        rows = np.flatnonzero(left == nth)
        used = np.zeros(len(rows))
        for back in range(1, nth + 1):
            near = told.at[rows] - told.at[rows - back] < GIVER_WINDOW * DAY
            if not near.any():
                break
            used += np.where(near, counts[rows - back], 0.0)
        counts[rows] = np.maximum(0.0, np.minimum(told.units[rows], FULL - used))
    return counts


def _nth_of_pair(told: Words) -> Numbers:
    """0 for the first word of a giver about somebody, 1 for the second..."""
    new = np.ones(len(told.place), dtype=bool)
    new[1:] = (np.diff(told.place) != 0) | (np.diff(told.giver) != 0)
    rows = np.arange(len(new))
    return rows - np.maximum.accumulate(np.where(new, rows, 0))


def _givers(told: Words, places: int, now: float) -> Numbers:
    """Different full givers who spoke in favour in the last year."""
    heard = told.full & told.favourable & (now - told.at <= GIVER_YEAR * DAY)
    place, giver = told.place[heard], told.giver[heard]
    new = np.ones(len(place), dtype=bool)
    new[1:] = (np.diff(place) != 0) | (np.diff(giver) != 0)
    return np.bincount(place[new], minlength=places)
