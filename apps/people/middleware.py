"""Whoever holds a mandate and lacks its second proof is led to it, from whatever page asked."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.gate.middleware import wants_json
from apps.people.permissions import NeedsSecondFactor

GetResponse = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Stands below the gate's RefusalMiddleware, so that it answers first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page leads there; the API keeps the plain 403."""
        if not isinstance(exception, NeedsSecondFactor) or wants_json(request):
            return None
        messages.warning(request, str(exception.sentence))
        return redirect("mfa_index")
