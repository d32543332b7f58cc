"""One's other homes, moving between them, and a key of one's own."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput, NotFound, Refusal
from apps.federation import pages
from apps.federation.forms import HomeForm, IdentityForm
from apps.federation.models import Home, RemoteActor
from apps.federation.services import answers, moving
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.permissions import signed_in

OF_A_KEY = "key_%s"  # two forms on one page, and no two places of one name


@login_required
@require_safe
def homes(request: HttpRequest) -> HttpResponse:
    """Where one lives elsewhere."""
    return _page(request)


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponseBase:
    """Name another home. It is asked for there in no transaction: another site answers, or does not."""
    account, now = signed_in(request), clock.now()
    form = HomeForm(request.POST, account=account)
    if form.is_valid():
        check_limit(name="elsewhere", who=network_digest(request, now=now), at_most=20, per_seconds=600)
        try:
            actor = answers.actor_found(form.cleaned_data["address"], now=now)
            return _added(request, form, actor, now)
        except BadInput as refusal:
            form.add_error("address", str(refusal.sentence))
    return _page(request, home=form)


@once
def _added(request: HttpRequest, form: HomeForm, actor: RemoteActor, now: datetime) -> HttpResponse:
    moving.home_add(account=signed_in(request), persona=form.chosen, actor=actor, now=now)
    messages.success(request, _("Said. Other sites read it from now on."))
    return redirect("federation:homes")


@login_required
@require_POST
@once
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Name it no longer."""
    home = _mine(request, number)
    moving.home_remove(account=signed_in(request), home=home, now=clock.now())
    messages.success(request, _("Said no longer."))
    return redirect("federation:homes")


@login_required
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Live there from now on. The new home is asked for in no transaction."""
    home, now = _mine(request, number), clock.now()
    try:
        return _moved(request, home, moving.home_look(home, now=now), now)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("federation:homes")


@once
def _moved(request: HttpRequest, home: Home, new: RemoteActor, now: datetime) -> HttpResponse:
    moving.person_move(account=signed_in(request), home=home, new=new, now=now)
    messages.success(request, _("Said to every site that heard you: you live there now."))
    return redirect("federation:homes")


def _mine(request: HttpRequest, number: int) -> Home:
    mine = Home.objects.select_related("persona", "actor__peer").filter(persona__account=signed_in(request))
    home = mine.filter(pk=number).first()
    if home is None:
        raise NotFound(_("Nothing is here."))
    return home


@login_required
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Show a key under a name. The answer holds the key: it is sent once and kept nowhere."""
    account = signed_in(request)
    form = IdentityForm(request.POST, account=account, auto_id=OF_A_KEY)
    if form.is_valid():
        try:
            given = form.cleaned_data["private"]
            key = moving.identity_prove(account=account, persona=form.chosen, private=given, now=clock.now())
        except BadInput as refusal:
            form.add_error("private", str(refusal.sentence))
        else:
            return _page(request, secret="" if given.strip() else key)
    return _page(request, identity=form)


@login_required
@require_POST
@once
def forget(request: HttpRequest, reference: str) -> HttpResponse:
    """Show no key under a name any more."""
    account = signed_in(request)
    persona = account.personas.filter(reference=reference).first()
    if persona is None:
        raise NotFound(_("Nothing is here."))
    moving.identity_forget(account=account, persona=persona, now=clock.now())
    return redirect("federation:homes")


def _page(
    request: HttpRequest, *, home: HomeForm | None = None, identity: IdentityForm | None = None, secret: str = ""
) -> HttpResponse:
    account = signed_in(request)
    context = {
        "homes": pages.homes_page(account),
        "home_form": home or HomeForm(account=account),
        "identity_form": identity or IdentityForm(account=account, auto_id=OF_A_KEY),
        "secret": secret,
    }
    wrong = bool((home and home.errors) or (identity and identity.errors))
    response = render(request, "federation/homes.html", context, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response
