"""Record an exchange with a member, confirm it, rate it, answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotNow, Refusal
from apps.exchanges import services
from apps.exchanges.forms import AnswerForm, ProposeForm, RatingForm, language
from apps.exchanges.models import Exchange
from apps.exchanges.permissions import check_can_answer_ratings, check_can_propose, check_can_rate, check_is_party
from apps.exchanges.selectors import ExchangePage, exchange_at, exchange_page, my_exchanges, path_of, rule_path
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.posts.finding import space_at
from apps.posts.form_page import check_pace, posted
from apps.posts.forms import SpeakingForm
from apps.posts.selectors import path_of as where_it_reads
from apps.spaces.selectors import member_called, member_in

page = require_http_methods(["GET", "HEAD", "POST"])
A_DAY = 86_400
MOST_A_DAY = 10


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Mine."""
    return render(request, "exchanges/mine.html", {"page": my_exchanges(signed_in(request)), "rule_path": rule_path()})


@require_safe
def exchange(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """For the two at any time; for the others once something of it is published."""
    shown = _page(request, space, reference)
    return render(request, "exchanges/exchange.html", {"page": shown, "nav": "spaces"})


@login_required
@page
@once
def propose(request: HttpRequest, space: str, pseudonym: str) -> HttpResponse:
    """Ask a member to confirm it."""
    account, now = signed_in(request), clock.now()
    place = space_at(request, space, now)
    me, other = member_in(account, place), member_called(pseudonym, place)
    form = ProposeForm(posted(request), topics=place.topics.order_by("pk"))
    if request.method != "POST":
        check_can_propose(me, other, place, now=now)

    def send() -> HttpResponse:
        _check_proposals(account)
        made = services.exchange_propose(proposer=me, other=other, space=place, draft=form.draft(), now=now)
        messages.success(request, _("Asked. Nobody but you two sees it until something of it is published."))
        return redirect(path_of(made))

    return _form(request, form, send, "exchanges/propose.html", place=place, other=other, me=me)


@login_required
@require_POST
@once
def settle(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """Confirm it, do not, or take it back."""
    account = signed_in(request)
    found = _mine(account, space, reference)
    verb, said = _verb(request.POST.get("said", ""))
    verb(account=account, reference=found.reference, now=clock.now())
    messages.success(request, said)
    return redirect(path_of(found))


@login_required
@page
@once
def rate(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """Rate it, or change what is held."""
    account, now = signed_in(request), clock.now()
    found = _mine(account, space, reference)
    held = found.ratings.filter(side=check_is_party(account, found)).first()
    if request.method != "POST":
        check_can_rate(found, held, now=now)
    form = RatingForm(posted(request), initial={"stars": held.stars, "text": held.text} if held else {})

    def send() -> HttpResponse:
        check_pace(account, "write", now)
        done = services.rating_give(account=account, reference=found.reference, draft=form.draft(), now=now)
        messages.success(request, _held_or_published(done))
        return redirect(path_of(done))

    return _form(request, form, send, "exchanges/rate.html", page=_page(request, space, reference))


@login_required
@require_POST
@once
def take_back(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """Take back what is held, for good."""
    account = signed_in(request)
    found = _mine(account, space, reference)
    services.rating_take_back(account=account, reference=found.reference, now=clock.now())
    messages.success(request, _("Taken back. Its words are gone, and nobody has read them."))
    return redirect(path_of(found))


@login_required
@page
@once
def answer(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """Answer what was published, once."""
    account, now = signed_in(request), clock.now()
    found = _mine(account, space, reference)
    if request.method != "POST":
        check_can_answer_ratings(found, check_is_party(account, found))
    form = AnswerForm(posted(request))

    def send() -> HttpResponse:
        check_pace(account, "write", now)
        text = form.cleaned_data["text"]
        post = services.answer_give(account=account, reference=found.reference, text=text, language=language(), now=now)
        messages.success(request, _("Published."))
        return redirect(where_it_reads(post))

    return _form(request, form, send, "exchanges/answer.html", page=_page(request, space, reference))


def _form(
    request: HttpRequest, form: SpeakingForm, send: Callable[[], HttpResponse], template: str, **context: Any
) -> HttpResponse:
    """Sent and right, done; otherwise everything typed comes back with a sentence."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return send()
        except Refusal as refusal:
            form.put_back(refusal)
            status = refusal.status
    return render(
        request, template, {**context, "form": form, "rule_path": rule_path(), "nav": "spaces"}, status=status
    )


def _page(request: HttpRequest, space: str, reference: str) -> ExchangePage:
    return exchange_page(request.user, space=space, reference=reference, now=clock.now())


def _mine(account: Account, space: str, reference: str) -> Exchange:
    found = exchange_at(account, space=space, reference=reference, now=clock.now())
    check_is_party(account, found)
    return found


def _check_proposals(account: Account) -> None:
    check_limit(
        name="exchange",
        who=str(account.pk),
        at_most=MOST_A_DAY,
        per_seconds=A_DAY,
        sentence=_("That is many proposals in one day. Wait until tomorrow."),
    )


def _verb(said: str) -> tuple[Callable[..., Exchange], str]:
    """What was pressed."""
    verbs = {
        "yes": (services.exchange_confirm, _("Confirmed. Both of you may rate it now.")),
        "no": (services.exchange_refuse, _("Not confirmed. Nothing of it is published, and nobody else hears of it.")),
        "back": (services.exchange_take_back, _("Taken back.")),
    }
    if said not in verbs:
        raise NotNow(_("Press one of the buttons of this page."))
    return verbs[said]


def _held_or_published(exchange: Exchange) -> str:
    if exchange.revealed_at is not None:
        return _("Both ratings are in: both are published now.")
    return _("Held. It appears with the other rating, or on the day this page says.")
