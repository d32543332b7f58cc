"""Decide, undo within ten seconds, publish. Only publishing touches the item, the inboxes and the public log."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation import parties, wording
from apps.moderation.models import Case, Decision, StatementOfReasons
from apps.moderation.permissions import check_can_decide, check_is_free
from apps.moderation.rules import Ground, Rule, RuleCode, rule_for
from apps.moderation.sentences import Span
from apps.moderation.services.cases import announce_queue, locked, take
from apps.moderation.states import (
    APPEAL_WINDOW,
    OUTCOMES,
    PAUSE,
    UNDO,
    CaseState,
    Instance,
    ItemKind,
    OpenedBy,
    Outcome,
    Result,
)
from apps.moderation.targets import Target, target_of_case
from apps.notices.services import prepare
from apps.people.models import Account
from apps.posts.models import Post, Review
from apps.posts.services import item_mask, item_restore
from apps.posts.states import ItemState
from apps.spaces.models import Mandate
from apps.spaces.services import membership_pause

log = structlog.get_logger()
MAX_WORDS = 2000
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


@transaction.atomic
def case_decide(*, account: Account, case: Case, draft: DecisionDraft, now: datetime) -> Decision:
    """Decide and state the reasons, or do nothing at all. Nothing is sent for ten seconds."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_is_free(case, mandate, now=now)
    target = _still_there(case, draft)
    draft = _checked(draft, target)
    case = take(case, mandate, now=now)
    case.move_to(CaseState.DECIDED)
    case.save(update_fields=["state"])
    decision = _create(case, mandate, target, draft, now)
    _state_reasons(decision, target, draft)
    append(kind="case.decided", actor=mandate.reference, object=case.reference, payload={"d": decision.pk}, now=now)
    announce_queue(case.space)
    return decision


def _still_there(case: Case, draft: DecisionDraft) -> Target:
    target = target_of_case(case)
    if target is None or not target.stands:
        raise NotNow(_("Its author has withdrawn this meanwhile: there is nothing left to decide."))
    if target.version != draft.seen_version:
        raise NotNow(_("Its author has edited this since you opened it. Read it again, then decide."))
    return target


def _checked(draft: DecisionDraft, target: Target) -> DecisionDraft:
    errors: dict[str, Any] = {}
    if draft.outcome not in OUTCOMES[target.kind]:
        errors["outcome"] = _("This cannot be decided about it.")
    if draft.outcome != Outcome.KEEP and draft.rule is None:
        errors["rule"] = _("Choose the rule first, 1 to 9: the statement quotes it.")
    if draft.outcome == Outcome.MASK and not _fits(draft.spans, target.text):
        errors["spans"] = _("Mark whole sentences of the text.")
    own_words = clean_text(draft.own_words)
    if len(own_words) > MAX_WORDS:
        lengths = {"n": len(own_words), "max": MAX_WORDS}
        errors["own_words"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    spans = draft.spans if draft.outcome == Outcome.MASK else ()
    return replace(draft, own_words=own_words, spans=() if _covers(spans, target.text) else spans)


def _fits(spans: tuple[Span, ...], text: str) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans)


def _covers(spans: tuple[Span, ...], text: str) -> bool:
    """Every sentence marked is all of it, said as such."""
    rest = text
    for start, end in sorted(spans, reverse=True):
        rest = rest[:start] + rest[end:]
    return not rest.strip()


def _create(case: Case, mandate: Mandate, target: Target, draft: DecisionDraft, now: datetime) -> Decision:
    try:
        with transaction.atomic():
            return Decision.objects.create(
                case=case,
                instance=case.instance,
                outcome=draft.outcome,
                rule=draft.rule,
                result=_result(case, draft),
                spans=[list(span) for span in draft.spans],
                item_version=target.version,
                digest=target.digest,
                decided_by=mandate.account,
                decider_name=mandate.public_name,
                mandate=mandate,
                taken_up_at=case.claimed_at or now,
                decided_at=now,
                publish_at=now + UNDO,
                ends_at=now + PAUSE if draft.outcome == Outcome.PAUSE else None,
            )
    except IntegrityError as error:
        raise _refused_by_the_database(error) from error


