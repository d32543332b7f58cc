"""One's tokens: make one, see it once, end it."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from apps.base import clock
from apps.base.errors import BadInput
from apps.base.models import validate_text
from apps.people import tokens
from apps.people.permissions import signed_in
from apps.people.tokens import DURATIONS, Scope


class TokenForm(forms.Form):
    """What for, what it may do, for how long."""

    name = forms.CharField(label=_("What is it for?"), max_length=60, validators=[validate_text])
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("For how long?"), coerce=int, widget=forms.RadioSelect, initial=30)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        lasts = [(days, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}) for days in DURATIONS]
        self.fields["days"].choices = lasts  # type: ignore[attr-defined]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The list, the form, and once the secret. Not idempotent by key: a kept answer would keep the secret."""
    account, now = signed_in(request), clock.now()
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        try:
            secret = tokens.token_make(account=account, now=now, **form.cleaned_data)
            form = TokenForm()
        except BadInput as refusal:
            for field, sentence in refusal.errors.items():
                form.add_error(field, str(sentence))
    context = {"form": form, "secret": secret, "tokens": tokens.tokens_of(account, now=now)}
    return render(request, "people/tokens.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one."""
    tokens.token_end(account=signed_in(request), pk=pk)
    return redirect("people:tokens")
