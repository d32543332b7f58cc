"""Words typed before signing in wait in the session, under the address of their page."""

from typing import Any

from django.http import HttpRequest

MOST_DRAFTS = 5


def keep(request: HttpRequest, typed: dict[str, Any]) -> None:
    """Keep what was typed here; the oldest of too many goes."""
    drafts = request.session.get("drafts", {})
    drafts.pop(request.path, None)
    drafts[request.path] = typed
    request.session["drafts"] = dict(list(drafts.items())[-MOST_DRAFTS:])


def kept(request: HttpRequest) -> dict[str, Any]:
    """What was typed here before signing in."""
    return dict(request.session.get("drafts", {}).get(request.path, {}))


def forget(request: HttpRequest) -> None:
    """It is published now."""
    drafts = request.session.get("drafts", {})
    if drafts.pop(request.path, None) is not None:
        request.session["drafts"] = drafts
