"""Badges of other sites: bring one, see when its site last confirmed it, take it away."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.base import clock
from apps.base.errors import BadInput, Refusal
from apps.federation.brought_page import brought_by
from apps.federation.services import badges
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.look.paragraphs import Paragraphs
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.posts.form_page import posted
from apps.posts.forms import SpeakingForm
from apps.signatures import canonical
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Membership, Space
from apps.trust.refusing import kept_as


class BringForm(SpeakingForm):
    """Where it shall count, and the badge itself."""

    space = forms.ModelChoiceField(
        label=gettext_lazy("In which space here?"),
        queryset=Space.objects.none(),
        to_field_name="slug",
        empty_label="—",
        error_messages={
            "required": gettext_lazy("Choose the space in which it shall count."),
            "invalid_choice": gettext_lazy("Choose one of your spaces."),
        },
    )
    badge = Paragraphs(
        label=gettext_lazy("The badge, as its site gives it"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("The signed file (JSON) of your badge. Paste it whole."),
        error_messages={"required": gettext_lazy("Paste the signed file of your badge.")},
    )

    def __init__(self, *args: Any, account: Account, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = Membership.objects.filter(persona__account=account, space__imported=False).values("space")
        field: Any = self.fields["space"]
        field.queryset = Space.objects.filter(pk__in=mine).order_by("slug")
        field.label_from_instance = lambda space: space.name


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """What I brought, and the way to bring another."""
    account, now = signed_in(request), clock.now()
    if "leave" in request.POST:
        return _leave(request, account, now)
    form = BringForm(posted(request), account=account)
    if request.method == "POST" and form.is_valid():
        check_limit(name="elsewhere", who=network_digest(request, now=now), at_most=20, per_seconds=600)
        try:
            return _count(request, account, form, _read(form, account, now), now)
        except Refusal as refusal:
            form.put_back(refusal)
    return _page(request, account, form, now)


@once
def _leave(request: HttpRequest, account: Account, now: datetime) -> HttpResponse:
    badges.badge_leave(account=account, reference=request.POST["leave"], now=now)
    messages.success(request, _("It counts here no more."))
    return redirect("federation:badges")


def _page(request: HttpRequest, account: Account, form: BringForm, now: datetime, kept: str = "") -> HttpResponse:
    context = {"form": form, "badges": brought_by(account, now), "kept": kept}
    return render(request, "federation/badges.html", context, status=422 if form.errors else 200)


def _read(form: BringForm, account: Account, now: datetime) -> badges.Read:
    """In no transaction: another site answers, or does not."""
    try:
        document = canonical.parse_object(form.cleaned_data["badge"])
    except SignatureRefused as wrong:
        raise BadInput({"badge": _("This cannot be read: paste the whole file, from { to }.")}) from wrong
    return badges.badge_read(account=account, space=form.cleaned_data["space"], document=document, now=now)


@once
def _count(request: HttpRequest, account: Account, form: BringForm, found: badges.Read, now: datetime) -> HttpResponse:
    """What is refused is answered here, in the transaction in which it is kept."""
    try:
        badges.badge_count(account=account, space=form.cleaned_data["space"], found=found, now=now)
    except Refusal as refusal:
        form.put_back(refusal)
        return _page(request, account, form, now, kept_as(refusal))
    messages.success(request, _("It counts here from now on, for as long as its site confirms it."))
    return redirect("federation:badges")
