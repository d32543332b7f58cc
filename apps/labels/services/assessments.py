"""Say what one found: the operator of itself, a computation, a member, an auditor. Each replaces only its own word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.accountability.services.keys import sign_as
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.labels.checks import CHECKS, VERSION
from apps.labels.models import Assessment, Assessor, CriterionVersion, Found, Reply
from apps.labels.permissions import author_of
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.people.models import Account, Persona
from apps.signatures.canonical import digest
from apps.spaces.models import Mandate, Operator, Representative
from apps.spaces.permissions import representative_of

SELF_HOLDS = timedelta(days=365)
AUDIT_HOLDS = timedelta(days=365)
COMMUNITY_HOLDS = timedelta(days=180)
MACHINE_HOLDS = timedelta(days=31)
MACHINE_RENEWS = timedelta(days=7)  # before it runs out
MAX_REASON = 2000
HOLDS = {
    Assessor.OPERATOR: SELF_HOLDS,
    Assessor.AUDITOR: AUDIT_HOLDS,
    Assessor.COMMUNITY: COMMUNITY_HOLDS,
    Assessor.MACHINE: MACHINE_HOLDS,
}


@dataclass(frozen=True, slots=True)
class Author:
    """In which office somebody speaks; exactly one of the three stands for a person."""

    by: Assessor
    named: str = ""
    mandate: Mandate | None = None
    representative: Representative | None = None
    persona: Persona | None = None

    def earlier(self, operator: Operator, version: CriterionVersion) -> QuerySet[Assessment]:
        """What the same hand said before of the same criterion, in whatever version."""
        mine = operator.assessments.filter(by=self.by, version__criterion=version.criterion, replaced_at=None)
        if self.by is Assessor.AUDITOR:
            return mine.filter(mandate=self.mandate)
        return mine.filter(persona=self.persona) if self.by is Assessor.COMMUNITY else mine


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    """A verdict as it was typed."""

    verdict: str
    reason_fr: str
    reason_en: str


@transaction.atomic
def assess(
    *, account: Account, by: Assessor, operator: Operator, version: CriterionVersion, draft: AssessmentDraft,
    now: datetime,
) -> Assessment:  # fmt: skip
    """Say a verdict with its reason. Raises NotYours, NotNow, or BadInput with a sentence per field."""
    who = author_of(account, by, operator, now=now)
    if not CriterionVersion.objects.in_force(now).filter(pk=version.pk).exists():
        raise NotNow(_("Another version of this criterion is in force. Read it, then judge by it."))
    clean = _checked(draft)
    author = Author(by, who.named, who.mandate, who.representative, who.persona)
    words = (clean.reason_fr, clean.reason_en)
    return record(operator, version, author, Found(clean.verdict), words, {}, holds=HOLDS[by], now=now)


def _checked(draft: AssessmentDraft) -> AssessmentDraft:
    fr, en = clean_text(draft.reason_fr), clean_text(draft.reason_en)
    errors: dict[str, Any] = {}
    if draft.verdict not in Found.values:
        errors["verdict"] = _("Choose a verdict.")
    if not fr and not en:
        errors["reason_fr"] = _("Say why, in one language at least: a verdict without a reason helps nobody.")
    for name, text in (("reason_fr", fr), ("reason_en", en)):
        if len(text) > MAX_REASON:
            lengths = {"n": len(text), "max": MAX_REASON}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    return AssessmentDraft(draft.verdict, fr, en)


def record(
    operator: Operator, version: CriterionVersion, author: Author, verdict: Found, words: tuple[str, str],
    facts: dict[str, int], *, holds: timedelta, now: datetime, audit: str = "",
) -> Assessment:  # fmt: skip
    """Replace one's own earlier word, sign, write, log. `audit` is the reference of the audit it comes from."""
    author.earlier(operator, version).update(replaced_at=now)
    assessment = Assessment(
        operator=operator,
        version=version,
        by=author.by,
        mandate=author.mandate,
        representative=author.representative,
        persona=author.persona,
        named=author.named,
        verdict=verdict,
        reason_fr=words[0],
        reason_en=words[1],
        facts=facts,
        audit=audit,
        assessed_at=now,
        expires_at=now + holds,
    )
    document = assessment_document(assessment)
    assessment.sha256, assessment.signature = digest(document), sign(document, now=now)
    assessment.save()
    _log(assessment, now)
    return assessment


