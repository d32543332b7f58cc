"""The red button: one page, one press, a receipt. No account, no script, nothing asked but what happened."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accountability import selectors, services
from apps.accountability.forms import TILE_ICONS, RedForm
from apps.accountability.models import Alert, Tile
from apps.accountability.services import Raised
from apps.accountability.views.voice import voice_by_token
from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.address import network_digest
from apps.gate.idempotency import once
from apps.people.models import Account
from apps.spaces.models import Operator

COOKIE = "red-button"  # recognises this browser's own voices; each alert sees another digest of it
COOKIE_SALT = "accountability.red"
COOKIE_AGE = 60 * 60 * 24 * 365
LONGEST_REFERENCE = 32
BUTTON = (
    '<a href="%s" rel="noopener" style="display:inline-block;padding:.7em 1.1em;border-radius:.4em;'
    'background:#a3162a;color:#fff;font:bold 1em/1.2 sans-serif;text-decoration:none">%s</a>'
)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def red(request: HttpRequest, op: str) -> HttpResponse:
    """Choose a tile, send: the receipt comes at once."""
    operator = selectors.operator_by_slug(op)
    issue = issue_named(operator, request.POST.get("issue") or request.GET.get("alert", ""))
    form = RedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _send(request, operator, form, issue)
        except BadInput as refusal:
            form.take_back(refusal)
    context = {"operator": operator, "form": form, "icons": TILE_ICONS, "issue": issue}
    return render(request, "accountability/red.html", context, status=422 if form.errors else 200)


def issue_named(operator: Operator, reference: str) -> Alert | None:
    """The alert whose page led here, with words of its own; those of a tile need no more than the tile."""
    if not (reference.isascii() and reference.isprintable()) or len(reference) > LONGEST_REFERENCE:
        return None
    return Alert.objects.open().filter(operator=operator, reference=reference).exclude(title_fr="").first()


def _send(request: HttpRequest, operator: Operator, form: RedForm, issue: Alert | None) -> HttpResponse:
    now = clock.now()
    browser = request.get_signed_cookie(COOKIE, default="", salt=COOKIE_SALT) or secrets.token_urlsafe(24)
    raised = services.voice_raise(
        operator=operator,
        tile=Tile(form.cleaned_data["tile"]),
        words=form.cleaned_data["words"],
        account=request.user if isinstance(request.user, Account) else None,
        browser=browser,
        network=network_digest(request, now=now),
        now=now,
        issue=issue.reference if issue else "",
        proof=form.proof_draft(),
    )
    _say_if_again(request, raised)
    return _remembering(HttpResponseRedirect(reverse("ledger:receipt", args=[raised.voice.token])), browser)


def _say_if_again(request: HttpRequest, raised: Raised) -> None:
    if raised.again:
        messages.info(request, _("You had raised this already: one voice per person and subject. Here is its receipt."))


def _remembering(response: HttpResponseRedirect, browser: str) -> HttpResponseRedirect:
    response.set_signed_cookie(
        COOKIE, browser, salt=COOKIE_SALT, max_age=COOKIE_AGE, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


@require_safe
def button(request: HttpRequest, op: str) -> HttpResponse:
    """A button for other sites: a link and its looks. It loads nothing from here and tells us of nobody who sees it."""
    operator = selectors.operator_by_slug(op)
    address = request.build_absolute_uri(reverse("accountability:red", args=[op]))
    words = _("Report an abuse by %(name)s") % {"name": operator.name}
    return render(
        request,
        "accountability/button.html",
        {"operator": operator, "snippet": BUTTON % (escape(address), escape(words))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@once
def withdraw(request: HttpRequest, op: str, token: str) -> HttpResponse:
    """Take a voice back with its receipt: said plainly before, done after."""
    voice = voice_by_token(op, token)
    if request.method == "POST":
        services.voice_withdraw(voice=voice, now=clock.now())
        return redirect("ledger:receipt", token)
    return render(request, "accountability/withdraw.html", {"voice": voice, "operator": voice.alert.operator})
