"""What the score of a review learns from decisions: how much each reason of the first day really weighs.

What it is: the first-day score (`review_suspicion`) is a sum of reasons. From about 100 decided reviews on,
each reason gets a factor, and the whole a starting point, by logistic regression; with no decisions, all
factors are one and the score is that of the first day. From about 1,000 on (one in seven of them set aside as
witnesses), each reason may also get steps: a few extra points that depend on that reason alone, found by
boosting trees of one question. A factor is never negative and steps only go up, so that more of an indication
still never lowers a score. The score stays a sum: the weights shown are the weights added, to the third
decimal.

How decisions count: only decided cases not under appeal; a report is not a decision. One reader counts half,
two who agree two thirds, and readers who contradict each other cancel out. All decisions of one person together
count for a quarter at most, a day of one person for a tenth, all decisions about one subject for a fiftieth:
above that, each counts in proportion. Somebody whose verdicts are further from what all decisions teach than
chance explains (three standard deviations) counts less, in proportion. Flagged reviews are read more often than
others, so each decision also says how many reviews it stands for, up to three; this sets the scale and the
starting point. Single readings are corrected for how often two readers contradict each other.

When it serves: the older seven tenths of the decisions train a candidate, the later three tenths compare;
with steps or without, whichever is less surprised by them. It serves only if it ranks the later ones better
than what serves now, by at least 0.02 of average precision; otherwise all stays as it was. The winner is then
trained on all decisions. Its version is the digest of its numbers: the same decisions give the same model.

How often it is wrong: over ten invented worlds, average precision was 3.2 times that of counting the author's
reviews on the first day, 3.7 times after 200 decisions and 3.8 after 1,000; with attacks in a file of real
ratings 2.3, 3.4 and 4.5 times. When 3.5 % of the decisions call genuine unfavourable reviews fake, the share of
such reviews that are flagged moves by 0.2 points at most on average, and by 1.4 in the file; a plain regression
moves by up to 11 (`bench.red_team --worlds 10`).

Why it matters: a rule set by hand does not know this community; a rule that learns can be taught by the wrong
people. Hence small steps, caps, and a day when nothing changes.

What it misses: whatever no reason of the first day sees; reasons that only matter together; and a majority of
deciders who are wrong in the same way. Its errors are those of the audit, not of the decisions it learnt from.
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.review_facts import Floats

NAME = "learned_suspicion"
VERSION = "1.1"

LEAST_DECISIONS = 100  # decided reviews before anything is learnt
STEPS_FROM = 800  # decided reviews, those set aside not counted, before a reason may get steps
LEAST_OF_EACH = 10  # of each verdict, in the part that trains and in the part that compares
TRAINED_ON = 0.7  # the older share of the decisions, which trains the candidate
MARGIN = 0.02  # of average precision a candidate must gain on the later decisions
PULL = 4.0  # how strongly factors are drawn towards one another, in decisions per standard deviation
MOST_FACTOR = 3.0  # a reason weighs at most this many times its first-day weight
MOST_STANDS_FOR = 3.0  # a decision stands for at most this many reviews: a few must not speak for hundreds
PULL_OF_SCALE = 5.0  # draws the common scale towards one, in decisions
ROUNDS = 120  # how many questions the boosting asks
RATE = 0.1  # how much of each answer is kept
STEPS = 14  # a reason has at most this many steps (15 levels)
LEAST_IN_STEP = 20.0  # decisions on each side of a step
PULL_OF_STEPS = 5.0  # draws steps towards nothing, as if this many undecided reviews lay on each side
MOST_OF_PERSON = 0.25  # share of all decisions that one person's may make up,
MOST_OF_DAY = 0.1  # those of one person on one day,
MOST_OF_SUBJECT = 0.02  # and those about one subject;
MOST_CONTRADICTED = 0.3  # share of double readings that contradict each other, as far as we correct for it
LEAST_READ_TWICE = 20  # double readings without contradiction supposed before any
MOST_SURPRISE = 3.0  # standard deviations one person's verdicts may be from what all decisions teach
LEAST_CAP = 3.0  # but never less than this many decisions


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decided reviews, one entry each, in any order."""

    fake: NDArray[np.bool_]
    at: Floats  # seconds since 1970
    person: NDArray[Any]  # who decided
    subject: NDArray[Any]  # what the review is about
    agree: Floats  # readers who said what was decided,
    disagree: Floats  # and readers who said the contrary
    stands_for: Floats  # reviews this one was drawn from, divided by those decided among them

    def __len__(self) -> int:
        return len(self.fake)

    def part(self, rows: NDArray[Any]) -> "Decisions":
        """Some of them."""
        return Decisions(*(getattr(self, name)[rows] for name in self.__slots__))

    def weights(self) -> Floats:
        """How much each counts, after agreement and caps; one reader without caps is a half."""
        margin = np.maximum(0.0, self.agree - self.disagree)
        weights: Floats = margin / (self.agree + self.disagree + 1.0)
        day = np.floor_divide(self.at, 86400).astype(np.int64)
        for most, *keys in (
            (MOST_OF_DAY, self.person, day),
            (MOST_OF_PERSON, self.person),
            (MOST_OF_SUBJECT, self.subject),
        ):
            weights = _capped(weights, keys, max(LEAST_CAP, most * len(self)) / 2)
        return weights

    def represented(self) -> Floats:
        """How much each counts when all reviews are meant, not only those decided."""
        return self.weights() * np.clip(self.stands_for, 0.0, MOST_STANDS_FOR)

    def error(self) -> float:
        """How often one reader is wrong, from how often two contradict each other."""
        twice = self.agree + self.disagree > 1
        contradicted = float((self.disagree[twice] > 0).sum()) / (float(twice.sum()) + LEAST_READ_TWICE)
        return (1 - math.sqrt(1 - 2 * min(contradicted, MOST_CONTRADICTED))) / 2

    def believed(self) -> Floats:
        """Verdicts corrected for what single readers get wrong: right on average, though a single one leaves 0..1."""
        error, alone = self.error(), self.agree + self.disagree <= 1
        return np.where(alone, (self.fake - error) / (1 - 2 * error), self.fake)


