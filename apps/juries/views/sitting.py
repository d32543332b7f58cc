"""What a party and a juror do: ask for a jury, practise, take a seat or decline, vote."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.juries import services
from apps.juries.consulting import words_note
from apps.juries.forms import CallForm, MeasureForm, VoteForm
from apps.juries.models import Practice
from apps.juries.permissions import check_sits, practised, seat_of
from apps.juries.practice import CHOICES, lessons_for
from apps.juries.selectors.before import before_juror, measures
from apps.juries.selectors.mine import mine as my_seats
from apps.juries.selectors.mine import rule_path
from apps.moderation.forms import put_back
from apps.moderation.models import Case
from apps.moderation.selectors.case_page import case_page
from apps.moderation.services.juries import check_can_call_jury
from apps.people.permissions import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def call(request: HttpRequest, case: str) -> HttpResponse:
    """Ask for a jury."""
    account, form = signed_in(request), CallForm(request.POST or None)
    page = case_page(typed(case)[:24], account, now=clock.now())
    found = Case.objects.filter(reference=page.reference).first()
    if found is None:
        raise NotFound(_("No case bears this number, or it is for members of a space only."))
    status = 200
    if not form.is_valid():  # nobody is asked for words that would be refused
        check_can_call_jury(account, found, now=clock.now())
    else:
        try:
            services.jury_call(account=account, case=found, text=form.cleaned_data["text"], now=clock.now())
        except BadInput as refusal:
            put_back(form, refusal)
            status = refusal.status
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
            status = refusal.status
        else:
            messages.success(request, _("A jury is called. It is drawn as soon as the public log is signed."))
            return redirect("juries:jury", found.reference)
    context = {"case": page, "form": form, "nav": "decisions"}
    return render(request, "juries/call.html", context, status=422 if form.errors and status == 200 else status)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My invitations, and what I have answered."""
    context = {"page": my_seats(signed_in(request), now=clock.now()), "rule_path": rule_path()}
    return render(request, "juries/mine.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def training(request: HttpRequest) -> HttpResponse:
    """Five cases, one after another; each says at once what was decided, and why."""
    account, now = signed_in(request), clock.now()
    form = None
    if request.method == "POST":
        form = _practice_form(request.POST)
        if form.is_valid():
            key = typed(request.POST.get("key", ""))[:24]
            services.practice_answer(account=account, key=key, chosen=form.cleaned_data["outcome"], now=now)
            return redirect(f"{request.path}#{key}")
    said = {row.key: row for row in Practice.objects.filter(account=account)}
    lessons = lessons_for(account, now=now)
    waiting = next((lesson for lesson in lessons if lesson.key not in said), None)
    answered = [(lesson, said[lesson.key]) for lesson in lessons if lesson.key in said]
    context = {
        "answered": answered,
        "waiting": waiting,
        "form": form or _practice_form(None),
        "done": practised(account),
        "all": len(lessons),
    }
    return render(request, "juries/training.html", context, status=422 if form is not None else 200)


def _practice_form(data: Any) -> MeasureForm:
    return MeasureForm(data, options=[(one.value, str(one.label).capitalize()) for one in CHOICES])


@login_required
@require_safe
def seat(request: HttpRequest, seat: str) -> HttpResponse:
    """The invitation, then the case, then the vote."""
    return _page(request, seat)


def _page(request: HttpRequest, reference: str, form: VoteForm | None = None, *, status: int = 200) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    found = check_sits(account, typed(reference)[:24], now=now)
    page = before_juror(found, account, now=now)
    if page.accepted and page.trained:  # from here on the words are shown
        words_note(found, account, now=now)
    voted = {"outcome": page.voted, "words": page.words} if page.voted else {}
    form = form or VoteForm(options=measures(found.jury), initial=voted)
    return render(request, "juries/seat.html", {"page": page, "form": form}, status=status)


@login_required
@require_POST
@once
def accept(request: HttpRequest, seat: str) -> HttpResponse:
    """Take the seat."""
    account = signed_in(request)
    services.seat_accept(account=account, reference=typed(seat)[:24], now=clock.now())
    messages.success(request, _("The seat is yours, for this one case."))
    return redirect("juries:seat", seat)


@login_required
@require_POST
@once
def decline(request: HttpRequest, seat: str) -> HttpResponse:
    """Give it to the next lot."""
    services.seat_decline(account=signed_in(request), reference=typed(seat)[:24], now=clock.now())
    messages.success(request, _("You declined. The next lot is invited; nothing follows from it."))
    return redirect("juries:mine")


@login_required
@require_POST
@once
def vote(request: HttpRequest, seat: str) -> HttpResponse:
    """Vote, or vote again."""
    account, now = signed_in(request), clock.now()
    jury = seat_of(account, typed(seat)[:24]).jury
    form = VoteForm(request.POST, options=measures(jury))
    if not form.is_valid():
        return _page(request, seat, form, status=422)
    try:
        data = form.cleaned_data
        services.seat_vote(account=account, reference=seat, outcome=data["outcome"], words=data["words"], now=now)
    except BadInput as refusal:
        put_back(form, refusal)
        return _page(request, seat, form, status=refusal.status)
    said = _("Your vote is kept. Nobody reads it before all are counted; you may change it until then.")
    messages.success(request, said)
    return redirect("juries:mine")
