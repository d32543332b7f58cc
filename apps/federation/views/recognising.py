"""At the desk: what a space of another site counts for in one of ours, read from what that site shows of it."""

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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow
from apps.federation.addresses import host_of
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import document_at
from apps.federation.origins import unreachable
from apps.federation.services.recognising import (
    Document,
    place_of,
    preview_elsewhere,
    side_elsewhere,
    table_publish_elsewhere,
    way_from,
)
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.look.moments import day
from apps.outside import Budget, OutsideError
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts.forms import SpeakingForm
from apps.recognitions.models import Recognition
from apps.recognitions.permissions import managed_spaces
from apps.recognitions.scales import Side, side_of
from apps.recognitions.selectors.desk import TablePreview, seen_of
from apps.recognitions.services.publishing import check_still_last, last_number
from apps.recognitions.table_form import TableForm, after_read
from apps.spaces.models import Space

MOST_AN_HOUR, AN_HOUR = 60, 3600
LONGEST = 500


class AddressForm(SpeakingForm):
    """Where the space stands at its own site."""

    address = forms.CharField(
        label=gettext_lazy("Address of the space at its site"),
        max_length=LONGEST,
        help_text=gettext_lazy("As its page for other sites has it: https://there.example/ap/s/inns"),
        error_messages={"required": gettext_lazy("Give the address of the space.")},
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: HttpRequest, space: str) -> HttpResponseBase:
    """Its address first; then the table, said in words before it is published. Its site is asked in no transaction."""
    now, here = clock.now(), _one_of_mine(request, space)
    check_has_second_factor(signed_in(request))
    asked = AddressForm(request.POST or request.GET) if _address(request) or request.method == "POST" else AddressForm()
    if not asked.is_bound or not asked.is_valid():
        return _ask(request, asked, here)
    check_limit(name="recognise", who=str(signed_in(request).pk), at_most=MOST_AN_HOUR, per_seconds=AN_HOUR)
    try:
        shown = shown_at(asked.cleaned_data["address"], now)
        there = side_elsewhere(shown)
    except (BadInput, NotNow) as refusal:
        asked.put_back(refusal)
        return _ask(request, asked, here)
    return _write(request, here, there, shown, now)


def _address(request: HttpRequest) -> str:
    return (request.POST or request.GET).get("address", "").strip()


def _ask(request: HttpRequest, form: AddressForm, here: Space) -> HttpResponse:
    context = {"form": form, "here": here, "typed": _typed(request)}
    return render(request, "federation/recognise.html", context, status=422 if form.errors else 200)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """A table that was written while its site did not answer: sent again with the address, and read again first."""
    kept = ("step-", "topic-", "cap", "quota", "max_age", "after")
    return [(name, str(value)) for name, value in request.POST.items() if name.startswith(kept)]


def shown_at(address: str, now: datetime) -> Document:
    """What its own site shows now. Raises BadInput for what is no space, NotNow for a site that does not answer."""
    said = {"host": host_of(address) or address[:80]}
    if not address.startswith("https://") and unreachable(address):  # plain http where the settings name the host
        raise BadInput({"address": _("An address of another site begins with https://.")})
    try:
        shown = document_at(address, now=now, budget=Budget(fetches=2))
    except Later as error:
        raise NotNow(_("%(host)s does not answer now. Nothing is lost: try again later.") % said) from error
    except (Refused, Ignored, OutsideError) as error:
        raise BadInput({"address": _("%(host)s shows no space at this address.") % said}) from error
    place_of(shown)
    if not side_elsewhere(shown).steps:
        raise BadInput(
            {"address": _("This space does not say what its statuses mean: no table can be written for it.")}
        )
    return shown


@once
def _write(request: HttpRequest, here: Space, there: Side, shown: Document, now: datetime) -> HttpResponse:
    way = way_from(here, shown)
    last = way.tables.exclude(rows=[]).order_by("version__number").last() if way else None
    table = last.terms() if last else None
    named = there.with_topics(was for was, _here in table.topics) if table else there
    form = TableForm(request.POST or None, there=named, here=side_of(here, now=now), table=table)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            check_still_last(way, form.cleaned_data["after"] or 0)
            preview = preview_elsewhere(form.draft, here, shown, now=now)
            if _was_read(request, form):
                _publish(request, form, here, shown, now)
                return redirect("recognitions:desk")
        except BadInput as refusal:
            form.put_beside(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
    return _table(request, form, {"here": here, "there": there, "address": str(shown["id"])}, preview, way)


def _was_read(request: HttpRequest, form: TableForm) -> bool:
    read = seen_of(form.draft, form.cleaned_data["after"] or 0)
    return "publish" in request.POST and form.cleaned_data["seen"] == read


def _publish(request: HttpRequest, form: TableForm, here: Space, shown: Document, now: datetime) -> None:
    after = form.cleaned_data["after"] or 0
    account = signed_in(request)
    made = table_publish_elsewhere(account=account, space=here, shown=shown, draft=form.draft, after=after, now=now)
    said = _("Published: it is signed, on the public log, and other sites read it.")
    if made.effective_at > now:
        said = _("Announced: it takes something away, so it binds on %(date)s.") % {"date": day(made.effective_at)}
    messages.success(request, said)


def _table(
    request: HttpRequest,
    form: TableForm,
    context: dict[str, Any],
    preview: TablePreview | None,
    way: Recognition | None,
) -> HttpResponse:
    context |= {"form": form, "preview": preview, "after": after_read(form, last_number(way))}
    context["changed"] = preview is not None and "publish" in request.POST and not form.errors
    return render(request, "recognitions/write.html", context, status=422 if form.errors else 200)


def _one_of_mine(request: HttpRequest, slug: str) -> Space:
    mine = {space.slug: space for space in managed_spaces(signed_in(request), now=clock.now())}
    if slug not in mine:
        raise NotFound(_("You manage no such space, or it takes no part in this."))
    return mine[slug]