@dataclass(frozen=True, slots=True)
class Model:
    """A factor and steps per reason, and where all reviews start; with no decision, the first day."""

    names: tuple[str, ...]  # reasons; the first is the starting point of the first day
    start: float = 0.0  # added to that starting point
    factors: tuple[float, ...] = ()  # one per name; none: all are one
    steps: Mapping[str, tuple[tuple[float, float], ...]] | None = None  # (from which weight, points more)
    decisions: int = 0

    @property
    def version(self) -> str:
        """The digest of its numbers; the first day has its own name."""
        if not self.factors:
            return "day0"
        text = json.dumps([NAME, VERSION, self.as_json()], sort_keys=True, separators=(",", ":"), allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def terms(self, weights: ArrayLike) -> Floats:
        """The weight of each reason, a row per review; a row adds up to the score."""
        given = _known(weights)
        if not self.factors:
            return given
        terms = given * np.array(self.factors)
        terms[:, 0] += self.start
        for name, steps in (self.steps or {}).items():
            place = self.names.index(name)
            terms[:, place] += _climbed(given[:, place], steps)
        rounded: Floats = np.round(terms, 3) + 0.0
        return rounded

    def log_odds(self, weights: ArrayLike) -> Floats:
        """The scores."""
        total: Floats = np.round(self.terms(weights).sum(axis=1), 3) + 0.0
        return total

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Model":
        steps = {name: tuple((a, b) for a, b in pairs) for name, pairs in (stored["steps"] or {}).items()}
        names, factors = tuple(stored["names"]), tuple(stored["factors"])
        return cls(names, stored["start"], factors, steps or None, stored["decisions"])


@dataclass(frozen=True, slots=True)
class Choice:
    """What serves from now on, and what was measured on the later decisions."""

    model: Model
    reason: str  # one of REASONS
    served_precision: float | None = None
    candidate_precision: float | None = None


REASONS = ("too_few_decisions", "not_better", "better")


def choose(weights: ArrayLike, decisions: Decisions, served: Model) -> Choice:
    """Train candidates on the older decisions; keep one only if it ranks the later ones better."""
    given = _known(weights)
    order = np.lexsort((*given.T, decisions.fake, decisions.at))
    given, ordered = given[order], decisions.part(order)
    cut = int(TRAINED_ON * len(ordered))
    older, later = ordered.part(np.arange(cut)), ordered.part(np.arange(cut, len(ordered)))
    if len(ordered) < LEAST_DECISIONS or not (_enough(older) and _enough(later)):
        return Choice(served, "too_few_decisions")
    now = _precision(served, given[cut:], later)
    kinds = (False, True) if len(ordered) >= STEPS_FROM else (False,)
    tried = [(steps, train(given[:cut], older, served.names, steps)) for steps in kinds]
    steps, best = min(tried, key=lambda pair: _loss(pair[1], given[cut:], later))
    reached = _precision(best, given[cut:], later)
    if reached < now + MARGIN:
        return Choice(served, "not_better", now, reached)
    return Choice(train(given, ordered, served.names, steps), "better", now, reached)


def train(weights: ArrayLike, decisions: Decisions, names: Sequence[str], steps: bool = False) -> Model:
    """The model these decisions give; the same whatever their order."""
    given, counted = _known(weights), decisions.weights()
    order = np.lexsort((*given.T, decisions.fake, counted, decisions.stands_for))
    given, counted, ordered = given[order], counted[order], decisions.part(order)
    if not len(given):
        return Model(tuple(names))
    model = Model(tuple(names), 0.0, _factors(given, ordered.believed(), counted), None, len(ordered))
    heard = _heard(model, given, ordered, counted)
    counted, represented = counted * heard, ordered.represented() * heard
    model = replace(model, factors=_factors(given, ordered.believed(), counted))
    if steps:
        model = replace(model, steps=_steps(model, given, ordered.believed(), counted))
    return _scaled(model, given, ordered.believed(), represented * counted.sum() / max(represented.sum(), 1e-12))


def stand_for(population: NDArray[Any], decided: NDArray[Any]) -> Floats:
    """How many reviews each decided one stands for, from the way each was chosen (flag, report, audit...)."""
    names, index, drawn = np.unique(np.asarray(decided), return_inverse=True, return_counts=True)
    there = np.array([np.count_nonzero(np.asarray(population) == name) for name in names], float)
    shares: Floats = np.maximum(1.0, there / np.maximum(drawn, 1))[index]
    return shares


def average_precision(fake: NDArray[np.bool_], scores: Floats, counted: Floats | None = None) -> float:
    """Mean precision over the fake reviews found, from the highest score down; equal scores count as one."""
    weights = np.ones(len(scores)) if counted is None else counted
    if not (weights * fake).sum() > 0:
        return 0.0
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)
    found = np.cumsum((weights * fake)[order])[last]
    seen = np.cumsum(weights[order])[last]
    gained = np.diff(found, prepend=0.0)
    return float((gained * found / np.maximum(seen, 1e-12)).sum() / found[-1])


