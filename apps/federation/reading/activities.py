"""Activities: who did what to what. One table says what each kind may carry."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.federation.reading import html
from apps.federation.reading.reasons import No, Unreadable
from apps.federation.reading.things import Activity, Actor, Listing, Post, Statement, Thing, Tombstone
from apps.federation.reading.values import (
    TEXT,
    Fields,
    address,
    addresses,
    maybe_address,
    moment,
    recipients,
    text,
    yes,
)

DEEPEST = 4  # activities inside one another
_FLAGGED = 100

Came = Post | Actor | Activity | Tombstone | Listing | Statement
ReadThing = Callable[[object, int], Thing]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the object may be: an address, these things, these activities; and whether a target must be said."""

    address: bool = True
    things: tuple[type, ...] = ()
    activities: frozenset[str] = frozenset()
    target: bool = False
    several: bool = False


_UNDONE = frozenset({"Follow", "Like", "Dislike", "EmojiReact", "Announce", "Block", "Lock", "Delete", "Flag", "Warn"})
_WRAPPED = _UNDONE | {"Create", "Update", "Undo", "Add", "Remove", "Resolve", "Move"}
RULES: dict[str, Rule] = {
    "Create": Rule(address=False, things=(Post, Statement)),
    "Update": Rule(address=False, things=(Post, Actor, Listing, Statement)),
    "Delete": Rule(things=(Tombstone, Post, Actor)),
    "Follow": Rule(things=(Actor,)),
    "Accept": Rule(activities=frozenset({"Follow", "Offer", "Invite"})),
    "Reject": Rule(activities=frozenset({"Follow", "Offer", "Invite"})),
    "Undo": Rule(activities=_UNDONE | {"Accept", "Offer"}),
    "Like": Rule(things=(Post,)),
    "Dislike": Rule(things=(Post,)),
    "EmojiReact": Rule(things=(Post,)),
    "Announce": Rule(things=(Post, Actor, Listing, Statement), activities=_WRAPPED),
    "Flag": Rule(things=(Post, Actor), several=True),
    "Resolve": Rule(things=(Statement,), activities=frozenset({"Flag"})),
    "Warn": Rule(things=(Post,)),
    "Add": Rule(things=(Post, Actor, Statement), activities=_WRAPPED, target=True),
    "Remove": Rule(things=(Post, Actor, Statement), activities=_WRAPPED),
    "Lock": Rule(things=(Post,)),
    "Block": Rule(things=(Actor,)),
    "Move": Rule(things=(Actor, Post), target=True),
    "Offer": Rule(things=(Actor, Statement), activities=frozenset({"Follow"})),
    "Invite": Rule(things=(Actor,)),
}


def read(fields: Fields, kind: str, read_thing: ReadThing, depth: int) -> Activity:
    """An activity and what came with it."""
    if depth >= DEEPEST:
        raise Unreadable(No.NESTED)
    rule = RULES[kind]
    objects, thing = _object(fields, kind, rule, read_thing, depth)
    target = maybe_address(fields, "target", No.TARGET)
    if rule.target and not target:
        raise Unreadable(No.TARGET)
    return Activity(
        id=_id(fields, kind, depth),
        kind=kind,
        actor=address(fields.get("actor"), "actor", No.ACTOR),
        objects=objects,
        thing=thing,
        target=target,
        audience=recipients(fields, "audience"),
        to=recipients(fields, "to"),
        cc=recipients(fields, "cc"),
        reason=html.plain(text(fields, "summary", TEXT) or text(fields, "content", TEXT)),
        published=moment(fields, "published"),
        ends=moment(fields, "endTime") or moment(fields, "expires"),
        removes=yes(fields, "removeData"),
        proven="proof" in fields,
    )


def _id(fields: Fields, kind: str, depth: int) -> str:
    """Every message has a name of its own; one that is only quoted inside another may lack it."""
    if depth and fields.get("id") is None:
        return ""
    return address(fields.get("id"), "id", No.ID)


def _object(
    fields: Fields, kind: str, rule: Rule, read_thing: ReadThing, depth: int
) -> tuple[tuple[str, ...], Came | None]:
    value = fields.get("object")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if rule.several and isinstance(value, list):
        found = addresses({"object": value}, "object", No.OBJECT, most=_FLAGGED)
        if not found:
            raise Unreadable(No.OBJECT)
        return found, None
    if isinstance(value, str):
        if not rule.address:
            raise Unreadable(No.OBJECT, "an address alone")
        return (address(value, "object", No.OBJECT),), None
    if isinstance(value, dict) and rule.address and set(value) <= {"id", "type", "@context"}:
        return (address(value, "object", No.OBJECT),), None  # an address with its kind
    if not isinstance(value, dict):
        raise Unreadable(No.OBJECT, "form")
    thing = _allowed(read_thing(value, depth + 1), kind, rule)
    return ((thing.id,) if thing.id else ()), thing


def _allowed(thing: Thing, kind: str, rule: Rule) -> Came:
    if isinstance(thing, Activity) and thing.kind in rule.activities:
        return thing
    if isinstance(thing, Post | Actor | Tombstone | Listing | Statement) and isinstance(thing, rule.things):
        return thing
    raise Unreadable(No.OBJECT, f"{kind} of {getattr(thing, 'kind', type(thing).__name__)}")
