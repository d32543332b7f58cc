"""Pages that no index may hold, that no other site may learn the address of, and that no cache keeps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def quiet(view: View) -> View:
    """Say so in the headers: they hold for JSON and refusals too, and need no trust in a template.

    No other site learns the address by the policy of the whole site, `same-origin`. A stricter `no-referrer` would make
    browsers send forms as from nowhere, and every form of these pages would be refused.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive, nosnippet"
        response["Cache-Control"] = "no-store, private"
        return response

    return wrapper
