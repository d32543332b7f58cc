"""From which score a person is asked to look, group by group, so that no group pays for another.

What it is: a group is a side of the scale (low: up to two stars of five; high: the rest), an author's first
review here or not, and a small or a large space. For each group we take the scores of its past reviews and
look for the score above which no more than the chosen share of them lie. One threshold for all would look
unfairly often at unfavourable first reviews; here each group is compared with itself.

How it counts: past reviews a decision found to be fake are left out. Each other one counts for its chance of
being genuine (`suspicion_chance`; on the first day, a supposed one), never less than a half. With few past
reviews the threshold is put higher, until the share that will be bothered exceeds one and a half times the
chosen one in at most one case of fifty. When even the highest score of the group cannot promise that (fewer
than 51 reviews, for a share of one in twenty), the same side and kind of author in spaces of all sizes stand
in, then all reviews together, but from nineteen reviews on never below the group's own highest score; the
answer says which. A review is flagged when it is strictly above its threshold: ties are never flagged by half.

Waves: of the reviews of one subject on one side of the scale, at most three in seven days are put before a
person one by one. Whoever reads them sees the wave and decides whether to read on. Genuine anger after a real
incident also comes in waves; thirty people must not be suspected one by one for that.

What it answers: "worth a look" above the threshold. "Nothing unusual" only when at most the chosen share of
the known fake reviews score as low. In between, or without enough known fake reviews, or without any
threshold, "cannot tell".

How often it is wrong: over ten invented worlds, at a chosen 5 %, no group of genuine reviews had more than 6.3 %
flagged, and of each kind of attack at least 20 % was found, before and after decisions; with attacks in a file
of real ratings, 5.4 % and 11 % (`bench.red_team --worlds 10`; in one world alone a small group may reach 12 %).

Why it matters: one threshold at 5 % bothered 29 % of genuine unfavourable reviews and 2 % of the others on a
known data set; a rule that takes unfavourable reviews for fake ones would protect the wrong people.

What it misses: a promise for a group is not a promise for each part of it: the first reviews of a wave of
genuine anger are still bothered more often. Past and future must be alike; when they are not, only the audit
shows it.
Fairness has a price: fewer fake reviews are found than with one threshold.

Sources: split conformal prediction by group (Vovk); the bound for few reviews is the Beta law of the share
above an order statistic.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.review_facts import Columns, Floats, Ints, side_of, thousandths
from apps.algorithms.suspicion_chance import Curve

NAME = "conformal"
VERSION = "1.2"

RATE = 0.05  # share of genuine reviews of a group we accept to bother
EXCESS = 1.5  # with few past reviews: how many times that share may be reached at most,
DOUBT = 0.02  # except with this probability
MOST_CHANCE = 0.5  # an undecided review counts for at least half a genuine one, whatever its score
LARGE_FROM = 1000  # reviews from which a space is large
WAVE_SAMPLE = 3  # reviews of one subject and one side put before a person individually,
WAVE_DAYS = 7  # in so many days
ALL = "all"

_STARS, _AUTHORS, _SIZES = ("low", "high"), ("first", "returning"), ("small", "large")
GROUPS = tuple(f"{stars}/{author}/{size}" for stars in _STARS for author in _AUTHORS for size in _SIZES)
OUTCOMES = ("nothing_unusual", "cannot_tell", "worth_a_look")


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a group is held against; `value` is None when nothing can be promised."""

    value: float | None
    reviews: int  # past reviews it rests on
    source: str  # the group itself, the same in spaces of all sizes, or all reviews

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """One threshold per group, and the score under which nothing is unusual."""

    rate: float
    groups: Mapping[str, Threshold]
    clear_up_to: float | None = None  # None: too few known fake reviews
    version: str = VERSION
    curve: Curve | None = None  # how likely a score is that of a fake review, as far as past reviews were counted by it

    def flags(self, scores: ArrayLike, groups: NDArray[Any]) -> NDArray[np.bool_]:
        """Which reviews a person is asked to look at."""
        limits = {name: np.inf if t.value is None else t.value for name, t in self.groups.items()}
        known = np.array([limits.get(name, np.inf) for name in np.asarray(groups).tolist()], float)
        above: NDArray[np.bool_] = np.nan_to_num(np.asarray(scores, float), nan=-np.inf) > known
        return above

    def outcomes(self, scores: ArrayLike, groups: NDArray[Any]) -> Ints:
        """Index into OUTCOMES; what is flagged stays flagged."""
        given = np.asarray(scores, float)
        limit = -np.inf if self.clear_up_to is None else self.clear_up_to
        with np.errstate(invalid="ignore"):
            clear = given <= limit
        return np.where(self.flags(given, groups), 2, np.where(clear, 0, 1)).astype(np.int64)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Thresholds":
        groups = {name: Threshold(**threshold) for name, threshold in stored["groups"].items()}
        curve = Curve.from_json(stored["curve"]) if stored.get("curve") else None
        return cls(**{**stored, "groups": groups, "curve": curve})


