"""A case as others read it, the appeal in its place, and the lists."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotYours, Refusal
from apps.base.permissions import allows
from apps.gate.idempotency import once
from apps.moderation.forms import AppealForm, LiftForm, WordForm, put_back
from apps.moderation.measures import Word
from apps.moderation.models import Case, Report
from apps.moderation.permissions import check_can_join_appeal
from apps.moderation.selectors import lists
from apps.moderation.selectors.case_page import case_page
from apps.moderation.selectors.report_weights import my_records
from apps.moderation.services.appeals import appeal_file, appeal_join, check_can_appeal_now
from apps.moderation.services.dialogue import check_can_talk, word_say
from apps.moderation.services.pauses import pause_lift
from apps.moderation.services.reports import report_again
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in


@require_safe
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The same page for author, reporters and the public."""
    return _page(request, reference, AppealForm())


def _page(
    request: HttpRequest,
    reference: str,
    form: AppealForm,
    *,
    said: WordForm | None = None,
    lift: LiftForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = case_page(reference, request.user, now=clock.now())
    if page.can_join:
        form.ask_second()
    context = {"case": page, "form": form, "said": said or WordForm(), "lift": lift or LiftForm(), "nav": "decisions"}
    return render(request, "moderation/case.html", context, status=status)


@login_required
@require_POST
@once
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """Contest the decision; another person answers."""
    account, form, now = signed_in(request), AppealForm(request.POST), clock.now()
    found = _readable(request, reference)
    try:
        file, done = _appeal_or_join(account, found, form, now)
        if not form.is_valid():
            return _page(request, found.reference, form, status=422)
        file(account=account, case=found, text=form.cleaned_data["text"], now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, found.reference, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, found.reference, form, status=refusal.status)
    messages.success(request, done)
    return redirect("moderation:case", reference=found.reference)


def _appeal_or_join(account: Account, case: Case, form: AppealForm, now: datetime) -> tuple[Callable[..., object], str]:
    """Whoever comes second is heard with the first; raises what `check_can_appeal_now` raises."""
    if allows(check_can_join_appeal, account, case):
        form.ask_second()
        return appeal_join, _("Somebody else had appealed. Your reasons are added, and read with theirs.")
    check_can_appeal_now(account, case, now=now)
    return appeal_file, _("Your appeal is filed. Somebody who had no part in the decision answers it.")


def _readable(request: HttpRequest, reference: str) -> Case:
    """A case that this reader may know; raises NotFound."""
    page = case_page(reference, request.user, now=clock.now())
    found = Case.objects.select_related("space", "author").filter(reference=page.reference).first()
    if found is None:
        raise NotFound(_("No case bears this number, or it is for members of a space only."))
    return found


@login_required
@require_POST
@once
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """A word to whoever decided, or from them."""
    account, form, found = signed_in(request), WordForm(request.POST), _readable(request, reference)
    now = clock.now()
    try:
        check_can_talk(account, found, now=now)  # whether one may at all comes before how it is said
        if not form.is_valid():
            return _page(request, reference, AppealForm(), said=form, status=422)
        to = (
            Word.objects.in_talk().select_related("persona").filter(case=found, pk=form.cleaned_data["to"] or 0).first()
        )
        word_say(account=account, case=found, text=form.cleaned_data["text"], now=now, to=to)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, reference, AppealForm(), said=form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, reference, AppealForm(), said=form, status=refusal.status)
    messages.success(request, _("Your words are with whoever they are for."))
    return redirect("moderation:case", reference=found.reference)


@login_required
@require_POST
@once
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Report the new words for the same reason, by one press."""
    account, found = signed_in(request), _readable(request, reference)
    report = Report.objects.filter(case=found, reporter__account=account).select_related("case", "reporter").first()
    if report is None:
        raise NotYours(_("You have not reported this."))
    receipt = report_again(report=report, now=clock.now())
    messages.success(request, _("The new words are reported. A person will read them."))
    return redirect("moderation:receipt", token=receipt.token)


@login_required
@require_POST
@once
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    """End a pause early: a decision like any other, by a trust manager."""
    account, form, found = signed_in(request), LiftForm(request.POST), _readable(request, reference)
    check_has_second_factor(account)
    if not form.is_valid():
        return _page(request, reference, AppealForm(), lift=form, status=422)
    language, words = (get_language() or "fr")[:2], form.cleaned_data["own_words"]
    try:
        decision = pause_lift(account=account, case=found, own_words=words, language=language, now=clock.now())
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, reference, AppealForm(), lift=form, status=refusal.status)
    messages.success(request, _("Decided. It is sent in ten seconds; the desk can still undo it."))
    return redirect("moderation:item", reference=decision.case.reference)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every published decision, newest first."""
    found, filters = lists.decisions(request.user, lists.wanted(request.GET), now=clock.now())
    page, rows = lists.page_of(found, request.GET.get("page"))
    context = {"page": page, "rows": rows, "filters": filters, "nav": "decisions"}
    return render(request, "moderation/cases.html", context)


@login_required
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """Cases about my words, and those I reported."""
    account = signed_in(request)
    context = {"cases": lists.my_cases(account), "records": my_records(account), "platform": settings.PLATFORM_OPERATOR}
    return render(request, "moderation/my_cases.html", context)
