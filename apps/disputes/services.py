"""Contest, decide, contest once more, decide again. What is wrong is set right by whoever owns it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.disputes import telling
from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.permissions import (
    check_can_answer,
    check_can_contest_again,
    check_can_open,
    check_can_read,
    own_dispute,
    thing_of,
)
from apps.disputes.states import WAITING, DisputeState
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.people.consultations import Office, Purpose, consultations_note
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate
from apps.trust.grounds import Contestable, contestable, count_anew

DECIDE_WITHIN, REMIND = timedelta(days=15), timedelta(days=3)
LEAST_WORDS, MOST_CHARACTERS, MOST_WATCHED = 5, 2000, 200


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """What was ticked and written; `named` is what does not count any more."""

    anew: bool
    reasons: str
    named: Sequence[str] = field(default=())


@transaction.atomic
def dispute_open(*, account: Account, kind: str, reference: str, words: str, now: datetime) -> Dispute:
    """Say in what it is wrong. Raises BadInput, NotFound, NotNow."""
    Persona.objects.select_for_update(no_key=True).filter(account=account).order_by("pk").first()  # twice at once: once
    thing = thing_of(account, kind, reference)
    check_can_open(thing, now=now)
    dispute = Dispute.objects.create(
        persona=thing.persona,
        space=thing.space,
        kind=thing.kind,
        about=thing.reference,
        words=_checked(words, "words"),
        opened_at=now,
        due_at=now + DECIDE_WITHIN,
    )
    _log("opened", dispute, account.reference, now)
    telling.ask("dispute.waits", dispute, thing, now)
    return dispute


@transaction.atomic
def dispute_decide(*, account: Account, dispute: Dispute, draft: DisputeDraft, now: datetime) -> Dispute:
    """It stands, or it is counted anew; what is gone is closed, whatever was written. Raises BadInput, NotNow,
    NotYours, and what counting anew refuses."""
    dispute = _locked(dispute)
    mandate = check_can_answer(account, dispute, now=now)
    thing = contestable(dispute.kind, dispute.about)
    if thing is None:
        return _close(dispute, DisputeState.MOOT, mandate.reference, now)
    _write(dispute, thing, draft, mandate, now)
    if draft.anew:
        count_anew(dispute.kind, dispute.about, _known(thing, draft), now)
        return _close(dispute, DisputeState.ANEW, mandate.reference, now)
    again = dispute.state == DisputeState.AGAIN
    return _close(dispute, DisputeState.UPHELD if again else DisputeState.STANDS, mandate.reference, now)


def _known(thing: Contestable, draft: DisputeDraft) -> list[str]:
    """Of what was named, what can be taken out."""
    known = {reference for reference, _label, _path in thing.named}
    return [reference for reference in draft.named if reference in known] if draft.anew else []


def _write(dispute: Dispute, thing: Contestable, draft: DisputeDraft, mandate: Mandate, now: datetime) -> None:
    DisputeDecision.objects.create(
        dispute=dispute,
        anew=draft.anew,
        reasons=_checked(draft.reasons, "reasons"),
        named=_known(thing, draft),
        decided_by=mandate.account,
        mandate=mandate,
        at=now,
    )


def dispute_look(*, account: Account, dispute: Dispute, now: datetime) -> None:
    """Somebody in office opens it: whoever contests sees that in their journal."""
    mandate = check_can_read(account, dispute, now=now)
    consultations_note(
        people=[dispute.persona.account_id],
        reader=account,
        office=Office.TRUST_MANAGER,
        by=mandate.public_name,
        purpose=Purpose.CONTEST,
        about=dispute.reference,
        path=f"/me/contests/{dispute.reference}/",
        now=now,
    )


@transaction.atomic
def dispute_again(*, account: Account, reference: str, words: str, now: datetime) -> Dispute:
    """Contest the decision, once: somebody else decides."""
    dispute = _locked(own_dispute(account, reference))
    decision = check_can_contest_again(dispute, now=now)
    decision.contested_at, decision.contest = now, _checked(words, "words")
    decision.save(update_fields=["contested_at", "contest"])
    dispute.move_to(DisputeState.AGAIN)
    dispute.closed_at, dispute.due_at = None, now + DECIDE_WITHIN
    dispute.reminded_at = dispute.late_at = None
    dispute.save(update_fields=["state", "closed_at", "due_at", "reminded_at", "late_at"])
    _log("again", dispute, account.reference, now)
    telling.ask("dispute.waits", dispute, contestable(dispute.kind, dispute.about), now)
    return dispute


def _locked(dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("persona__account", "space")
    return rows.get(pk=dispute.pk)


def _checked(text: str, name: str) -> str:
    said = clean_text(text)
    if len(said.split()) < LEAST_WORDS or len(said) > MOST_CHARACTERS:
        raise BadInput({name: _("Say it in a few sentences: at most 2,000 characters.")})
    return said


def _close(dispute: Dispute, state: DisputeState, by: str, now: datetime) -> Dispute:
    dispute.move_to(state)
    dispute.closed_at = now
    dispute.save(update_fields=["state", "closed_at"])
    _log(state.value, dispute, by, now)
    telling.tell(f"dispute.{dispute.state}", dispute, now)
    return dispute


# --- what time does --------------------------------------------------------------------------------------------------


def disputes_watch(*, now: datetime) -> int:
    """Close what is gone, remind whoever may decide, say when the published time has passed. How many of these."""
    waiting = Dispute.objects.filter(state__in=WAITING).order_by("due_at", "pk").values_list("pk", flat=True)
    return each(waiting[:MOST_WATCHED], lambda pk: _time_passes(pk, now), failed="dispute_not_watched")


@transaction.atomic
def _time_passes(pk: int, now: datetime) -> int:
    dispute = _locked(Dispute(pk=pk))
    if dispute.state not in WAITING:
        return 0
    thing = contestable(dispute.kind, dispute.about)
    if thing is None:
        _close(dispute, DisputeState.MOOT, "", now)  # nobody decided: nothing was left to decide
        return 1
    if dispute.due_at <= now and dispute.late_at is None:
        dispute.late_at = now
        telling.tell("dispute.late", dispute, now)
        telling.ask("dispute.overdue", dispute, thing, now)
    elif dispute.due_at <= now + REMIND and dispute.reminded_at is None and dispute.late_at is None:
        dispute.reminded_at = now
        telling.ask("dispute.soon", dispute, thing, now)
    else:
        return 0
    dispute.save(update_fields=["reminded_at", "late_at"])
    return 1


def _log(step: str, dispute: Dispute, actor: str, now: datetime) -> None:
    """To the public log a commitment only, which whom it concerns can open."""
    append(
        kind=f"dispute.{step}",
        actor=actor,
        object=dispute.reference,
        payload={"dispute": dispute.pk},
        secret={
            "kind": "dispute",
            "dispute": dispute.reference,
            "about": dispute.about,
            "of": dispute.kind,
            "state": dispute.state,
            "space": dispute.space.slug,
            "at": now.isoformat(),
        },
        owner=dispute.persona.reference,
        now=now,
    )
