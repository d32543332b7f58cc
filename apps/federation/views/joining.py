"""Coming in from elsewhere and going elsewhere: one field each; and the reasons of a decision taken elsewhere."""

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput
from apps.federation import pages
from apps.federation.addresses import uri
from apps.federation.asking_first import asking_first
from apps.federation.forms import ElsewhereForm, JoinElsewhereForm, YourAddressForm
from apps.federation.models import RemoteActor
from apps.federation.services import answers
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.permissions import signed_in
from apps.spaces.permissions import check_can_read
from apps.spaces.selectors import path_of, space_by_slug


def from_elsewhere(request: HttpRequest, space: str) -> HttpResponse:
    """Somebody with a home elsewhere types its address, and goes on there."""
    here = space_by_slug(space)
    check_can_read(request.user, here, now=clock.now())
    form = YourAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _check_pace(request)
        try:
            return HttpResponseRedirect(pages.way_home(form.cleaned_data["address"], uri(f"s/{space}")))
        except BadInput as refusal:
            form.add_error("address", str(refusal.sentence))
    context = {"space": here, "form": form, "address": pages.address_of(here)}
    return render(request, "federation/from_elsewhere.html", context, status=422 if form.errors else 200)


@login_required
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Look a space of another site up, and see what joining it means."""
    typed = request.GET.get("address", "")
    form = ElsewhereForm(request.GET if typed else None)
    context = {"form": form, "sites": pages.my_spaces_elsewhere(signed_in(request))}
    if typed and form.is_valid():
        _check_pace(request)
        try:
            actor = answers.actor_found(form.cleaned_data["address"], now=clock.now())
            context["found"] = actor
            context["join"] = JoinElsewhereForm(account=signed_in(request), initial={"address": actor.uri})
        except BadInput as refusal:
            form.add_error("address", str(refusal.sentence))
    return render(request, "federation/elsewhere.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponseBase:
    """Take part there, under one of one's names. It is asked for there in no transaction."""
    account, now = signed_in(request), clock.now()
    form = JoinElsewhereForm(request.POST, account=account)
    if not form.is_valid():
        return redirect(f"/elsewhere/?address={quote(request.POST.get('address', ''))}")
    group = answers.actor_found(form.cleaned_data["address"], now=now)
    return asking_first(lambda: _joined(request, form, group, now), now=now)


@once
def _joined(request: HttpRequest, form: JoinElsewhereForm, group: RemoteActor, now: datetime) -> HttpResponse:
    account = signed_in(request)
    space = answers.space_join_elsewhere(account=account, persona=form.chosen, group=group, consent=True, now=now)
    words = {"space": space.name, "host": group.peer.host}
    messages.success(request, _("You take part in %(space)s, which %(host)s hosts and decides on.") % words)
    return HttpResponseRedirect(path_of(space))


@require_safe
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """The reasons of a decision taken elsewhere, as they were signed there."""
    return render(request, "federation/decision.html", {"page": pages.decision_page(reference, request.user)})


def _check_pace(request: HttpRequest) -> None:
    """Each look-up asks another site: not too many for one network."""
    who = network_digest(request, now=clock.now())
    check_limit(name="elsewhere", who=who, at_most=20, per_seconds=600)
