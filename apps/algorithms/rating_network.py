"""Accounts that rate in bad faith, told from the ratings they have given, never from those they received.

What it is: for each account, 32 plain figures about the ratings it has given: how far they are from what others gave
the same accounts, before and after; whether it praises those whom the others distrust or blames those they trust; how
fast and for how long it has rated; how those it rates behave as givers themselves; how far it is from the careful among
those who rated the same; whether it sides with accounts known to be honest, or with those known to be fraudulent.
Labelled accounts turn each figure into a rank among them, and a logistic regression turns the ranks into log-odds. Each
figure adds its own part, so every answer can be taken apart.

How it counts: ratings run from −1 to 1. Whatever an account has received is left out of its figures, down to its
share in how careful others are, and so is its own label: a test changes what it received and finds the figures
unchanged. A direction is fixed where it is plain (more disagreement never lowers the log-odds, more variety and a
longer life never raise them). A low rating is no sign by itself, nor is warning against those whom others distrust too.
An account of which nothing is known stands, for those who rate it, where its own ratings of known accounts put it.

Why it matters: labels of fraud are often made from the ratings an account received; a score made from the same ratings
would be right in a circle. And who is rated badly is not therefore somebody who rates badly.

How often it is wrong: on one market (the first four fifths of 35,592 ratings, 189 labelled accounts) it puts a
fraudulent account above an honest one in 93 cases of a hundred, and in 96 where both have rated; a random forest over
the usual figures does in 90. Sixty-five of the 189 have rated nobody, and forty-six of these are not even in the file:
nothing tells them apart but what they received. With all the others in their right place, 97 would be the most. How
freely to choose, and whether to look at known accounts, was decided anew on each part that trains; the list of figures
was made with these labels in sight.

What it misses: accounts that have given no rating are all alike to it; patient accounts that agree with everybody until
the day; groups who rate nobody else. Whoever praises a fraudulent account in good faith looks a little like it. It has
been measured on one market only, and opens no case here.

Sources: Kumar, Hooi, Makhija, Kumar, Faloutsos and Subrahmanian (REV2, WSDM 2018) for the care of raters; Tang, Hua,
Gao, Zhao and Li (GADBench, NeurIPS 2023) for neighbours' figures; our own measures, `bench.fake_reviews`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# scipy is loaded where it is used: every process of the site imports the algorithms.

NAME = "rating_network"
VERSION = "1.2"

NEUTRAL = 1.0  # means over others' ratings count as if there were this many more ratings of nought
FAR = 0.5  # a rating this far from the others' mean disagrees with them
EXTREME = 0.9  # a rating this near to either end of the scale is extreme
MILD = 0.2  # a rating this near to the middle is mild
USUAL_DISTANCE, USUAL_RATINGS = 0.2, 2.0  # an account is supposed this far from the others over so many ratings
LEAST_DISTANCE = 0.1  # added before dividing: nobody is heard without limit

LABELS_MINIMUM = 30  # labelled accounts of each kind, at least, before anything is learnt
FREEDOM = 0.2  # how freely the logistic regression chooses (inverse of the L2 penalty), unless told
HEARSAY = 2.0  # an unknown account stands this many times where its own ratings of known accounts put it

# The figures, and whether more of one can only raise (1) or only lower (−1) the log-odds; 0 where labels decide.
FEATURES: Mapping[str, int] = {
    "given": -1, "silent": 0, "spread": 0, "extreme": 1, "mild": -1, "variety": -1,
    "away": 1, "away_most": 1, "far": 1, "away_before": 1, "away_after": 1,
    "praises_distrusted": 1, "praises_some_distrusted": 1, "blames_trusted": 1, "blames_some_trusted": 1,
    "praised_mean": -1, "praised_lowest": -1, "first": 0, "alone": 0, "others": 0,
    "span": -1, "gap": -1, "within_hour": 1, "within_day": 1, "per_day": 1, "age": -1,
    "targets_away": 1, "targets_praise_distrusted": 1, "targets_blame_trusted": 1,
    "away_careful": 1, "praises_careless": 1, "sides_with_honest": -1,
}  # fmt: skip

_ROUNDING = 1e-9  # a consensus nearer to nought is nought: its last digits depend on the order of the sum

DAY = 86400.0
HOUR = 3600.0
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Network:
    """Ratings between accounts as columns."""

    accounts: NDArray[Any]  # names, sorted; giver and target are places in it
    giver: Ints
    target: Ints
    rating: Floats  # from −1 to 1
    at: Floats  # seconds
    read_at: float  # how old an account is, is counted from here

    @classmethod
    def of(
        cls,
        giver: ArrayLike,
        target: ArrayLike,
        rating: ArrayLike,
        at: ArrayLike,
        *,
        lowest: float,
        highest: float,
        read_at: float | None = None,
    ) -> "Network":
        """Ratings in any order, read when the last was given unless told. Nobody rates oneself; what has no figure or
        no moment is left out.
        """
        names = np.asarray(giver), np.asarray(target)
        level = 2 * (np.asarray(rating, float) - lowest) / (highest - lowest) - 1
        moment = np.asarray(at, float)
        kept = (names[0] != names[1]) & np.isfinite(level) & np.isfinite(moment)
        accounts = np.unique(np.concatenate(names))
        places = [np.searchsorted(accounts, name[kept]).astype(np.int64) for name in names]
        end = float(moment[kept].max(initial=0.0)) if read_at is None else read_at
        return cls(accounts, places[0], places[1], np.clip(level[kept], -1.0, 1.0), moment[kept], end)


@dataclass(frozen=True, slots=True)
class Known:
    """Accounts whose label is known."""

    accounts: NDArray[Any]
    fraudulent: NDArray[np.bool_]

    def standing(self, accounts: NDArray[Any]) -> Floats:
        """1 for an honest account, −1 for a fraudulent one, 0 where nothing is known or labels contradict."""
        if not len(accounts) or not len(self.accounts):
            return np.zeros(len(accounts))
        places = np.minimum(np.searchsorted(accounts, self.accounts), len(accounts) - 1)
        there = accounts[places] == self.accounts
        said = np.where(np.asarray(self.fraudulent, bool), -1.0, 1.0)[there]
        return np.sign(np.bincount(places[there], weights=said, minlength=len(accounts))).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Givers:
    """A row of figures per account, in the order of `FEATURES`."""

    accounts: NDArray[Any]
    values: Floats
    given: "_Given | None" = None

    def beside(self, known: Known) -> "Givers":
        """The same, and how each account sides with those of known label; its own label plays no part."""
        if self.given is None:
            return self
        values = self.values.copy()
        values[:, list(FEATURES).index("sides_with_honest")] = _sides(self.given, known)
        return replace(self, values=values)

    def rows(self, accounts: ArrayLike) -> Floats:
        """The rows of some accounts; one that is unknown is one that has given nothing."""
        wanted = np.asarray(accounts)
        found = np.full((len(wanted), len(FEATURES)), 0.0)
        found[:, list(FEATURES).index("silent")] = 1.0
        if len(self.accounts) and len(wanted):
            places = np.minimum(np.searchsorted(self.accounts, wanted), len(self.accounts) - 1)
            known = self.accounts[places] == wanted
            found[known] = self.values[places[known]]
        return found


def givers(network: Network) -> Givers:
    """The figures of every account of a network."""
    given = _Given.of(network)
    found = _manner(given) | _agreement(given) | _praise_and_blame(given) | _timing(given) | _company(given)
    found["sides_with_honest"] = np.zeros(len(given.count))
    columns = np.column_stack([found[name] for name in FEATURES])
    columns[given.count == 0] = Givers(network.accounts[:0], columns[:0]).rows(["nobody"])[0]
    return Givers(network.accounts, columns, given)


# --- sums over ratings -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Given:
    """Each rating beside what others gave the same target."""

    network: Network
    count: Floats  # per account: ratings given
    others: Floats  # per rating: others' ratings of the target
    consensus: Floats  # and their mean
    away: Floats  # how far the rating is from it

    @classmethod
    def of(cls, network: Network) -> "_Given":
        ones = np.ones(len(network.rating))
        count = np.bincount(network.giver, minlength=len(network.accounts)).astype(np.float64)
        bare = cls(network, count, ones, ones, ones)
        others = bare.from_others(ones)
        consensus = bare.from_others(network.rating) / (others + NEUTRAL)
        return cls(network, count, others, consensus, np.abs(network.rating - consensus))

    def sum(self, values: NDArray[Any], by: Ints | None = None) -> Floats:
        """Per giver, or per another place."""
        places = self.network.giver if by is None else by
        return np.bincount(places, weights=values, minlength=len(self.count)).astype(np.float64)

    def mean(self, values: NDArray[Any]) -> Floats:
        """Per giver, nought without any."""
        mean: Floats = self.sum(values) / np.maximum(self.count, 1)
        return mean

    def drawn(self, values: NDArray[Any]) -> Floats:
        """Per giver, as if one more rating of nought were there: one rating says less than ten."""
        mean: Floats = self.sum(values) / (self.count + NEUTRAL)
        return mean

    def largest(self, values: Floats) -> Floats:
        """Per giver, and never below nought."""
        found = np.zeros(len(self.count))
        np.maximum.at(found, self.network.giver, values)
        return found

    def from_others(self, values: Floats) -> Floats:
        """For each rating, the sum over the ratings that others gave its target."""
        net = self.network
        return self.sum(values, net.target)[net.target] - self.between(net.giver, net.target, values)

    def between(self, giver: Ints, target: Ints, values: Floats) -> Floats:
        """For each wanted pair, the sum over its ratings."""
        net, size = self.network, len(self.count)
        if not len(net.giver):
            return np.zeros(len(giver))
        pairs, place = np.unique(net.giver * size + net.target, return_inverse=True)
        sums = np.bincount(place, weights=values, minlength=len(pairs))
        wanted = giver * size + target
        found = np.minimum(np.searchsorted(pairs, wanted), len(pairs) - 1)
        return np.where(pairs[found] == wanted, sums[found], 0.0)

    def by_target(self, values: Floats) -> Floats:
        """For each rating, the mean over what its target has given to anybody but the giver."""
        net = self.network
        returned = self.between(net.target, net.giver, values)
        count = self.count[net.target] - self.between(net.target, net.giver, np.ones(len(values)))
        mean: Floats = (self.sum(values)[net.target] - returned) / (count + NEUTRAL)
        return mean


# --- the figures -----------------------------------------------------------------------------------------------------


def _manner(given: _Given) -> dict[str, Floats]:
    rating = given.network.rating
    return {
        "given": np.log1p(given.count),
        "silent": (given.count == 0).astype(np.float64),
        "spread": np.sqrt(np.maximum(given.mean(rating**2) - given.mean(rating) ** 2, 0)),
        "extreme": given.drawn(np.abs(rating) >= EXTREME),
        "mild": given.drawn(np.abs(rating) <= MILD),
        "variety": _variety(given),
    }


def _variety(given: _Given) -> Floats:
    """The entropy of an account's ratings, in steps of a tenth."""
    levels = np.rint((given.network.rating + 1) * 10).astype(np.int64)
    cells, counts = np.unique(given.network.giver * 32 + levels, return_counts=True)
    giver = cells // 32
    share = counts / given.count[giver]
    return given.sum(-share * np.log(share), giver)


