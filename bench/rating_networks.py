"""The rating part of `bench.fake_reviews`: who rates in bad faith, told from the ratings given, never those received.

The labels of this market were made from the ratings an account received, so that these would predict them in a circle.
What is left: how an account rates, when, whom, and the labels of others in the part that trains. Of an account that has
rated nobody, nothing is left; the bench says how high one could come at most.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold

from apps.algorithms import rating_network
from apps.algorithms.rating_network import Givers, Network
from apps.algorithms.review_history import facts_from_history
from apps.algorithms.review_suspicion import SpaceBaseline, author_log_odds, score_many
from bench.rating_file import Row, read_labels, read_ratings, says_fraud
from bench.tables import show

FOLDS, REPEATS, SEED = 5, 5, 20261122
CHOICES = tuple((sides, freedom) for sides in (False, True) for freedom in (0.05, 0.1, 0.2, 0.4))
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# Given labelled accounts, their labels and other accounts: larger is more suspect.
Method = Callable[[NDArray[Any], Bools, NDArray[Any]], Floats]
RowsOf = Callable[[NDArray[Any]], Floats]


@dataclass(frozen=True)
class Ratings:
    """The columns of a rating file, in time order."""

    source: NDArray[np.object_]
    target: NDArray[np.object_]
    rating: Floats
    time: Floats

    @classmethod
    def read(cls, path: Path) -> "Ratings":
        return cls.of(sorted(read_ratings(path), key=lambda row: row.time))

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Ratings":
        """Rows that stand in the order of time."""
        source, target = (np.array([getattr(row, name) for row in rows], np.str_) for name in ("source", "target"))
        return cls(
            source, target, *(np.array([getattr(row, name) for row in rows], float) for name in ("rating", "time"))
        )

    @property
    def bounds(self) -> tuple[float, float]:
        """−10 to 10 here; symmetric, whatever the market."""
        most = float(np.abs(self.rating).max(initial=1.0))
        return -most, most


@dataclass(frozen=True)
class Known:
    """Accounts whose label is known."""

    users: NDArray[Any]
    fraud: Bools
    gives: Bools  # whether they have rated anybody at all

    @classmethod
    def read(cls, path: Path, ratings: Ratings, fraud: str | None) -> "Known":
        told = {user: label for user, label in read_labels(path).items() if label is not None}
        labels = np.array(list(told.values()))
        bad = float(fraud) if fraud is not None else says_fraud(told.values())
        users = np.array(list(told))
        known = cls(users, labels == bad, np.isin(users, ratings.source))
        received = [_mean_received(ratings, known.users[known.fraud == is_bad]) for is_bad in (True, False)]
        print(
            f"{path.name}: labels {sorted(set(labels.tolist()))}, {bad:g} read as fraudulent"
            f"{'' if fraud is None else ' (as told)'}: {known.fraud.sum()} of {len(labels)} accounts; they received "
            f"{received[0]:+.2f} on average, the honest {received[1]:+.2f}"
            f"{'' if not received[0] > received[1] else ' — THE OTHER WAY ROUND? see --fraud'}"
        )
        return known

    def only(self, places: NDArray[np.int64]) -> "Known":
        """Some of them."""
        return Known(self.users[places], self.fraud[places], self.gives[places])


def _mean_received(ratings: Ratings, users: NDArray[Any]) -> float:
    received = ratings.rating[np.isin(ratings.target, users)]
    return float(received.mean()) if len(received) else float("nan")


def measure_ratings(
    path: Path, labels: Path, test: Path | None, *, fraud: str | None
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Our figures, and the peers'."""
    ratings = Ratings.read(path)
    known = Known.read(labels, ratings, fraud)
    other = Known.read(test, ratings, fraud) if test else None
    given = (other or known).gives
    print(f"{len(ratings.rating)} ratings; {given.sum()} of {len(given)} accounts measured on have given any")
    supervised = _supervised(ratings, known, other)
    show(f"learnt from labels, {_protocol(other)}", supervised)
    unsupervised = _unsupervised(ratings, other or known)
    show("without labels, accounts that have rated", unsupervised)
    ours = {"auc": supervised["ours"]["auc"], "unsupervised_auc": unsupervised["ours"]["auc"]}
    peers = {**supervised, **unsupervised}
    return ours, {name: row for name, row in peers.items() if not name.startswith("ours")}


def _protocol(other: Known | None) -> str:
    return "measured on others" if other else f"{REPEATS} times {FOLDS} folds"


# --- learnt from labels ----------------------------------------------------------------------------------------------


def _supervised(ratings: Ratings, known: Known, other: Known | None) -> dict[str, dict[str, float]]:
    lowest, highest = ratings.bounds
    network = Network.of(ratings.source, ratings.target, ratings.rating, ratings.time, lowest=lowest, highest=highest)
    measured = other or known
    there = np.isin(measured.users, network.accounts)
    print(f"{(~measured.gives & there).sum()} have only received, {(~there).sum()} are not in the file at all")
    print(f"at most, were all who have rated in their right place: {_bound(measured):.4f}")
    return {
        "ours": _measured(partial(_ours, rating_network.givers(network)), known, other),
        "random forest, usual figures": _measured(partial(_forest, usual_figures(ratings)), known, other),
    }


def _bound(known: Known) -> float:
    """The AUC of a perfect order in which those who have given nothing stand together, wherever that is best."""
    bad, good = known.fraud.sum(), (~known.fraud).sum()
    alike = (known.fraud & ~known.gives).sum() * (~known.fraud & ~known.gives).sum()
    return float(1 - 0.5 * alike / (bad * good))


