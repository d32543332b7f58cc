"""Contest, decide, contest once more, decide again. What is wrong is set right by whoever owns it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.disputes import telling
from apps.disputes.models import Dispute, DisputeDecision
from apps.disputes.permissions import check_can_contest_again, check_can_decide, check_can_open, own_dispute
from apps.disputes.states import WAITING, DisputeState
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.spaces.models import Mandate
from apps.trust.grounds import contestable, count_anew

DECIDE_WITHIN = timedelta(days=15)
LEAST_WORDS, MOST_CHARACTERS = 5, 2000


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
    thing = check_can_open(account, kind, reference, now=now)
    dispute = Dispute.objects.create(
        persona=thing.persona,
        space=thing.space,
        kind=kind,
        about=reference,
        words=_checked(words, "words"),
        opened_at=now,
        due_at=now + DECIDE_WITHIN,
    )
    _log("opened", dispute, account.reference, now)
    return dispute


@transaction.atomic
def dispute_decide(*, account: Account, dispute: Dispute, draft: DisputeDraft, now: datetime) -> Dispute:
    """It stands, or it is counted anew. Raises BadInput, NotNow, NotYours, and what counting anew refuses."""
    dispute = _locked(dispute)
    thing = contestable(dispute.kind, dispute.about)
    mandate = check_can_decide(account, dispute, thing, now=now)
    if dispute.state not in WAITING:
        raise NotNow(_("This is decided already. Nothing of yours was sent."))
    if thing is None:
        return _close(dispute, DisputeState.MOOT, mandate, now)
    reasons = _checked(draft.reasons, "reasons")
    known = {reference for reference, _label, _path in thing.named}
    named = [reference for reference in draft.named if reference in known] if draft.anew else []
    DisputeDecision.objects.create(
        dispute=dispute,
        anew=draft.anew,
        reasons=reasons,
        named=named,
        decided_by=mandate.account,
        mandate=mandate,
        at=now,
    )
    if draft.anew:
        count_anew(dispute.kind, dispute.about, named, now)
        return _close(dispute, DisputeState.ANEW, mandate, now)
    again = dispute.state == DisputeState.AGAIN
    return _close(dispute, DisputeState.UPHELD if again else DisputeState.STANDS, mandate, now)


@transaction.atomic
def dispute_again(*, account: Account, reference: str, words: str, now: datetime) -> Dispute:
    """Contest the decision, once: somebody else decides."""
    dispute = _locked(own_dispute(account, reference))
    decision = check_can_contest_again(dispute, now=now)
    decision.contested_at, decision.contest = now, _checked(words, "words")
    decision.save(update_fields=["contested_at", "contest"])
    dispute.move_to(DisputeState.AGAIN)
    dispute.closed_at, dispute.due_at = None, now + DECIDE_WITHIN
    dispute.save(update_fields=["state", "closed_at", "due_at"])
    _log("again", dispute, account.reference, now)
    return dispute


def _locked(dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("persona__account", "space")
    return rows.get(pk=dispute.pk)


def _checked(text: str, name: str) -> str:
    said = clean_text(text)
    if len(said.split()) < LEAST_WORDS or len(said) > MOST_CHARACTERS:
        raise BadInput({name: _("Say it in a few sentences: at most 2,000 characters.")})
    return said


def _close(dispute: Dispute, state: DisputeState, mandate: Mandate, now: datetime) -> Dispute:
    dispute.move_to(state)
    dispute.closed_at = now
    dispute.save(update_fields=["state", "closed_at"])
    _log(state.value, dispute, mandate.reference, now)
    telling.tell(dispute, now)
    return dispute


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
