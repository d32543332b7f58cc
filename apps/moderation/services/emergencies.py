"""Mask at once, by a person, where a third party's private data or somebody's safety cannot wait for a second person.

Nothing waits ten seconds here. Statement and notices are as ever; another person decides within a day, as in any case,
and if nobody does, the item is whole again by itself. No machine, score, report or number of reports ever does this.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.moderation import parties, wording
from apps.moderation.coherence import check_coherent
from apps.moderation.measures import Emergency
from apps.moderation.models import Case, Decision
from apps.moderation.permissions import check_can_decide, check_is_free
from apps.moderation.services import masks
from apps.moderation.services.cases import announce_queue, give_back, locked, take
from apps.moderation.services.decisions import checked, create, still_there
from apps.moderation.services.publication import send
from apps.moderation.services.statements import DecisionDraft
from apps.moderation.states import CONFIRMED_WITHIN, CaseState, EmergencyEnd, EmergencyGround, Instance, Outcome
from apps.moderation.targets import held_target_of_case, hold_words
from apps.notices.services import prepare
from apps.people.models import Account


@transaction.atomic
def emergency_mask(
    *, account: Account, case: Case, draft: DecisionDraft, ground: EmergencyGround, now: datetime
) -> Decision:
    """Mask now, say why, tell everybody; the case goes back to the queue, for another person."""
    case = locked(case)
    mandate = check_can_decide(account, case, now=now)
    check_is_free(case, mandate, now=now)
    if case.instance != Instance.FIRST or case.decisions.standing().filter(instance=Instance.EMERGENCY).exists():
        raise NotNow(_("An emergency comes once, before the first decision. Decide, or leave it to another."))
    wanted = replace(draft, outcome=Outcome.MASK, emergency=ground)
    hold_words([case])
    target = still_there(case, wanted)
    wanted = checked(wanted, target)
    check_coherent(case, wanted, now=now)
    case = take(case, mandate, now=now)
    decision = create(case, mandate, target, wanted, now)
    Emergency.objects.create(decision=decision, ground=ground, confirm_before=now + CONFIRMED_WITHIN)
    send(case, decision, target, now)
    give_back(case)
    case.decide_before = now + CONFIRMED_WITHIN
    case.save(update_fields=["state", "claimed_by", "claimed_at", "lease_until", "decide_before"])
    announce_queue(case.space)
    return decision


def emergencies_lapse(*, now: datetime) -> int:
    """End what nobody confirmed within a day, each in its own transaction; return how many."""
    over = Emergency.objects.filter(ended_at=None, confirm_before__lte=now).order_by("confirm_before", "pk")
    due = over.values_list("decision", flat=True)[:200]
    return each(due, lambda pk: emergency_lapse(decision_id=pk, now=now), failed="emergency_not_ended")


@transaction.atomic
def emergency_lapse(*, decision_id: int, now: datetime) -> bool:
    """Nobody confirmed it in time: the item is whole again, and everybody is told. Exactly once."""
    case = Case.objects.filter(decisions=decision_id).select_for_update(skip_locked=True, of=("self",)).first()
    if case is None or case.state == CaseState.DECIDED:  # another has decided: within seconds that is sent
        return False
    emergency = Emergency.objects.select_related("decision").filter(decision=decision_id, ended_at=None).first()
    if emergency is None or emergency.confirm_before > now:
        return False
    target = held_target_of_case(case)
    stands = target is not None and target.item is not None and target.stands
    emergency.end, emergency.ended_at = (EmergencyEnd.LAPSED if stands else EmergencyEnd.MOOT), now
    emergency.save(update_fields=["end", "ended_at"])
    if target is not None and target.item is not None and target.stands:
        masks.unmask(target.item, case, now)
        _tell(case, emergency.decision, now)
    _record(case, emergency, now)
    return True


def _tell(case: Case, decision: Decision, now: datetime) -> None:
    said = wording.in_both_languages(wording.LAPSED)
    path = f"/case/{case.reference}/"
    decider = decision.decided_by.personas.order_by("pk")[:1] if decision.decided_by else []
    for kind, people in (
        ("moderation.author", parties.authors(case)),
        ("moderation.reporter", parties.reporters(case)),
        ("moderation.decider", list(decider)),
    ):
        prepare(kind=kind, to=people, about=case.reference, path=path, context=said, now=now)


def _record(case: Case, emergency: Emergency, now: datetime) -> None:
    """Signed as what it is: an automatic rule, that can only give back."""
    append(
        kind="emergency.ended",
        actor="",
        object=case.reference,
        version="0",
        payload={"case": case.pk, "decision": emergency.decision_id},
        secret={
            "kind": "emergency",
            "case": case.reference,
            "end": emergency.end,
            "by": "automatic rule: nobody confirmed within 24 hours",
            "at": now.isoformat(),
        },
        owner=case.author.reference if case.author else case.reference,
        now=now,
    )
