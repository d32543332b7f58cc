"""What pages say of themselves: schema.org in JSON-LD (Review, DiscussionForumPosting, questions), and hReview.

JSON-LD is read as plain JSON here too: the names are schema.org's or they are nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from apps.federation.feeds.things import Found, FoundPage
from apps.federation.feeds.values import (
    Fields,
    each,
    inner,
    listed,
    markup,
    moment,
    place,
    rating,
    somewhere,
    words,
)
from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.values import TEXT
from apps.signatures import canonical
from apps.signatures.errors import NotCanonical

_SCRIPTS = 50
_POSTS = {"DiscussionForumPosting", "SocialMediaPosting", "Question", "Answer", "Comment"}
_PARTS = (
    "review",
    "reviews",
    "comment",
    "suggestedAnswer",
    "acceptedAnswer",
    "mainEntity",
    "@graph",
    "itemListElement",
    "item",
)
_DEEPEST = 8
_PRODUCTS = {"Product", "Book", "Movie", "SoftwareApplication", "VideoGame", "CreativeWork"}
_PLACES = {"Place", "LocalBusiness", "Hotel", "Restaurant", "LodgingBusiness", "FoodEstablishment", "Store"}
_OPEN = 512  # tags inside one another
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)")
_NEVER_NEST = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li dt dd option tr td th thead tbody tfoot "
    b"path circle rect use line polygon polyline ellipse stop".split()
)


def read(data: bytes, url: str) -> FoundPage:
    """Everything a page marks up; a page that marks up nothing is refused."""
    from selectolax.lexbor import LexborHTMLParser

    check_depth(data)
    tree = LexborHTMLParser(data)
    documents, refused = _documents(tree)
    marked = [one for document in documents for one in _inside(document, {}, 0)]
    found, more = each(marked, lambda one: _marked(one, url))
    reviews, most = each([{"node": node} for node in _hreviews(tree)], lambda one: _hreview(one["node"], url))
    if not (found or reviews):
        raise Unreadable(No.EMPTY)
    title = tree.css_first("title")
    return FoundPage("page", words(title.text()[:500] if title else ""), (*found, *reviews), refused + more + most)


def check_depth(data: bytes) -> None:
    """Tags left open inside one another cost the parser the square of their number: minutes, for one page."""
    depth, left = 0, Counter[bytes]()
    for found in _TAG.finditer(data):
        name = found[2].lower()
        if name in _NEVER_NEST or (found[1] and not left[name]):
            continue  # an end of what was never begun closes nothing
        step = -1 if found[1] else 1
        left[name] += step
        depth += step
        if depth > _OPEN:
            raise Unreadable(No.DEEP)


# --- schema.org --------------------------------------------------------------------------------------------


def _documents(tree: Any) -> tuple[list[Any], tuple[No, ...]]:
    read: list[Any] = []
    refused: tuple[No, ...] = ()
    for script in tree.css('script[type="application/ld+json"]')[:_SCRIPTS]:
        try:
            read.append(canonical.parse(script.text(deep=True).strip()))
        except NotCanonical:
            refused += (No.NOT_JSON,)
    return read, refused


def _inside(value: Any, about: Fields, depth: int) -> Iterator[Fields]:
    """Reviews and messages, wherever they stand; a review inside a thing is about that thing."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:1_000]:
            yield from _inside(one, about, depth + 1)
    elif isinstance(value, dict):
        kinds = _kinds(value)
        if "Review" in kinds:
            yield value if "itemReviewed" in value else {**value, "itemReviewed": about}
        elif kinds & _POSTS:
            yield value if not about else {**value, "parentItem": about}
        for name in _PARTS:
            yield from _inside(value.get(name), value if kinds else about, depth + 1)


def _kinds(fields: Fields) -> set[str]:
    value = fields.get("@type")
    named = value if isinstance(value, list) else [value]
    return {one.rsplit("/", 1)[-1] for one in named if isinstance(one, str)}


def _marked(fields: Fields, url: str) -> Found:
    author = (listed(fields.get("author")) or [{"name": fields.get("author")}])[0]
    common: dict[str, Any] = {
        "url": place(url, fields.get("url") or fields.get("@id") or url),
        "title": words(fields.get("headline") or fields.get("name")),
        "html": _text(fields.get("reviewBody") or fields.get("articleBody") or fields.get("text")),
        "author": words(author.get("name"), 200),
        "author_url": somewhere(url, author.get("url")),
        "published": moment(fields.get("datePublished") or fields.get("dateCreated")),
        "updated": moment(fields.get("dateModified")),
    }
    if "Review" not in _kinds(fields):
        parent = inner(fields, "parentItem")
        return Found(kind="post", reply_to=somewhere(url, parent.get("url") or parent.get("@id")), **common)
    said, about = inner(fields, "reviewRating"), inner(fields, "itemReviewed")
    if "Person" in _kinds(about):
        raise Unreadable(No.PERSON)
    where = somewhere(url, about.get("url") or about.get("@id"))
    stars = (
        rating(said["ratingValue"], said.get("worstRating", 1), said.get("bestRating", 5), where)
        if "ratingValue" in said
        else None
    )
    return Found(
        kind="review",
        rating=stars,
        about=words(about.get("name")),
        about_url=where,
        about_kind=_kind(about),
        **common,
    )


def _kind(about: Fields) -> str:
    """A product, a place, or nothing that we know."""
    kinds = _kinds(about)
    return "product" if kinds & _PRODUCTS else "place" if kinds & _PLACES else ""


def _text(value: Any) -> str:
    """schema.org says plain text; many write HTML."""
    if not isinstance(value, str):
        return ""
    if len(value) > TEXT:
        raise Unreadable(No.LONG)
    return html.clean(value) if "<" in value else html.of_plain(value)


# --- hReview, and its successor h-review -------------------------------------------------------------------


def _hreviews(tree: Any) -> list[Any]:
    return list(tree.css(".hreview, .h-review"))[:1_000]


def _hreview(node: Any, url: str) -> Found:
    about = node.css_first(".p-item, .item")
    link = node.css_first("a.u-url, a.permalink, a[rel=bookmark]")
    body = node.css_first(".e-content, .description")
    return Found(
        url=place(url, link.attributes.get("href") if link else url),
        kind="review",
        title=_said(node, ".p-name, .summary"),
        html=markup(body.inner_html if body else ""),
        author=_said(node, ".p-author, .reviewer"),
        published=moment(_at(node, ".dt-published, .dtreviewed")),
        rating=_stars(node),
        about=_said(about, ".p-name, .fn") or words(about.text(strip=True)[:500]) if about else "",
        about_url=somewhere(url, _href(about)),
    )


def _stars(node: Any) -> Any:
    said = node.css_first(".p-rating, .rating")
    if said is None:
        return None
    value, best = said.css_first(".value, .value-title"), node.css_first(".p-best, .best")
    text = (
        (value.attributes.get("title") or value.text(strip=True))
        if value
        else said.attributes.get("value") or said.text(strip=True)
    )
    return rating(text, 1, best.text(strip=True) if best else 5)


def _said(node: Any, selector: str) -> str:
    found = node.css_first(selector) if node is not None else None
    return words(found.text(strip=True)[:500]) if found else ""


def _at(node: Any, selector: str) -> Any:
    found = node.css_first(selector)
    return (
        (found.attributes.get("datetime") or found.attributes.get("title") or found.text(strip=True)) if found else None
    )


def _href(node: Any) -> Any:
    link = (node if node is not None and node.tag == "a" else node.css_first("a[href]")) if node is not None else None
    return link.attributes.get("href") if link is not None else None
