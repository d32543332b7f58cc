"""The person named in a warning contests it or asks that it be erased; and whoever holds a receipt appeals. Neither
has an account here: a private link is all they need."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.moderation.models import Appeal, Case, Decision, Report
from apps.moderation.permissions import check_is_open_to_appeal
from apps.moderation.rules import OF_THE_PERSON_NAMED, Ground
from apps.moderation.services.appeals import appeal_open
from apps.moderation.services.cases import locked
from apps.moderation.services.reports import Receipt, ReportDraft, digest_of, report_file
from apps.moderation.services.statements import earlier
from apps.moderation.states import LIVE, Party
from apps.moderation.targets import of_item
from apps.posts.spoken import spoken_by_reference, spoken_erase
from apps.posts.states import ItemState
from apps.warnings.models import Claim, PersonWarning
from apps.warnings.services.naming import warning_named


@transaction.atomic
def warning_contest(*, claim: Claim, reference: str, ground: Ground, text: str, now: datetime) -> Receipt:
    """A case with its own reason: a person decides within the time of that reason, and says why."""
    if ground not in OF_THE_PERSON_NAMED:
        raise BadInput({"ground": _("Choose one of the two.")})
    warning = warning_named(claim, reference)
    target = of_item(warning)
    asked = Report.objects.filter(case__item=warning.reference, ground=ground, reporter=None)
    if asked.filter(case__state__in=LIVE).exists():
        raise NotNow(_("You have asked this already. A person is going to answer."))
    return report_file(target=target, draft=ReportDraft(ground, text=text), reporter=None, now=now)


def report_behind(token: str) -> Report:
    """The report of this receipt; raises NotFound."""
    report = Report.objects.filter(receipt_digest=digest_of(token)).select_related("case").first()
    if report is None:
        raise NotFound(_("No report stands behind this link. Check that you copied all of it."))
    return report


@transaction.atomic
def receipt_appeal(*, token: str, text: str, now: datetime) -> Appeal:
    """Whoever holds the receipt of a report made without an account appeals like any reporter."""
    report = report_behind(token)
    case = locked(report.case)
    decision = check_can_appeal_by_receipt(report, earlier(case), now=now)
    return appeal_open(case, decision, Party.REPORTER, None, text, now)


def check_can_appeal_by_receipt(report: Report, decision: Decision | None, *, now: datetime) -> Decision:
    """Within the window, once, and only where nobody with a name here reported; against which decision."""
    if report.reporter is not None:
        raise NotYours(_("You reported this under your name: appeal on the page of the case."))
    return _open_to_appeal(report.case, decision, now)


def _open_to_appeal(case: Case, decision: Decision | None, now: datetime) -> Decision:
    if decision is None:
        raise NotNow(_("Nothing is decided yet: there is nothing to appeal."))
    check_is_open_to_appeal(case, decision, now=now)
    return decision


def decision_on_answer(warning: PersonWarning) -> Decision:
    """What was decided about the answer of the person named, latest first; raises NotFound while nothing is."""
    answer = getattr(warning, "answer", None)
    found = Decision.objects.published().filter(case__item=answer.reference if answer else "")
    decision = found.select_related("case__space", "statement").order_by("-published_at", "-pk").first()
    if decision is None:
        raise NotFound(_("Nothing is decided about an answer of yours."))
    return decision


def check_can_appeal_for_answer(decision: Decision, *, now: datetime) -> None:
    """By whoever proved the pseudonym: like any author, within the window, once."""
    _open_to_appeal(decision.case, earlier(decision.case), now)


@transaction.atomic
def answer_appeal(*, warning: PersonWarning, text: str, now: datetime) -> Appeal:
    """The person named contests what was decided about their answer. The caller has seen the proof."""
    case = locked(decision_on_answer(warning).case)
    decision = _open_to_appeal(case, earlier(case), now)
    return appeal_open(case, decision, Party.AUTHOR, None, text, now)


def warning_erase(*, case: Case, now: datetime) -> None:
    """Asked by the person named, decided so, and open to nobody's appeal any more."""
    asked = case.reports.filter(ground=Ground.NAMED_ERASE).exists()
    item = spoken_by_reference(case.item)
    if asked and item is not None and item.state == ItemState.MASKED and item.case == case.reference:
        spoken_erase(item=item, now=now)
