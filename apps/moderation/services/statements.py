"""The statement of reasons: its facts, gathered before anything is decided, and its words in both languages."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import override

from apps.moderation import wording
from apps.moderation.measures import Order
from apps.moderation.models import Case, Decision, StatementOfReasons
from apps.moderation.rules import Charter, Ground, RuleCode, charters_of, rule_in
from apps.moderation.sentences import Span
from apps.moderation.states import (
    APPEAL_WINDOW,
    CONFIRMED_WITHIN,
    PAUSE_DAYS,
    TOGETHER,
    UNDO,
    WITHOUT_RULE,
    EmergencyGround,
    Instance,
    ItemKind,
    OpenedBy,
    Outcome,
    Result,
)
from apps.moderation.targets import Target

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What the person at the desk chose and wrote."""

    outcome: Outcome
    rule: RuleCode | None
    seen_version: int  # of the item, as it stood before their eyes
    spans: tuple[Span, ...] = ()
    own_words: str = ""
    own_language: str = "fr"
    automated: str = "none"
    pause_days: int = PAUSE_DAYS
    emergency: EmergencyGround | None = None
    voted: wording.JuryFacts | None = None


def earlier(case: Case) -> Decision | None:
    """The published decision that is appealed against; an emergency is no decision that one appeals against."""
    before = Instance.APPEAL if case.instance == Instance.JURY else Instance.FIRST
    return case.decisions.published().filter(instance=before).first()


def result_of(case: Case, before: Decision | None, draft: DecisionDraft) -> Result | None:
    """What the appeal leads to follows from the two decisions; nobody types it."""
    if case.instance == Instance.FIRST or draft.emergency or before is None:
        return None
    if before.outcome == draft.outcome:
        same = before.spans == [list(span) for span in draft.spans] and before.rule == draft.rule
        same = same and before.ends_at == ends_at(case, draft, before.decided_at)
        return Result.UPHELD if same or draft.outcome == Outcome.KEEP else Result.CHANGED
    return Result.OVERTURNED if Outcome.KEEP in {before.outcome, draft.outcome} else Result.CHANGED


@dataclass(frozen=True, slots=True)
class Known:
    """What the sentences need besides the draft: read once, for both languages and every outcome."""

    before: Decision | None
    grounds: list[str]
    charters: list[Charter]
    order: wording.OrderFacts | None


def gathered(case: Case, *, now: datetime) -> Known:
    """Three questions at most about a case that nobody decided yet."""
    return Known(
        before=None if case.instance == Instance.FIRST else earlier(case),
        grounds=[report.ground for report in sorted(case.reports.all(), key=lambda one: (one.filed_at, one.pk))],
        charters=charters_of(case.space, now=now),
        order=order_of(case),
    )


def state_reasons(decision: Decision, target: Target, draft: DecisionDraft, known: Known | None = None) -> None:
    """Write the statement with the decision, in both languages, in the same transaction."""
    words, version = {}, None
    known = known or gathered(decision.case, now=decision.decided_at)
    for language in LANGUAGES:
        facts = facts_of(decision.case, target, draft, now=decision.decided_at, language=language, known=known)
        version = facts.rule.version if facts.rule else None
        with override(language):
            words[language] = asdict(wording.words_of(facts))
    if version is not None:
        Decision.objects.filter(pk=decision.pk).update(rule_version=version)
    StatementOfReasons.objects.create(
        decision=decision,
        words_fr=words["fr"],
        words_en=words["en"],
        own_words=draft.own_words,
        own_language=draft.own_language if draft.own_words else "",
        automated=_automated(decision.case, draft),
        appeal_until=decision.publish_at + APPEAL_WINDOW,
    )


def facts_of(
    case: Case, target: Target, draft: DecisionDraft, *, now: datetime, language: str, known: Known
) -> wording.Facts:
    """Everything the sentences are made from."""
    before, grounds = known.before, known.grounds
    with override(language):
        space = case.space.name
    return wording.Facts(
        kind=ItemKind(case.item_kind),
        outcome=draft.outcome,
        masked=len(draft.spans),
        rule=None if draft.rule is None else rule_in(known.charters, draft.rule, language=language),
        space=space,
        about=target.about,
        item_published_at=target.published_at,
        opened_by=OpenedBy(case.opened_by),
        opened_at=case.opened_at,
        ground=Ground(grounds[0]) if grounds else None,
        reports=len(grounds),
        why=case.why,
        automated=_automated(case, draft),
        appeal_until=now + UNDO + APPEAL_WINDOW,
        ends_at=ends_at(case, draft, now),
        result=result_of(case, before, draft),
        was=Outcome(before.outcome) if before else None,
        emergency=draft.emergency,
        confirm_before=now + CONFIRMED_WITHIN if draft.emergency else None,
        order=known.order,
        voted=draft.voted,
    )


def order_of(case: Case) -> wording.OrderFacts | None:
    """What an authority ordered, in the words of its document."""
    order = Order.objects.filter(case=case).first() if case.opened_by == OpenedBy.ORDER else None
    if order is None:
        return None
    names = ("authority", "number", "law", "territory", "court", "until")
    return wording.OrderFacts(**{name: getattr(order, name) for name in names})


def ends_at(case: Case, draft: DecisionDraft, now: datetime) -> datetime | None:
    """When a pause ends. Upheld, it counts from the day on which it began: whoever appeals is not paused for longer."""
    if draft.outcome != Outcome.PAUSE:
        return None
    began = now if case.instance == Instance.FIRST else _pause_began(case) or now
    return began + timedelta(days=draft.pause_days)


def _pause_began(case: Case) -> datetime | None:
    """When the pause that the last decision left standing was first decided."""
    before = earlier(case)
    if before is None or before.outcome != Outcome.PAUSE:
        return None
    return case.decisions.published().filter(outcome=Outcome.PAUSE).earliest("decided_at").decided_at


AUTOMATED = {OpenedBy.ALGORITHM: "pointed", OpenedBy.RANDOM: "drawn", OpenedBy.AUDIT: "drawn"}


def _automated(case: Case, draft: DecisionDraft) -> str:
    if draft.automated == TOGETHER:
        return TOGETHER
    return AUTOMATED.get(OpenedBy(case.opened_by), draft.automated)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What the author would read, were this decided."""

    outcome: Outcome
    sentence: str


def rehearse(case: Case, target: Target, draft: DecisionDraft, *, now: datetime, language: str) -> list[Rehearsal]:
    """The sentence of each outcome that could be decided, with the same rule and the same marks. Decides nothing."""
    of_case = gathered(case, now=now)
    known, before = facts_of(case, target, draft, now=now, language=language, known=of_case), of_case.before
    lines = []
    for outcome in target.outcomes:
        if draft.rule is None and outcome not in WITHOUT_RULE:
            continue
        tried = replace(draft, outcome=outcome, spans=draft.spans if outcome == Outcome.MASK else ())
        result = result_of(case, before, tried)
        facts = replace(
            known, outcome=outcome, masked=len(tried.spans), result=result, ends_at=ends_at(case, tried, now)
        )
        lines.append(Rehearsal(outcome, wording.words_of(facts).to_author))
    return lines