def _log(assessment: Assessment, now: datetime) -> None:
    """An office's verdict is a public document; a member's words are theirs, so the log only commits to them."""
    reference, payload = assessment.reference, {"assessment": assessment.pk}
    if (persona := assessment.persona) is None:
        digested = assessment.sha256
        append(kind="assessment.published", actor="", object=reference, payload=payload, body_sha256=digested, now=now)
    else:
        secret = assessment_document(assessment)
        actor = persona.reference
        append(kind="assessment.by_member", actor=actor, object=reference, payload=payload, secret=secret, now=now)


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """What is signed. People stand in it by reference and office."""
    who = assessment.representative or assessment.persona or assessment.mandate
    return {
        "type": "assessment",
        "assessment": assessment.reference,
        "operator": assessment.operator.slug,
        "criterion": assessment.version.criterion.code,
        "criterion_version": assessment.version.number,
        "by": assessment.by,
        "who": who.reference if who else assessment.named,
        "verdict": assessment.verdict,
        "reason": {"fr": assessment.reason_fr, "en": assessment.reason_en},
        "facts": assessment.facts,
        **({"audit": assessment.audit} if assessment.audit else {}),
        "assessed_at": f"{assessment.assessed_at:%Y-%m-%dT%H:%M:%SZ}",
        "expires_at": f"{assessment.expires_at:%Y-%m-%dT%H:%M:%SZ}",
    }


@transaction.atomic
def assess_by_machine(*, operator: Operator, now: datetime) -> list[Assessment]:
    """Apply every check that has data. What it found before and still finds is not said again until it runs out."""
    operator = Operator.objects.select_for_update().get(pk=operator.pk)
    said = []
    for version in CriterionVersion.objects.in_force(now).exclude(machine="").select_related("criterion"):
        said += _checked_by_machine(operator, version, now)
    return said


def _checked_by_machine(operator: Operator, version: CriterionVersion, now: datetime) -> list[Assessment]:
    author = Author(Assessor.MACHINE, named=f"{version.machine} {VERSION}")
    finding = CHECKS[version.machine](operator, now)
    earlier = author.earlier(operator, version)
    if finding is None:
        earlier.update(replaced_at=now)
        return []
    same = earlier.filter(version=version, verdict=finding.verdict, facts=finding.facts, named=author.named)
    if same.filter(expires_at__gt=now + MACHINE_RENEWS).exists():
        return []
    words = (finding.reason_fr, finding.reason_en)
    return [record(operator, version, author, finding.verdict, words, finding.facts, holds=MACHINE_HOLDS, now=now)]


@transaction.atomic
def reply(*, account: Account, assessment: Assessment, text_fr: str, text_en: str, now: datetime) -> Reply:
    """The operator's answer beside a verdict, once, under a real name. Raises NotYours, NotNow or BadInput."""
    representative = representative_of(account, assessment.operator, now=now)
    if assessment.by == Assessor.OPERATOR:
        raise NotNow(_("This is the operator’s own word. Say it anew instead of answering it."))
    if Reply.objects.filter(assessment=assessment).exists():
        raise NotNow(_("The operator has answered this verdict. An answer is not rewritten."))
    fr, en = clean_text(text_fr)[:MAX_REASON], clean_text(text_en)[:MAX_REASON]
    if not fr and not en:
        raise BadInput({"text_fr": _("Write the answer in one language at least, better in both.")})
    answer = Reply(assessment=assessment, representative=representative, text_fr=fr, text_en=en, replied_at=now)
    document = reply_document(answer)
    answer.sha256, answer.signature = digest(document), sign_as(representative, document, now=now)
    answer.save()
    append(
        kind="verdict.answered",
        actor=account.reference,
        object=answer.reference,
        payload={"reply": answer.pk},
        body_sha256=answer.sha256,
        now=now,
    )
    return answer


def reply_document(answer: Reply) -> dict[str, Any]:
    """What is signed: the person stands in it by reference and role."""
    representative = answer.representative
    return {
        "type": "answer to a verdict",
        "answer": answer.reference,
        "assessment": answer.assessment.reference,
        "representative": representative.reference,
        "role": {"fr": representative.role_fr, "en": representative.role_en},
        "text": {"fr": answer.text_fr, "en": answer.text_en},
        "replied_at": f"{answer.replied_at:%Y-%m-%dT%H:%M:%SZ}",
    }