def _refused_by_the_database(error: IntegrityError) -> NotYours | NotNow:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "decision_once_per_person":
        return NotYours(_("You decided this case the first time: somebody else must answer the appeal."))
    if constraint == "decision_once_per_instance":
        return NotNow(_("Somebody has just decided this. Nothing of yours was sent."))
    return NotYours(_("You are a party to this case: somebody else must decide."))


def _result(case: Case, draft: DecisionDraft) -> str:
    """What the appeal leads to follows from the two decisions; nobody types it."""
    before = earlier(case)
    if case.instance == Instance.FIRST or before is None:
        return ""
    if before.outcome == draft.outcome:
        same = before.spans == [list(span) for span in draft.spans] and before.rule == draft.rule
        return Result.UPHELD if same or draft.outcome == Outcome.KEEP else Result.CHANGED
    return Result.OVERTURNED if Outcome.KEEP in {before.outcome, draft.outcome} else Result.CHANGED


def earlier(case: Case) -> Decision | None:
    """The published decision that is appealed against."""
    return case.decisions.published().filter(instance=Instance.FIRST).first()


def _state_reasons(decision: Decision, target: Target, draft: DecisionDraft) -> None:
    words, version = {}, None
    for language in LANGUAGES:
        facts = facts_of(decision, target, draft, language=language)
        version = facts.rule.version if facts.rule else None
        with override(language):
            words[language] = asdict(wording.words_of(facts))
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


def facts_of(decision: Decision, target: Target, draft: DecisionDraft, *, language: str) -> wording.Facts:
    """Everything the sentences are made from."""
    case, before = decision.case, earlier(decision.case)
    first = case.reports.order_by("filed_at", "pk").first()
    with override(language):
        space = case.space.name
    return wording.Facts(
        kind=ItemKind(case.item_kind),
        outcome=Outcome(decision.outcome),
        masked=len(draft.spans),
        rule=_rule(decision, language),
        space=space,
        about=target.about,
        item_published_at=target.published_at,
        opened_by=OpenedBy(case.opened_by),
        opened_at=case.opened_at,
        ground=Ground(first.ground) if first else None,
        reports=case.reports.count(),
        why=case.why,
        automated=_automated(case, draft),
        appeal_until=decision.publish_at + APPEAL_WINDOW,
        ends_at=decision.ends_at,
        result=Result(decision.result) if decision.result else None,
        was=Outcome(before.outcome) if before else None,
    )


def _rule(decision: Decision, language: str) -> Rule | None:
    if decision.rule is None:
        return None
    return rule_for(RuleCode(decision.rule), decision.case.space, now=decision.decided_at, language=language)


def _automated(case: Case, draft: DecisionDraft) -> str:
    return {OpenedBy.ALGORITHM: "pointed", OpenedBy.RANDOM: "drawn"}.get(OpenedBy(case.opened_by), draft.automated)


@transaction.atomic
def decision_undo(*, account: Account, decision: Decision, now: datetime) -> Decision:
    """Take a decision back before anything is sent; it will count for nothing."""
    case = locked(decision.case)
    decision = Decision.objects.select_related("mandate").get(pk=decision.pk)
    if decision.decided_by_id != account.pk:
        raise NotYours(_("Only the person who decided can undo it."))
    if decision.undone_at is not None:
        raise NotNow(_("This decision is undone already."))
    if decision.published_at is not None:
        raise NotNow(_("The ten seconds are over: the decision is sent. It can be appealed."))
    _set_aside(case, decision, now)
    if decision.mandate is not None:
        take(case, decision.mandate, now=now)
    append(kind="decision.undone", actor="", object=case.reference, payload={"d": decision.pk}, now=now)
    return decision


def _set_aside(case: Case, decision: Decision, now: datetime) -> None:
    decision.undone_at = now
    decision.save(update_fields=["undone_at"])
    case.move_to(CaseState.CLAIMED)
    case.lease_until = now
    case.save(update_fields=["state", "lease_until"])
    announce_queue(case.space)


def decisions_publish(*, now: datetime) -> int:
    """Send every decision whose ten seconds are over, each in its own transaction; return how many."""
    due = list(Decision.objects.due(now).order_by("publish_at", "pk").values_list("pk", flat=True)[:500])
    return sum(_publish_or_report(pk, now) for pk in due)


