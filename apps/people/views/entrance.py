"""Signing up, recovery codes, and the way back when the passphrase is lost."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.address import network_digest
from apps.gate.limits import check_limit
from apps.people import invitations, recovery
from apps.people.forms import ConfirmForm, LostPassphraseForm
from apps.people.permissions import signed_in

CODES_DUE = "recovery_codes_due"  # in the session from sign-up until the codes have been shown
ATTEMPTS, WINDOW = 10, 15 * 60


class SignUp(SignupView):
    """allauth's page; what the name runs into meanwhile comes back into the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except BadInput as refusal:
            form.add_error("username", str(refusal.sentence))
            return self.form_invalid(form)
        self.request.session[CODES_DUE] = True
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=422)
        return response

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """Whoever comes by a link is told before what it means."""
        context: dict[str, Any] = super().get_context_data(**given)
        named = self.request.GET.get("invitation", "")
        context["invited"] = named
        context["invitation"] = invitations.holding(named, now=clock.now()) if named else None
        return context

    def get_success_url(self) -> str:
        """First the codes, then where one was going."""
        wanted = self.get_next_url()
        return reverse("people:recovery") + (f"?{urlencode({'next': wanted})}" if wanted else "")

    def get_authenticated_redirect_url(self) -> str:
        """Whoever is signed in already needs no account."""
        return self.get_next_url() or reverse("people:me")


sign_up = SignUp.as_view()


@login_required
@never_cache
@sensitive_post_parameters("passphrase")
def codes(request: HttpRequest) -> HttpResponse:
    """Once after sign-up without asking; later, new ones against the passphrase."""
    account = signed_in(request)
    form = ConfirmForm(request.POST or None, account=account)
    if request.method == "POST":
        check_limit(name="confirm", who=account.reference, at_most=ATTEMPTS, per_seconds=WINDOW)
    if request.session.pop(CODES_DUE, False) or form.is_valid():
        return _codes_page(request, codes=recovery.codes_make(account=account, now=clock.now()))
    status = 422 if form.is_bound else 200
    return _codes_page(request, status=status, form=form, left=recovery.codes_left(account))


def _codes_page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    context["next"] = get_next_redirect_url(request) or reverse("people:me")
    return render(request, "people/codes.html", context, status=status)


@never_cache
@sensitive_post_parameters("passphrase", "code")
def lost(request: HttpRequest) -> HttpResponse:
    """A pseudonym, a code, a new passphrase; then one signs in as always, second factor included."""
    form = LostPassphraseForm(request.POST or None)
    if request.method == "POST":
        who = network_digest(request, now=clock.now())
        check_limit(name="recovery", who=who, at_most=ATTEMPTS, per_seconds=WINDOW)
    if form.is_valid() and _recovered(form):
        messages.success(request, _("Your passphrase is changed. Sign in with the new one."))
        return redirect("account_login")
    return render(request, "people/lost.html", {"form": form}, status=422 if form.is_bound else 200)


def _recovered(form: LostPassphraseForm) -> bool:
    try:
        recovery.passphrase_recover(now=clock.now(), **form.cleaned_data)
    except BadInput as refusal:
        for name, sentence in refusal.errors.items():
            form.add_error(name, str(sentence))
        return False
    return True
