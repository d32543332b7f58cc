"""Decide on what a vote carried: adopt it as a version with its date, or refuse it; with reasons either way."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.algorithms import open_vote
from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition, clean_text
from apps.documents.changes import suggested_class
from apps.documents.models import ChangeClass, Version
from apps.documents.notice import OWED
from apps.documents.services import VersionDraft, version_publish
from apps.labels.models import CriterionVersion
from apps.labels.services.criteria import CriterionDraft, criterion_publish
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.people.models import Account
from apps.proposals import documents
from apps.proposals.models import Proposal, Ruling
from apps.proposals.permissions import check_can_rule
from apps.proposals.rules import Rule
from apps.proposals.services.proposing import locked
from apps.proposals.states import TRANSITIONS, ProposalState
from apps.proposals.telling import tell
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Representative

MAX_REASONS = 4000


@dataclass(frozen=True, slots=True)
class RulingDraft:
    """A decision as it was typed; the day counts only for a text that is adopted."""

    adopted: bool
    reasons_fr: str
    reasons_en: str
    effective_on: date | None = None


@transaction.atomic
def proposal_rule(*, account: Account, proposal: Proposal, draft: RulingDraft, now: datetime) -> Ruling:
    """Decide, in the open. Adopted, the new version is announced by the same service as any other."""
    proposal = locked(proposal.pk)
    office = check_can_rule(account, proposal, now=now)
    rule = Rule.of(proposal)
    if rule.last_number != rule.number:
        raise NotNow(_("The rule has another version by now: this proposal was about other words."))
    if open_vote.BINDING and not draft.adopted:
        raise NotNow(_("The vote binds: what it carried is adopted."))
    clean = _checked(rule, proposal, draft, now)
    state = ProposalState.ADOPTED if clean.adopted else ProposalState.REFUSED
    check_transition(TRANSITIONS, ProposalState(proposal.state), state)
    proposal.state = state
    proposal.save(update_fields=["state"])
    ruling = _signed(account, proposal, office, clean, now)
    append(
        kind="proposal.decided",
        actor=account.reference,
        object=proposal.reference,
        payload={"ruling": ruling.pk},
        body_sha256=ruling.sha256,
        now=now,
    )
    tell(proposal, now)
    return ruling


def _checked(rule: Rule, proposal: Proposal, draft: RulingDraft, now: datetime) -> RulingDraft:
    fr, en = clean_text(draft.reasons_fr), clean_text(draft.reasons_en)
    errors: dict[str, Any] = {}
    if not fr and not en:
        errors["reasons_fr"] = _("Say why, in one language at least: those who voted read it.")
    for name, text in (("reasons_fr", fr), ("reasons_en", en)):
        if len(text) > MAX_REASONS:
            lengths = {"n": len(text), "max": MAX_REASONS}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if (
        draft.adopted
        and rule.version is not None
        and (draft.effective_on is None or _too_soon(rule, proposal, draft, now))
    ):
        errors["effective_on"] = _("A change of substance binds fifteen days after it is announced, or later.")
    if errors:
        raise BadInput(errors)
    return replace(draft, reasons_fr=fr, reasons_en=en)


def _too_soon(rule: Rule, proposal: Proposal, draft: RulingDraft, now: datetime) -> bool:
    assert draft.effective_on is not None  # noqa: S101 - asked before
    weighty = suggested_class(rule.bodies, (proposal.body_fr, proposal.body_en)).kind is ChangeClass.SUBSTANTIVE
    earliest = (now + OWED).date() if weighty else now.date()
    return draft.effective_on < earliest


def _signed(
    account: Account, proposal: Proposal, office: Representative | Mandate, draft: RulingDraft, now: datetime
) -> Ruling:
    ruling = Ruling(
        proposal=proposal,
        adopted=draft.adopted,
        representative=office if isinstance(office, Representative) else None,
        mandate=office if isinstance(office, Mandate) else None,
        named=office.public_name if isinstance(office, Mandate) else "",
        reasons_fr=draft.reasons_fr,
        reasons_en=draft.reasons_en,
        ruled_at=now,
    )
    if draft.adopted:
        ruling.version, ruling.criterion = _adopt(account, proposal, office, draft, now)
    document = documents.ruling(ruling)
    ruling.sha256, ruling.signature = digest(document), sign(document, now=now)
    ruling.save()
    return ruling


def _adopt(
    account: Account, proposal: Proposal, office: Representative | Mandate, draft: RulingDraft, now: datetime
) -> tuple[Version | None, CriterionVersion | None]:
    if proposal.criterion is not None:
        return None, _adopt_criterion(proposal, proposal.criterion, now)
    assert proposal.version is not None and draft.effective_on is not None  # noqa: S101, PT018 - checked before
    words = VersionDraft(
        body_fr=proposal.body_fr,
        body_en=proposal.body_en,
        effective_at=max(now, datetime.combine(draft.effective_on, time.min, UTC)),
        summary_fr=proposal.summary_fr,
        summary_en=proposal.summary_en,
    )
    version = version_publish(
        document=proposal.version.document, draft=words, actor=account.reference, signed_by=office.reference, now=now
    )
    return version, None


def _adopt_criterion(proposal: Proposal, base: CriterionVersion, now: datetime) -> CriterionVersion:
    kept = {name: getattr(base, name) for name in CriterionDraft.__dataclass_fields__}
    words = CriterionDraft(**{**kept, "requirement_fr": proposal.body_fr, "requirement_en": proposal.body_en})
    version = criterion_publish(code=base.criterion.code, order=base.criterion.order, draft=words, now=now)
    if version is None:
        raise NotNow(_("These are the words it has now. Nothing was published."))
    return version
