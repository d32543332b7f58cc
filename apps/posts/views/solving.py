"""What is said of an accepted answer later, and what was solved already, shown to whoever is asking."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import Refusal
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.posts import selectors
from apps.posts.asking import solved_already
from apps.posts.finding import item_at, space_at
from apps.posts.form_page import check_pace, posted
from apps.posts.forms import OutdatedForm, ThreadForm
from apps.posts.models import Outdated, Post
from apps.posts.permissions import author_for
from apps.posts.solving import (
    answer_at,
    answer_keep_current,
    answer_outdate,
    best_answer_reopen,
    who_may_outdate,
)

page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
def alike(request: HttpRequest, space: str) -> HttpResponse:
    """Up to three solved questions that resemble the one being typed, as a fragment; nothing is kept."""
    now = clock.now()
    space_at(request, space, now)
    return render(request, "posts/alike.html", {"alike": solved_already(request, ThreadForm(request.POST), now)})


@require_POST
@once
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """The best answer is it no longer."""
    now = clock.now()
    item, _place = item_at(request, reference, now)
    answer = answer_at(item)
    if not request.user.is_authenticated:
        return redirect_to_login(selectors.path_of(answer))
    question = answer.thread.posts.select_related("author").get(number=1)
    persona = author_for(request.user, question)
    best_answer_reopen(persona=persona, thread=answer.thread, answer=answer, now=now)
    messages.success(request, _("Taken back. Your question waits for an answer again."))
    return HttpResponseRedirect(selectors.path_of(answer))


@page
@once
def outdated(request: HttpRequest, reference: str) -> HttpResponse:
    """Since when an answer is no longer true; or that it is true after all."""
    now = clock.now()
    item, place = item_at(request, reference, now)
    answer = answer_at(item)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    who_may_outdate(request.user, answer)
    standing = Outdated.objects.filter(answer=answer).first()
    form = OutdatedForm(posted(request), initial={"since": standing.since if standing else timezone.localdate(now)})
    status = _sent(request, form, answer, now) if request.method == "POST" else 200
    if status == 303:
        return HttpResponseRedirect(selectors.path_of(answer))
    context = {"form": form, "space": place, "standing": standing, "nav": "spaces"}
    context |= {"title": selectors.title_of(answer), "back": selectors.path_of(answer)}
    return render(request, "posts/outdated.html", context, status=status)


def _sent(request: HttpRequest, form: OutdatedForm, answer: Post, now: datetime) -> int:
    """Do it, or put the refusal back into the form."""
    account = signed_in(request)
    check_pace(account, "write", now)
    if "current" in request.POST:
        answer_keep_current(account=account, answer=answer, now=now)
        messages.success(request, _("Taken back. Nothing says any more that this answer is out of date."))
        return 303
    if not form.is_valid():
        return 422
    try:
        answer_outdate(account=account, answer=answer, since=form.cleaned_data["since"], now=now)
    except Refusal as refusal:
        form.put_back(refusal)
        return refusal.status
    messages.success(request, _("Said beside the answer. It stays readable."))
    return 303
