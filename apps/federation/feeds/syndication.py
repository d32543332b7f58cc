"""RSS and Atom: the widest door. `feedparser` knows their many forms; sizes are capped before it and items after it."""

import io
from datetime import UTC, datetime
from typing import Any

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import MOST_ITEMS, Fields, each, listed, markup, place, somewhere, words
from apps.federation.reading.reasons import No, Unreadable

_MOST_TAGS = 60_000  # counted before the parser, which is slow


def is_it(data: bytes) -> bool:
    head = data[:1_000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in head for mark in (b"<rss", b"<feed", b"<rdf")
    )


def read(data: bytes, url: str) -> FoundPage:
    """A feed that declares entities is not read: nobody needs them, and they grow."""
    import feedparser

    if data.count(b"<item") + data.count(b"<entry") > MOST_ITEMS or data.count(b"<") > _MOST_TAGS:
        raise Unreadable(No.MANY)
    if b"<!ENTITY" in data or b"<!entity" in data:
        raise Unreadable(No.FORM, "entity")
    try:
        feed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as wrong:  # whatever their feed did to the parser, it is no feed
        raise Unreadable(No.FORM, "feed") from wrong
    if not feed.version:
        raise Unreadable(No.FORM, "feed")
    items, refused = each(listed(list(feed.entries)), lambda one: _entry(dict(dict.items(one)), url))
    following = [link.get("href") for link in feed.feed.get("links", []) if link.get("rel") == "next"]
    further = somewhere(url, following[0]) if following else ""
    return FoundPage(str(feed.version), words(feed.feed.get("title")), items, refused, further)


def _entry(entry: Fields, url: str) -> Found:
    contents = listed(entry.get("content", []))
    body = contents[0].get("value") if contents else entry.get("summary")
    where = place(url, entry.get("link"))
    answered = entry.get("thr_in-reply-to") or {}
    return Found(
        url=where,
        kind="post",
        title=words(entry.get("title")),
        html=markup(body),
        author=words(entry.get("author"), 200),
        published=_moment(entry.get("published_parsed")),
        updated=_moment(entry.get("updated_parsed")),
        reply_to=somewhere(url, answered.get("href")) if isinstance(answered, dict) else "",
    )


def _moment(value: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = tuple(value)[:6]
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (TypeError, ValueError):
        return None
    return at if 1970 <= at.year <= 9000 else None
