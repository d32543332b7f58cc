"""Sites that speak no protocol: feeds, the JSON of three forums, and what pages say of themselves.

Why apart from `reading`: nobody signed this. A site speaks for its own addresses and for nothing else; what is found is
shown as imported, and never counts as trust. As with messages, nothing is raised: a page, or a reason why not.
"""

from dataclasses import replace

from apps.federation import reading
from apps.federation.feeds import discourse, lemmy, nodebb, pages, syndication
from apps.federation.feeds.things import Found, FoundPage
from apps.federation.reading import MOST_BYTES, No, Refused
from apps.federation.reading.reasons import Unreadable

__all__ = ["Found", "FoundPage", "read"]

_JSON = (discourse, nodebb, lemmy)


def read(data: bytes, *, url: str, most: int = MOST_BYTES) -> FoundPage | Refused:
    """One answer of a site, known by its form; `url` is the address that answered."""
    if len(data) > most:
        return Refused(No.LARGE)
    try:
        return _read(data, url)
    except Unreadable as wrong:
        return wrong.refused


def _read(data: bytes, url: str) -> FoundPage | Refused:
    head = data[:100].lstrip(b"\xef\xbb\xbf \r\n\t")
    if syndication.is_it(data):
        return syndication.read(data, url)
    if head.startswith(b"<"):
        return pages.read(data, url)
    document = reading.parse(data)
    if isinstance(document, Refused):
        return document
    known = next((form for form in _JSON if form.is_it(document)), None)
    return _without_the_gone(known.read(document, url)) if known else Refused(No.TYPE)


def _without_the_gone(page: FoundPage) -> FoundPage:
    """What was taken back is named apart; a page of which a part could not be read says nothing of what is missing."""
    gone = tuple(one.url for one in page.items if one.kind == "gone")
    kept = tuple(one for one in page.items if one.kind != "gone")
    left = (*page.left, *(No.EMPTY for _one in gone))
    return replace(page, items=kept, gone=gone, left=left, whole="" if page.left else page.whole)
