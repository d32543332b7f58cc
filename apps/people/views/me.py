"""One's own page, and one's names."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.errors import NotFound, Refusal
from apps.gate.idempotency import once
from apps.people import consultations, selectors, services
from apps.people import timeline as timeline_of_me
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
@never_cache
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """All that happened to me and by me, narrowed by what and when."""
    wanted = timeline_of_me.wanted_of(request.GET)
    page = request.GET.get("page", "1")
    found = timeline_of_me.timeline_of(signed_in(request), wanted, page=page, now=clock.now())
    return render(request, "people/timeline.html", {"timeline": found})


@login_required
@never_cache
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Who looked closely at what is held about me, and why."""
    page = Paginator(consultations.journal_of(signed_in(request)), 50).get_page(request.GET.get("page", "1"))
    context = {"page": page, "looks": [consultations.in_words(row) for row in page.object_list]}
    return render(request, "people/journal.html", {**context, "days": consultations.KEPT.days})


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