def _agreement(given: _Given) -> dict[str, Floats]:
    before, after, rank = _around(given)
    rating = given.network.rating
    return {
        "away": given.mean(given.away),
        "away_most": given.largest(given.away),
        "far": given.drawn(given.away > FAR),
        "away_before": given.mean(np.abs(rating - before)),
        "away_after": given.mean(np.abs(rating - after)),
        "first": given.drawn(rank == 0),
        "alone": given.drawn(given.others == 0),
        "others": given.mean(np.log1p(given.others)),
    }


def _around(given: _Given) -> tuple[Floats, Floats, Ints]:
    """The means of what others gave the target strictly before each rating and strictly after; how many before."""
    net = given.network
    order = np.lexsort((net.rating, net.at, net.target))
    target, at = net.target[order], net.at[order]
    opens = np.diff(target, prepend=-1) != 0
    moment = opens | (np.diff(at, prepend=np.nan) != 0)
    group, run = np.cumsum(opens) - 1, np.cumsum(moment) - 1
    starts, ends = _bounds(opens)
    earlier, later = (bounds[run] for bounds in _bounds(moment))
    sums = np.concatenate([[0.0], np.cumsum(net.rating[order])])
    rank = earlier - starts[group]
    before = (sums[earlier] - sums[starts[group]]) / (rank + NEUTRAL)
    after = (sums[ends[group]] - sums[later]) / (ends[group] - later + NEUTRAL)
    back = np.argsort(order)
    return before[back], after[back], rank[back]


