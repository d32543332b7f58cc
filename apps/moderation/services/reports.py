"""A report: anyone's notice about a review, a message or a profile. It hides nothing and opens or joins one case."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.ledger.services import append
from apps.moderation.models import Case, Report
from apps.moderation.rules import GROUNDS, NEEDS_WORDS, RULE_OF, Ground
from apps.moderation.services.cases import case_open, decided_alike, locked
from apps.moderation.states import OpenedBy
from apps.moderation.targets import Target
from apps.people.models import Persona

MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a person ticked, pointed at and wrote."""

    ground: Ground
    passages: tuple[str, ...] = field(default=())  # empty: all of it
    text: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The report, and the token of its private link, known here and nowhere else."""

    report: Report
    token: str


@transaction.atomic
def report_file(*, target: Target, draft: ReportDraft, reporter: Persona | None, now: datetime) -> Receipt:
    """File a report. Raises BadInput with a sentence per field."""
    text = _checked(draft, target)
    rule = RULE_OF[draft.ground]
    opened_by = OpenedBy.DOUBT if draft.ground == Ground.NOT_CLIENT else OpenedBy.REPORT
    why = {"ground": draft.ground.value}
    case = decided_alike(target, rule) or case_open(target=target, opened_by=opened_by, rule=rule, why=why, now=now)
    case = locked(case)
    _check_first(case, reporter)
    token = secrets.token_urlsafe(24)
    report = Report.objects.create(
        case=case,
        ground=draft.ground,
        passages=list(draft.passages),
        text=text,
        reporter=reporter,
        item_version=target.version,
        digest=target.digest,
        receipt_digest=digest_of(token),
        filed_at=now,
    )
    _file(report, reporter, now)
    return Receipt(report, token)


def digest_of(token: str) -> str:
    """What is kept of a receipt's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _checked(draft: ReportDraft, target: Target) -> str:
    errors: dict[str, Any] = {}
    if not target.stands:
        raise NotNow(_("Its author has withdrawn this: there is nothing left to report."))
    if draft.ground not in GROUNDS[target.kind]:
        errors["ground"] = _("Choose one of the reasons.")
    if any(passage not in target.text for passage in draft.passages if passage) or "" in draft.passages:
        errors["passages"] = _("This passage is not in the text. Quote it as it stands there.")
    text = clean_text(draft.text)
    if draft.ground in NEEDS_WORDS and not text:
        errors["text"] = _("Say in a few words why: without reasons nobody can check it.")
    if len(text) > MAX_TEXT:
        lengths = {"n": len(text), "max": MAX_TEXT}
        errors["text"] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if errors:
        raise BadInput(errors)
    return text


def _check_first(case: Case, reporter: Persona | None) -> None:
    if reporter is not None and case.reports.filter(reporter=reporter).exists():
        raise NotNow(_("You have reported this already. One report is enough: a person will read it."))


def _file(report: Report, reporter: Persona | None, now: datetime) -> None:
    """A sealed filing: its owner can open it, nobody can tell what it is about."""
    append(
        kind="report.filed",
        actor=reporter.reference if reporter else "",
        object=report.case.reference,
        payload={"report": report.pk},
        secret={
            "kind": "report",
            "report": report.reference,
            "case": report.case.reference,
            "item_sha256": report.digest,
            "reason": report.ground,
            "passages": report.passages,
            "text": report.text,
            "at": now.isoformat(),
        },
        owner=reporter.reference if reporter else report.reference,
        now=now,
    )
