"""Where a doubt stands, read from its case alone: nobody writes that a doubt held."""

from datetime import datetime

from apps.juries.models import Jury
from apps.juries.states import JuryState
from apps.moderation.models import Case, Decision
from apps.moderation.rules import RuleCode
from apps.moderation.states import CaseState, Instance, Outcome
from apps.professionals.models import Doubt
from apps.professionals.states import OF_DOUBT, OF_PLACE, Cause, DoubtState

BESIDE = (Outcome.LABEL, Outcome.ASK_EDIT)


def outcome_of(doubt: Doubt) -> tuple[DoubtState, datetime | None]:
    """By the latest published decision, whoever took it; what was masked in an emergency is not decided yet."""
    case = doubt.case
    found = case.decisions.published().exclude(instance=Instance.EMERGENCY).order_by("-published_at", "-pk").first()
    if found is None:
        over = case.state == CaseState.CLOSED
        return (DoubtState.MOOT, case.closed_at) if over else (DoubtState.OPEN, None)
    return _of_decision(found, doubt, case), found.published_at


def _of_decision(found: Decision, doubt: Doubt, case: Case) -> DoubtState:
    rules = OF_PLACE if doubt.cause == Cause.WRONG_PLACE else OF_DOUBT
    if found.rule is None or RuleCode(found.rule) not in rules or _silence_undid(case):
        return DoubtState.NOT_HELD
    if found.outcome == Outcome.MASK:
        return DoubtState.HELD
    return DoubtState.NOTED if found.outcome in BESIDE else DoubtState.NOT_HELD


def _silence_undid(case: Case) -> bool:
    """A jury that gave no answer in time shows again what was masked."""
    return Jury.objects.filter(case=case, state=JuryState.SILENT).exists()
