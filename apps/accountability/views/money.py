"""An operator says what it lives on: the form of the console, filled with what stands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accountability import services
from apps.accountability.disclosure_form import DisclosureForm
from apps.accountability.selectors.faces import face_of
from apps.accountability.selectors.money import money_of
from apps.accountability.views.console import enter
from apps.base import clock
from apps.base.errors import BadInput, NotNow
from apps.gate.idempotency import once
from apps.people.permissions import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def disclose(request: HttpRequest, op: str) -> HttpResponse:
    """Publish the disclosure, or its next version."""
    operator, representative = enter(request, op)
    now = clock.now()
    stands = money_of(operator)
    form = DisclosureForm(request.POST or None, facts=stands.facts if stands else None, year=now.year)
    if request.method == "POST" and form.is_valid():
        try:
            version = services.disclosure_publish(
                account=signed_in(request),
                operator=operator,
                representative=representative,
                draft=form.draft(),
                now=now,
            )
        except BadInput as refusal:
            form.take_back(refusal)
        except NotNow as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(
                request, _("Version %(n)d is announced, signed and on its way to the log.") % {"n": version.number}
            )
            return redirect("accountability:document", op, version.document.slug)
    context: dict[str, Any] = {"operator": operator, "form": form, "face": face_of(representative, now=now)}
    return render(request, "accountability/disclose.html", context, status=422 if form.errors else 200)
