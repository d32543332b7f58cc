"""The page that says why a rule said no, for whom it concerns."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base.models import typed
from apps.people.permissions import signed_in
from apps.trust.refusals import refusal_of


@login_required
@require_safe
def refusal(request: HttpRequest, reference: str) -> HttpResponse:
    """What was heard, from which figures, by which version of the rule; and how to contest it."""
    found = refusal_of(signed_in(request), typed(reference)[:24])
    response = render(request, "trust/refusal.html", {"refusal": found})
    response["Cache-Control"] = "no-store"
    return response