def _bounds(opens: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Where each run begins and ends."""
    starts = np.flatnonzero(opens).astype(np.int64)
    return starts, np.append(starts[1:], len(opens)).astype(np.int64)


def _praise_and_blame(given: _Given) -> dict[str, Floats]:
    praise, blame = np.maximum(given.network.rating, 0), np.maximum(-given.network.rating, 0)
    trusted, distrusted = np.maximum(given.consensus, 0), np.maximum(-given.consensus, 0)
    praised = given.network.rating > 0
    return {
        "praises_distrusted": given.drawn(praise * distrusted),
        "praises_some_distrusted": given.drawn((praise > 0) & (distrusted > _ROUNDING)),
        "blames_trusted": given.drawn(blame * trusted),
        "blames_some_trusted": given.drawn((blame > 0) & (trusted > _ROUNDING)),
        "praised_mean": given.sum(given.consensus * praised) / np.maximum(given.sum(praised), 1),
        "praised_lowest": -given.largest(distrusted * praised),
    }


def _timing(given: _Given) -> dict[str, Floats]:
    net = given.network
    order = np.lexsort((net.at, net.giver))
    giver, at = net.giver[order], net.at[order]
    same = giver[1:] == giver[:-1]
    gaps, of = np.diff(at)[same], giver[1:][same]
    days = np.unique(np.stack([net.giver, np.floor(net.at / DAY).astype(np.int64)]), axis=1)[0]
    first, last = np.full(len(given.count), np.inf), np.full(len(given.count), -np.inf)
    np.minimum.at(first, net.giver, net.at)
    np.maximum.at(last, net.giver, net.at)
    return {
        "span": np.log1p(np.maximum(last - first, 0) / DAY),
        "gap": given.sum(np.log1p(gaps / HOUR), of) / np.maximum(given.count - 1, 1),
        "within_hour": given.sum(gaps < HOUR, of) / (given.count + NEUTRAL),
        "within_day": given.sum(gaps < DAY, of) / (given.count + NEUTRAL),
        "per_day": given.count / np.maximum(given.sum(np.ones(len(days)), days), 1),
        "age": np.log1p(np.maximum(net.read_at - first, 0) / DAY),
    }


def _company(given: _Given) -> dict[str, Floats]:
    """One step away, how those it has rated rate others; two steps away, what careful raters gave the same targets."""
    rating, consensus = given.network.rating, given.consensus
    careful = _careful_consensus(given)
    praise, blame = np.maximum(rating, 0), np.maximum(-rating, 0)
    return {
        "targets_away": given.mean(given.by_target(given.away)),
        "targets_praise_distrusted": given.mean(given.by_target(praise * np.maximum(-consensus, 0))),
        "targets_blame_trusted": given.mean(given.by_target(blame * np.maximum(consensus, 0))),
        "away_careful": given.mean(np.abs(rating - careful)),
        "praises_careless": given.drawn(praise * np.maximum(-careful, 0)),
    }


def _sides(given: _Given, known: Known) -> Floats:
    """Whether what an account gives goes with the standing of those it rates."""
    net = given.network
    standing = known.standing(net.accounts)[net.target]
    hearsay = given.by_target(net.rating * standing)
    return given.drawn(net.rating * np.where(standing != 0, standing, HEARSAY * hearsay))


def _careful_consensus(given: _Given) -> Floats:
    """The mean of what others gave the target, each heard the more the nearer it is to the others elsewhere.

    What such a rater gave the account itself does not count in how careful it is.
    """
    net, far = given.network, given.sum(given.away)
    care = _care(far, given.count)
    pairs = np.unique(np.stack([net.giver, net.target]), axis=1)
    rater, account = pairs[0], pairs[1]
    apart = far[rater] - given.between(rater, account, given.away)
    fewer = given.count[rater] - given.between(rater, account, np.ones(len(net.rating)))
    change = _matrix(given, account, rater, _care(apart, fewer) - care[rater])
    total, heard = (
        given.from_others(values * care[net.giver]) + _at(change @ _matrix(given, net.giver, net.target, values), net)
        for values in (net.rating, np.ones(len(net.rating)))
    )
    consensus: Floats = total / (heard + NEUTRAL / (LEAST_DISTANCE + USUAL_DISTANCE))
    return consensus


def _care(far: Floats, count: Floats) -> Floats:
    usual = (far + USUAL_DISTANCE * USUAL_RATINGS) / (count + USUAL_RATINGS)
    care: Floats = 1 / (LEAST_DISTANCE + usual)
    return care


def _matrix(given: _Given, row: Ints, column: Ints, values: Floats) -> Any:
    from scipy import sparse

    size = len(given.count)
    return sparse.coo_array((values, (row, column)), shape=(size, size)).tocsr()


def _at(matrix: Any, network: Network) -> Floats:
    """The figure of each rating's pair."""
    if not len(network.giver):
        return np.zeros(0)
    return np.asarray(matrix[network.giver, network.target], np.float64).ravel()


# --- learnt from labelled accounts -----------------------------------------------------------------------------------


class TooFewLabels(ValueError):
    """There are not enough labelled accounts of each kind to learn from."""


@dataclass(frozen=True, slots=True)
class GiverModel:
    """Ranks of figures among labelled accounts, a weight for each; each figure adds its part."""

    names: tuple[str, ...]
    marks: tuple[tuple[Floats, Floats], ...]  # per figure, values seen and the share of accounts below each
    centre: Floats  # of the ranks
    scale: Floats
    weights: Floats
    intercept: float

    def log_odds(self, rows: Floats) -> Floats:
        """Of bad faith, where it is as common as among the labelled accounts; a row per account."""
        if not len(rows):
            return np.zeros(0)
        said: Floats = self._parts(rows).sum(axis=1) + self.intercept
        return said

    def contributions(self, row: Floats) -> dict[str, float]:
        """What each figure adds, compared with an average account; with `constant`, they are the log-odds."""
        return dict(zip(self.names, self._parts(row[None])[0].tolist(), strict=True))

    def constant(self) -> float:
        """The log-odds of an average account."""
        return self.intercept

    def _parts(self, rows: Floats) -> Floats:
        parts: Floats = self.weights * (_ranks(rows, self.marks) - self.centre) / self.scale
        return parts


def train(rows: Floats, fraudulent: ArrayLike, freedom: float = FREEDOM) -> GiverModel:
    """Learn from labelled accounts, a row of `Givers.rows` each, in whatever order they come."""
    labels = np.asarray(fraudulent, np.int64)
    if min(labels.sum(), len(labels) - labels.sum()) < LABELS_MINIMUM:
        raise TooFewLabels(f"Ratings are learnt from {LABELS_MINIMUM} accounts of each kind, at least.")
    order = np.lexsort([*rows.T, labels])
    rows, labels = rows[order], labels[order]
    marks = tuple(_marks(column) for column in rows.T)
    ranks = _ranks(rows, marks)
    centre, scale = ranks.mean(axis=0), np.where(ranks.std(axis=0) > 0, ranks.std(axis=0), 1.0)
    weights, intercept = _line((ranks - centre) / scale, labels, freedom)
    return GiverModel(tuple(FEATURES), marks, centre, scale, weights, intercept)


def _marks(column: Floats) -> tuple[Floats, Floats]:
    """The values seen, and the share of accounts below each, ties by half."""
    values, counts = np.unique(column, return_counts=True)
    shares: Floats = (np.cumsum(counts) - counts / 2) / len(column)
    return values, shares


def _ranks(rows: Floats, marks: tuple[tuple[Floats, Floats], ...]) -> Floats:
    """Each figure as the share of labelled accounts below it; between two of them, in proportion."""
    columns = [np.interp(column, *mark) for column, mark in zip(rows.T, marks, strict=True)]
    return np.column_stack(columns)


def _line(rows: Floats, labels: Ints, freedom: float) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression whose weights keep the published directions."""
    from scipy.optimize import minimize

    def loss(chosen: Floats) -> tuple[float, Floats]:
        said = rows @ chosen[:-1] + chosen[-1]
        wrong = 1 / (1 + np.exp(-said)) - labels
        price = chosen[:-1] / freedom
        gradient = np.append(rows.T @ wrong + price, wrong.sum())
        return float(np.logaddexp(0, said).sum() - said @ labels + chosen[:-1] @ price / 2), gradient

    allowed = {1: (0.0, None), -1: (None, 0.0), 0: (None, None)}
    bounds = [*(allowed[direction] for direction in FEATURES.values()), (None, None)]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x[:-1], np.float64), float(found.x[-1])
