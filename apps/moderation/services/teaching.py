"""What teaches the score: decided cases about reviews, sent and not under appeal; and what blind audits found.

An audit that found nothing wrong teaches at once; one that found a fake only once its author was heard and the case
it opened is decided. Readers count beside deciders: who agrees, and who does not.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from apps.moderation.models import Audit, Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import CaseState, ItemKind, OpenedBy, Outcome, Verdict
from apps.posts.models import Review
from apps.scoring.learning import DecidedReview, model_train
from apps.scoring.models import LearnedModel
from apps.scoring.wording import wording_train

FAKE = frozenset({RuleCode.NOT_REAL, RuleCode.HIDDEN_LINK, RuleCode.PRESSURE, RuleCode.IMPERSONATION})
WAYS = {OpenedBy.ALGORITHM: "flag", OpenedBy.RANDOM: "audit", OpenedBy.AUDIT: "audit"}  # else somebody reported it
OPINIONS = {Verdict.FAKE: True, Verdict.GENUINE: False}  # who cannot tell teaches nothing


def decisions_teach(*, now: datetime) -> LearnedModel | None:
    """Train candidates from all that is decided, wording too; each serves only once somebody releases it."""
    decided = list(decided_reviews())
    wording_train(decided=decided, now=now)
    return model_train(decided=decided, now=now)


def decided_reviews() -> Iterator[DecidedReview]:
    """One entry per review: the last word, and how many readers said the same."""
    by_item, audits = _decisions(), _audits()
    known = dict(Review.objects.filter(reference__in={*by_item, *audits}).values_list("reference", "pk"))
    for item, review in known.items():
        decisions, audit = by_item.get(item, []), audits.get(item)
        lesson = _from_decisions(review, decisions, audit) if decisions else _from_audit(review, audit)
        if lesson is not None:
            yield lesson


def _decisions() -> dict[str, list[Decision]]:
    settled = Case.objects.filter(item_kind=ItemKind.REVIEW, state__in=[CaseState.NOTIFIED, CaseState.CLOSED])
    rows = Decision.objects.published().filter(case__in=settled).order_by("case_id", "published_at", "pk")
    by_item: dict[str, list[Decision]] = {}
    for decision in rows.select_related("case"):
        by_item.setdefault(decision.case.item, []).append(decision)
    return by_item


def _audits() -> dict[str, Audit]:
    """Settled ones, unless the review is before somebody now."""
    contested = Case.objects.exclude(state__in=[CaseState.NOTIFIED, CaseState.CLOSED]).values("item")
    found = Audit.objects.settled().exclude(item__in=contested).prefetch_related("readings")
    return {audit.item: audit for audit in found}


def _opinions(audit: Audit | None) -> list[bool]:
    readings = audit.readings.all() if audit is not None else []
    return [OPINIONS[Verdict(r.verdict)] for r in readings if r.verdict in OPINIONS]


def _from_decisions(review: int, decisions: list[Decision], audit: Audit | None) -> DecidedReview | None:
    last = verdict_of(decisions[-1])
    if last is None:
        return None
    verdicts = [verdict for verdict in map(verdict_of, decisions) if verdict is not None] + _opinions(audit)
    lesson = _lesson(review, decisions[-1], last, verdicts)
    return replace(lesson, way="audit") if audit is not None else lesson


def _from_audit(review: int, audit: Audit | None) -> DecidedReview | None:
    """Nobody decided anything about it, and two readers found it genuine."""
    if audit is None or audit.settled_at is None or audit.finding != Verdict.GENUINE:
        return None
    opinions = _opinions(audit)
    readers = sorted(r.reader_name for r in audit.readings.all() if r.verdict == Verdict.GENUINE)
    return DecidedReview(
        review=review,
        fake=False,
        at=audit.settled_at,
        person=" + ".join(readers),
        agree=opinions.count(False),
        disagree=opinions.count(True),
        way="audit",
    )


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
