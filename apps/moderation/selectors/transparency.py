"""What was reported, decided and contested in a period, row by row: what a transparency report is counted from."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, Q, QuerySet

from apps.moderation.categories import Category, of_allegation, of_decision, of_ground
from apps.moderation.models import Appeal, Case, Decision, Report
from apps.moderation.rules import Ground, RuleCode
from apps.moderation.states import CaseState, Instance, OpenedBy, Outcome, Party, Result
from apps.spaces.models import Operator

RESTRICTS = frozenset({Outcome.MASK, Outcome.LABEL, Outcome.CLOSE, Outcome.PAUSE})
ASKED = frozenset({OpenedBy.REPORT, OpenedBy.DOUBT})


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment of a day to the first moment after another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """A restriction that somebody's notice led to, and how many hours after the first notice."""

    category: Category
    by_law: bool
    hours: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A restriction that nobody had asked for; whether a machine had pointed at the text."""

    category: Category
    by_law: bool
    outcome: Outcome
    pointed: bool


@dataclass(frozen=True, slots=True)
class Complaint:
    """An appeal, what it was about, and what came of it; no result and not omitted: still waiting."""

    by_reporter: bool
    about_pause: bool
    result: Result | None
    omitted: bool
    newly_restricts: bool
    hours: float | None


@dataclass(frozen=True, slots=True)
class Moderated:
    """All of one period."""

    notices: list[Category]
    actions: list[Action]
    measures: list[Measure]
    on_order: int  # restrictions that followed an authority's order
    complaints: list[Complaint]
    pauses_by_law: int


def moderated(operator: Operator | None, period: Period) -> Moderated:
    """In the spaces of one operator; in all spaces where none is named."""
    decided = [d for d in _decisions(operator, period) if Outcome(d.outcome) in RESTRICTS]
    actions, measures, on_order = [], [], 0
    for decision in decided:
        first = decision.first_notice_at  # type: ignore[attr-defined]
        if decision.case.opened_by == OpenedBy.ORDER:
            on_order += 1
        elif first is not None or decision.case.opened_by in ASKED:
            actions.append(_action(decision, first or decision.case.opened_at))
        else:
            measures.append(_measure(decision))
    return Moderated(
        notices=_notices(operator, period),
        actions=actions,
        measures=measures,
        on_order=on_order,
        complaints=[_complaint(appeal) for appeal in _appeals(operator, period)],
        pauses_by_law=sum(d.outcome == Outcome.PAUSE and d.rule == RuleCode.UNLAWFUL for d in decided),
    )


def _of(operator: Operator | None, path: str) -> Q:
    return Q(**{f"{path}space__operator": operator}) if operator is not None else Q()


def _notices(operator: Operator | None, period: Period) -> list[Category]:
    filed = Report.objects.filter(_of(operator, "case__"), filed_at__gte=period.begins, filed_at__lt=period.ends)
    return [of_ground(Ground(ground)) for ground in filed.order_by("pk").values_list("ground", flat=True)]


def _decisions(operator: Operator | None, period: Period) -> QuerySet[Decision]:
    """A notice that came after the decision did not lead to it."""
    before = Q(case__reports__filed_at__lte=F("decided_at"))
    return (
        Decision.objects.published()
        .filter(
            _of(operator, "case__"),
            instance=Instance.FIRST,
            published_at__gte=period.begins,
            published_at__lt=period.ends,
        )
        .select_related("case")
        .annotate(first_notice_at=Min("case__reports__filed_at", filter=before))
        .order_by("pk")
    )


def _action(decision: Decision, asked_at: datetime) -> Action:
    case: Case = decision.case
    alleged = case.rule if case.opened_by in ASKED and case.rule else decision.rule
    return Action(of_allegation(alleged), decision.rule == RuleCode.UNLAWFUL, _hours(asked_at, decision.published_at))


def _measure(decision: Decision) -> Measure:
    return Measure(
        category=of_decision(decision.rule),
        by_law=decision.rule == RuleCode.UNLAWFUL,
        outcome=Outcome(decision.outcome),
        pointed=decision.case.opened_by == OpenedBy.ALGORITHM,
    )


def _appeals(operator: Operator | None, period: Period) -> QuerySet[Appeal]:
    filed = Appeal.objects.filter(_of(operator, "case__"), filed_at__gte=period.begins, filed_at__lt=period.ends)
    return filed.select_related("case", "decision", "answered_by").order_by("pk")


def _complaint(appeal: Appeal) -> Complaint:
    answer = appeal.answered_by
    answered = answer is not None and answer.published_at is not None and answer.undone_at is None
    freed = Outcome(appeal.decision.outcome) not in RESTRICTS
    return Complaint(
        by_reporter=appeal.party == Party.REPORTER,
        about_pause=appeal.decision.outcome == Outcome.PAUSE,
        result=Result(answer.result) if answer is not None and answered else None,
        omitted=not answered and appeal.case.state == CaseState.CLOSED,
        newly_restricts=answer is not None and answered and freed and Outcome(answer.outcome) in RESTRICTS,
        hours=_hours(appeal.filed_at, answer.published_at) if answer is not None and answered else None,
    )


def _hours(since: datetime, until: datetime | None) -> float:
    return max(0.0, (until - since).total_seconds() / 3600) if until else 0.0
