"""What turns first-day reasons into the score that serves: the model somebody released, or the first day itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.conformal import Thresholds, groups_of
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_facts import Floats
from apps.algorithms.review_suspicion import CLEAR_UP_TO, CODES, THRESHOLD, VERSION, Scores, SpaceBaseline
from apps.base.statements import rows_of
from apps.scoring.models import LearnedModel
from apps.scoring.overlay import Overlay, laid

AS_PUBLISHED = Overlay()
KEPT = 4  # of what served lately: a release or a change of rule is another text, and so never an old figure
IN_FORCE = """
SELECT learnt.parameters::text, learnt.thresholds::text,
  (SELECT coalesce(json_agg(json_build_array(kind, parameters) ORDER BY id), '[]')::text
    FROM scoring_rulechange WHERE state = 'enabled' AND kind <> 'release'),
  (SELECT baseline::text FROM scoring_pool ORDER BY taken_at DESC LIMIT 1),
  EXISTS (SELECT FROM scoring_learnedmodel WHERE is_serving AND language <> '')
FROM (SELECT) one LEFT JOIN scoring_learnedmodel learnt ON learnt.is_serving AND learnt.language = ''
"""
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
    """A model and its thresholds, and what two people changed beside; `model` is None on the first day."""

    model: Model | None = None
    thresholds: Thresholds | None = None
    changed: Overlay = AS_PUBLISHED

    @property
    def version(self) -> str:
        """What each score names: the first day's version, the model's when one serves, and what two people changed."""
        learnt = f"{VERSION}+{self.model.version}" if self.model else VERSION
        return f"{learnt}~{self.changed.version}" if self.changed else learnt

    def verdicts(self, scores: Scores) -> Verdicts:
        """All at once, in order; with a model the same reasons get learnt weights, held against their group's limit."""
        said = self._said(scores)
        return self._changed(said, scores) if self.changed else said

    def _changed(self, said: Verdicts, scores: Scores) -> Verdicts:
        total = self.changed.total(said.log_odds, said.weights)
        limits = self.changed.thresholds(said.thresholds, groups_of(scores.columns, scores.baseline.reviews))
        outcomes = self._outcomes(scores, total, limits)
        return Verdicts(self.version, self.changed.weights(said.weights), total, limits, outcomes)

    def _said(self, scores: Scores) -> Verdicts:
        if self.model is None:
            limits = np.full(len(scores), THRESHOLD)
            return Verdicts(self.version, scores.weights, scores.log_odds, limits, scores.outcomes)
        total, limits = self.model.log_odds(scores.weights), self._limits(scores)
        outcomes = self._outcomes(scores, total, limits)
        return Verdicts(self.version, self.model.terms(scores.weights), total, limits, outcomes)

    def _outcomes(self, scores: Scores, total: Floats, limits: Floats) -> NDArray[np.int64]:
        said = np.where(total >= limits, LOOK, np.where(total <= self._clear_up_to(), USUAL, CANNOT_TELL))
        return np.where(scores.outcomes == TOO_LITTLE, TOO_LITTLE, said)

    def _clear_up_to(self) -> float:
        """The score under which few known fakes lie; before enough are known, that of the first day."""
        known = self.thresholds.clear_up_to if self.thresholds else None
        return CLEAR_UP_TO if known is None else known

    def _limits(self, scores: Scores) -> Floats:
        names, place = np.unique(groups_of(scores.columns, scores.baseline.reviews), return_inverse=True)
        known = self.thresholds.groups if self.thresholds else {}
        limits = [known[name].value if name in known else None for name in names.tolist()]
        from_here = [THRESHOLD if limit is None else just_above(limit) for limit in limits]
        return np.array(from_here, float)[place]


def just_above(limit: float) -> float:
    """From which score on a look is asked for: above what may still be genuine, scores being whole thousandths."""
    return round(limit + 0.001, 3)


@dataclass(frozen=True, slots=True)
class InForce:
    """All that a score is made by at this moment, beside reviews and counters."""

    serving: Serving
    pooled: SpaceBaseline | None  # all spaces together, as last taken
    wordings: bool  # somebody let the wording of a language vote


def in_force() -> InForce:
    """Read anew each time, in one look; texts that are the very same as before are not made into figures again."""
    parameters, limits, changes, pool, wordings = rows_of(IN_FORCE)[0]
    return InForce(_serving(parameters, limits, changes), _pool(pool), wordings)


def serving() -> Serving:
    """What serves now."""
    return in_force().serving


@lru_cache(maxsize=KEPT)
def _serving(parameters: str | None, limits: str | None, changes: str) -> Serving:
    changed = laid(json.loads(changes))
    return (
        Serving(changed=changed)
        if not parameters
        else _weighed(json.loads(parameters), json.loads(limits or "{}"), changed)
    )


@lru_cache(maxsize=KEPT)
def _pool(baseline: str | None) -> SpaceBaseline | None:
    return SpaceBaseline.from_json(json.loads(baseline)) if baseline else None


def serving_of(row: LearnedModel | None, changed: Overlay) -> Serving:
    """As it serves, or would."""
    return _weighed(row.parameters, row.thresholds, changed) if row else Serving(changed=changed)


def _weighed(parameters: Mapping[str, Any], limits: Mapping[str, Any], changed: Overlay) -> Serving:
    """Weights of other reasons than today's serve no more, until new ones are learnt."""
    model = Model.from_json(parameters)
    return Serving(model, Thresholds.from_json(limits), changed) if model.names == CODES else Serving(changed=changed)