def _publish_or_report(pk: int, now: datetime) -> bool:
    try:
        return decision_publish(decision_id=pk, now=now)
    except Exception as error:  # one that cannot be sent must not hold up the others
        log.error("decision_not_published", decision_id=pk, error=type(error).__name__)
        return False


@transaction.atomic
def decision_publish(*, decision_id: int, now: datetime) -> bool:
    """Change the item, tell everybody, write the public log: all of it or nothing."""
    case = Case.objects.filter(decisions=decision_id).select_for_update(skip_locked=True, of=("self",)).first()
    if case is None:
        return False  # undone or published at this very moment, by somebody who holds the row
    decision = Decision.objects.select_related("statement", "case__space", "case__author").get(pk=decision_id)
    if decision.undone_at or decision.published_at or decision.publish_at > now:
        return False
    target = target_of_case(case)
    if target is None or not target.stands:
        return _drop(case, decision, now, closing=True)
    if target.digest != decision.digest:
        return _drop(case, decision, now, closing=False)
    _apply(case, decision, target, now)
    decision.published_at = now
    decision.save(update_fields=["published_at"])
    case.move_to(CaseState.NOTIFIED)
    case.claimed_by, case.lease_until = None, None
    case.save(update_fields=["state", "claimed_by", "lease_until"])
    case.appeals.filter(answered_by=None).update(answered_by=decision)
    _tell(case, decision, now)
    _record(case, decision, now)
    return True


def _drop(case: Case, decision: Decision, now: datetime, *, closing: bool) -> bool:
    """Within the ten seconds its author edited or withdrew it: the decision was about other words."""
    _set_aside(case, decision, now)
    if closing:
        case.move_to(CaseState.CLOSED)
        case.closed_at = now
        case.save(update_fields=["state", "closed_at"])
    append(kind="decision.undone", actor="", object=case.reference, payload={"d": decision.pk}, now=now)
    return False


def _apply(case: Case, decision: Decision, target: Target, now: datetime) -> None:
    if target.item is not None:
        _apply_to_item(case, decision, target.item, now)
    elif case.author is not None and (decision.outcome == Outcome.PAUSE or decision.instance == Instance.APPEAL):
        membership_pause(persona=case.author, space=case.space, until=decision.ends_at, now=now)


def _apply_to_item(case: Case, decision: Decision, item: Post | Review, now: datetime) -> None:
    if decision.outcome == Outcome.MASK:
        item_mask(item=item, case=case.reference, spans=[(a, b) for a, b in decision.spans], now=now)
    elif item.state == ItemState.MASKED and item.case == case.reference:
        item_restore(item=item, now=now)


def _tell(case: Case, decision: Decision, now: datetime) -> None:
    """The author and every reporter who has a name here, in the same transaction as the publication."""
    french, english = decision.statement.words_fr, decision.statement.words_en
    for party, people in (("author", parties.authors(case)), ("reporter", parties.reporters(case))):
        prepare(
            kind=f"moderation.{party}",
            to=people,
            about=decision.reference,
            path=f"/case/{case.reference}/",
            context={"fr": french[f"to_{party}"], "en": english[f"to_{party}"]},
            now=now,
        )


def _record(case: Case, decision: Decision, now: datetime) -> None:
    append(
        kind="decision.published",
        actor=decision.mandate.reference if decision.mandate else "",
        object=case.reference,
        version="2" if decision.instance == Instance.APPEAL else "1",
        payload={
            "case": case.pk,
            "decision": decision.pk,
            "item": case.item,
            "item_kind": case.item_kind,
            "instance": decision.instance,
            "outcome": decision.outcome,
            "result": decision.result,
            "rule": decision.rule,
        },
        secret={
            "case": case.reference,
            "instance": decision.instance,
            "outcome": decision.outcome,
            "result": decision.result,
            "rule": decision.rule or 0,
            "item_sha256": decision.digest,
            "statement": decision.statement.words_en["finding"],
            "at": now.isoformat(),
        },
        owner=case.author.reference if case.author else case.reference,
        now=now,
    )
