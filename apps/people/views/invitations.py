"""My invitations: links, how many came by each, and what is remembered."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from apps.base import clock
from apps.gate.idempotency import once
from apps.people import invitations
from apps.people.permissions import signed_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def mine(request: HttpRequest) -> HttpResponse:
    """The list, and a button."""
    account, now = signed_in(request), clock.now()
    if request.method == "POST":
        invitations.invitation_make(account=account, now=now)
        return redirect("people:invitations")
    address = request.build_absolute_uri(reverse("account_signup"))
    rows = [(row, f"{address}?invitation={row.reference}") for row in invitations.invitations_of(account, now=now)]
    return render(request, "people/invitations.html", {"rows": rows})