def _ours(figures: Givers, users: NDArray[Any], fraud: Bools, others: NDArray[Any]) -> Floats:
    """How freely to choose, and whether to look at known accounts, is decided within what is given to learn from."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    inner = [
        [roc_auc_score(fraud[unseen], said) for said in _every_choice(figures, users[seen], fraud[seen], users[unseen])]
        for seen, unseen in folds.split(users, fraud)
    ]
    best = int(np.mean(inner, axis=0).argmax())
    return _every_choice(figures, users, fraud, others)[best]


def _every_choice(figures: Givers, users: NDArray[Any], fraud: Bools, others: NDArray[Any]) -> list[Floats]:
    seen = (figures, figures.beside(rating_network.Known(users, fraud)))
    rows = [(known.rows(users), known.rows(others)) for known in seen]
    return [rating_network.train(rows[s][0], fraud, free).log_odds(rows[s][1]) for s, free in CHOICES]


def _forest(rows_of: RowsOf, users: NDArray[Any], fraud: Bools, others: NDArray[Any]) -> Floats:
    forest = RandomForestClassifier(300, random_state=SEED).fit(rows_of(users), fraud)
    return np.asarray(forest.predict_proba(rows_of(others))[:, 1], np.float64)


def _measured(method: Method, known: Known, other: Known | None) -> dict[str, float]:
    if other is not None:
        said = method(known.users, known.fraud, other.users)
        return {"auc": _auc(other.fraud, said), "auc_of_givers": _auc(*_of_givers(other, said))}
    whole, givers_only = [], []
    folds = RepeatedStratifiedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=SEED)
    for seen, unseen in folds.split(known.users, known.fraud):
        said, left = method(known.users[seen], known.fraud[seen], known.users[unseen]), known.only(unseen)
        whole.append(_auc(left.fraud, said))
        givers_only.append(_auc(*_of_givers(left, said)))
    by_repeat = np.reshape(whole, (REPEATS, FOLDS)).mean(axis=1)
    figures = {"auc": by_repeat.mean(), "spread": by_repeat.std(), "auc_of_givers": np.mean(givers_only)}
    return {name: round(float(figure), 4) for name, figure in figures.items()}


def _auc(fraud: Bools, said: Any) -> float:
    return round(float(roc_auc_score(fraud, said)), 4)


def _of_givers(known: Known, said: Floats) -> tuple[Bools, Floats]:
    return known.fraud[known.gives], said[known.gives]


def usual_figures(ratings: Ratings) -> RowsOf:
    """What one would count first: how many ratings, how high, how far from the target's mean, how fast."""
    away = away_from_others(ratings)
    rows = {user: _usual(ratings, away, places) for user, places in given_by(ratings).items()}
    none = np.zeros(13)
    return lambda users: np.array([rows.get(user, none) for user in users.tolist()])


def _usual(ratings: Ratings, away: Floats, places: NDArray[np.int64]) -> Floats:
    given, far, times = ratings.rating[places], away[places], ratings.time[places]
    gaps, most = np.diff(times) if len(times) > 1 else np.zeros(1), 0.9 * ratings.bounds[1]
    levels = [given.mean(), given.std(), given.min(), given.max()]
    shares = [(given < 0).mean(), (given <= -most).mean(), (given >= most).mean()]
    distances = [far.mean(), np.abs(far).mean(), np.abs(far).max()]
    return np.array([len(given), *levels, *shares, *distances, np.ptp(times), np.median(gaps)])


def given_by(ratings: Ratings) -> dict[str, NDArray[np.int64]]:
    """The places of each account's ratings, in time order."""
    order = np.argsort(ratings.source, kind="stable")
    users, starts = np.unique(ratings.source[order], return_index=True)
    return dict(zip(users.tolist(), np.split(order, starts[1:]), strict=True))


def away_from_others(ratings: Ratings) -> Floats:
    """How far each rating is from the mean of what others gave the target; nought where nobody else did."""
    place = np.unique(ratings.target, return_inverse=True)[1]
    count = np.bincount(place)[place] - 1
    total = np.bincount(place, weights=ratings.rating)[place] - ratings.rating
    return np.where(count > 0, ratings.rating - total / np.maximum(count, 1), 0.0)


# --- without labels --------------------------------------------------------------------------------------------------


def _unsupervised(ratings: Ratings, known: Known) -> dict[str, dict[str, float]]:
    """Our day-0 score on the whole file as one space, as posted and as seen today; the peer is one figure."""
    away = np.abs(away_from_others(ratings))
    ways = {
        "ours": day_zero(ratings, hindsight=True),
        "ours, as posted": day_zero(ratings, hindsight=False),
        "deviation from the target's mean": {
            user: float(away[places].mean()) for user, places in given_by(ratings).items()
        },
    }
    users, fraud = known.users[known.gives].tolist(), known.fraud[known.gives]
    return {name: {"auc": _auc(fraud, [found[user] for user in users])} for name, found in ways.items()}


def day_zero(ratings: Ratings, *, hindsight: bool) -> dict[str, float]:
    """Each author's sum of day-0 scores, as the site makes it."""
    lowest, highest = ratings.bounds
    history = {"author": ratings.source, "subject": ratings.target, "at": ratings.time, "rating": ratings.rating}
    posted = facts_from_history(**history, lowest=lowest, highest=highest)
    facts = facts_from_history(**history, lowest=lowest, highest=highest, hindsight=True) if hindsight else posted
    scores = score_many(facts, SpaceBaseline.of(posted))
    authors, sums = author_log_odds(scores.log_odds, ratings.source)
    return dict(zip(authors.tolist(), sums.tolist(), strict=True))
