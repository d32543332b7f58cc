"""One's own trust: what one has earned where, and whether to be shown as helping."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.people.permissions import signed_in
from apps.trust import mirror, services
from apps.trust.models import Choice

SAID = {
    Choice.SHOWN: gettext_lazy(
        "You are shown as helping at the moment, for as long as you do. You can change this here."
    ),
    Choice.LATER: gettext_lazy("Not now, then. Nobody is told."),
    Choice.NEVER: gettext_lazy("We will not ask again. Nobody is told."),
}


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I have earned, how I help, and my choices."""
    return render(request, "trust/mine.html", {"trust": mirror.trust_of(signed_in(request), now=clock.now())})


@login_required
@require_POST
@once
def choose(request: HttpRequest) -> HttpResponse:
    """Be shown as helping at the moment, or not."""
    if request.POST.get("choice") not in Choice.values:
        raise BadInput({"choice": _("Choose one of the three answers.")})
    choice = Choice(request.POST["choice"])
    services.helper_choose(
        account=signed_in(request),
        persona=request.POST.get("persona", ""),
        space=request.POST.get("space", ""),
        choice=choice,
        now=clock.now(),
    )
    messages.success(request, str(SAID[choice]))
    return redirect("trust:mine")
