"""Propose other words for a rule, take them back, see that the rule has changed meanwhile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.algorithms.open_vote import DECIDED_DAYS, DISCUSSED_DAYS, VOTED_DAYS
from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import check_transition, clean_text
from apps.documents.markdown import MAX_BODY
from apps.documents.models import Version
from apps.gate.limits import check_limit
from apps.labels.models import CriterionVersion
from apps.ledger.services import append
from apps.people.models import Account
from apps.posts.services import thread_start
from apps.proposals import documents
from apps.proposals.models import Proposal
from apps.proposals.permissions import check_can_propose
from apps.proposals.rules import Rule
from apps.proposals.states import LIVE, TRANSITIONS, ProposalState
from apps.proposals.telling import tell
from apps.signatures.canonical import digest
from apps.spaces.models import Space, Visibility
from apps.spaces.selectors import member_in

MAX_SUMMARY = 300
MAX_REQUIREMENT = 4000
AT_ONCE = 1  # proposals of one person about one rule that run
A_MONTH, MONTH = 5, 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """A proposal as it was typed: whole texts, what they change in a sentence, and why, in words of a talk."""

    body_fr: str
    body_en: str
    summary_fr: str
    summary_en: str
    why: str
    space: Space


@transaction.atomic
def proposal_make(
    *, account: Account, rule: Rule, draft: ProposalDraft, address: str, language: str, now: datetime
) -> Proposal:
    """Propose it, and open its talk. Raises NotYours, NotNow, TooMany, or BadInput with a sentence per field."""
    check_can_propose(account, rule, now=now)
    author = member_in(account, draft.space)
    _check_none_runs(account, rule)
    clean = _checked(rule, draft)
    check_limit(name="propose", who=account.reference, at_most=A_MONTH, per_seconds=MONTH)
    vote_from = now + timedelta(days=DISCUSSED_DAYS)
    proposal = Proposal(
        version=rule.version,
        criterion=rule.criterion,
        operator=rule.operator,
        space=rule.space,
        author=author,
        body_fr=clean.body_fr,
        body_en=clean.body_en,
        summary_fr=clean.summary_fr,
        summary_en=clean.summary_en,
        proposed_at=now,
        vote_from=vote_from,
        vote_until=vote_from + timedelta(days=VOTED_DAYS),
        decide_until=vote_from + timedelta(days=VOTED_DAYS + DECIDED_DAYS),
    )
    words = f"{clean.why}\n\n{address.replace('REF', proposal.reference)}"
    proposal.thread = thread_start(
        author=author, space=draft.space, title=_title(rule, language), text=words, language=language, now=now
    )
    proposal.save()
    append(
        kind="proposal.made",
        actor=author.reference,
        object=proposal.reference,
        payload={"proposal": proposal.pk},
        secret=documents.proposed(proposal),
        now=now,
    )
    return proposal


def _title(rule: Rule, language: str) -> str:
    with override(language):
        return _("Other words for “%(title)s”") % {"title": rule.title}


def _check_none_runs(account: Account, rule: Rule) -> None:
    same = Q(version=rule.version, version__isnull=False) | Q(criterion=rule.criterion, criterion__isnull=False)
    mine = Proposal.objects.filter(same, author__account=account, state__in=LIVE)
    if mine.count() >= AT_ONCE:
        raise NotNow(_("A proposal of yours about this rule runs. Take it back, or wait for its end."))


def _checked(rule: Rule, draft: ProposalDraft) -> ProposalDraft:
    fr, en, why = (clean_text(text) for text in (draft.body_fr, draft.body_en, draft.why))
    summary_fr, summary_en = clean_text(draft.summary_fr), clean_text(draft.summary_en)
    most = MAX_BODY if rule.version is not None else MAX_REQUIREMENT
    errors: dict[str, Any] = {}
    for name, text, limit in (
        ("body_fr", fr, most), ("body_en", en, most), ("summary_fr", summary_fr, MAX_SUMMARY),
        ("summary_en", summary_en, MAX_SUMMARY),
    ):  # fmt: skip
        if len(text) > limit:
            lengths = {"n": len(text), "max": limit}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    for name, before, after in zip(("body_fr", "body_en"), rule.bodies, (fr, en), strict=True):
        if before and not after:
            errors[name] = _("The rule exists in this language: leave its words there, or propose others.")
    if (fr, en) == tuple(clean_text(body) for body in rule.bodies):
        errors["body_fr"] = _("These are the words it has now. Change what should be otherwise.")
    if not summary_fr and not summary_en:
        errors["summary_fr"] = _("Say in a sentence what it changes, in one language at least.")
    if not why:
        errors["why"] = _("Say why: the talk begins with it.")
    if draft.space.visibility != Visibility.PUBLIC:
        errors["space"] = _("It is talked about in a space that everybody may read.")
    if errors:
        raise BadInput(errors)
    return ProposalDraft(fr, en, summary_fr, summary_en, why, draft.space)


@transaction.atomic
def proposal_withdraw(*, account: Account, proposal: Proposal, now: datetime) -> None:
    """Its author takes it back before the vote; once the vote runs, it belongs to those who vote."""
    proposal = locked(proposal.pk)
    if proposal.author is None or proposal.author.account_id != account.pk:
        raise NotYours(_("Only its author takes a proposal back."))
    if proposal.state == ProposalState.VOTED:
        raise NotNow(_("The vote runs: it belongs to those who vote now."))
    end(proposal, ProposalState.WITHDRAWN, actor=proposal.author.reference, now=now)


def locked(pk: int) -> Proposal:
    """For a step: nobody takes another meanwhile."""
    found = Proposal.objects.select_for_update(of=("self",))
    return found.select_related(
        "version__document", "criterion__criterion", "operator", "space", "author", "thread__space"
    ).get(pk=pk)


def end(proposal: Proposal, state: ProposalState, *, actor: str, now: datetime) -> None:
    """Taken back or overtaken: said on the log, and nothing is voted on."""
    check_transition(TRANSITIONS, ProposalState(proposal.state), state)
    proposal.state, proposal.ended_at = state, now
    proposal.save(update_fields=["state", "ended_at"])
    append(
        kind="proposal.ended",
        actor=actor,
        object=proposal.reference,
        payload={"proposal": proposal.pk},
        body_sha256=digest(documents.ending(proposal)),
        now=now,
    )
    tell(proposal, now)


def proposals_outdate(*, now: datetime) -> int:
    """Proposals about a version that is no longer the last end: they were about other words."""
    newest = Version.objects.filter(document=OuterRef("version__document")).order_by("-number").values("number")[:1]
    asked = CriterionVersion.objects.filter(criterion=OuterRef("criterion__criterion")).order_by("-number")
    rows = Proposal.objects.filter(state__in=LIVE).annotate(
        text_now=Subquery(newest), criterion_now=Subquery(asked.values("number")[:1])
    )
    stale = rows.filter(
        Q(version__isnull=False, text_now__gt=F("version__number"))
        | Q(criterion__isnull=False, criterion_now__gt=F("criterion__number"))
    )
    return sum(_outdate(pk, now) for pk in stale.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _outdate(pk: int, now: datetime) -> bool:
    proposal = locked(pk)
    if proposal.state not in LIVE:
        return False
    end(proposal, ProposalState.OUTDATED, actor="", now=now)
    return True
