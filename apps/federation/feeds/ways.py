"""From the address a person copies to the one a program reads: what a page of a forum says of its own other forms."""

import re
from typing import Any

from apps.federation import origins
from apps.federation.feeds.pages import check_depth
from apps.federation.feeds.values import somewhere
from apps.federation.reading.reasons import Unreadable
from apps.outside import targets

MOST = 3
_FEEDS = {"application/rss+xml", "application/atom+xml"}
_COMMUNITY = re.compile(r"/c/([A-Za-z0-9_.@-]{1,120})/?")


def others(data: bytes, url: str) -> tuple[str, ...]:
    """Where the same is written for programs, the fullest form first; nothing for what is no page."""
    from selectolax.lexbor import LexborHTMLParser

    if not data[:100].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return ()
    try:
        check_depth(data)
    except Unreadable:
        return ()
    tree = LexborHTMLParser(data)
    found = [*_by_software(tree, url), *_announced(tree, url)]
    return tuple(dict.fromkeys(one for one in found if one != url and origins.same(one, url)))[:MOST]


def _by_software(tree: Any, url: str) -> list[str]:
    said = _generator(tree)
    path = targets.read(url).path.rstrip("/")
    if said.startswith("discourse"):
        topic = re.match(r"/t/(?:[^/]+/)?(\d+)", path)
        return [somewhere(url, f"/t/{topic[1]}.json" if topic else f"{path or '/latest'}.json")]
    if said.startswith("nodebb") and path:
        return [somewhere(url, f"/api{path}")]
    community = _COMMUNITY.fullmatch(path) if said.startswith(("lemmy", "piefed")) else None
    if community:
        return [somewhere(url, f"/api/v3/post/list?community_name={community[1]}&sort=New&limit=50")]
    return []


def _generator(tree: Any) -> str:
    """The software, by the page's own word: a name in its head, or of the application it starts."""
    for name in ("generator", "application-name"):
        node = tree.css_first(f'meta[name="{name}"]')
        if node is not None and node.attributes.get("content"):
            return str(node.attributes["content"]).lower()[:100]
    return ""


def _announced(tree: Any, url: str) -> list[str]:
    links = tree.css('link[rel="alternate"]')[:20]
    wanted = [link.attributes.get("href") for link in links if link.attributes.get("type") in _FEEDS]
    return [found for found in (somewhere(url, href) for href in wanted) if found]