def groups_of(columns: Columns, space_reviews: ArrayLike) -> NDArray[np.str_]:
    """The group of each review, from its facts and the size of its space."""
    low = side_of(thousandths(columns["rating"], columns["lowest"], columns["highest"])) == 0
    first = np.asarray(columns["author_reviews"], float) <= 1
    large = np.broadcast_to(np.asarray(space_reviews, float) >= LARGE_FROM, low.shape)
    names = np.array(GROUPS)
    place = np.where(low, 0, 4) + np.where(first, 0, 2) + large
    found: NDArray[np.str_] = names[place]
    return found


def thresholds(
    scores: ArrayLike,
    groups: NDArray[Any],
    fake: NDArray[np.bool_] | None = None,
    rate: float = RATE,
    curve: Curve | None = None,
) -> Thresholds:
    """The thresholds that past reviews give.

    `fake` says which of them a decision found to be fake, `curve` how likely each other one is to be: 0 when not said.
    """
    given, names = np.asarray(scores, float), np.asarray(groups)
    known = np.isfinite(given)
    guilty = np.zeros(len(given), bool) if fake is None else np.asarray(fake, bool)
    counts = np.ones(len(given)) if curve is None else 1.0 - np.minimum(curve.chances(given), MOST_CHANCE)
    order = np.argsort(given, kind="stable")
    order = order[(known & ~guilty)[order]]
    calm = {name: _Past(given[rows], counts[rows]) for name in GROUPS for rows in [order[names[order] == name]]}
    found = {name: _threshold(name, calm, rate) for name in GROUPS}
    return Thresholds(rate, found, _clear_up_to(given[known & guilty], rate), curve=curve)


def one_wave_at_a_time(
    flags: NDArray[np.bool_], subjects: NDArray[Any], low: NDArray[np.bool_], at: Floats
) -> NDArray[np.bool_]:
    """The flags that stay: of a wave, the first few; whoever reads them sees the others beside."""
    kept = np.zeros(len(flags), bool)
    recent: dict[tuple[Any, bool], list[float]] = {}
    names = np.asarray(subjects)
    rows = np.flatnonzero(flags)
    for row in rows[np.lexsort((rows, at[rows]))].tolist():
        times = recent.setdefault((names[row].item(), bool(low[row])), [])
        times[:] = [time for time in times if time > at[row] - WAVE_DAYS * 86400]
        kept[row] = len(times) < WAVE_SAMPLE
        if kept[row]:
            times.append(float(at[row]))
    return kept


def allowed_above(reviews: int, rate: float = RATE) -> int:
    """How many past reviews may score at or above the limit, itself included; 0: nothing can be promised."""
    if reviews < 1 or not 0 < rate < 1:
        return 0
    most = math.floor(rate * (reviews + 1))
    return min(most, _surely(reviews, min(EXCESS * rate, 1.0)))


@dataclass(frozen=True, slots=True)
class _Past:
    """Scores in rising order, and for how many genuine reviews each counts."""

    scores: Floats
    counts: Floats

    @classmethod
    def together(cls, parts: Sequence["_Past"]) -> "_Past":
        scores = np.concatenate([part.scores for part in parts])
        order = np.argsort(scores, kind="stable")
        return cls(scores[order], np.concatenate([part.counts for part in parts])[order])

    def highest(self, rate: float) -> float:
        """The highest score, where there are enough to expect one above the limit."""
        return float(self.scores[-1]) if rate * (self.counts.sum() + 1) >= 1 else -math.inf

    def limit(self, rate: float) -> float | None:
        """The score that as many genuine reviews reach as is allowed; None when not even one may."""
        most = allowed_above(math.floor(self.counts.sum() + 1e-9), rate)
        if not most:
            return None
        highest = self.scores[::-1]
        reached = np.cumsum(self.counts[::-1])
        return float(highest[min(int(np.searchsorted(reached, most - 1e-9)), len(highest) - 1)])


def _threshold(name: str, calm: Mapping[str, _Past], rate: float) -> Threshold:
    """The group itself, or the nearest larger group that can promise something."""
    alike = name.rpartition("/")[0]
    wider = [_Past.together([past for other, past in calm.items() if other.startswith(alike)])]
    wider.append(_Past.together(list(calm.values())))
    for source, past in zip((name, alike, ALL), (calm[name], *wider), strict=True):
        limit = past.limit(rate)
        if limit is not None:
            borrowed = source != name
            return Threshold(max(limit, calm[name].highest(rate)) if borrowed else limit, len(past.scores), source)
    return Threshold(None, len(calm[name].scores), ALL)


def _surely(reviews: int, share: float) -> int:
    """The largest rank whose share above exceeds `share` with probability DOUBT at most.

    The share of all reviews above the k-th highest of n follows Beta(k, n+1-k): it exceeds x exactly when fewer than
    k of n are above x.
    """
    from scipy.special import bdtr

    ranks = np.arange(1, math.floor(share * reviews) + 2)
    fine = bdtr(ranks - 1, reviews, share) <= DOUBT
    return int(ranks[fine].max(initial=0))


def _clear_up_to(guilty: Floats, rate: float) -> float | None:
    """The score that at most the chosen share of the known fake reviews do not exceed."""
    count = allowed_above(len(guilty), rate)
    return float(np.sort(guilty)[count - 1]) if count else None
