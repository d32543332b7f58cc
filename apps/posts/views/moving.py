"""Bringing one's words from another site."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.archive_reading import Copy, read_copy
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.posts.moving import copy_bring, lines_left_out
from apps.spaces.models import Space

DAY = 24 * 60 * 60


class BringForm(forms.Form):
    """The copy, and where what has no space of its name goes."""

    copy = forms.FileField(
        label=_("The copy (.zip)"),
        help_text=_("As the other site gave it to you, unchanged: at most 12 MB."),
        error_messages={"required": _("Choose the file."), "empty": _("This file is empty.")},
    )
    into = forms.ModelChoiceField(
        label=_("What has no space of the same name"),
        queryset=Space.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("leave it out"),
        help_text=_("Texts of a space that you are in here under the same name go there by themselves."),
    )

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        field.queryset = spaces  # type: ignore[attr-defined]
        field.label_from_instance = lambda space: space.name  # type: ignore[attr-defined]


@login_required
@never_cache
def bring(request: HttpRequest) -> HttpResponseBase:
    """The form; then what came of it, text by text that stayed out. The other site is asked for its key in no
    transaction."""
    account, now = signed_in(request), clock.now()
    mine = Space.objects.filter(memberships__persona__account=account, imported=False).order_by("slug")
    post = request.method == "POST"
    form = BringForm(request.POST if post else None, request.FILES if post else None, spaces=mine)
    if not form.is_valid():
        return render(request, "posts/bring.html", {"form": form}, status=422 if post else 200)
    check_limit(name="bring", who=account.reference, at_most=10, per_seconds=DAY)
    file = form.cleaned_data["copy"]
    try:
        return _brought(request, account, form, read_copy(file, size=file.size, now=now), now)
    except BadInput as refusal:
        for sentence in refusal.errors.values():
            form.add_error("copy", str(sentence))
        return render(request, "posts/bring.html", {"form": form}, status=422)


@once
def _brought(request: HttpRequest, account: Account, form: BringForm, copy: Copy, now: datetime) -> HttpResponse:
    brought = copy_bring(account=account, copy=copy, into=form.cleaned_data["into"], now=now)
    context = {"form": None, "copy": copy, "brought": brought, "left_out": list(lines_left_out(brought))}
    return render(request, "posts/bring.html", context)
