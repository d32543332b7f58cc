"""Collections, whole or by the page, and conversations that say where their posts are."""

from collections.abc import Callable

from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import Listing, Thing
from apps.federation.reading.values import Fields, address, count, maybe_address, text

KINDS = {"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage", "Conversation"}
MOST = 1_000

ReadThing = Callable[[object, int], Thing]


def read(fields: Fields, kind: str, read_thing: ReadThing, depth: int) -> Listing:
    """A list as it says it is. One item that cannot be read does not spoil the others."""
    found, things, refused = _items(fields, read_thing, depth)
    first = fields.get("first")
    page = read_thing(first, depth + 1) if isinstance(first, dict) and not depth else None
    return Listing(
        id=maybe_address(fields, "id", No.ID),  # missing where it is served at its own address
        kind=kind,
        total=count(fields, "totalItems"),
        addresses=found,
        things=things,
        refused=refused,
        name=html.plain(text(fields, "name")),
        owner=maybe_address(fields, "attributedTo"),
        first="" if isinstance(first, dict) else maybe_address(fields, "first") or maybe_address(fields, "posts"),
        next=maybe_address(fields, "next"),
        part_of=maybe_address(fields, "partOf"),
        page=page if isinstance(page, Listing) else None,
    )


def _items(fields: Fields, read_thing: ReadThing, depth: int) -> tuple[tuple[str, ...], tuple[Thing, ...], int]:
    value = fields.get("orderedItems", fields.get("items"))
    listed = value if isinstance(value, list) else [] if value is None else [value]
    if len(listed) > MOST:
        raise Unreadable(No.MANY, "items")
    found: list[str] = []
    things: list[Thing] = []
    refused = 0
    for item in listed:
        try:
            if isinstance(item, dict) and "type" in item and len(item) > 2:
                things.append(read_thing(item, depth + 1))
            else:
                found.append(address(item, "item"))
        except Unreadable:
            refused += 1
    return tuple(found), tuple(things), refused
