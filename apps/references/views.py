"""Ask for a reference, read it, send it or not; at the desk: add a word, read what came."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.base import clock
from apps.base.errors import NotFound, NotYours, Refusal
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.gate.limits import check_limit
from apps.people.permissions import check_has_second_factor, signed_in
from apps.posts.form_page import posted
from apps.references import selectors, services
from apps.references.elsewhere import To
from apps.references.forms import AddForm, AskForm
from apps.references.models import Letter
from apps.references.permissions import manages, my_letter
from apps.references.states import LetterState
from apps.signatures.canonical import canonical
from apps.spaces.models import Membership

page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page
def mine(request: HttpRequest) -> HttpResponseBase:
    """My references, and how to ask for one."""
    account, now = signed_in(request), clock.now()
    form = AskForm(posted(request), account=account, spaces=selectors.recipients(account, now=now))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["address"]:
            check_limit(name="elsewhere", who=network_digest(request, now=now), at_most=20, per_seconds=600)
        try:
            stands, to = form.where(now)  # in no transaction: another site answers, or does not
            return _asked(request, form, stands, to, now)
        except Refusal as refusal:
            form.put_back(refusal)
    context = {"form": form, "letters": selectors.my_letters(account)}
    return render(request, "references/mine.html", context, status=422 if form.errors else 200)


@once
def _asked(request: HttpRequest, form: AskForm, stands: Membership, to: To, now: datetime) -> HttpResponse:
    said = form.cleaned_data
    made = services.letter_ask(
        account=signed_in(request),
        persona=stands.persona,
        space=stands.space,
        to=to,
        parts=said["parts"],
        add=said["add"],
        now=now,
    )
    return redirect("references:letter", made.reference)


@login_required
@page
@once
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """One of mine: read it first, then send it, or do not."""
    account, now = signed_in(request), clock.now()
    found, refused = my_letter(account, reference), ""
    if request.method == "POST":
        try:
            if request.POST.get("act") == "send":
                read = request.POST.get("read", "")
                services.letter_send(account=account, reference=reference, read=read, now=now)
                messages.success(request, _("Sent. You can take it back at any time."))
            else:
                services.letter_stop(account=account, reference=reference, now=now)
                messages.success(request, _("Nobody reads it any more."))
            return redirect("references:letter", reference)
        except Refusal as refusal:
            refused = str(refusal.sentence)
            found = my_letter(account, reference)
    context = {"page": selectors.letter_view(found, now=now), "refused": refused}
    return render(request, "references/letter.html", context, status=409 if refused else 200)


@login_required
@require_safe
def document(request: HttpRequest, reference: str) -> HttpResponse:
    """What was signed, to keep or to check."""
    return _signed(my_letter(signed_in(request), reference))


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """For trust managers: what waits for a word, what came."""
    account, now = signed_in(request), clock.now()
    if not manages(account, now=now).exists():
        raise NotYours(_("This needs a mandate of trust manager."))
    check_has_second_factor(account)
    waits, came = selectors.at_desk(account, now=now)
    return render(request, "references/desk.html", {"waits": waits, "came": came})


@login_required
@page
@once
def at_desk(request: HttpRequest, reference: str) -> HttpResponse:
    """One letter at the desk. Reading it is noted in the member's journal."""
    account, now = signed_in(request), clock.now()
    found, mandate = services.letter_read(account=account, reference=reference, now=now)
    form = AddForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"] if request.POST.get("act") == "add" else ""
            services.letter_add(account=account, reference=reference, text=text, now=now)
            messages.success(request, _("Done. The member reads it now, and sends it or not."))
            return redirect("references:desk")
        except Refusal as refusal:
            form.put_back(refusal)
    context = {
        "page": selectors.letter_view(found, now=now),
        "form": form,
        "mandate": mandate.public_name,
        "may_add": found.state == LetterState.ASKED,
    }
    return render(request, "references/at_desk.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def desk_document(request: HttpRequest, reference: str) -> HttpResponse:
    """What was signed, for whom it was sent to."""
    found, _mandate = services.letter_read(account=signed_in(request), reference=reference, now=clock.now())
    return _signed(found)


def _signed(letter: Letter) -> HttpResponse:
    if not letter.document:
        raise NotFound(_("It is not sent, so it is not signed."))
    return HttpResponse(canonical(letter.document), content_type="application/json")
