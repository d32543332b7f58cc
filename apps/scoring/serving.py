"""What turns first-day reasons into the score that serves: the model somebody released, or the first day itself."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.conformal import Thresholds, groups_of
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_facts import Floats
from apps.algorithms.review_suspicion import CLEAR_UP_TO, CODES, THRESHOLD, VERSION, Scores
from apps.scoring.models import LearnedModel

TOO_LITTLE, USUAL, CANNOT_TELL, LOOK = range(4)  # places in OUTCOMES


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is said of each review: a row of weights that add up to the score, and what it is held against."""

    version: str
    weights: Floats
    log_odds: Floats
    thresholds: Floats
    outcomes: NDArray[np.int64]  # places in OUTCOMES


@dataclass(frozen=True, slots=True)
class Serving:
    """A model and its thresholds; `model` is None on the first day."""

    model: Model | None = None
    thresholds: Thresholds | None = None

    @property
    def version(self) -> str:
        """What each score names: the first day's version, and the model's when one was released."""
        return f"{VERSION}+{self.model.version}" if self.model else VERSION

    def verdicts(self, scores: Scores) -> Verdicts:
        """All at once, in order; with a model the same reasons get learnt weights, held against their group's limit."""
        if self.model is None:
            limits = np.full(len(scores), THRESHOLD)
            return Verdicts(self.version, scores.weights, scores.log_odds, limits, scores.outcomes)
        total, limits = self.model.log_odds(scores.weights), self._limits(scores)
        said = np.where(total >= limits, LOOK, np.where(total <= self._clear_up_to(), USUAL, CANNOT_TELL))
        outcomes = np.where(scores.outcomes == TOO_LITTLE, TOO_LITTLE, said)
        return Verdicts(self.version, self.model.terms(scores.weights), total, limits, outcomes)

    def _clear_up_to(self) -> float:
        """The score under which few known fakes lie; before enough are known, that of the first day."""
        known = self.thresholds.clear_up_to if self.thresholds else None
        return CLEAR_UP_TO if known is None else known

    def _limits(self, scores: Scores) -> Floats:
        """From which score on: just above the published limit, scores being whole thousandths."""
        names, place = np.unique(groups_of(scores.columns, scores.baseline.reviews), return_inverse=True)
        known = self.thresholds.groups if self.thresholds else {}
        limits = [known[name].value if name in known else None for name in names.tolist()]
        from_here = [THRESHOLD if limit is None else round(limit + 0.001, 3) for limit in limits]
        return np.array(from_here, float)[place]


def serving() -> Serving:
    """What serves now; weights of other reasons than today's serve no more, until new ones are learnt."""
    row = LearnedModel.objects.filter(is_serving=True, language="").first()
    model = Model.from_json(row.parameters) if row else None
    if row is None or model is None or model.names != CODES:
        return Serving()
    return Serving(model, Thresholds.from_json(row.thresholds))
