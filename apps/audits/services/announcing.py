"""Declare links, announce an audit with the list of all it may look at, take it back with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.audit_sample import LARGEST_SAMPLE
from apps.audits import documents
from apps.audits.models import Audit, Declaration, Population
from apps.audits.permissions import check_can_announce, check_can_withdraw, mandate_of_auditor, roster_of
from apps.audits.populations import Scope, references
from apps.audits.states import DUE, RUNNING, TRANSITIONS, AuditState
from apps.audits.telling import tell_of_announcement, tell_of_end
from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition, clean_text
from apps.labels.models import CriterionVersion, Method
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Operator, Space

DECLARED_FOR = timedelta(days=365)
MAX_WORDS = 500
MAX_QUESTION = 2000
MOST_ITEMS = 50_000
TOGETHER = 2  # who look where people judge


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """An audit as it was typed."""

    population: str
    since: date
    until: date
    size: int
    question_fr: str
    question_en: str
    space: Space | None = None
    version: CriterionVersion | None = None


@transaction.atomic
def link_declare(*, account: Account, operator: Operator, linked: bool, words: str, now: datetime) -> Declaration:
    """Say whether this office has a link to the operator; the last word stands, a year at most."""
    mandate = mandate_of_auditor(account, operator, now=now)
    check_has_second_factor(account)
    said = clean_text(words)
    if len(said) > MAX_WORDS:
        lengths = {"n": len(said), "max": MAX_WORDS}
        raise BadInput({"words": _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths})
    Operator.objects.select_for_update().get(pk=operator.pk)
    Declaration.objects.filter(mandate=mandate, operator=operator, replaced_at=None).update(replaced_at=now)
    declaration = Declaration.objects.create(
        mandate=mandate, named=mandate.public_name, operator=operator, linked=linked, words=said, declared_at=now,
        expires_at=now + DECLARED_FOR,
    )  # fmt: skip
    append(
        kind="auditor.declared",
        actor=account.reference,
        object=declaration.reference,
        payload={"declaration": declaration.pk},
        secret=documents.declaration(declaration),
        now=now,
    )
    return declaration


@transaction.atomic
def audit_announce(*, account: Account, operator: Operator, draft: AuditDraft, now: datetime) -> Audit:
    """Announce it: the list is closed and committed to before the number exists that draws from it."""
    operator = Operator.objects.select_for_update().get(pk=operator.pk)
    mandate = check_can_announce(account, operator, now=now)
    if operator.outside_audits.filter(state__in=RUNNING).exists():
        raise NotNow(_("An audit of this operator runs. The next one is announced when it has ended."))
    clean = _checked(draft, operator, now)
    items = references(Population(clean.population), Scope(operator, clean.space, clean.since, clean.until))
    _check_enough(items, clean.size)
    roster, lookers = roster_of(operator, now=now), lookers_for(clean.version)
    _check_roster(roster, lookers, operator)
    audit = _signed(operator, mandate, clean, items, roster, lookers, now)
    append(
        kind="audit.announced",
        actor=account.reference,
        object=audit.reference,
        payload={"audit": audit.pk},
        body_sha256=audit.sha256,
        now=now,
    )
    tell_of_announcement(audit, now)
    return audit


def lookers_for(version: CriterionVersion | None) -> int:
    """Two where the criterion asks for people's judgement, and where no criterion says otherwise."""
    return TOGETHER if version is None or version.method == Method.HUMAN else 1


