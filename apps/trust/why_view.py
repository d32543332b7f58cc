"""The page that says why somebody has a status."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.base import clock
from apps.base.models import typed
from apps.trust.contested import STATUS
from apps.trust.grounds import contestable
from apps.trust.why import why_of


@require_safe
def why(request: HttpRequest, reference: str) -> HttpResponse:
    """One status, explained."""
    found = why_of(typed(reference), request.user, now=clock.now())
    contests = found.mine and contestable(STATUS, found.reference) is not None
    return render(request, "trust/why.html", {"why": found, "contests": contests, "nav": "spaces"})
