"""How well what a member has earned tells the next word about them: forward in time, on the last fifth of a market.

`auc` is merged into the figures of `python -m bench.trust`. Each rating is told before it is counted, by the published
algorithm and nothing else: its tally, its founders, its scale, its severity. A rating's size is its number over ten.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from apps.algorithms import earned_status as status
from apps.algorithms.earned_status import DAY, Feedback, Sums, Tally

LAST = 0.8  # the part of the file that is only counted
LARGEST = 10


@dataclass(frozen=True, slots=True)
class Rating:
    """One line of the file."""

    giver: str
    receiver: str
    size: int
    at: float


@dataclass(slots=True)
class Market:
    """What is known of everybody at one moment."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    words: dict[str, Sums] = field(default_factory=lambda: defaultdict(lambda: Sums(status.HALF_LIFE)))
    since: dict[str, float] = field(default_factory=dict)
    founders: set[str] = field(default_factory=set)
    said: dict[tuple[str, str], int] = field(default_factory=dict)

    def expected(self, rating: Rating) -> tuple[float, float]:
        """The share of favourable words to expect: from what the receiver earned; with the giver known."""
        share = self.tallies[rating.receiver].expected(rating.at)
        own = self.tallies[rating.giver].expected(rating.at)
        answered = self.said.get((rating.receiver, rating.giver), 0)
        return share, status.expected_from(share, self.leniency(rating), own, answered)

    def leniency(self, rating: Rating) -> float:
        """Of the giver, now."""
        return status.leniency(*self.words[rating.giver].read(rating.at))

    def count(self, rating: Rating) -> None:
        """One more word."""
        receiver, favourable = self.tallies[rating.receiver], rating.size > 0
        told = status.surprise(favourable, receiver.expected(rating.at))
        receiver.add(self._feedback(rating))
        self.words[rating.giver].add(told, favourable, rating.at)
        self.said[rating.giver, rating.receiver] = 1 if favourable else -1
        self.since.setdefault(rating.receiver, rating.at)

    def _feedback(self, rating: Rating) -> Feedback:
        since = self.since.setdefault(rating.giver, rating.at)
        if len(self.founders) < status.FOUNDERS:
            self.founders.add(rating.giver)
        full = rating.giver in self.founders or self.tallies[rating.giver].earned(rating.at).level is not None
        return Feedback(
            giver=rating.giver,
            at=rating.at,
            favourable=rating.size > 0,
            giver_earned=full,
            size=min(1.0, abs(rating.size) / LARGEST),
            giver_days=(rating.at - since) / DAY,
            leniency=self.leniency(rating),
        )


def auc(ratings: Path, labels: Path | None) -> dict[str, float]:
    """`target_auc` and `rater_auc` on the last fifth; `labelled_auc`, of known frauds, where labels are given."""
    rows, market = read(ratings), Market()
    from_there = int(LAST * len(rows))
    told: list[tuple[float, float]] = []
    for number, rating in enumerate(rows):
        if number >= from_there:
            told.append(market.expected(rating))
        market.count(rating)
    good = [rating.size > 0 for rating in rows[from_there:]]
    target, rater = zip(*told, strict=True)
    found = {"target_auc": area(target, good), "rater_auc": area(rater, good)}
    if labels is not None:
        known = read_labels(labels)
        last = rows[-1].at
        shares = [market.tallies[person].expected(last) for person in known]
        found["labelled_auc"] = area(shares, [not fraud for fraud in known.values()])
    return found


def area(scores: Iterable[float], good: Iterable[bool]) -> float:
    """The share of pairs in which the good one stands first; ties count half."""
    is_good = np.fromiter(good, bool)
    ranks = rankdata(np.fromiter(scores, float))
    n = int(is_good.sum())
    return round(float((ranks[is_good].sum() - n * (n + 1) / 2) / (n * (len(is_good) - n))), 4)


def read(path: Path) -> list[Rating]:
    """source,target,rating,time; in the order of time."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        rows = [Rating(r["source"], r["target"], int(r["rating"]), float(r["time"])) for r in csv.DictReader(file)]
    return sorted((row for row in rows if row.size), key=lambda row: row.at)


def read_labels(path: Path) -> Mapping[str, bool]:
    """user,label, as REV2 writes them: -1 for known frauds, 1 for people known to be honest."""
    with path.open() as file:
        return {row["user"]: int(row["label"]) < 0 for row in csv.DictReader(file)}
