"""Feeds (Atom, RFC 4287) of what is public: the same bytes for everybody, so that a reader that has them gets a 304."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

AT_MOST = 50
ATOM = "application/atom+xml; charset=utf-8"
FOR_A_MINUTE = "public, max-age=60"
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # for XML 1.0


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing that was published; `path` is where it is read here, `text` or `html` what it says."""

    path: str
    title: str
    at: datetime
    updated: datetime
    author: str
    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FeedOf:
    """What a feed is of; `since` dates it while it has no entry."""

    title: str
    path: str
    since: datetime
    entries: Iterable[FeedEntry]
    subtitle: str = ""


class _Atom(Atom1Feed):
    """Django's, with the date of an empty feed, and HTML told apart from text."""

    def __init__(self, since: datetime, **told: Any) -> None:
        super().__init__(**told)
        self.since = since

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max([*dates, self.since]) if dates else self.since

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        html, item["description"] = item["description"], None
        super().add_item_elements(handler, item)
        if html:
            handler.addQuickElement("content", html, {"type": item["kind_of_text"]})


def feed_answer(request: HttpRequest, feed: FeedOf) -> HttpResponseBase:
    """The feed, or 304 for whoever has exactly this one."""
    body = _written(request, feed)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type=ATOM, headers={"ETag": etag, "Cache-Control": FOR_A_MINUTE})
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _written(request: HttpRequest, feed: FeedOf) -> bytes:
    atom = _Atom(
        feed.since.astimezone(UTC),
        title=_fit(feed.title),
        link=settings.SITE_URL + feed.path,
        description=None,
        subtitle=_fit(feed.subtitle) or None,
        language=get_language(),
        author_name=settings.SITE_NAME,
        feed_url=settings.SITE_URL + request.get_full_path(),
    )
    for entry in feed.entries:
        _add(atom, entry)
    return atom.writeString("utf-8").encode()


def _add(atom: _Atom, entry: FeedEntry) -> None:
    link = settings.SITE_URL + entry.path
    atom.add_item(
        title=_fit(entry.title) or "…",
        link=link,
        description=_fit(entry.html or entry.text),
        kind_of_text="html" if entry.html else "text",
        unique_id=link,
        author_name=_fit(entry.author) or settings.SITE_NAME,
        pubdate=entry.at.astimezone(UTC),
        updateddate=max(entry.at, entry.updated).astimezone(UTC),
    )


def _fit(text: str) -> str:
    return UNFIT.sub("", text)