# --- how decisions count ---


def _capped(weights: Floats, keys: Sequence[NDArray[Any]], most: float) -> Floats:
    """What shares a key counts for `most` at most, each in proportion."""
    place = np.zeros(len(weights), np.int64)
    for key in keys:
        part = np.unique(key, return_inverse=True)[1]
        place = np.unique(place * (int(part.max(initial=0)) + 1) + part, return_inverse=True)[1].astype(np.int64)
    sums = np.bincount(place, weights=weights, minlength=1)
    kept: Floats = weights * np.minimum(1.0, most / np.maximum(sums, 1e-12))[place] if len(weights) else weights
    return kept


def _enough(decisions: Decisions) -> bool:
    sure = decisions.fake[decisions.agree > decisions.disagree]
    return int(min(sure.sum(), (~sure).sum())) >= LEAST_OF_EACH


def _precision(model: Model, weights: Floats, later: Decisions) -> float:
    return average_precision(later.fake, model.log_odds(weights), later.weights())


def _loss(model: Model, weights: Floats, later: Decisions) -> float:
    """How surprised the model is by what was decided later, for all reviews these stand for."""
    margin, counted = model.log_odds(weights), later.represented()
    return float(counted @ (np.logaddexp(0.0, margin) - later.believed() * margin) / max(counted.sum(), 1e-12))


# --- training ---


def _known(weights: ArrayLike) -> Floats:
    known: Floats = np.clip(np.nan_to_num(np.array(weights, float, ndmin=2), nan=0.0), -100.0, 100.0)
    return known


