"""How well what a member has earned tells the next word about them: forward in time, on the last fifth of a market.

`auc` is merged into the figures of `python -m bench.trust`. Each rating is told before it is counted, by the published
algorithm and nothing else: its tally, its founders, its scale, its severity. A rating's size is its number over the
largest that the file knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from apps.algorithms import earned_status as status
from apps.algorithms.earned_status import DAY, Feedback, Sums, Tally
from bench.rating_file import read_labels, says_fraud
from bench.rating_networks import Ratings

LAST = 0.8  # the part of the file that is only counted


@dataclass(frozen=True, slots=True)
class Rating:
    """One line of the file."""

    giver: str
    receiver: str
    size: float  # from −1 to 1
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
            size=abs(rating.size),
            giver_days=(rating.at - since) / DAY,
            leniency=self.leniency(rating),
        )


@dataclass(slots=True)
class Told:
    """What was to be expected of each word of the last fifth, and whether it was favourable."""

    good: list[bool] = field(default_factory=list)
    target: list[float] = field(default_factory=list)
    rater: list[float] = field(default_factory=list)
    before: list[tuple[float, float]] = field(default_factory=list)  # both, before any word of the same moment


def auc(ratings: Ratings, labels: Path | None) -> dict[str, float | None]:
    """`target_auc` and `rater_auc` on the last fifth. Beside them, in words: the same where nothing of the same moment
    is known yet, for files that name days only; and how well known frauds are told, where labels are given."""
    market, told = Market(), Told()
    from_there = int(LAST * len(ratings.rating))
    for _at, moment in groupby(enumerate(_rows(ratings)), key=lambda row: row[1].at):
        _tell(market, list(moment), from_there, told)
    figures = {"target_auc": area(told.target, told.good), "rater_auc": area(told.rater, told.good)}
    print(f"  the last {len(told.good)} words, {told.good.count(False)} of them unfavourable:")
    for name, figure in figures.items():
        print(f"  {name:28}{_said(figure)}")
    before = [area(column, told.good) for column in zip(*told.before, strict=True)]
    print(f"  {'…nothing of that moment known':28}{'':>4}{', '.join(_said(figure).strip() for figure in before)}")
    if labels is not None:
        _frauds(market, ratings, labels)
    return figures


def _tell(market: Market, moment: list[tuple[int, Rating]], from_there: int, told: Told) -> None:
    told.before += [market.expected(rating) for number, rating in moment if number >= from_there]
    for number, rating in moment:
        if number >= from_there:
            target, rater = market.expected(rating)
            told.target.append(target)
            told.rater.append(rater)
            told.good.append(rating.size > 0)
        market.count(rating)


def _rows(ratings: Ratings) -> Iterator[Rating]:
    columns = (ratings.source, ratings.target, ratings.rating / ratings.bounds[1], ratings.time)
    return (Rating(*row) for row in zip(*(column.tolist() for column in columns), strict=True))


def _frauds(market: Market, ratings: Ratings, labels: Path) -> None:
    known = {person: label for person, label in read_labels(labels).items() if label is not None}
    fraud, last = says_fraud(known.values()), float(ratings.time[-1])
    rated = [person for person in known if person in market.tallies]
    found = area(
        [market.tallies[person].expected(last) for person in rated], [known[person] != fraud for person in rated]
    )
    print(f"  {'known frauds told apart':28}{_said(found)}", end="")
    print(f"  ({len(rated)} of the {len(known)} accounts with a label have been rated; {fraud:g} read as fraudulent)")


def _said(figure: float | None) -> str:
    return f"{'–':>10}" if figure is None else f"{figure:10.4f}"


def area(scores: Iterable[float], good: Iterable[bool]) -> float | None:
    """The share of pairs in which the good one stands first; ties count half. None where there is no pair."""
    is_good = np.fromiter(good, bool)
    n = int(is_good.sum())
    pairs = n * (len(is_good) - n)
    if not pairs:
        return None
    ranks = rankdata(np.fromiter(scores, float))
    return round(float((ranks[is_good].sum() - n * (n + 1) / 2) / pairs), 4)
