"""Ask to be verified, prove it, contest, take it back: one's own page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.base import clock
from apps.base.errors import NotNow, Refusal
from apps.gate.idempotency import once
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.posts.finding import asked_subject
from apps.posts.forms import SpeakingForm
from apps.posts.selectors import label_of, replies_by
from apps.professionals.verification.asking import verification_ask, verification_withdraw
from apps.professionals.verification.deciding import decision_contest
from apps.professionals.verification.forms import AskForm, CodeForm, ContestForm, paper_of
from apps.professionals.verification.models import Verification
from apps.professionals.verification.procedure import procedure_text
from apps.professionals.verification.proving import code_give, code_send_again, page_look
from apps.professionals.verification.selectors import MyPage, my_page
from apps.spaces.permissions import readable_spaces

MOST_REPLIES = 50
LOOK = "look"  # in no transaction: the site of the house answers, or does not


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """All of it on one page; each button is a form of its own."""
    account, act = signed_in(request), request.POST.get("act", "")
    if request.method != "POST":
        return _page(request, account, clock.now())
    if act not in ACTS:
        raise NotNow(_("Choose what to do."))
    return _done(request, account, act) if act == LOOK else _done_once(request, account, act)


def _done(request: HttpRequest, account: Account, act: str) -> HttpResponse:
    now = clock.now()
    form, do, said = ACTS[act](request, account, now)
    if form.is_valid():
        try:
            do()
        except Refusal as refusal:
            form.put_back(refusal)
            return _page(request, account, now, {act: form}, refusal.status)
        messages.success(request, said)
        return redirect("professionals:mine")
    return _page(request, account, now, {act: form}, 422)


_done_once = once(_done)


def _page(
    request: HttpRequest,
    account: Account,
    now: datetime,
    sent: dict[str, SpeakingForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    forms, page = sent or {}, my_page(account, now=now)
    context = {
        "page": page,
        "ask": forms.get("ask") or AskForm(initial=_beginning(request, page, now)),
        "code": forms.get("code") or CodeForm(),
        "contest": forms.get("contest") or ContestForm(),
        "refused": next((form for act, form in forms.items() if act in {"look", "again", "withdraw"}), None),
        "open": bool(forms.get("ask")) or bool(request.GET.get("subject")) or not page.others,
        "procedure": procedure_text(now=now),
        "replies": [(reply, label_of(reply.review.subject)) for reply in replies_by(account)[:MOST_REPLIES]],
    }
    response = render(request, "professionals/verification/mine.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _beginning(request: HttpRequest, page: MyPage, now: datetime) -> dict[str, Any]:
    """What is known already: the house one came from, or the last request, to be renewed."""
    last = next((one.view for one in page.others if one.may_renew), None)
    if last is None:
        return {"subjects": asked_subject(request, now)}
    named = {"real_name": last.name, "house": last.house, "city": last.city, "way": last.way}
    subjects = "\n".join(one.label for one in last.subjects)
    return {
        **named,
        "subjects": subjects,
        "site": last.site,
        "page": last.page,
        "job_fr": last.job_fr,
        "job_en": last.job_en,
    }


def _own(request: HttpRequest, account: Account) -> Verification:
    return get_object_or_404(Verification, account=account, reference=request.POST.get("reference", "")[:24])


Made = tuple[SpeakingForm, Callable[[], object], str]


def _ask(request: HttpRequest, account: Account, now: datetime) -> Made:
    form = AskForm(request.POST, request.FILES, spaces=readable_spaces(account, now=now))
    said = _("Asked. What comes next stands on this page.")
    return form, lambda: verification_ask(account=account, draft=form.draft(), now=now), said


def _code(request: HttpRequest, account: Account, now: datetime) -> Made:
    form, own = CodeForm(request.POST), _own(request, account)
    said = _("That is the code. A person decides next.")

    def give() -> object:
        return code_give(account=account, verification=own, typed=form.cleaned_data["code"], now=now)

    return form, give, said


def _again(request: HttpRequest, account: Account, now: datetime) -> Made:
    own = _own(request, account)
    said = _("Sent once more, to the same address.")
    return SpeakingForm(request.POST), lambda: code_send_again(account=account, verification=own, now=now), said


def _look(request: HttpRequest, account: Account, now: datetime) -> Made:
    own = _own(request, account)
    said = _("The code is there. A person decides next.")
    return SpeakingForm(request.POST), lambda: page_look(account=account, verification=own, now=now), said


def _withdraw(request: HttpRequest, account: Account, now: datetime) -> Made:
    own = _own(request, account)
    said = _("Taken back.")
    return SpeakingForm(request.POST), lambda: verification_withdraw(account=account, verification=own, now=now), said


def _contest(request: HttpRequest, account: Account, now: datetime) -> Made:
    form, own = ContestForm(request.POST, request.FILES), _own(request, account)
    said = _("Contested. Somebody else decides.")

    def contest() -> object:
        words, paper = form.cleaned_data["words"], paper_of(form)
        return decision_contest(account=account, verification=own, words=words, paper=paper, now=now)

    return form, contest, said


ACTS: dict[str, Callable[[HttpRequest, Account, datetime], Made]] = {
    "ask": _ask,
    "code": _code,
    "again": _again,
    LOOK: _look,
    "withdraw": _withdraw,
    "contest": _contest,
}
