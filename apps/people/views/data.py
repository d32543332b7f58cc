"""All we hold about a person: to see, to take along, to erase."""

from datetime import timedelta
from itertools import islice

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import NotFound
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people import erasure, export, retention
from apps.people.archive import readable
from apps.people.forms import EraseForm
from apps.people.holdings import holding_by_key
from apps.people.permissions import signed_in

ROWS_SHOWN = 100
DAY = 24 * 60 * 60


@login_required
@never_cache
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Model by model: what, how much, for how long, what erasing does."""
    account = signed_in(request)
    context = {
        "lines": erasure.preview(account)[::-1],  # the account first: erasing goes the other way
        "export": export.export_waiting(account, now=clock.now()),
    }
    return render(request, "people/data.html", context)


@login_required
@never_cache
@require_safe
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """The rows of one holding; the export has them all."""
    holding = holding_by_key(key)
    if holding is None:
        raise NotFound(_("We hold nothing under this name."))
    found = [readable(row) for row in islice(holding.rows(signed_in(request)), ROWS_SHOWN + 1)]
    context = {"holding": holding, "rows": found[:ROWS_SHOWN], "more": len(found) > ROWS_SHOWN, "shown": ROWS_SHOWN}
    return render(request, "people/rows.html", context)


@login_required
@require_POST
@once
def export_ask(request: HttpRequest) -> HttpResponse:
    """It is made in the background; a notice says when it is ready."""
    account = signed_in(request)
    check_limit(name="export", who=account.reference, at_most=5, per_seconds=DAY)
    export.export_request(account=account, now=clock.now())
    messages.success(request, _("Your copy is being made. A notice tells you when it is ready."))
    return redirect("people:data")


@login_required
@never_cache
@require_POST
def export_take(request: HttpRequest, reference: str) -> HttpResponse | FileResponse:
    """Handed over once."""
    now = clock.now()
    file = export.export_take(account=signed_in(request), reference=reference, now=now)
    return FileResponse(file, as_attachment=True, filename=f"trustmgmt-{now:%Y-%m-%d}.zip")


@login_required
@never_cache
@sensitive_post_parameters("passphrase")
def erase(request: HttpRequest) -> HttpResponse:
    """The preview, then the pseudonym and the passphrase, then nothing is left."""
    account = signed_in(request)
    form = EraseForm(request.POST or None, account=account)
    if request.method == "POST":
        check_limit(name="confirm", who=account.reference, at_most=10, per_seconds=15 * 60)
    if form.is_valid():
        receipt = erasure.account_erase(account=account, words=form.words, now=clock.now())
        logout(request)
        return render(request, "people/erased.html", {"receipt": receipt})
    lines = [line for line in reversed(erasure.preview(account)) if line.count]
    context = {"form": form, "lines": lines, "wishes": erasure.wished(lines)}
    return render(request, "people/erase.html", context, status=422 if form.is_bound else 200)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The retention table, for everybody: first what has its time, then what stays as long as the account."""
    lines = list(retention.table())
    timed = sorted((line for line in lines if line.has_its_time), key=lambda line: line.keep_for or timedelta.max)
    stays = [line for line in reversed(lines) if not line.has_its_time]
    return render(request, "people/retention.html", {"timed": timed, "stays": stays})
