"""One's own page, and one's names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound, Refusal
from apps.gate.idempotency import once
from apps.people import selectors, services
from apps.people.forms import PersonaForm
from apps.people.models import Account, Persona
from apps.people.permissions import signed_in


@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What I did, under which names, where."""
    account = signed_in(request)
    services.account_note_language(account=account, language=get_language() or "")
    page = selectors.me(account, page=request.GET.get("page", "1"), now=clock.now())
    return render(request, "people/me.html", {"me": page})


@login_required
@once
def personas(request: HttpRequest) -> HttpResponse:
    """One's names: take another, or choose the one that speaks where no other was chosen."""
    account = signed_in(request)
    if "main" in request.POST:
        return _make_main(request, account, request.POST["main"])
    form = PersonaForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _created(request, account, form):
        return redirect("people:personas")
    context = {"form": form, "personas": selectors.personas_of(account), "at_most": services.PERSONAS_AT_MOST}
    return render(request, "people/personas.html", context, status=422 if form.is_bound else 200)


def _created(request: HttpRequest, account: Account, form: PersonaForm) -> bool:
    try:
        persona = services.persona_create(account=account, pseudonym=form.cleaned_data["pseudonym"], now=clock.now())
    except Refusal as refusal:
        form.add_error("pseudonym", str(refusal.sentence))
        return False
    messages.success(request, _("%(pseudonym)s is yours.") % {"pseudonym": persona.pseudonym})
    return True


def _make_main(request: HttpRequest, account: Account, reference: str) -> HttpResponse:
    persona = Persona.objects.filter(account=account, reference=reference).first()
    if persona is None:
        raise NotFound(_("This pseudonym is not yours."))
    services.persona_make_main(account=account, persona=persona)
    messages.success(request, _("%(pseudonym)s speaks where you choose no other.") % {"pseudonym": persona.pseudonym})
    return redirect("people:personas")
