"""Scores for readers: every figure with its words, in the language of whoever reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from apps.algorithms import review_suspicion as algorithm
from apps.algorithms.review_suspicion import Suspicion, Term
from apps.base.compiled import Compiled, any_of
from apps.posts.models import Review
from apps.scoring.models import Outcome, Score


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its weight, its words, and the numbers they are made from."""

    code: str
    label: str
    weight: float
    sentence: str
    values: dict[str, Any]
    found: str = ""  # how often people found otherwise, where that is said


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score that explains itself; the weights of its reasons add up to `total`."""

    score: int
    algorithm: str
    version: str
    outcome: str
    sentence: str
    total: float
    threshold: float
    reasons: tuple[Reason, ...]  # all of them, in the order of the published page
    heaviest: tuple[Reason, ...]
    against: tuple[Reason, ...]
    would_change: str
    scored_at: datetime
    inputs: dict[str, Any]
    inputs_digest: str

    @property
    def too_little_data(self) -> bool:
        """Comparing is not possible yet, and the sentence says so."""
        return self.outcome == Outcome.TOO_LITTLE_DATA

    @property
    def worth_a_look(self) -> bool:
        """It asks a person to look; it hides nothing."""
        return self.outcome == Outcome.WORTH_A_LOOK


def score_of(review: Review) -> ScoreView | None:
    """The current score of a review; None while it waits for its turn."""
    return scores_of([review]).get(review.pk)


CURRENT = Compiled(lambda: Score.objects.current().filter(review=any_of("reviews")))


def scores_of(reviews: Iterable[Review]) -> dict[int, ScoreView]:
    """Current scores by review, in one query."""
    current = CURRENT.objects(reviews=[review.pk for review in reviews])
    return {score.review_id: view_of(score) for score in current}


def score_by_id(score_id: int) -> ScoreView | None:
    """A score of the past too: the one a case was opened on."""
    score = Score.objects.filter(pk=score_id).first()
    return view_of(score) if score else None


def view_of(score: Score) -> ScoreView:
    """Words are made when read: the reader's language, the sentences of the algorithm."""
    suspicion, language = suspicion_of(score), (get_language() or "fr")[:2]
    return ScoreView(
        score=score.pk,
        algorithm=score.algorithm,
        version=score.version,
        outcome=score.outcome,
        sentence=algorithm.outcome_sentence(suspicion, language),
        total=score.log_odds,
        threshold=score.threshold,
        reasons=tuple(_reason(term, language) for term in suspicion.terms),
        heaviest=tuple(_reason(term, language) for term in algorithm.heaviest(suspicion)),
        against=tuple(_reason(term, language) for term in algorithm.counter_evidence(suspicion)),
        would_change=algorithm.what_would_change(suspicion, language),
        scored_at=score.scored_at,
        inputs=score.inputs,
        inputs_digest=score.inputs_digest,
    )


def suspicion_of(score: Score) -> Suspicion:
    """The row as the algorithm gave it."""
    return Suspicion(
        log_odds=score.log_odds,
        terms=tuple(Term(**term) for term in score.terms),
        threshold=score.threshold,
        outcome=score.outcome,
        space_reviews=score.space_reviews,
        subject_reviews=score.subject_reviews,
        version=score.version,
        inputs_digest=score.inputs_digest,
    )


def _reason(term: Term, language: str) -> Reason:
    return Reason(
        term.code,
        algorithm.label(term, language),
        term.weight,
        algorithm.sentence(term, language),
        dict(term.values),
    )
