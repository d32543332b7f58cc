"""What each of my pages shows of elsewhere."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.badges import services
from apps.badges.selectors.shown import pages_of
from apps.base import clock
from apps.base.errors import BadInput
from apps.gate.idempotency import once
from apps.people.permissions import signed_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def shown(request: HttpRequest) -> HttpResponse:
    """One form for each page; nothing is ticked before one ticks it."""
    account, now = signed_in(request), clock.now()
    if request.method == "POST":
        asked = request.POST
        persona, space, keys = asked.get("persona", ""), asked.get("space", ""), asked.getlist("show")
        try:
            services.shown_choose(account=account, persona=persona, space=space, keys=keys, now=now)
        except BadInput as refusal:
            said, found = str(refusal.sentence), pages_of(account, now)
            pages = [one.ticked(keys, said) if (one.persona, one.space) == (persona, space) else one for one in found]
            return render(request, "badges/shown.html", {"pages": pages}, status=422)
        messages.success(request, _("It is as you say: this page shows what is ticked, and nothing else of elsewhere."))
        return redirect("badges:shown")
    return render(request, "badges/shown.html", {"pages": pages_of(account, now)})
