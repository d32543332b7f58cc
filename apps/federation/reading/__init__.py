"""What other sites send, read without believing it: a frozen thing, or a reason why not. Nothing is ever raised.

Why: everything after this point works on plain values of known form. Documents are plain JSON with fixed names; linked
data is not processed, so words that reshape a document (`@graph`, `@included`, `@reverse`) are refused wherever they
stand. What is read is still only what somebody said: `origins` tells what may be believed.
"""

from typing import Any

from apps.federation.reading import activities, actors, discovery, listings, posts
from apps.federation.reading.reasons import No, Refused, Unreadable
from apps.federation.reading.things import (
    Activity,
    Actor,
    Key,
    Link,
    Listing,
    Post,
    Rating,
    SiteInfo,
    SiteInfoPlaces,
    Statement,
    Thing,
    Tombstone,
    WebName,
)
from apps.federation.reading.values import Fields, address, kinds, maybe_address, moment, text
from apps.signatures import canonical
from apps.signatures.errors import NotCanonical

__all__ = [
    "Activity",
    "Actor",
    "Key",
    "Link",
    "Listing",
    "No",
    "Post",
    "Rating",
    "Refused",
    "SiteInfo",
    "SiteInfoPlaces",
    "Statement",
    "Thing",
    "Tombstone",
    "WebName",
    "parse",
    "read",
    "read_value",
]

MOST_BYTES = 1024 * 1024
_RESHAPING = {"@graph", "@included", "@reverse"}
OURS = "trust:"  # our own vocabulary
_NESTED = 8  # things inside one another


def read(data: bytes, most: int = MOST_BYTES) -> Thing | Refused:
    """A document as it came over the wire."""
    value = parse(data, most)
    return value if isinstance(value, Refused) else read_value(value)


def parse(data: bytes, most: int = MOST_BYTES) -> dict[str, Any] | Refused:
    """Its JSON, when that means one thing only."""
    if len(data) > most:
        return Refused(No.LARGE)
    try:
        value = canonical.parse(data)
    except NotCanonical as wrong:
        return Refused(No(wrong.unclear.value))
    return value if isinstance(value, dict) else Refused(No.NOT_AN_OBJECT)


def read_value(value: object) -> Thing | Refused:
    """A document whose JSON is read already."""
    try:
        _check_words(value)
        return _read(value, 0)
    except Unreadable as wrong:
        return wrong.refused


def _read(value: object, depth: int) -> Thing:
    if depth > _NESTED:
        raise Unreadable(No.NESTED)
    if not isinstance(value, dict):
        raise Unreadable(No.NOT_AN_OBJECT)
    if not value.get("type"):
        return discovery.read(value)
    for kind in kinds(value):
        if kind in posts.KINDS:
            return posts.read(value, kind)
        if kind in activities.RULES:
            return activities.read(value, kind, _read, depth)
        if kind in actors.KINDS:
            return actors.read(value, kind)
        if kind in listings.KINDS:
            return listings.read(value, kind, _read, depth)
        if kind.startswith(OURS):
            return _statement(value, kind)
        if kind == "Tombstone":
            return Tombstone(
                address(value.get("id"), "id", No.ID), text(value, "formerType", 100), moment(value, "deleted")
            )
    raise Unreadable(No.TYPE, ", ".join(kinds(value)))


def _statement(fields: Fields, kind: str) -> Statement:
    """Its envelope; what it says is read after its proof."""
    return Statement(
        id=address(fields.get("id"), "id", No.ID),
        kind=kind[:60],
        issuer=maybe_address(fields, "attributedTo", No.AUTHOR),
        about=maybe_address(fields, "object"),
        published=moment(fields, "published"),
        proven="proof" in fields,
    )


def _check_words(value: object) -> None:
    """Nowhere a word that would make linked-data readers see another document than we do."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if found := _RESHAPING & one.keys():
                raise Unreadable(No.LINKED_DATA, min(found))
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
