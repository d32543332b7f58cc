"""Joining and leaving a space."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.people.models import Account
from apps.people.permissions import signed_in
from apps.spaces import selectors, services
from apps.spaces.forms import JoinForm
from apps.spaces.models import Space


@login_required
@once
def join(request: HttpRequest, space: str) -> HttpResponse:
    """One click for those with one name; a page with the choice, or the consent, for the others."""
    here, account = selectors.space_by_slug(space), signed_in(request)
    if selectors.persona_in(account, here) is not None:
        return _on(request, here)
    if request.method == "POST" and "persona" in request.POST:
        return _join_as_chosen(request, here, account)
    if request.method == "POST" and not here.health_data and account.personas.count() == 1:
        services.space_join(persona=account.personas.get(), space=here, now=clock.now())
        return _welcome(request, here)
    if request.method == "POST":
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _page(request, here, JoinForm(account=account, space=here))


def _join_as_chosen(request: HttpRequest, space: Space, account: Account) -> HttpResponse:
    form = JoinForm(request.POST, account=account, space=space)
    if form.is_valid():
        try:
            services.space_join_as(
                account=account,
                space=space,
                persona=form.chosen,
                pseudonym=form.cleaned_data["pseudonym"],
                consent=form.cleaned_data.get("consent", False),
                now=clock.now(),
            )
        except BadInput as refusal:
            for name, sentence in refusal.errors.items():
                form.add_error(name if name in form.fields else None, str(sentence))
        else:
            return _welcome(request, space)
    return _page(request, space, form, status=422)


def _page(request: HttpRequest, space: Space, form: JoinForm, status: int = 200) -> HttpResponse:
    back = _next(request)
    return render(request, "spaces/join.html", {"space": space, "form": form, "next": back}, status=status)


def _welcome(request: HttpRequest, space: Space) -> HttpResponse:
    persona = selectors.persona_in(signed_in(request), space)
    if persona is not None:
        words = {"space": space.name, "pseudonym": persona.pseudonym}
        messages.success(request, _("You are in %(space)s as %(pseudonym)s.") % words)
    return _on(request, space)


@login_required
@require_POST
@once
def leave(request: HttpRequest, space: str) -> HttpResponse:
    """What was posted stays one's own."""
    here = selectors.space_by_slug(space)
    persona = selectors.persona_in(signed_in(request), here)
    if persona is not None:
        services.space_leave(persona=persona, space=here, now=clock.now())
        messages.success(
            request, _("You have left %(space)s. What you wrote there stays yours.") % {"space": here.name}
        )
    return redirect("people:me")


def _on(request: HttpRequest, space: Space) -> HttpResponseRedirect:
    return HttpResponseRedirect(_next(request) or selectors.path_of(space))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""
