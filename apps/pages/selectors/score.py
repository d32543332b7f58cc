"""One published score with all it was made from: whoever has this and the source can compute it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.pages.places import learnt_path
from apps.pages.selectors.parts import link_to
from apps.pages.selectors.review import find_review
from apps.posts import selectors as posts
from apps.scoring import selectors as scores
from apps.scoring.counting import pooled
from apps.scoring.inputs import baseline_of
from apps.scoring.overlay import overlay
from apps.scoring.releases import learnt_by
from apps.scoring.selectors import ScoreView
from apps.spaces.permissions import Visitor


@dataclass(frozen=True, slots=True)
class ScoreTerm:
    """One reason: its weight, the numbers of its sentence, the sentence."""

    code: str
    weight: float
    values: dict[str, Any]
    sentence: str


@dataclass(frozen=True, slots=True)
class ScorePage:
    """A score, its inputs, its terms, and what the space counts now: `python -m bench.score_again` reads it."""

    review: str
    algorithm: str
    version: str
    scored_at: datetime
    outcome: str
    sentence: str
    total: float
    threshold: float
    would_change: str
    terms: list[ScoreTerm]
    inputs: dict[str, Any]
    inputs_digest: str
    space_counts: dict[str, Any]
    all_counts: dict[str, Any] | None
    learnt: dict[str, Any] | None
    learnt_url: str
    switched_off: list[str]  # reasons that two people switched off
    algorithm_url: str
    source_url: str


def score_page(visitor: Visitor, query: QueryDict, *, space: str, review: int, now: datetime) -> ScorePage:
    """The score that holds of a review this visitor may read; raises NotFound."""
    item = find_review(visitor, space, review, now)
    score = None if posts.is_hidden(item) else scores.score_of(item)
    if score is None:
        raise NotFound(_("This review has no score: it is hidden, or it waits for its turn."))
    together = pooled()
    learnt = learnt_by(score.version)
    address = [settings.PLATFORM_OPERATOR, "review-suspicion"]
    return ScorePage(
        review=item.reference,
        algorithm=score.algorithm,
        version=score.version,
        scored_at=score.scored_at,
        outcome=score.outcome,
        sentence=score.sentence,
        total=score.total,
        threshold=score.threshold,
        would_change=score.would_change,
        terms=_terms(score),
        inputs=score.inputs,
        inputs_digest=score.inputs_digest,
        space_counts=baseline_of(item.space).as_json(),
        all_counts=together.as_json() if together else None,
        learnt=learnt.parameters if learnt else None,
        learnt_url=learnt_path("learned_suspicion", learnt.version) if learnt else "",
        switched_off=sorted(overlay().off),
        algorithm_url=link_to("pages:algorithm", *address),
        source_url=link_to("accountability:source", *address),
    )


def _terms(score: ScoreView) -> list[ScoreTerm]:
    return [ScoreTerm(reason.code, reason.weight, reason.values, reason.sentence) for reason in score.reasons]
