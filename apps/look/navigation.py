"""What the layout offers on every page, told to it by the other apps when they start.

`look` knows no domain: it draws what was registered, in the order given, and leaves out an entry whose route
is not there. Labels are lazy, so that each page says them in its own language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

Text = str | Promise
Count = Callable[[HttpRequest], int]
Shown = Callable[[HttpRequest], bool]
Line = Callable[[HttpRequest], Text | None]


class Place(StrEnum):
    """Where an entry stands."""

    MAIN = "main"  # the masthead: order 10 spaces, 20 operators, 30 decisions, 40 public log, 50 audit
    ABOUT = "about"  # first column of the footer: what we owe
    YOU = "you"  # second column of the footer: what is yours
    ACCOUNT = "account"  # the menu of the person who signed in


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered link."""

    key: str
    label: Text
    url_name: str
    place: Place = Place.MAIN
    order: int = 100
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    count: Count | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of this page, ready to draw."""

    key: str
    label: Text
    url: str
    current: bool = False
    count: int = 0


_entries: dict[tuple[Place, str], Entry] = {}
_footer_lines: list[Line] = []


def register_nav(
    key: str,
    label: Text,
    url_name: str,
    *,
    place: Place = Place.MAIN,
    order: int = 100,
    kwargs: Mapping[str, Any] | None = None,
) -> None:
    """Put a link in the masthead or the footer; the same key again replaces it."""
    _entries[place, key] = Entry(key, label, url_name, place, order, kwargs or {})


def register_account_item(
    label: Text, url_name: str, *, count: Count | None = None, shown: Shown | None = None, order: int = 100
) -> None:
    """Put a link in the menu of the person who signed in; `count` is what waits there, `shown` for whom."""
    entry = Entry(url_name, label, url_name, Place.ACCOUNT, order, {}, count, shown)
    _entries[Place.ACCOUNT, url_name] = entry


def register_footer_line(line: Line) -> None:
    """Add a sentence to the foot of every page; a line that returns None says nothing."""
    if line not in _footer_lines:
        _footer_lines.append(line)


def links(place: Place, request: HttpRequest) -> list[Link]:
    """The links of one place that lead somewhere and are for this person."""
    entries = sorted((e for e in _entries.values() if e.place is place), key=lambda e: e.order)
    found = (_link(e, request) for e in entries if e.shown is None or e.shown(request))
    return [link for link in found if link is not None]


def footer_lines(request: HttpRequest) -> list[str]:
    """What the registered lines say now."""
    return [str(said) for line in _footer_lines if (said := line(request))]


@lru_cache(maxsize=256)
def _url(_urlconf: str | None, _language: str | None, name: str, kwargs: tuple[tuple[str, Any], ...]) -> str:
    """Thirty of them on every page, always the same."""
    return reverse(name, kwargs=dict(kwargs) or None)


def _link(entry: Entry, request: HttpRequest) -> Link | None:
    try:
        url = _url(get_urlconf(), get_language(), entry.url_name, tuple(entry.kwargs.items()))
    except NoReverseMatch:
        return None
    count = entry.count(request) if entry.count else 0
    return Link(entry.key, entry.label, url, request.path.startswith(url), count)
