"""What the decisions teach the score: cases about reviews that were decided, sent, and are not under appeal."""

from collections.abc import Iterator
from datetime import datetime

from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import CaseState, ItemKind, OpenedBy, Outcome
from apps.posts.models import Review
from apps.scoring.learning import DecidedReview, model_train
from apps.scoring.models import LearnedModel
from apps.scoring.wording import wording_train

FAKE = frozenset({RuleCode.NOT_REAL, RuleCode.HIDDEN_LINK, RuleCode.PRESSURE, RuleCode.IMPERSONATION})
WAYS = {OpenedBy.ALGORITHM: "flag", OpenedBy.RANDOM: "audit"}  # anything else: somebody reported it


def decisions_teach(*, now: datetime) -> LearnedModel | None:
    """Train candidates from all that is decided, wording too; each serves only once somebody releases it."""
    decided = list(decided_reviews())
    wording_train(decided=decided, now=now)
    return model_train(decided=decided, now=now)


def decided_reviews() -> Iterator[DecidedReview]:
    """One entry per review: the last word, and how many readers said the same."""
    settled = Case.objects.filter(item_kind=ItemKind.REVIEW, state__in=[CaseState.NOTIFIED, CaseState.CLOSED])
    rows = Decision.objects.published().filter(case__in=settled).order_by("case_id", "published_at", "pk")
    by_item: dict[str, list[Decision]] = {}
    for decision in rows.select_related("case"):
        by_item.setdefault(decision.case.item, []).append(decision)
    known = dict(Review.objects.filter(reference__in=by_item).values_list("reference", "pk"))
    for item, decisions in by_item.items():
        verdicts = [verdict for verdict in map(verdict_of, decisions) if verdict is not None]
        last = verdict_of(decisions[-1])
        if item in known and last is not None:
            yield _lesson(known[item], decisions[-1], last, verdicts)


def verdict_of(decision: Decision) -> bool | None:
    """Fake, genuine, or neither: an insult in a real experience teaches nothing about fakes."""
    if decision.outcome == Outcome.KEEP:
        return False
    return True if decision.rule in FAKE and decision.outcome in {Outcome.MASK, Outcome.LABEL} else None


def _lesson(review: int, decision: Decision, fake: bool, verdicts: list[bool]) -> DecidedReview:
    return DecidedReview(
        review=review,
        fake=fake,
        at=decision.published_at or decision.decided_at,
        person=str(decision.decided_by_id or decision.decider_name),
        agree=verdicts.count(fake),
        disagree=verdicts.count(not fake),
        way=WAYS.get(OpenedBy(decision.case.opened_by), "report"),
    )
