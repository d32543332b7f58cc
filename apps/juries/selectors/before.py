"""The case before a juror: the words, the rule, what was decided and why, and nobody's name."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.algorithms import jury as rule
from apps.base.errors import NotFound
from apps.juries.candidates import salt_of
from apps.juries.models import Jury, Seat
from apps.juries.permissions import practised
from apps.moderation.models import Decision, Evidence
from apps.moderation.rules import RuleCode, rule_for
from apps.moderation.selectors.items import words_here
from apps.moderation.states import Outcome
from apps.moderation.targets import target_of_case
from apps.people.models import Account


@dataclass(frozen=True, slots=True)
class Told:
    """One of the two decisions, without who took it."""

    heading: str
    finding: str
    facts: str
    rule_name: str
    rule_text: str
    own_words: str


@dataclass(frozen=True, slots=True)
class Before:
    """The case as a juror reads it: the words that are contested, the rule, both decisions, no names."""

    seat: str
    case: str
    space: str
    title: str
    text: str
    stars: int | None
    rule_name: str
    rule_text: str
    decisions: list[Told]
    asked: str  # what the party who asked for the jury says
    asked_by: str
    accepted: bool
    voted: str
    words: str
    due_at: datetime
    answer_before: datetime
    lot: str
    salt: str
    trained: bool
    missing: int


def before_juror(seat: Seat, account: Account, *, now: datetime) -> Before:
    """All that a juror needs, and nobody's vote but their own."""
    jury, case = seat.jury, seat.jury.case
    evidence = Evidence.objects.filter(case=case).first()
    target = target_of_case(case)
    if target is None:
        raise NotFound(_("The words of this case are gone: there is nothing left to judge."))
    decisions = list(case.decisions.published().select_related("statement").order_by("published_at", "pk"))
    code = next((d.rule for d in reversed(decisions) if d.rule is not None), case.rule)
    named = (
        rule_for(RuleCode(code), case.space, now=now, language=(get_language() or "fr")[:2])
        if code is not None
        else None
    )
    appeal = case.appeals.order_by("-pk").first()
    done = practised(account)
    return Before(
        seat=seat.reference,
        case=case.reference,
        space=case.space.name,
        title=target.about,
        text=target.text if target.item is not None else (evidence.text if evidence else ""),
        stars=target.stars,
        rule_name=named.name if named else "",
        rule_text=named.text if named else "",
        decisions=[_told(decision) for decision in decisions],
        asked=appeal.text if appeal else "",
        asked_by=str(appeal.get_party_display()) if appeal else "",
        accepted=seat.accepted_at is not None,
        voted=seat.outcome,
        words=seat.words,
        due_at=jury.due_at,
        answer_before=seat.answer_before,
        lot=seat.lot,
        salt=salt_of(jury.key, seat.persona) if jury.key and seat.persona else "",
        trained=done >= rule.TRAINING,
        missing=max(0, rule.TRAINING - done),
    )


def measures(jury: Jury) -> list[tuple[str, str]]:
    """What can be voted, in words."""
    return [(value, str(Outcome(value).label).capitalize()) for value in jury.options]


def _told(decision: Decision) -> Told:
    words = words_here(decision)
    return Told(
        heading=str(decision.get_instance_display()).capitalize(),
        finding=words["finding"],
        facts=words["facts"],
        rule_name=words["rule_name"],
        rule_text=words["rule_text"],
        own_words=decision.statement.own_words,
    )
