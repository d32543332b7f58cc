"""Trust managers look for the codes that people have put into their profiles."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import Refusal
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.warnings import selectors
from apps.warnings.forms import CheckForm
from apps.warnings.models import Claim
from apps.warnings.permissions import check_can_check
from apps.warnings.services import naming
from apps.warnings.views.quiet import quiet


@login_required
@require_safe
@quiet
def checks(request: HttpRequest) -> HttpResponse:
    """Every code that waits, oldest first."""
    return _page(request, clock.now())


def _page(request: HttpRequest, now: datetime, form: CheckForm | None = None, at: str = "") -> HttpResponse:
    account = signed_in(request)
    check_can_check(account, None, now=now)
    context = {"rows": selectors.checks(account_id=account.pk), "form": form or CheckForm(), "at": at}
    return render(request, "warnings/checks.html", context, status=422 if form is not None else 200)


@login_required
@require_POST
@once
@quiet
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what was seen."""
    now = clock.now()
    claim = get_object_or_404(Claim, reference=reference)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, now, form, reference)
    try:
        naming.claim_check(account=signed_in(request), claim=claim, now=now, **form.cleaned_data)
    except Refusal as refusal:
        form.put_back(refusal)
        return _page(request, now, form, reference)
    messages.success(request, _("Said. The person reads it at their private address."))
    return redirect("warnings:checks")