def _checked(draft: AuditDraft, operator: Operator, now: datetime) -> AuditDraft:
    fr, en = clean_text(draft.question_fr), clean_text(draft.question_en)
    errors: dict[str, Any] = {}
    if draft.population not in Population.values:
        errors["population"] = _("Choose what is looked at.")
    if draft.until < draft.since:
        errors["until"] = _("The last day comes before the first.")
    elif draft.until > now.date():
        errors["until"] = _("Only what has happened can be looked at. Choose today or an earlier day.")
    if not 1 <= draft.size <= LARGEST_SAMPLE:
        errors["size"] = _("Between 1 and %(most)d: a person looks at each.") % {"most": LARGEST_SAMPLE}
    if not fr and not en:
        errors["question_fr"] = _("Say what is asked of each item, in one language at least, better in both.")
    for name, text in (("question_fr", fr), ("question_en", en)):
        if len(text) > MAX_QUESTION:
            lengths = {"n": len(text), "max": MAX_QUESTION}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if draft.space is not None and draft.space.operator_id != operator.pk:
        errors["space"] = _("This space is run by another operator.")
    if draft.version is not None and not CriterionVersion.objects.in_force(now).filter(pk=draft.version.pk).exists():
        errors["criterion"] = _("Another version of this criterion is in force.")
    if errors:
        raise BadInput(errors)
    return AuditDraft(draft.population, draft.since, draft.until, draft.size, fr, en, draft.space, draft.version)


def _check_enough(items: list[str], size: int) -> None:
    if not items:
        raise BadInput({"population": _("Nothing of this kind is on record in these days. Choose others.")})
    if len(items) > MOST_ITEMS:
        raise BadInput({"since": _("That is more than %(n)d items. Choose fewer days.") % {"n": MOST_ITEMS}})
    if size > len(items):
        said = ngettext(
            "There is %(n)d item in these days: draw that many at most.",
            "There are %(n)d items in these days: draw that many at most.",
            len(items),
        )
        raise BadInput({"size": said % {"n": len(items)}})


def _check_roster(roster: list[Mandate], lookers: int, operator: Operator) -> None:
    if len(roster) < lookers:
        said = {"n": len(roster), "needed": lookers, "name": operator.name}
        raise NotNow(
            _(
                "%(needed)d auditors are needed, and %(n)d may be drawn: without a link to %(name)s, seen or declared, "
                "and not among those of its last audit. Ask more auditors to declare."
            )
            % said
        )


def _signed(
    operator: Operator, mandate: Mandate, draft: AuditDraft, items: list[str], roster: list[Mandate], lookers: int,
    now: datetime,
) -> Audit:  # fmt: skip
    audit = Audit(
        operator=operator,
        space=draft.space,
        version=draft.version,
        population=draft.population,
        since=draft.since,
        until=draft.until,
        items=items,
        items_sha256=digest(items),
        size=draft.size,
        roster=[[one.reference, one.public_name] for one in roster],
        lookers=lookers,
        question_fr=draft.question_fr,
        question_en=draft.question_en,
        mandate=mandate,
        named=mandate.public_name,
        announced_at=now,
        due_at=now + DUE,
    )
    document = documents.announcement(audit)
    audit.sha256, audit.signature = digest(document), sign(document, now=now)
    audit.save()
    return audit


@transaction.atomic
def audit_withdraw(*, account: Account, audit: Audit, reason_fr: str, reason_en: str, now: datetime) -> None:
    """Only who announced it takes it back, with a reason. What was announced, and drawn, stays readable."""
    audit = Audit.objects.select_for_update(of=("self",)).select_related("mandate").get(pk=audit.pk)
    check_can_withdraw(account, audit)
    check_transition(TRANSITIONS, AuditState(audit.state), AuditState.WITHDRAWN)
    fr, en = clean_text(reason_fr)[:MAX_QUESTION], clean_text(reason_en)[:MAX_QUESTION]
    if not fr and not en:
        raise BadInput({"reason_fr": _("Say why, in one language at least: it is read beside the announcement.")})
    end(audit, AuditState.WITHDRAWN, fr, en, actor=account.reference, now=now)


def end(audit: Audit, state: AuditState, fr: str, en: str, *, actor: str, now: datetime) -> None:
    """An audit without a result says why."""
    check_transition(TRANSITIONS, AuditState(audit.state), state)
    audit.state, audit.ended_at, audit.ended_why_fr, audit.ended_why_en = state, now, fr, en
    audit.save(update_fields=["state", "ended_at", "ended_why_fr", "ended_why_en"])
    append(
        kind="audit.ended",
        actor=actor,
        object=audit.reference,
        payload={"audit": audit.pk},
        body_sha256=digest(documents.ending(audit)),
        now=now,
    )
    tell_of_end(audit, now)
