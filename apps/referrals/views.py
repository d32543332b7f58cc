"""How one is referred in a space: ask, vouch, take back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import NotFound, NotNow, Refusal
from apps.base.models import typed
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.look.moments import day
from apps.people.models import Persona
from apps.people.permissions import signed_in
from apps.posts.finding import space_at
from apps.posts.form_page import posted
from apps.referrals import rule, services
from apps.referrals.forms import NameForm, TopicForm
from apps.referrals.selectors import AskingView, ReferralsPage, asking_page, referrals_page
from apps.referrals.services.locking import asking_at
from apps.spaces.models import Space
from apps.spaces.selectors import member_called, member_in
from apps.trust.refusing import kept_as

page = require_http_methods(["GET", "HEAD", "POST"])
A_DAY = 86_400
MOST_A_DAY = 10


@page
@once
def home(request: HttpRequest, space: str) -> HttpResponse:
    """How one is referred here; what I ask and what I vouch for."""
    now = clock.now()
    place = space_at(request, space, now)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    ask = TopicForm(posted(request) if _act(request) == "ask" else None, topics=place.topics.order_by("pk"))
    name = NameForm(posted(request) if _act(request) == "name" else None)
    status, kept = 200, ""
    if request.method == "POST":
        forms: dict[str, TopicForm | NameForm] = {"ask": ask, "name": name}
        form = forms.get(_act(request))
        if form is None:
            raise NotNow(_("Press one of the buttons of this page."))
        status = 422
        if form.is_valid():
            try:
                return _asked(request, place, form, now)
            except Refusal as refusal:
                form.put_back(refusal)
                status, kept = refusal.status, kept_as(refusal)
    told = referrals_page(request.user, place, now=now)
    askings = _with_names(told, name)
    stray = name if name.is_bound and name not in [form for _asking, form in askings] else None
    context = {"page": told, "ask": ask, "askings": askings, "stray": stray, "kept": kept, "nav": "spaces"}
    return render(request, "referrals/home.html", context, status=status)


def _with_names(told: ReferralsPage, sent: NameForm) -> list[tuple[AskingView, NameForm]]:
    """Each open request with a form of its own: what is wrong with one is not said in another."""
    meant = sent.data.get("asking") if sent.is_bound else None
    return [
        (one, sent if one.reference == meant else NameForm(auto_id=f"{one.reference}_%s"))
        for one in (told.received.askings if told.received else ())
    ]


def _act(request: HttpRequest) -> str:
    return request.POST.get("act", "") if request.method == "POST" else ""


def _asked(request: HttpRequest, place: Space, form: TopicForm | NameForm, now: datetime) -> HttpResponse:
    account = signed_in(request)
    if isinstance(form, TopicForm):
        topic = form.cleaned_data["topic"]
        services.asking_open(persona=member_in(account, place), space=place, topic=topic, now=now)
        messages.success(request, _("Your link is ready. Give it to somebody here who knows you."))
    else:
        _check_pace(account.pk)
        other = member_called(form.cleaned_data["pseudonym"], place)
        services.referral_ask(account=account, reference=form.cleaned_data["asking"], other=other, now=now)
        messages.success(request, _("Asked. Nobody reminds them; their answer is theirs."))
    return redirect("referrals:home", place.slug)


def _check_pace(account: int) -> None:
    check_limit(
        name="referral",
        who=str(account),
        at_most=MOST_A_DAY,
        per_seconds=A_DAY,
        sentence=_("You have asked many people today. Wait until tomorrow."),
    )


@login_required
@page
@once
def one(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """What somebody's private link leads to: what it means to vouch, before one does."""
    account, now = signed_in(request), clock.now()
    place = space_at(request, space, now)
    me = member_in(account, place)
    asking = asking_at(typed(reference)[:24])
    if asking.space_id != place.pk:
        raise NotFound(_("No request has this address. It may have been erased."))
    if asking.referee.is_one_with(me):
        return redirect("referrals:home", place.slug)
    refused, kept, status = "", "", 200
    if request.method == "POST":
        try:
            return _answered(request, me, place, asking.reference, now)
        except Refusal as refusal:
            refused, kept, status = str(refusal.sentence), kept_as(refusal), refusal.status
    shown = asking_page(account, place, asking.reference, now=now)
    context: dict[str, Any] = {"page": shown, "refused": refused, "kept": kept, "nav": "spaces"}
    return render(request, "referrals/one.html", context, status=status)


def _answered(request: HttpRequest, me: Persona, place: Space, reference: str, now: datetime) -> HttpResponse:
    said = request.POST.get("said", "")
    if said == "no":
        services.referral_decline(persona=me, reference=reference, now=now)
        messages.success(request, _("Nothing is said, and nobody is told."))
        return redirect("referrals:home", place.slug)
    if said != "yes":
        raise NotNow(_("Press one of the buttons of this page."))
    given = services.referral_give(referrer=me, reference=reference, now=now)
    if given.carried_at is not None:
        until = {"date": day(now + rule.PROVISIONAL)}
        messages.success(request, _("Given. With yours there are two: they are referred until %(date)s.") % until)
    else:
        messages.success(request, _("Given. A second member is needed for it to count."))
    return redirect("referrals:one", place.slug, reference)


@login_required
@require_POST
@once
def end(request: HttpRequest, space: str, reference: str) -> HttpResponse:
    """The newcomer no longer asks."""
    account, now = signed_in(request), clock.now()
    place = space_at(request, space, now)
    services.asking_end(account=account, reference=typed(reference)[:24], now=now)
    messages.success(request, _("Your link leads nowhere from now on."))
    return redirect("referrals:home", place.slug)


@login_required
@require_POST
@once
def take_back(request: HttpRequest, space: str) -> HttpResponse:
    """Whoever vouched takes it back, or the newcomer does without it."""
    account, now = signed_in(request), clock.now()
    place = space_at(request, space, now)
    reference = typed(request.POST.get("referral", ""))[:24]
    if request.POST.get("side") == "mine":
        services.referral_renounce(account=account, reference=reference, now=now)
        messages.success(request, _("Ended. Nobody is told."))
    else:
        services.referral_withdraw(account=account, reference=reference, now=now)
        messages.success(request, _("Taken back. They are told that it ended, without a name or a reason."))
    return redirect("referrals:home", place.slug)
