"""The page of a copy that people read: no script, no link that needs a network, both languages, streamed."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from apps.people import consultations
from apps.people.archive_parts import Chapter, Said, chapters
from apps.people.models import Account

HOLE = SafeString("<!-- chapters -->")


def first_page(account: Account) -> bytes:
    """Leads to both."""
    context = {"account": account, "languages": settings.LANGUAGES}
    return render_to_string("people/archive/first.html", context).encode()


def page(language: str, account: Account, parts: list[object], now: datetime) -> Iterator[bytes]:
    """One language, piece by piece: a long life must fit a small memory."""
    with translation.override(language):
        context = {"account": account, "parts": parts, "now": now, "site_url": settings.SITE_URL, "language": language}
        top, end = _around("people/archive/page.html", context | {"chapters": chapters()})
        yield top
        for chapter in chapters():
            yield from _chapter(chapter, account, now)
        yield end


def _chapter(chapter: Chapter, account: Account, now: datetime) -> Iterator[bytes]:
    said = chapter.said(account, now)
    first = next(said, None)
    context = {"label": chapter.label, "key": chapter.key, "empty": first is None}
    top, end = _around("people/archive/chapter.html", context)
    yield top
    for one in chain([first], said) if first is not None else ():
        yield render_to_string("people/archive/said.html", {"said": one}).encode()
    yield end


def _around(template: str, context: dict[str, Any]) -> tuple[bytes, bytes]:
    """What stands before and after the hole in a template: all that a person wrote is escaped, and cannot be one."""
    top, end = render_to_string(template, {**context, "hole": HOLE}).split(HOLE)
    return top.encode(), end.encode()


def looks(account: Account, now: datetime) -> Iterator[Said]:
    """Who looked."""
    for row in consultations.journal_of(account).iterator():
        look = consultations.in_words(row)
        yield Said(look.at, look.sentence)
