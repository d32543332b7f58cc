"""What turns first-day reasons into the score that serves: the model somebody released, or the first day itself."""

from dataclasses import dataclass, replace

from apps.algorithms.conformal import Thresholds, groups_of
from apps.algorithms.learned_suspicion import Model
from apps.algorithms.review_suspicion import VERSION, Scores, Suspicion
from apps.scoring.models import LearnedModel


@dataclass(frozen=True, slots=True)
class Serving:
    """A model and its thresholds; `model` is None on the first day."""

    model: Model | None = None
    thresholds: Thresholds | None = None

    @property
    def version(self) -> str:
        """What each score names: the first day's version, and the model's when one was released."""
        return f"{VERSION}+{self.model.version}" if self.model else VERSION

    def suspicions(self, scores: Scores, places: range | None = None) -> list[Suspicion]:
        """What is said of each review, in order; of those at these places only."""
        wanted = range(len(scores)) if places is None else places
        first_day = [scores.suspicion(place) for place in wanted]
        if self.model is None:
            return first_day
        groups = groups_of(scores.columns, scores.baseline.reviews)[wanted.start : wanted.stop]
        weights = scores.weights[wanted.start : wanted.stop]
        columns = self.model.terms(weights).tolist(), self.model.log_odds(weights).tolist(), groups.tolist()
        return [self._taught(*row) for row in zip(first_day, *columns, strict=True)]

    def _taught(self, said: Suspicion, weights: list[float], total: float, group: str) -> Suspicion:
        """The same reasons with learnt weights, against the threshold of its group."""
        threshold = self._threshold(group, said.threshold)
        outcome = said.outcome
        if outcome != "too_little_data":
            outcome = "worth_a_look" if total >= threshold else "nothing_unusual"
        return replace(
            said,
            log_odds=total,
            terms=tuple(replace(term, weight=weight) for term, weight in zip(said.terms, weights, strict=True)),
            threshold=threshold,
            outcome=outcome,
            version=self.version,
        )

    def _threshold(self, group: str, first_day: float) -> float:
        """From which score on: just above the published limit, scores being whole thousandths."""
        limit = self.thresholds.groups[group].value if self.thresholds else None
        return first_day if limit is None else round(limit + 0.001, 3)


def serving() -> Serving:
    """What serves now."""
    row = LearnedModel.objects.filter(is_serving=True).first()
    if row is None:
        return Serving()
    return Serving(Model.from_json(row.parameters), Thresholds.from_json(row.thresholds))
