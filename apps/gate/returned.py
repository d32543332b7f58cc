"""What a form sent to nobody comes back: signed out meanwhile, or an address that only takes forms."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from apps.gate.middleware import wants_json

GetResponse = Callable[[HttpRequest], HttpResponse]
OURS = {"csrfmiddlewaretoken", "idempotency_key", "next"}
A_LINE = 20  # characters: a longer value was typed, not chosen


class ReturnedFormMiddleware:
    """A form sent after the session ended shows its words again; an address for forms says so when it is opened."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if wants_json(request):
            return response
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        if request.method == "POST" and _asks_to_sign_in(request, response) and not request.headers.get("HX-Request"):
            return _given_back(request, response)
        return response


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """To sign in first, and then to come back here; not to sign in because something is done."""
    if response.status_code != 302:
        return False
    where = urlsplit(response["Location"])
    return where.path == resolve_url(settings.LOGIN_URL) and _back(where.query) == request.path


def _back(query: str) -> str:
    return urlsplit("".join(parse_qs(query).get("next", [""]))).path


def _given_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Words are shown for their author to copy; a form without words only signs in, and returns to its page."""
    login = _login_and_back(request) or response["Location"]
    words = typed_words(request)
    if not words:
        return redirect(login)
    page = render(request, "401.html", {"words": words, "login": login}, status=401)
    # The scheme of draft-broyer-http-cookie-auth: no browser opens a window for it.
    page["WWW-Authenticate"] = f'Cookie form-action="{resolve_url(settings.LOGIN_URL)}"'
    return page


def typed_words(request: HttpRequest) -> list[str]:
    """What a person typed, without what they chose and without secrets."""
    found = [
        value.strip()
        for name, values in request.POST.lists()
        if name not in OURS and "pass" not in name
        for value in values
    ]
    return [value for value in found if " " in value or len(value) >= A_LINE]


def _login_and_back(request: HttpRequest) -> str:
    """To sign in, then to the page the form stood on, when it is one of ours; empty when nobody said which."""
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc != request.get_host():
        return ""
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': referrer.path})}"
