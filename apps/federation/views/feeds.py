"""Taking over what stands elsewhere: name an address, see what is there, confirm, then watch, pause or try again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.accountability.selectors import operator_by_slug
from apps.base import clock
from apps.base.errors import BadInput
from apps.base.permissions import allows
from apps.federation import feed_pages
from apps.federation.forms import ConfirmForm, LookForm
from apps.federation.models import Feed
from apps.federation.permissions import check_can_take_over
from apps.federation.services import feeds
from apps.federation.states import FeedState
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.permissions import check_has_second_factor, signed_in
from apps.spaces.models import Operator


def for_operator(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for who answers for this operator, with two proofs where the site asks for them."""

    @wraps(view)
    @login_required
    def wrapper(request: HttpRequest, op: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        operator = operator_by_slug(op)
        who = check_can_take_over(request.user, operator, now=clock.now())
        check_has_second_factor(signed_in(request))
        return view(request, operator, who, *args, **kwargs)

    return wrapper


@for_operator
def sources(request: HttpRequest, operator: Operator, who: str) -> HttpResponse:
    """What is read for this operator, and the one field to name another address."""
    form = LookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check_limit(name="look", who=who, at_most=20, per_seconds=600)
        address = form.cleaned_data["address"]
        try:
            feed = feeds.feed_look(operator=operator, address=address, asked_by=who, now=clock.now())
        except BadInput as refusal:
            form.add_error("address", str(refusal.errors.get("address", refusal.sentence)))
        else:
            return redirect("federation:source", operator.slug, feed.reference)
    page = {"operator": operator, "form": form, "feeds": feed_pages.feeds_of(operator)}
    return render(request, "federation/sources.html", page, status=422 if form.errors else 200)


@require_safe
def source(request: HttpRequest, op: str, reference: str) -> HttpResponseBase:
    """What came, what failed and why: for everybody. Before it is confirmed, for whoever may confirm it."""
    operator = operator_by_slug(op)
    feed = feed_pages.feed_by_reference(operator, reference)
    if feed.state == FeedState.LOOKED:
        return _before(request, op, reference)
    may = allows(check_can_take_over, request.user, operator, now=clock.now())
    context = {"page": feed_pages.source_page(feed), "operator": operator, "may": may}
    return render(request, "federation/source.html", context)


@for_operator
def _before(request: HttpRequest, operator: Operator, who: str, reference: str) -> HttpResponse:
    feed = feed_pages.feed_by_reference(operator, reference)
    initial = {"name": feed.title[:120], "language": (get_language() or "fr")[:2], "every": "24"}
    return _preview(request, operator, feed, ConfirmForm(initial=initial))


def _preview(request: HttpRequest, operator: Operator, feed: Feed, form: ConfirmForm) -> HttpResponse:
    context = {"page": feed_pages.preview(feed), "operator": operator, "form": form}
    return render(request, "federation/preview.html", context, status=422 if form.errors else 200)


@require_POST
@for_operator
@once
def confirm(request: HttpRequest, operator: Operator, who: str, reference: str) -> HttpResponse:
    """Begin to read."""
    feed, form = feed_pages.feed_by_reference(operator, reference), ConfirmForm(request.POST)
    if form.is_valid():
        try:
            feeds.feed_confirm(feed=feed, asked_by=who, now=clock.now(), **form.cleaned_data)
        except BadInput as refusal:
            for name, sentence in refusal.errors.items():
                form.add_error(name, str(sentence))
        else:
            messages.success(request, _("It is being read, a page at a time. This page says how it goes."))
            return redirect("federation:source", operator.slug, reference)
    return _preview(request, operator, feed, form)


@require_POST
@for_operator
@once
def pause(request: HttpRequest, operator: Operator, who: str, reference: str) -> HttpResponse:
    """Stop asking; what came stays."""
    feeds.feed_pause(feed=feed_pages.feed_by_reference(operator, reference), asked_by=who, now=clock.now())
    messages.success(request, _("Paused. What came stays; nothing more is asked of that site."))
    return redirect("federation:source", operator.slug, reference)


@require_POST
@for_operator
@once
def resume(request: HttpRequest, operator: Operator, who: str, reference: str) -> HttpResponse:
    """Go on where it stopped."""
    feeds.feed_resume(feed=feed_pages.feed_by_reference(operator, reference), asked_by=who, now=clock.now())
    messages.success(request, _("It is read on from where it stopped."))
    return redirect("federation:source", operator.slug, reference)


@require_POST
@for_operator
@once
def retry(request: HttpRequest, operator: Operator, who: str, reference: str) -> HttpResponse:
    """Ask again now for what failed."""
    count = feeds.feed_retry(feed=feed_pages.feed_by_reference(operator, reference))
    said = ngettext("%(n)d page is asked for again.", "%(n)d pages are asked for again.", count) % {"n": count}
    messages.success(request, said)
    return redirect("federation:source", operator.slug, reference)
