"""First and last at the door: headers on every answer, refusals and an absent database turned into pages."""

from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from apps.base.errors import BadInput, Refusal, TooMany

log = structlog.get_logger()
GetResponse = Callable[[HttpRequest], HttpResponse]
PERSONAL = ("/me/", "/desk/", "/accounts/", "/case/", "/receipt/", "/console/")


class DoorMiddleware:
    """Headers that every answer carries, and 503 with Retry-After while the database is away."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        )
        if any(part in request.path for part in PERSONAL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """PostgreSQL restarting is not a bug: say so, and when to come back."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.warning("database_away", error=type(exception).__name__)
        if wants_json(request):
            response: HttpResponse = JsonResponse({"detail": "The database is away. Nothing was lost."}, status=503)
        else:
            response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "5"
        return response


class RefusalMiddleware:
    """A Refusal that no form took back becomes a calm page, or JSON."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the sentence with its status."""
        if not isinstance(exception, Refusal):
            return None
        if wants_json(request):
            answer: HttpResponse = JsonResponse(refusal_as_json(exception), status=exception.status)
        else:
            answer = render(request, "look/refusal.html", {"refusal": exception}, status=exception.status)
        for name, value in refusal_headers(exception).items():
            answer[name] = value
        return answer


def wants_json(request: HttpRequest) -> bool:
    """The JSON twins live under /api/."""
    return request.path.startswith("/api/")


def refusal_headers(refusal: Refusal) -> dict[str, str]:
    """When to come back, for those who came too often."""
    return {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooMany) else {}


def refusal_as_json(refusal: Refusal) -> dict[str, object]:
    """`{"detail": …}` and, for input, one sentence per field."""
    errors = {f: str(s) for f, s in refusal.errors.items()} if isinstance(refusal, BadInput) else {}
    return {"detail": str(refusal.sentence), **({"errors": errors} if errors else {})}
