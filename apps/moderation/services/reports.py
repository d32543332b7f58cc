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
from apps.moderation.services.cases import bring_nearer, case_open, decided_alike, live_case, locked
from apps.moderation.states import Closing, OpenedBy
from apps.moderation.targets import Target, target_of_case
from apps.notices.services import prepare
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
def report_file(
    *,
    target: Target,
    draft: ReportDraft,
    reporter: Persona | None,
    now: datetime,
    opened_by: OpenedBy = OpenedBy.REPORT,
) -> Receipt:
    """File a report. Raises BadInput with a sentence per field. A verified professional's is a doubt: a floor above
    says so."""
    text = _checked(draft, target)
    rule = RULE_OF[draft.ground]
    why = {"ground": draft.ground.value}
    same = [ground.value for ground, named in RULE_OF.items() if named == rule]
    live = live_case(target)  # before the shield is asked: what is being sent right now counts as judged
    answered = decided_alike(target, rule, same)
    case = locked(answered or live or case_open(target=target, opened_by=opened_by, rule=rule, why=why, now=now))
    _check_first(case, reporter)
    if answered is None:
        bring_nearer(case, opened_by, rule, now)
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
    if answered is not None and reporter is not None:
        _tell_at_once(case, reporter, now)
    return Receipt(report, token)


def _tell_at_once(case: Case, reporter: Persona, now: datetime) -> None:
    """These words were judged for this reason already: the answer is there, and can be appealed."""
    decision = case.decisions.published().select_related("statement").order_by("-published_at").first()
    if decision is None:
        return
    said = {language: getattr(decision.statement, f"words_{language}")["finding"] for language in ("fr", "en")}
    path = f"/case/{case.reference}/"
    prepare(kind="moderation.answered", to=[reporter], about=decision.reference, path=path, context=said, now=now)


@transaction.atomic
def report_again(*, report: Report, now: datetime) -> Receipt:
    """Report the new words for the same reason, by one press: the passages that still stand, the same words beside."""
    case = locked(report.case)
    target = target_of_case(case)
    if target is None or not target.stands:
        raise NotNow(_("Its author has withdrawn this: there is nothing left to report."))
    if case.closing != Closing.EDITED or target.version == report.item_version:
        raise NotNow(_("These words have not changed since you reported them."))
    passages = tuple(passage for passage in report.passages if passage in target.text)
    draft = ReportDraft(Ground(report.ground), passages, report.text)
    return report_file(target=target, draft=draft, reporter=report.reporter, now=now)


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
