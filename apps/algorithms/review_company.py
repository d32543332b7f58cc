"""The company a review keeps: who reviews the same subjects in the same weeks, and whose side they take.

What it is: five figures about a review, counted from who reviewed what and when. Two reviews are near when they are
about the same subject, on the same side (low or high; middling reviews are not looked at), by different authors, at
most 30 days apart, with fewer than 15 other reviews of the subject in between. From the sixteen latest reviews of an
author here we count, for each:
`company`, the accounts near this review that are also near another review of the author, about another subject, on
the same side (a ring); `camp`, those that are near another review on the opposite side: they praise what the author
praises and blame what the author blames (an attack between competitors); `staff`, how many reviews near a favourable
one declare working for the professional, when this one declares nothing (praise by insiders); `one_sided`, how many
reviews the author has when all praise one house and blame others, with one of each within a week, and `undeclared`,
how many of the author's other reviews declare a link to the house that this one is silent about (a professional under
a mask). A house is a subject, or all subjects of one operator.

How it counts: see `review_suspicion` for the weights. Each figure is a count of other people's acts that anybody can
check on public pages; a figure of nought weighs nothing. What speaks against: a long history, several subjects, a
verified experience.

Why it matters: each review of a ring looks like any other; together they do not.

What it misses: rings of accounts used once, or spread over months; accounts that hide among many ordinary reviews (only
the sixteen latest are looked at); whoever praises one house honestly and was disappointed by another; friends who
travel together, who look like a ring of two. Its accuracy is unknown until audited; `bench.patterns` measures each
figure on invented attacks.

Sources: co-review graphs and lockstep (Beutel and others, WWW 2013; Mukherjee, Liu and Glance, WWW 2012), cut down to
what one can count at once for one review.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.review_facts import Floats, Ints, side_of
from apps.algorithms.review_history import Groups

NAME = "review_company"
VERSION = "1.0"

NEAR_DAYS = 30  # two reviews of a subject are near up to here,
NEAR_REVIEWS = 15  # if they are at most so many places apart among the subject's reviews
LATEST = 16  # reviews of an author that are looked at
ONE_BREATH_DAYS = 7  # praise of one house and blame of another count as one-sided when they came this close

FIGURES = ("company", "camp", "staff", "one_sided", "undeclared")

_LOW, _MIDDLE, _HIGH = 0, 1, 2
_DECLARED = (2, 3)  # places of "employee" and "other" in LINKS
_EMPLOYEE = 2
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class _Near:
    """Pairs of near reviews, in both directions."""

    source: Ints  # rows
    other: Ints

    def part(self, rows: NDArray[np.bool_]) -> "_Near":
        return _Near(self.source[rows], self.other[rows])


def company(
    *,
    author: ArrayLike,
    subject: ArrayLike,
    house: ArrayLike,
    at: ArrayLike,
    level: ArrayLike,
    link: ArrayLike,
    wanted: NDArray[np.bool_] | None = None,
    hindsight: bool = True,
) -> dict[str, Floats]:
    """The figures of every review of a space, given in time order; of those `wanted` only, the others stay noughts.

    `level` is the rating on 0..1000, `link` the place in LINKS. Without hindsight nothing later than a review counts.
    """
    people, things, houses = (_numbered(column) for column in (author, subject, house))
    side, links = side_of(level), np.asarray(link, np.int64)
    looked = _latest(people) if hindsight else np.ones(len(people), bool)
    looked &= side != _MIDDLE
    if wanted is not None:
        looked &= wanted
    near = _near(things, np.asarray(at, float), side, people, looked)
    known = np.ones(len(near.source), bool) if hindsight else near.other < near.source
    shared = _shared(near, known, people, things, side, hindsight)
    declared = np.isin(links, _DECLARED)
    recent = _latest(people) if hindsight else np.ones(len(people), bool)
    figures = {
        "company": shared[0],
        "camp": shared[1],
        "staff": _staff(near.part(known), side, links, declared),
        "one_sided": _one_sided(people, houses, side, np.asarray(at, float), recent, hindsight),
        "undeclared": _undeclared(people, houses, declared, recent, hindsight),
    }
    silent = np.zeros(len(people), bool) if wanted is None else ~wanted
    return {name: np.where(silent, 0, figure).astype(np.float64) for name, figure in figures.items()}


def none_of(count: int) -> dict[str, Floats]:
    """The figures where nobody looked."""
    return {name: np.zeros(count) for name in FIGURES}


def _numbered(column: ArrayLike) -> Ints:
    return np.unique(np.asarray(column), return_inverse=True)[1].astype(np.int64)


def _latest(people: Ints) -> NDArray[np.bool_]:
    """The rows that are among the latest of their author."""
    groups = Groups.by(people)
    latest: NDArray[np.bool_] = groups.size() - groups.earlier() <= LATEST
    return latest


# --- who is near ---


def _near(things: Ints, at: Floats, side: Ints, people: Ints, looked: NDArray[np.bool_]) -> _Near:
    order = np.argsort(things, kind="stable").astype(np.int64)
    found = list(_pairs(order, things, at, side, people, looked))
    if not found:
        return _Near(np.zeros(0, np.int64), np.zeros(0, np.int64))
    return _Near(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _pairs(
    order: Ints, things: Ints, at: Floats, side: Ints, people: Ints, looked: NDArray[np.bool_]
) -> Iterator[tuple[Ints, Ints]]:
    for apart in range(1, NEAR_REVIEWS + 1):
        one, two = order[:-apart], order[apart:]
        near = (things[one] == things[two]) & (side[one] == side[two]) & (people[one] != people[two])
        near &= at[two] - at[one] <= NEAR_DAYS * 86400
        for source, other in ((one, two), (two, one)):
            rows = near & looked[source]
            yield source[rows], other[rows]


# --- what they share ---


def _shared(
    near: _Near, known: NDArray[np.bool_], people: Ints, things: Ints, side: Ints, hindsight: bool
) -> tuple[Ints, Ints]:
    """How many accounts near each review share another subject with its author: on the same side, on the other."""
    them = people[near.other]
    pair = people[near.source] * (int(people.max(initial=0)) + 1) + them
    when = np.zeros(len(pair), np.int64) if hindsight else np.maximum(near.source, near.other)
    own, counts = side[near.source], []
    for wanted in (own, 2 - own):
        met = known & (_first_elsewhere(pair, own, things[near.source], when, wanted) <= near.source)
        accounts = np.unique(np.stack([near.source[met], them[met]]), axis=1)
        counts.append(np.bincount(accounts[0], minlength=len(people)).astype(np.int64))
    return counts[0], counts[1]


def _first_elsewhere(pair: Ints, own: Ints, thing: Ints, when: Ints, wanted: Ints) -> Ints:
    """For each near pair: when its two people first met on another subject, on the wanted side; _NEVER otherwise."""
    if not len(pair):
        return np.zeros(0, np.int64)
    order = np.lexsort((when, thing, own, pair))
    starts = _starts(pair[order], own[order], thing[order])
    rows = order[starts]  # the first meeting of each pair, side and subject
    by_time = rows[np.lexsort((thing[rows], when[rows], own[rows], pair[rows]))]
    firsts = np.flatnonzero(_starts(pair[by_time], own[by_time]))
    sizes = np.diff(firsts, append=len(by_time))
    keys = pair[by_time[firsts]] * 3 + own[by_time[firsts]]
    place = np.minimum(np.searchsorted(keys, pair * 3 + wanted), len(keys) - 1)
    known = keys[place] == pair * 3 + wanted
    first = by_time[firsts[place]]
    second = by_time[np.minimum(firsts[place] + 1, len(by_time) - 1)]
    another = np.where(sizes[place] > 1, when[second], _NEVER)
    return np.where(known, np.where(thing[first] != thing, when[first], another), _NEVER)


def _starts(*keys: Ints) -> NDArray[np.bool_]:
    """Where a new group begins, in columns that are sorted."""
    changes = np.zeros(len(keys[0]), bool)
    changes[:1] = True
    for key in keys:
        changes[1:] |= key[1:] != key[:-1]
    return changes


def _staff(near: _Near, side: Ints, links: Ints, declared: NDArray[np.bool_]) -> Ints:
    praise = (side[near.source] == _HIGH) & ~declared[near.source] & (links[near.other] == _EMPLOYEE)
    return np.bincount(near.source[praise], minlength=len(side)).astype(np.int64)


# --- what an author's reviews have in common ---


def _one_sided(people: Ints, houses: Ints, side: Ints, at: Floats, recent: NDArray[np.bool_], hindsight: bool) -> Ints:
    """Reviews of an author when all praise one house or blame others, with one of each in one breath."""
    found = np.zeros(len(people), np.int64)
    rows = np.flatnonzero(recent)
    both = np.zeros(int(people.max(initial=0)) + 1, bool)
    seen = [np.bincount(people[rows][side[rows] == kind], minlength=len(both)) > 0 for kind in (_LOW, _HIGH)]
    both |= seen[0] & seen[1]
    lives: dict[int, list[int]] = {}
    for row in rows[both[people[rows]]].tolist():
        lives.setdefault(int(people[row]), []).append(row)
    for life in lives.values():
        sizes = _sides_taken(houses[life].tolist(), side[life].tolist(), at[life].tolist())
        found[life] = sizes[-1] if hindsight else sizes
    return found


def _sides_taken(houses: list[int], sides: list[int], at: list[float]) -> list[int]:
    """After each review: how many there are, if all take one side."""
    praised: set[int] = set()
    blamed: set[int] = set()
    last = {_LOW: -math.inf, _HIGH: -math.inf}
    mixed, close, sizes = False, False, []
    for count, (house, side, moment) in enumerate(zip(houses, sides, at, strict=True), start=1):
        mixed |= side == _MIDDLE
        (praised if side == _HIGH else blamed).add(house)
        close |= side != _MIDDLE and moment - last[_HIGH - side] <= ONE_BREATH_DAYS * 86400
        last[side] = moment
        taken = close and not mixed and len(praised) == 1 and not praised & blamed
        sizes.append(count if taken else 0)
    return sizes


def _undeclared(
    people: Ints, houses: Ints, declared: NDArray[np.bool_], recent: NDArray[np.bool_], hindsight: bool
) -> Ints:
    """Links the author declared to the house elsewhere, on a review that declares none."""
    pairs = Groups.by(people, houses)
    marked = (declared & recent).astype(np.int64)
    there = pairs.total(marked) if hindsight else pairs.before(marked)
    return np.where(declared | ~recent, 0, there)
