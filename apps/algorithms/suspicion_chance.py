"""How likely a review is to be fake, from its score: what the score is worth, once enough has been read blind.

What it is: a curve from the score (`review_suspicion`, `learned_suspicion`) to a chance. In log-odds it is two
straight lines that meet at a score of −1: reasons that come together are partly one and the same, so above that point
a further reason adds less. The curve only rises: it changes no order and no flag of its own. `conformal` uses it to
count past reviews nobody has decided.

How it counts: the two slopes and the share of fake reviews are drawn to values published here, and moved by the
decisions: each counts for the reviews it stands for, by its readers' agreement and within the caps of
`learned_suspicion`, a quarter when the review is from the older half of the past. All of them together count for no
more decisions than they are really worth: three hundred blind readings and five hundred of flagged reviews are not
eight hundred for the share of fake ones. Before any decision, one review in ten is supposed to be fake; shares
published by or about large sites run from one in twenty-five to one in six. The two slopes were chosen on seeded
attacks other than those reported.

When a chance is given: from a hundred reviews drawn and read blind. Before that the curve rests on the supposition
above. It serves the thresholds, and is not told as a chance: in a file of real ratings with attacks in it, one in
sixteen was fake, and the supposition was five points too high.

How wrong it is: `bench.red_team` compares, in fifteen parts of equally many reviews, the mean chance and the share of
fake ones (expected calibration error), on the reviews after the cut of all worlds counted together. Over ten invented
worlds it was 1.2, 1.0, 1.4 and 0.5 points after 0, 50, 200 and 1,000 decisions; in the file of real ratings 5.0, 4.6,
2.1 and 1.0. Within one world alone the error is larger, about two points, and so it is for somebody who knows every
fake review of the past: attacks come in waves, and the next waves are not known. The bench prints that figure beside
ours.

Why it matters: a score is a sum of reasons, not a chance. Whoever reads "70 %" wants seven of ten to be fake.

What it misses: the share of fake reviews changes faster than audits tell; kinds of review for which the curve is
different; readers who are wrong in the same way.

Sources: Platt (1999) for the curve; Kull, Silva Filho and Flach (2017) for one with two slopes; Horvitz and Thompson
(1952) and Kish (1965) for what a decision stands for and what unequal weights are worth; Luca and Zervas (2016) and
the reports of large sites on fake reviews for the share supposed.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.learned_suspicion import Decisions
from apps.algorithms.review_facts import Floats

NAME = "suspicion_chance"
VERSION = "1.1"

KNEE = -1.0  # the score at which the two lines meet
FIRST_DAY_SLOPES = (1.25, 0.55)  # supposed below and above it, for the score of the first day
LEARNED_SLOPES = (1.1, 1.0)  # supposed for a score learnt from decisions
SLOPES_OFF = 0.2  # how far the true slopes are supposed to be from these (standard deviation)
SUPPOSED_SHARE = 0.1  # of reviews that are fake, before any decision
SHARE_OFF = 0.4  # how far its log-odds are supposed to be off (standard deviation): one in twenty to one in five
OLDER_COUNTS = 0.25  # how much a decision counts whose review is from the older half of the past
AUDITS_MINIMUM = 100  # reviews drawn and read blind before a chance is given


@dataclass(frozen=True, slots=True)
class Curve:
    """Log-odds of being fake: `start` at the knee, one slope below it and one above."""

    start: float
    below: float
    above: float
    audits: int = 0  # reviews drawn and read blind that it rests on

    @property
    def is_given(self) -> bool:
        """Whether enough was read blind for the chance to be told."""
        return self.audits >= AUDITS_MINIMUM

    def chances(self, scores: ArrayLike) -> Floats:
        """How likely each review is to be fake."""
        return _odds(_signs(np.asarray(scores, float)) @ np.array([self.below, self.above, self.start]))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Curve":
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class Read:
    """What was decided of some reviews, their scores, and which of them are from the newer half of the past."""

    scores: Floats
    decisions: Decisions
    is_recent: NDArray[np.bool_]
    audits: int  # those drawn and read blind

    def counted(self) -> Floats:
        """How much each counts; together, as many decisions as they are worth (Kish)."""
        counts = self.decisions.weights() * np.maximum(self.decisions.stands_for, 0.0)
        counts = counts * np.where(self.is_recent, 1.0, OLDER_COUNTS)
        squares = float((counts**2).sum())
        worth: Floats = counts * (counts.sum() / squares) if squares > 0 else counts
        return worth


def curve(recent_scores: ArrayLike, read: Read | None = None, *, is_learned: bool = False) -> Curve:
    """The curve for a score, from recent reviews, decided or not, and from what was decided."""
    recent = np.asarray(recent_scores, float)
    everything = _signs(recent[np.isfinite(recent)])
    slopes = np.array(LEARNED_SLOPES if is_learned else FIRST_DAY_SLOPES)
    if read is None or not len(read.scores):
        read = None
    found = _fitted(everything, slopes, read)
    audits = read.audits if read else 0
    return Curve(round(float(found[2]), 4), round(float(found[0]), 4), round(float(found[1]), 4), audits)


def _fitted(everything: Floats, slopes: Floats, read: Read | None) -> Floats:
    """The most plausible slopes and start: what was decided, and how far they are from what is supposed."""
    from scipy.optimize import minimize

    signs = _signs(read.scores) if read else np.zeros((0, 3))
    fake, counts = (read.decisions.believed(), read.counted()) if read else (np.zeros(0), np.zeros(0))

    def cost(point: Floats) -> tuple[float, Floats]:
        margin = signs @ point
        away = (point[:2] - slopes) / SLOPES_OFF
        off, slope_of_off = _share_off(everything, point)
        loss = counts @ (np.logaddexp(0.0, margin) - fake * margin) + 0.5 * (away @ away + off * off)
        gradient = signs.T @ (counts * (_odds(margin) - fake)) + off * slope_of_off
        gradient[:2] += away / SLOPES_OFF
        return float(loss), gradient

    first = np.array([*slopes, _log_odds(SUPPOSED_SHARE)])
    bounds = [(0.05, 3.0), (0.05, 3.0), (-15.0, 10.0)]
    return np.asarray(minimize(cost, first, jac=True, method="L-BFGS-B", bounds=bounds).x, float)


def _share_off(everything: Floats, point: Floats) -> tuple[float, Floats]:
    """How far the share of fake reviews is from the supposed one, in standard deviations, and its gradient."""
    if not len(everything):
        start = (float(point[2]) - _log_odds(SUPPOSED_SHARE)) / SHARE_OFF
        return start, np.array([0.0, 0.0, 1 / SHARE_OFF])
    chance = _odds(everything @ point)
    share = min(max(float(chance.mean()), 1e-9), 1 - 1e-9)
    slope = everything.T @ (chance * (1 - chance)) / len(everything) / (share * (1 - share))
    return (_log_odds(share) - _log_odds(SUPPOSED_SHARE)) / SHARE_OFF, slope / SHARE_OFF


def _signs(scores: Floats) -> Floats:
    """Below the knee, above it, and the start."""
    known = np.clip(np.nan_to_num(scores, nan=KNEE), -1000.0, 1000.0) - KNEE
    return np.column_stack([np.minimum(known, 0.0), np.maximum(known, 0.0), np.ones(len(known))])


def _odds(log_odds: Floats) -> Floats:
    chance: Floats = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30)))
    return chance


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))
