"""Contest; read what became of it; decide at the desk; how contests turn out."""

import csv
from collections.abc import Callable
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import Refusal
from apps.base.models import typed
from apps.disputes import selectors
from apps.disputes.figures import COLUMNS, dispute_figures
from apps.disputes.forms import DecideForm, OpenForm
from apps.disputes.models import Dispute
from apps.disputes.permissions import (
    check_can_answer,
    check_can_contest_again,
    check_can_open,
    check_has_desk,
    own_dispute,
    thing_of,
)
from apps.disputes.services import DisputeDraft, dispute_again, dispute_decide, dispute_look, dispute_open
from apps.disputes.states import DisputeState
from apps.gate.idempotency import once
from apps.people.models import Account
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts.forms import SpeakingForm

GONE = DisputeDraft(anew=False, reasons="")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def contest(request: HttpRequest, kind: str, reference: str) -> HttpResponse:
    """In what it is wrong: one field."""
    account, now, reference = signed_in(request), clock.now(), typed(reference)[:24]
    thing = thing_of(account, kind, reference)
    form, status = OpenForm(request.POST or None), 200

    def send() -> Dispute:
        words = form.cleaned_data["words"]
        return dispute_open(account=account, kind=kind, reference=reference, words=words, now=now)

    if request.method == "POST":
        made, status = _sent(form, lambda: check_can_open(thing, now=now), send)
        if made is not None:
            messages.success(request, _("Contested. A person decides within fifteen days, with reasons."))
            return redirect("disputes:mine", made.reference)
    context = {"thing": thing, "form": form, "standing": selectors.may_open(thing, now)}
    return _unkept(render(request, "disputes/open.html", context, status=status))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of it; contest once more."""
    account, now = signed_in(request), clock.now()
    found = own_dispute(account, typed(reference)[:24])
    form, status = OpenForm(request.POST or None), 200

    def send() -> Dispute:
        return dispute_again(account=account, reference=found.reference, words=form.cleaned_data["words"], now=now)

    if request.method == "POST":
        made, status = _sent(form, lambda: check_can_contest_again(found, now=now), send)
        if made is not None:
            messages.success(request, _("Contested once more. Somebody else decides."))
            return redirect("disputes:mine", found.reference)
    context = {"page": selectors.own_page(found, now=now), "form": form}
    return _unkept(render(request, "disputes/mine.html", context, status=status))


@login_required
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits at the desk."""
    account = _at_the_desk(request)
    return render(request, "disputes/desk.html", {"rows": selectors.desk(account, now=clock.now())})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Read it, decide. What is gone is closed with one button."""
    account, now = _at_the_desk(request), clock.now()
    found = selectors.dispute_at(typed(reference)[:24])
    page = selectors.desk_page(found, account, now=now)
    if page.words:
        dispute_look(account=account, dispute=found, now=now)
    if request.method != "POST":
        return _decide_page(request, page, DecideForm(named=page.named))
    form = DecideForm(request.POST, named=page.named)

    def send() -> Dispute:
        draft = GONE if page.gone else form.draft()
        return dispute_decide(account=account, dispute=found, draft=draft, now=now)

    decided, status = _sent(form, lambda: check_can_answer(account, found, now=now), send, anything=page.gone)
    if decided is not None:
        gone = decided.state == DisputeState.MOOT
        messages.success(request, _("Closed, and they are told.") if gone else _("Decided, and they are told."))
        return redirect("disputes:desk")
    return _decide_page(request, page, form, status)


def _sent(
    form: SpeakingForm, check: Callable[[], object], send: Callable[[], Dispute], *, anything: bool = False
) -> tuple[Dispute | None, int]:
    """Who may speak comes before how it is said; what is refused stands where it was typed. `anything`: whatever."""
    valid = form.is_valid() or anything
    try:
        check()
        return (send(), 302) if valid else (None, 422)
    except Refusal as refusal:
        form.put_back(refusal)
        return None, refusal.status


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many, how answered, how long. Nobody is named."""
    return render(request, "disputes/figures.html", {"figures": dispute_figures(now=clock.now()), "nav": "spaces"})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row for all, one per kind of thing."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contests.csv"'
    writer = csv.writer(response)
    told = dispute_figures(now=clock.now())
    writer.writerow(["kind", *COLUMNS])
    for row in (told.whole, *told.kinds):
        values = asdict(row)
        writer.writerow([row.kind, *(values[name] for name in COLUMNS)])
    return response


def _decide_page(
    request: HttpRequest, page: selectors.DisputePage, form: DecideForm, status: int = 200
) -> HttpResponse:
    return _unkept(render(request, "disputes/decide.html", {"page": page, "form": form}, status=status))


def _at_the_desk(request: HttpRequest) -> Account:
    """Only for trust managers, with two proofs where the site asks for them."""
    account = signed_in(request)
    check_has_desk(account, now=clock.now())
    check_has_second_factor(account)
    return account


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
