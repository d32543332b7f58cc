"""What happens once the ten seconds are over: the item changes, everybody is told, the public log is written."""

from datetime import datetime

import structlog
from django.db import transaction

from apps.ledger.services import append
from apps.moderation import parties
from apps.moderation.models import Case, Decision
from apps.moderation.services.decisions import set_aside
from apps.moderation.states import CaseState, Instance, Outcome
from apps.moderation.targets import Target, target_of_case
from apps.notices.services import prepare
from apps.posts.models import Post, Review
from apps.posts.services import item_mask, item_restore, talk_close, talk_reopen
from apps.posts.states import ItemState
from apps.spaces.services import posting_pause

log = structlog.get_logger()


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
    set_aside(case, decision, now)
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
        posting_pause(persona=case.author, space=case.space, until=decision.ends_at, now=now)


def _apply_to_item(case: Case, decision: Decision, item: Post | Review, now: datetime) -> None:
    if decision.outcome == Outcome.MASK:
        item_mask(item=item, case=case.reference, spans=[(a, b) for a, b in decision.spans], now=now)
    elif item.state == ItemState.MASKED and item.case == case.reference:
        item_restore(item=item, now=now)
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
