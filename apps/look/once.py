"""What several parts of one page ask: read once, kept with the request, gone with it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

Found = TypeVar("Found")
_KEPT = "_kept_for_this_page"


def once_a_page(request: HttpRequest, key: str, read: Callable[[], Found]) -> Found:
    """What was read or kept under this key, else what `read` finds now."""
    kept = _kept(request)
    if key not in kept:
        kept[key] = read()
    found: Found = kept[key]
    return found


def keep(request: HttpRequest, key: str, found: object) -> None:
    """A view that has read it already says so to the layout."""
    _kept(request)[key] = found


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = request.__dict__.setdefault(_KEPT, {})
    return kept
