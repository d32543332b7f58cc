"""What happens once the ten seconds are over: the item changes, everybody is told, the public log is written."""

from datetime import datetime

from django.db import transaction

from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.moderation import parties
from apps.moderation.measures import Emergency
from apps.moderation.models import Case, Decision
from apps.moderation.services import masks
from apps.moderation.services.cases import end_withdrawn
from apps.moderation.services.decisions import set_aside
from apps.moderation.services.pause_ends import pause_reckon
from apps.moderation.states import CaseState, EmergencyEnd, Instance, Outcome
from apps.moderation.targets import Target, hold_words, target_of_case
from apps.notices.services import prepare
from apps.posts.models import Post
from apps.posts.selectors import AnyWords
from apps.posts.services import talk_close, talk_reopen

UNDER = (Instance.EMERGENCY, Instance.FIRST)  # what no party has contested yet
VERSIONS = {
    Instance.EMERGENCY: "0",
    Instance.FIRST: "1",
    Instance.APPEAL: "2",
    Instance.JURY: "3",
}  # of a case in the public log


def decisions_publish(*, now: datetime) -> int:
    """Send every decision whose ten seconds are over, each in its own transaction; return how many."""
    alone = Decision.objects.due(now).filter(together=None)  # those taken together: together.py
    due = list(alone.order_by("publish_at", "pk").values_list("pk", flat=True)[:500])
    return each(due, lambda pk: decision_publish(decision_id=pk, now=now), failed="decision_not_published")


@transaction.atomic
def decision_publish(*, decision_id: int, now: datetime) -> bool:
    """Change the item, tell everybody, write the public log: all of it or nothing."""
    rows = Case.objects.select_related("space", "author").filter(decisions=decision_id)
    case = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if case is None:
        return False  # undone or published at this very moment, by somebody who holds the row
    decision = Decision.objects.select_related("statement").get(pk=decision_id)
    if decision.undone_at or decision.published_at or decision.publish_at > now:
        return False
    hold_words([case])
    return publish_one(case, decision, now)


def publish_one(case: Case, decision: Decision, now: datetime, *, tell: bool = True) -> bool:
    """For a locked case whose decision is due, its words held: sent, unless they are gone or others by now."""
    target = target_of_case(case)
    if target is None or not target.stands:
        return _drop(case, decision, now, closing=True)
    if target.digest != decision.digest:
        return _drop(case, decision, now, closing=False)
    case.move_to(CaseState.NOTIFIED)
    case.claimed_by, case.lease_until = None, None
    case.save(update_fields=["state", "claimed_by", "lease_until"])
    case.appeals.filter(answered_by=None).update(answered_by=decision)
    _end_emergency(case, decision, now)
    send(case, decision, target, now, tell=tell)
    return True


def send(case: Case, decision: Decision, target: Target, now: datetime, *, tell: bool = True) -> None:
    """For a locked case: what everybody sees changes, all are told, the log has it."""
    _apply(case, decision, target, now)
    decision.published_at = now
    decision.save(update_fields=["published_at"])
    if tell:
        _tell(case, decision, now)
    _record(case, decision, now)


def _end_emergency(case: Case, decision: Decision, now: datetime) -> None:
    """Another person has decided: what one masked in an emergency is confirmed or lifted."""
    end = EmergencyEnd.CONFIRMED if decision.outcome == Outcome.MASK else EmergencyEnd.LIFTED
    Emergency.objects.filter(decision__case=case, ended_at=None).update(ended_at=now, end=end)


def _drop(case: Case, decision: Decision, now: datetime, *, closing: bool) -> bool:
    """Within the ten seconds its author edited or withdrew it: the decision was about other words."""
    set_aside(case, decision, now)
    if closing:
        end_withdrawn(case, now)
    append(kind="decision.undone", actor="", object=case.reference, payload={"d": decision.pk}, now=now)
    return False


def _apply(case: Case, decision: Decision, target: Target, now: datetime) -> None:
    if target.item is not None:
        _apply_to_item(case, decision, target.item, now)
    elif case.author is not None and _about_pause(decision):
        pause_reckon(persona=case.author, space=case.space, by=decision, now=now)


def _about_pause(decision: Decision) -> bool:
    """It begins one, ends one, or answers an appeal against one."""
    if decision.outcome in {Outcome.PAUSE, Outcome.LIFT}:
        return True
    paused = decision.case.decisions.published().filter(outcome=Outcome.PAUSE)
    return decision.instance not in UNDER and paused.exists()


def _apply_to_item(case: Case, decision: Decision, item: AnyWords, now: datetime) -> None:
    if decision.outcome == Outcome.MASK:
        masks.mask(item, decision, now)
    else:
        masks.unmask(item, case, now)
    if decision.outcome == Outcome.CLOSE and isinstance(item, Post):
        talk_close(thread=item.thread, case=case.reference, now=now)
    elif isinstance(item, Post):
        talk_reopen(thread=item.thread, case=case.reference, now=now)


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
        version=VERSIONS.get(Instance(decision.instance), "1"),
        payload={
            "case": case.pk,
            "space": case.space.reference,
            "decision": decision.pk,
            "item": case.item,
            "item_kind": case.item_kind,
            "instance": decision.instance,
            "outcome": decision.outcome,
            "result": decision.result,
            "rule": decision.rule,
        },
        secret={
            "kind": "decision",
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
