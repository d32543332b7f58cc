"""The desk's side: what waits, one request with its proof, yes or no with reasons, an end before its time."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import NotFound, Refusal
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.professionals.verification.deciding import verification_decide, verification_revoke
from apps.professionals.verification.forms import DecideForm, RevokeForm
from apps.professionals.verification.models import Verification
from apps.professionals.verification.permissions import check_has_desk
from apps.professionals.verification.reading import proof_read
from apps.professionals.verification.selectors import desk_request, desk_rows, desk_valid, verification_at


def at_the_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for trust managers, with two proofs where the site asks for them."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        account = signed_in(request)
        check_has_desk(account, now=clock.now())
        check_has_second_factor(account)
        return view(request, account, *args, **kwargs)

    return wrapper


@require_safe
@at_the_desk
def waiting(request: HttpRequest, account: Account) -> HttpResponse:
    """What waits, and what holds."""
    now = clock.now()
    context = {"waiting": desk_rows(account, now=now), "valid": desk_valid(account, now=now)}
    return render(request, "professionals/verification/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
@once
def one(request: HttpRequest, account: Account, reference: str) -> HttpResponse:
    """Read it, decide."""
    found = verification_at(typed(reference)[:24])
    if request.method != "POST":
        return _page(request, account, found)
    ends = request.POST.get("act") == "end"
    form = RevokeForm(request.POST) if ends else DecideForm(request.POST)
    if form.is_valid():
        act = verification_revoke if ends else verification_decide
        try:
            act(account=account, verification=found, draft=form.draft(), now=clock.now())
        except Refusal as refusal:
            form.put_back(refusal)
            return _page(request, account, found, form, refusal.status)
        messages.success(request, _("Decided, and told to whoever asked."))
        return redirect("professionals:desk")
    return _page(request, account, found, form, 422)


def _page(
    request: HttpRequest, account: Account, found: Verification, form: DecideForm | None = None, status: int = 200
) -> HttpResponse:
    page = desk_request(found, account, now=clock.now())
    context = {"page": page, "form": form or (RevokeForm() if page.may_revoke else DecideForm())}
    response = render(request, "professionals/verification/desk_request.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@at_the_desk
def file(request: HttpRequest, account: Account, reference: str) -> HttpResponse:
    """The document, to be saved. Whoever sent it sees that it was opened."""
    found = verification_at(typed(reference)[:24])
    paper, kind = proof_read(account=account, verification=found, now=clock.now())
    if not paper.file:
        raise NotFound(_("Nothing is here. It may have been erased."))
    response = HttpResponse(paper.file, content_type=kind or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, paper.file_name or "proof") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
