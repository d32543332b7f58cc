"""Clusters at the desk: which waiting items are so alike that one look at some of them tells about all.

What it is: the waiting items of one space and one kind are taken from the oldest to the newest. Each stands with the
first item of an earlier cluster when it is like that one; else it may begin a cluster of its own. Two items are like
each other when their texts are nearly the same (`near_duplicates`, 0.7 or more). From 0.5 on they are so too if
something besides the words joins them: the same author, the same person among those who reported them, or a day at
most between them. Texts too short to be compared must be the same letter by letter, and be joined in that way as well.

How it is used: whoever decides sees for each item how much it shares with the first, and what else joins them. A
cluster can be decided in one go only by a person who has opened a sample of it: the first item, the one that is least
like it, and others that a digest names, three at least and one in ten. Opened means: in the words that stand there now.
All of it can be undone for ten seconds. Everybody else's decisions, changed texts and items in other hands stay out.

Why it matters: forty copies of one advertisement are one decision; taken forty times, the last thirty are not read.
Taken from a list without a look, they are not read either.

What it misses: the same story told in other words, and a translation. It compares with the first item only: two that
are like each other and a little less like the first may stand apart. Alike is not guilty: people who copy the same open
letter are alike too, and each keeps their own appeal.

Sources: leader clustering (Hartigan 1975); likeness by `near_duplicates`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np
from numpy.typing import NDArray

from apps.algorithms import near_duplicates
from apps.algorithms.near_duplicates import BANDS, PLACES, fold, signatures

NAME = "like_cases"
VERSION = "1.0"

ALIKE_FROM = near_duplicates.ALIKE_FROM  # share of common runs from which two texts are nearly the same
JOINED_FROM = 0.5  # the same, when an author, a reporter or a day joins them
JOINED_HOURS = 24.0  # hours between two items that join them
MEMBERS_MOST = 50  # items of a cluster, so that all can be decided and undone in one go; the next begins another
SAMPLE_LEAST = 3  # items one must have opened before one decides all of them
SAMPLE_ONE_IN = 10  # of a large cluster, one item in so many

_WIDTH = PLACES // BANDS


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is known of a waiting item here: words, moment, and who has to do with it, as keys."""

    key: str
    among: str  # only items of the same space and kind are compared
    at: float  # when it was published, in seconds
    text: str
    author: str = ""
    reporters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Member:
    """One item of a cluster, and what joins it to the first."""

    key: str
    likeness: float
    hours: float
    same_author: bool
    same_reporter: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Items that stand together; the first is the one they were compared with."""

    first: str
    members: tuple[Member, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(member.key for member in self.members)


@dataclass(slots=True)
class _Begun:
    """A cluster as it grows."""

    number: int
    item: Waiting
    members: list[Member] = field(default_factory=list)


def clusters(items: Sequence[Waiting]) -> list[Cluster]:
    """Clusters of two and more, the largest first."""
    ordered = sorted(items, key=lambda item: (item.at, item.key))
    numbers, places = signatures([item.text for item in ordered])
    row_of = {int(number): row for row, number in enumerate(numbers)}
    begun: list[_Begun] = []
    by_band: dict[tuple[str, int, bytes], list[_Begun]] = {}
    for number, item in enumerate(ordered):
        own = places[row_of[number]] if number in row_of else None
        bands = [(item.among, *band) for band in (_bands(own) if own is not None else _short(item.text))]
        met = {found.number: found for band in bands for found in by_band.get(band, ())}
        home = next((found for at in sorted(met) if _joins(found := met[at], item, own, places, row_of)), None)
        if home is None:
            home = _Begun(number, item, [Member(item.key, 1.0, 0.0, True, bool(item.reporters))])
            begun.append(home)
            for band in bands:
                by_band.setdefault(band, []).append(home)
    large = [Cluster(one.item.key, tuple(one.members)) for one in begun if len(one.members) > 1]
    return sorted(large, key=lambda cluster: -len(cluster.members))


def sample_needed(size: int) -> int:
    """How many items of a cluster one must have opened."""
    return min(size, max(SAMPLE_LEAST, ceil(size / SAMPLE_ONE_IN)))


def sample_of(cluster: Cluster) -> tuple[str, ...]:
    """Those: the first, the one that is least like it, and others by the digest of both keys."""
    others = [member for member in cluster.members if member.key != cluster.first]
    least = min(others, key=lambda member: (member.likeness, member.key)).key
    rest = [key for key in cluster.keys if key not in {cluster.first, least}]
    rest.sort(key=lambda key: hashlib.sha256(f"{cluster.first}:{key}".encode()).hexdigest())
    return (cluster.first, least, *rest)[: sample_needed(len(cluster.members))]


def _bands(own: NDArray[np.uint32]) -> list[tuple[int, bytes]]:
    return [(band, own[band * _WIDTH : (band + 1) * _WIDTH].tobytes()) for band in range(BANDS)]


def _short(text: str) -> list[tuple[int, bytes]]:
    folded = fold(text)
    return [(-1, folded.encode())] if folded else []


def _joins(
    home: _Begun,
    item: Waiting,
    own: NDArray[np.uint32] | None,
    places: NDArray[np.uint32],
    row_of: dict[int, int],
) -> bool:
    """Whether it stands with that cluster; if so it does from now on."""
    first, hours = home.item, abs(item.at - home.item.at) / 3600
    author, reporter = bool(item.author) and item.author == first.author, bool(item.reporters & first.reporters)
    likeness = 1.0 if own is None else float(np.mean(places[row_of[home.number]] == own))
    joined = author or reporter or hours <= JOINED_HOURS
    alike = joined if own is None else likeness >= (JOINED_FROM if joined else ALIKE_FROM)
    if not alike or len(home.members) >= MEMBERS_MOST:
        return False
    home.members.append(Member(item.key, likeness, hours, author, reporter))
    return True
