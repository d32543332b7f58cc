"""What a jury needs of moderation: a case handed to it, its answer made a decision like any other, or its silence.

Who sits, how they are drawn and what they vote is kept a floor above (apps/juries); nothing is masked but here, where
every other decision is published. A jury has no ten seconds: each vote may be changed until the votes are counted.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.base.errors import NotNow, NotYours
from apps.moderation import parties, wording
from apps.moderation.models import Appeal, Case, Decision
from apps.moderation.permissions import party_of
from apps.moderation.rules import RuleCode
from apps.moderation.services import masks
from apps.moderation.services.appeals import checked_words, file_appeal
from apps.moderation.services.cases import close, destroy_evidence, locked
from apps.moderation.services.pause_ends import pause_reckon
from apps.moderation.services.publication import send
from apps.moderation.services.statements import DecisionDraft, earlier, ends_at, result_of, state_reasons
from apps.moderation.states import WITHOUT_RULE, CaseState, Instance, OpenedBy, Outcome, Party
from apps.moderation.targets import Target, held_target_of_case
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.posts.models import Post
from apps.posts.services import talk_reopen
from apps.spaces.permissions import Visitor


def contested(case: Case) -> Decision | None:
    """The answer to the appeal: what a jury is asked about."""
    return case.decisions.published().select_related("statement").filter(instance=Instance.APPEAL).first()


def check_can_call_jury(account: Visitor, case: Case, *, now: datetime) -> tuple[Party, Persona]:
    """A party, once, after the appeal was answered, within the window; never about an authority's order."""
    party = party_of(account, case)
    if party is None:
        raise NotYours(_("Only the author and those who reported this may ask for a jury."))
    if case.opened_by == OpenedBy.ORDER:
        raise NotNow(_("An authority ordered this: a jury cannot change it. The court named in the statement can."))
    decision = contested(case)
    if decision is None:
        raise NotNow(_("A jury reads what was appealed once: appeal first, and wait for the answer."))
    if case.state != CaseState.NOTIFIED or hasattr(decision, "appeal"):
        raise NotNow(_("A jury was asked about this already. It answers once, for everybody."))
    if now >= decision.statement.appeal_until:
        raise NotNow(_("The time to ask for a jury is over. A court remains open to you."))
    return party


def _answer(case: Case) -> Decision:
    return case.decisions.published().get(instance=Instance.APPEAL)


@transaction.atomic
def jury_ask(*, account: Account, case: Case, text: str, within: timedelta, now: datetime) -> Appeal:
    """The second appeal: the case is before a jury from now on."""
    case = locked(case)
    party, persona = check_can_call_jury(account, case, now=now)
    body = checked_words(text)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                case=case, decision=_answer(case), by=persona, party=party, text=body, filed_at=now
            )
    except IntegrityError as error:
        raise NotNow(_("A jury was asked about this already. It answers once, for everybody.")) from error
    case.move_to(CaseState.JURY)
    case.instance, case.decide_before = Instance.JURY, now + within
    case.save(update_fields=["state", "instance", "decide_before"])
    file_appeal(appeal, now)
    return appeal


def draft_of(case: Case, outcome: Outcome, *, seen_version: int) -> DecisionDraft:
    """Under the rule that the earlier decisions named, on the sentences they marked; a pause as long as theirs."""
    before = list(case.decisions.published().order_by("-pk"))
    named = next((d.rule for d in before if d.rule is not None), case.rule)
    rule = RuleCode(named) if named is not None and outcome not in WITHOUT_RULE else None
    same = next((d for d in before if d.outcome == outcome), None)
    spans = tuple((a, b) for a, b in same.spans) if same is not None and outcome == Outcome.MASK else ()
    draft = DecisionDraft(outcome=outcome, rule=rule, spans=spans, seen_version=seen_version)
    if same is not None and same.ends_at is not None:
        began = min(d.decided_at for d in before if d.outcome == outcome)
        draft = replace(draft, pause_days=max(1, (same.ends_at - began).days))
    return draft


def jury_decide(*, case: Case, outcome: Outcome, jury: wording.JuryFacts, target: Target, now: datetime) -> Decision:
    """For a locked case: what most of a jury voted, with its statement and its notices, published like any decision."""
    draft = replace(draft_of(case, outcome, seen_version=target.version), voted=jury)
    decision = Decision.objects.create(
        case=case,
        instance=Instance.JURY,
        outcome=outcome,
        rule=draft.rule,
        result=result_of(case, earlier(case), draft) or "",
        spans=[list(span) for span in draft.spans],
        item_version=target.version,
        digest=target.digest,
        taken_up_at=now,
        decided_at=now,
        publish_at=now,
        ends_at=ends_at(case, draft, now),
    )
    state_reasons(decision, target, draft)
    case.appeals.filter(answered_by=None).update(answered_by=decision)
    send(case, decision, target, now)
    _settle(case, now)
    return decision


def jury_silent(*, case: Case, said: Promise, now: datetime) -> None:
    """For a locked case: no answer in time. What it masked, paused or closed ends; what an order masked stays."""
    target = held_target_of_case(case)
    if target is not None and target.item is not None and target.stands:
        masks.unmask(target.item, case, now)
        if isinstance(target.item, Post):
            talk_reopen(thread=target.item.thread, case=case.reference, now=now)
    elif target is not None and target.item is None and case.author is not None and _paused(case):
        pause_reckon(persona=case.author, space=case.space, besides=case, now=now)
    jury_over(case=case, said=said, now=now)


def _paused(case: Case) -> bool:
    return case.decisions.published().filter(outcome=Outcome.PAUSE).exists()


def jury_over(*, case: Case, said: Promise, now: datetime) -> None:
    """For a locked case: it ends without a decision, and everybody is told why."""
    path, context = f"/case/{case.reference}/", wording.in_both_languages(said)
    for kind, people in (("author", parties.authors(case)), ("reporter", parties.reporters(case))):
        prepare(kind=f"moderation.{kind}", to=people, about=case.reference, path=path, context=context, now=now)
    _settle(case, now)


def _settle(case: Case, now: datetime) -> None:
    """Nobody can appeal any more: the evidence goes."""
    close(case, now)
    destroy_evidence([case])