def _odds(log_odds: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return chance


def _heard(model: Model, given: Floats, decisions: Decisions, counted: Floats) -> Floats:
    """How much each decision counts after its person's verdicts were compared with what all decisions teach."""
    margin, said = model.terms(given).sum(axis=1), decisions.believed()
    chance = _odds(margin + _start(margin, said, counted))
    place = np.unique(decisions.person, return_inverse=True)[1]
    surprise = np.bincount(place, weights=counted * (said - chance))
    usual = np.sqrt(np.bincount(place, weights=counted**2 * chance * (1 - chance)))
    heard: Floats = np.minimum(1.0, MOST_SURPRISE * usual / np.maximum(np.abs(surprise), 1e-12))[place]
    return heard


def _factors(given: Floats, fake: NDArray[Any], counted: Floats) -> tuple[float, ...]:
    """A factor per reason, drawn towards one common factor, itself found first."""
    signs, spread = given[:, 1:], given[:, 1:].std(axis=0)
    common, start = _fit(signs.sum(axis=1, keepdims=True), fake, counted, 1.0, np.full(1, 0.5))
    around = float(np.clip(common[0], 0.1, 1.5))
    factors, _ = _fit(signs, fake, counted, around, PULL * np.maximum(spread, 0.05) ** 2, start)
    return (1.0, *(round(float(factor), 6) for factor in factors))


def _fit(
    signs: Floats, fake: NDArray[Any], counted: Floats, around: float, pull: Floats, start: float = 0.0
) -> tuple[Floats, float]:
    """Logistic regression with factors in 0..MOST_FACTOR, drawn towards `around`; the constant is free."""
    from scipy.optimize import minimize

    def cost(point: Floats) -> tuple[float, Floats]:
        margin = signs @ point[:-1] + point[-1]
        away = point[:-1] - around
        loss = counted @ (np.logaddexp(0.0, margin) - fake * margin) + 0.5 * pull @ away**2
        error = counted * (_odds(margin) - fake)
        return float(loss), np.append(signs.T @ error + pull * away, error.sum())

    first = np.append(np.full(signs.shape[1], around), start)
    bounds = [(0.0, MOST_FACTOR)] * signs.shape[1] + [(-20.0, 20.0)]
    found = minimize(cost, first, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    return found[:-1], float(found[-1])


def _scaled(model: Model, given: Floats, fake: NDArray[Any], represented: Floats) -> Model:
    """One scale for all reasons and one starting point, so that scores are right as chances, for all reviews."""
    total = model.terms(given).sum(axis=1, keepdims=True)
    scale, start = _fit(total, fake, represented, 1.0, np.full(1, PULL_OF_SCALE))
    times = float(np.clip(scale[0], 0.1, MOST_FACTOR))
    steps = {name: tuple((edge, round(times * up, 6)) for edge, up in ups) for name, ups in (model.steps or {}).items()}
    factors = tuple(round(times * factor, 6) for factor in model.factors)
    return replace(model, start=round(start, 6), factors=factors, steps=steps or None)


def _start(scores: Floats, fake: NDArray[Any], represented: Floats) -> float:
    """The constant that makes the scores right on average for all reviews, not only for those decided."""
    low, high, every = -20.0, 20.0, float(represented.sum())
    wanted = min(max(float(represented @ fake), 0.001 * every), 0.999 * every)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if represented @ _odds(scores + middle) < wanted else (low, middle)
    return (low + high) / 2


def _steps(
    model: Model, given: Floats, fake: NDArray[Any], counted: Floats
) -> dict[str, tuple[tuple[float, float], ...]]:
    """Boosting of one-question trees on top of the factors: each question is about one reason, and only goes up."""
    places = [place for place in range(1, given.shape[1]) if given[:, place].std() > 0]
    edges = {place: _edges(given[:, place]) for place in places}
    bins = {place: np.searchsorted(edges[place], given[:, place], side="right") for place in places}
    gained = {place: np.zeros(len(edges[place])) for place in places}
    margin = model.terms(given).sum(axis=1)
    margin += _start(margin, fake, counted)
    for _ in range(ROUNDS):
        error, curve = counted * (fake - _odds(margin)), counted * _odds(margin) * (1 - _odds(margin))
        best = max((_question(place, bins[place], error, curve, counted, len(edges[place])) for place in places),
                   default=None)  # fmt: skip
        if best is None or best[0] <= 0:
            break
        _, place, edge, up, constant = best
        gained[place][edge] += RATE * up
        margin += RATE * (constant + up * (bins[place] > edge))
    return {
        model.names[place]: tuple(
            (round(float(edges[place][e]), 6), round(float(up), 6)) for e, up in enumerate(ups) if up
        )
        for place, ups in gained.items()
        if ups.any()
    }


def _edges(values: Floats) -> Floats:
    """Where a step may be: between values, at quantiles."""
    seen = np.unique(values)
    between = (seen[1:] + seen[:-1]) / 2
    if len(between) <= STEPS:
        return between
    marks = np.quantile(values, np.linspace(0, 1, STEPS + 2)[1:-1])
    return np.unique(between[np.clip(np.searchsorted(between, marks), 0, len(between) - 1)])


def _question(
    place: int, bins: NDArray[Any], error: Floats, curve: Floats, counted: Floats, edges: int
) -> tuple[float, int, int, float, float]:
    """The best upward step of one reason: what it gains, where, how high, and what is added on both sides."""
    sums = [np.bincount(bins, weights=column, minlength=edges + 1) for column in (error, curve, counted)]
    left = [np.cumsum(column)[:-1] for column in sums]
    right = [column.sum() - part for column, part in zip(sums, left, strict=True)]
    low, high = (side[0] / (side[1] + PULL_OF_STEPS / 4) for side in (left, right))
    gain = left[0] * low + right[0] * high - sums[0].sum() ** 2 / (sums[1].sum() + PULL_OF_STEPS / 4)
    allowed = (high > low) & (left[2] >= LEAST_IN_STEP / 2) & (right[2] >= LEAST_IN_STEP / 2)
    gain = np.where(allowed, gain, -1.0)
    edge = int(np.argmax(gain))
    return float(gain[edge]), place, edge, float(high[edge] - low[edge]), float(low[edge])


def _climbed(values: Floats, steps: Sequence[tuple[float, float]]) -> Floats:
    climbed: Floats = np.zeros(len(values))
    for edge, up in steps:
        climbed += up * (values >= edge)
    return climbed
