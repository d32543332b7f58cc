"""What the holder of a receipt may see: their own report, and its answer."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.ledger.models import Opening
from apps.look.moments import moment
from apps.look.parts import Moment
from apps.moderation.models import Case, Decision, Report
from apps.moderation.selectors.items import words_here
from apps.moderation.services.named import check_can_appeal_by_receipt
from apps.moderation.services.reports import digest_of
from apps.moderation.states import LIVE, CaseState, Closing
from apps.moderation.targets import Target, target_of_case
from apps.spaces.models import Visibility
from apps.spaces.permissions import Visitor


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One report, as its sender sees it."""

    case: str
    item: str
    case_url: str
    number: str
    about: str
    path: str
    ground: str
    passages: list[str]
    text: str
    filed_at: datetime
    waiting: bool
    decide_before: datetime
    finding: str
    outcome: str
    decided_at: datetime | None
    withdrawn: bool
    edited: bool  # its author changed the words before anybody decided
    can_report_again: bool
    steps: list[Moment]
    proof_url: str
    reasons: dict[str, str]  # the statement itself, where the page of the case is for members only
    own_words: str
    may_appeal: bool


def receipt_by_token(token: str, *, now: datetime) -> ReceiptView:
    """The report behind a private link; raises NotFound."""
    report = Report.objects.filter(receipt_digest=digest_of(token)).select_related("case__space").first()
    if report is None:
        raise NotFound(_("No report stands behind this link. Check that you copied all of it."))
    return _view(report, now)


def _view(report: Report, now: datetime) -> ReceiptView:
    case, target = report.case, target_of_case(report.case)
    decision = case.decisions.published().select_related("statement").order_by("-published_at").first()
    withdrawn = case.state == CaseState.CLOSED and decision is None
    public = case.space.visibility == Visibility.PUBLIC or report.reporter is not None
    return ReceiptView(
        case=case.reference,
        item=case.item,
        case_url=reverse("moderation:case", args=[case.reference]) if public else "",
        number=report.reference,
        about=_about(target),
        path=target.path if public and target and target.stands else "",
        ground=str(report.get_ground_display()),
        passages=report.passages,
        text=report.text,
        filed_at=report.filed_at,
        waiting=case.state in LIVE,
        decide_before=case.decide_before,
        finding=words_here(decision).get("finding", ""),
        outcome=words_here(decision).get("to_reporter", ""),
        decided_at=decision.published_at if decision else None,
        withdrawn=withdrawn and case.closing != Closing.EDITED,
        edited=case.closing == Closing.EDITED,
        can_report_again=_can_report_again(case, target),
        steps=_steps(report, decision, now),
        proof_url=_proof(report),
        reasons={} if public else words_here(decision),
        own_words=decision.statement.own_words if decision and not public else "",
        may_appeal=allows(check_can_appeal_by_receipt, report, decision, now=now),
    )


def _can_report_again(case: Case, target: Target | None) -> bool:
    if case.closing != Closing.EDITED or target is None or not target.stands:
        return False
    return not Case.objects.live().filter(item=case.item, space=case.space_id).exists()


def _about(target: Target | None) -> str:
    if target is None:
        return _("A text that was erased since")
    kinds = {
        "review": _("Review of %(about)s"),
        "post": _("Message in “%(about)s”"),
        "profile": _("Profile in %(about)s"),
        "warning": _("Warning about %(about)s"),
        "named": _("Answer of %(about)s"),
        "reasons": _("Doubt about a review of %(about)s"),
        "opinion": _("Opinion of a mediator on case %(about)s"),
        "reply": _("Reply to a review of %(about)s"),
        "response": _("Answer to a mediator’s opinion on case %(about)s"),
    }
    return kinds[target.kind] % {"about": target.about}


def _steps(report: Report, decision: Decision | None, now: datetime) -> list[Moment]:
    """What happened, and what is due."""
    case = report.case
    steps = [Moment(_("Your report is filed"), at=report.filed_at)]
    for published in case.decisions.published().order_by("published_at"):
        said = _("The appeal is answered") if published.result else _("A person has decided")
        steps.append(Moment(said, at=published.published_at))
    if case.state in LIVE:
        due = _("Before %(moment)s") % {"moment": moment(case.decide_before)}
        steps.append(Moment(_("A person reads it and decides"), when=due, upcoming=True))
    elif case.state == CaseState.NOTIFIED and decision is not None and decision.statement.appeal_until > now:
        steps.append(Moment(_("End of the time for an appeal"), at=decision.statement.appeal_until, upcoming=True))
    return sorted(steps, key=lambda step: (step.upcoming, step.at or now))


def _proof(report: Report) -> str:
    """The sealed entry of this report in the public log."""
    owner = report.reporter.reference if report.reporter else report.reference
    for opening in Opening.objects.filter(owner=owner).order_by("-pk"):
        if json.loads(bytes(opening.payload)).get("report") == report.reference:
            return reverse("ledger:receipt", args=[opening.token])
    return ""


def reported_in(visitor: Visitor, target: Target) -> str:
    """The case in which this person reported it already, while that waits for its answer."""
    if not visitor.is_authenticated:
        return ""
    live = Case.objects.live().filter(space=target.space, item=target.reference, reports__reporter__account=visitor)
    return live.values_list("reference", flat=True).first() or ""
