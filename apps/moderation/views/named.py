"""Without an account: the person named in a warning contests it, reads what was decided about their answer and appeals;
and whoever holds a receipt appeals."""

from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.base.permissions import allows
from apps.gate.idempotency import once
from apps.moderation.forms import AppealForm, ContestForm, put_back
from apps.moderation.models import Decision
from apps.moderation.selectors.items import words_here
from apps.moderation.services import named
from apps.moderation.services.statements import earlier
from apps.moderation.views.report import receipt_page
from apps.warnings.models import PersonWarning
from apps.warnings.selectors import warning_view
from apps.warnings.services.naming import proven, warning_named
from apps.warnings.views.quiet import quiet


@require_http_methods(["GET", "HEAD", "POST"])
@once
@quiet
def contest(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """It is wrong, or it must go: either opens a case, and a person answers with reasons."""
    now = clock.now()
    claim = proven(token, now=now)
    warning = warning_named(claim, reference)
    form = ContestForm(request.POST or None, initial={"ground": request.GET.get("ground", "")})
    if form.is_valid():
        try:
            receipt = named.warning_contest(claim=claim, reference=reference, now=now, **form.cleaned_data)
        except BadInput as refusal:
            put_back(form, refusal)
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("moderation:receipt", token=receipt.token)
    context = {"form": form, "row": warning_view(warning), "token": token}
    return render(request, "moderation/contest.html", context, status=422 if form.errors else 200)


@require_POST
@once
@quiet
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Contest the answer to one's report; another person reads it again."""
    now, form, report = clock.now(), AppealForm(request.POST), named.report_behind(token)
    try:
        named.check_can_appeal_by_receipt(report, earlier(report.case), now=now)
        if not form.is_valid():
            return receipt_page(request, token, form, status=422)
        named.receipt_appeal(token=token, text=form.cleaned_data["text"], now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return receipt_page(request, token, form, status=refusal.status)
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return receipt_page(request, token, form, status=refusal.status)
    messages.success(request, _("Your appeal is filed. Somebody who had no part in the decision answers it."))
    return redirect("moderation:receipt", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@once
@quiet
def decided(request: HttpRequest, token: str, reference: str) -> HttpResponse:
    """What was decided about the answer of the person named, with its reasons; contested here."""
    now = clock.now()
    warning = warning_named(proven(token, now=now), reference)
    decision = named.decision_on_answer(warning)
    form, status = AppealForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = _appeal_for_answer(form, warning, decision, now)
        if status == HTTPStatus.SEE_OTHER:
            messages.success(request, _("Your appeal is filed. Somebody who had no part in the decision answers it."))
            return redirect("moderation:decided_answer", token=token, reference=reference)
    may_appeal = allows(named.check_can_appeal_for_answer, decision, now=now)
    context = {"form": form, "token": token, "row": warning_view(warning), "may_appeal": may_appeal}
    context |= {"reasons": words_here(decision), "own_words": decision.statement.own_words, "decision": decision}
    return render(request, "moderation/decided_answer.html", context, status=status)


def _appeal_for_answer(form: AppealForm, warning: PersonWarning, decision: Decision, now: datetime) -> int:
    """See other once it is filed; else the status with which the words come back."""
    try:
        named.check_can_appeal_for_answer(decision, now=now)
        if not form.is_valid():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        named.answer_appeal(warning=warning, text=form.cleaned_data["text"], now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return refusal.status
    except Refusal as refusal:
        form.add_error(None, str(refusal.sentence))
        return refusal.status
    return HTTPStatus.SEE_OTHER
