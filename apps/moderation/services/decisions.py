"""Decide, and undo within ten seconds. Only publishing (publication.py) touches the item, the inboxes and the log."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation.blindness import is_blind, waits_for_opinion
from apps.moderation.coherence import check_coherent
from apps.moderation.measures import Emergency
from apps.moderation.models import Case, Decision, with_reports
from apps.moderation.permissions import check_can_decide, check_is_free
from apps.moderation.sentences import Span
from apps.moderation.services.cases import announce_queue, locked, take, taken
from apps.moderation.services.second_readings import check_may_decide_now
from apps.moderation.services.statements import DecisionDraft, ends_at, gathered, result_of, state_reasons
from apps.moderation.states import (
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    UNDO,
    WITHOUT_RULE,
    CaseState,
    Instance,
    Outcome,
    Shown,
)
from apps.moderation.targets import Target, target_of_case
from apps.people.models import Account
from apps.posts.models import Review
from apps.posts.states import ItemState
from apps.scoring.selectors import score_of
from apps.spaces.models import Mandate

MAX_WORDS = 2000


@transaction.atomic
def case_decide(*, account: Account, case: Case, draft: DecisionDraft, now: datetime) -> Decision:
    """Decide and state the reasons, or do nothing at all. Nothing is sent for ten seconds."""
    case = with_reports(locked(case))
    mandate = check_can_decide(account, case, now=now)
    check_is_free(case, mandate, now=now)
    if waits_for_opinion(case, account):
        raise NotNow(_("Say first what you think: genuine, fake, or cannot tell. Then decide."))
    target = still_there(case, draft)
    _check_in_time(case, target, now)
    draft = checked(draft, target)
    check_coherent(case, draft, now=now)
    check_may_decide_now(case, account, target, now=now)
    case = taken(case, mandate, now=now)
    case.move_to(CaseState.DECIDED)
    case.save(update_fields=["state", "claimed_by", "claimed_at", "lease_until"])
    decision = create(case, mandate, target, draft, now)
    append(kind="case.decided", actor=mandate.reference, object=case.reference, payload={"d": decision.pk}, now=now)
    announce_queue(case.space)
    return decision


def still_there(case: Case, draft: DecisionDraft) -> Target:
    """What the person saw is what stands there now; else a refusal that says which."""
    target = target_of_case(case)
    if target is None or not target.stands:
        raise NotNow(_("Its author has withdrawn this meanwhile: there is nothing left to decide."))
    if target.version != draft.seen_version:
        raise NotNow(_("Its author has edited this since you opened it. Read it again, then decide."))
    return target


def _check_in_time(case: Case, target: Target, now: datetime) -> None:
    """An emergency is confirmed before its hour or ends by itself: by the hour alone, whichever hand comes first."""
    item = target.item
    if item is None or item.state != ItemState.MASKED or item.case != case.reference:
        return
    if Emergency.objects.filter(decision__case=case, ended_at=None, confirm_before__lte=now).exists():
        raise NotNow(
            _("The day for confirming the emergency is over: the text is shown again by itself. Then decide anew.")
        )


def checked(draft: DecisionDraft, target: Target) -> DecisionDraft:
    """Whole, and fit for this item. Raises BadInput with a sentence per field."""
    errors: dict[str, Any] = {}
    if draft.outcome not in target.outcomes:
        errors["outcome"] = _("This cannot be decided about it.")
    if draft.outcome not in WITHOUT_RULE and draft.rule is None:
        errors["rule"] = _("Choose the rule first, 1 to 9: the statement quotes it.")
    if draft.outcome == Outcome.MASK and not _fits(draft.spans, target.text):
        errors["spans"] = _("Mark whole sentences of the text.")
    if draft.outcome == Outcome.PAUSE and not SHORTEST_PAUSE <= draft.pause_days <= LONGEST_PAUSE:
        limits = {"least": SHORTEST_PAUSE, "most": LONGEST_PAUSE}
        errors["pause_days"] = _("A pause lasts %(least)d to %(most)d days.") % limits
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


def create(case: Case, mandate: Mandate, target: Target, draft: DecisionDraft, now: datetime) -> Decision:
    """The row and its statement; what the database refuses becomes a sentence."""
    known = gathered(case, now=now)
    try:  # whoever called is in a transaction of their own: refused, nothing of it stands
        decision = Decision.objects.create(
            case=case,
            instance=Instance.EMERGENCY if draft.emergency else case.instance,
            outcome=draft.outcome,
            rule=draft.rule,
            result=result_of(case, known.before, draft) or "",
            spans=[list(span) for span in draft.spans],
            item_version=target.version,
            digest=target.digest,
            decided_by=mandate.account,
            decider_name=mandate.public_name,
            mandate=mandate,
            taken_up_at=case.claimed_at or now,
            decided_at=now,
            publish_at=now if draft.emergency else now + UNDO,
            ends_at=ends_at(case, draft, now),
            **({} if draft.emergency else _eyes(case, target)),
        )
    except IntegrityError as error:
        raise _refused_by_the_database(error) from error
    state_reasons(decision, target, draft, known)
    return decision


def _eyes(case: Case, target: Target) -> dict[str, Any]:
    """What whoever decides has before their eyes of the score: how anchoring is measured."""
    score = score_of(target.item) if isinstance(target.item, Review) else None
    if score is None:
        return {}
    shown = Shown.AFTER if is_blind(case) else Shown.OPEN
    return {"score_shown": shown, "score_asked": None if score.too_little_data else score.worth_a_look}


def _refused_by_the_database(error: IntegrityError) -> NotYours | NotNow:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "decision_once_per_person":
        return NotYours(_("You decided this case the first time: somebody else must answer the appeal."))
    if constraint == "decision_by_nobody_linked":
        return NotYours(_("You have a declared link with whoever decided first: somebody else must decide."))
    if constraint == "decision_once_per_instance":
        return NotNow(_("Somebody has just decided this. Nothing of yours was sent."))
    return NotYours(_("You are a party to this case: somebody else must decide."))


@transaction.atomic
def decision_undo(*, account: Account, decision: Decision, now: datetime) -> Decision:
    """Take a decision back before anything is sent; it will count for nothing."""
    case = locked(decision.case)
    decision = Decision.objects.select_related("mandate").get(pk=decision.pk)
    if decision.together_id is not None:
        raise NotNow(_("This was decided together with others: undo them together."))
    if decision.decided_by_id != account.pk:
        raise NotYours(_("Only the person who decided can undo it."))
    if decision.undone_at is not None:
        raise NotNow(_("This decision is undone already."))
    if decision.published_at is not None:
        raise NotNow(_("The ten seconds are over: the decision is sent. It can be appealed."))
    set_aside(case, decision, now)
    if decision.mandate is not None:
        take(case, decision.mandate, now=now)
    append(kind="decision.undone", actor="", object=case.reference, payload={"d": decision.pk}, now=now)
    return decision


def set_aside(case: Case, decision: Decision, now: datetime) -> None:
    """Mark a decision undone and give the case back, its lease over."""
    decision.undone_at = now
    decision.save(update_fields=["undone_at"])
    case.move_to(CaseState.CLAIMED)
    case.lease_until = now
    case.save(update_fields=["state", "lease_until"])
    announce_queue(case.space)
