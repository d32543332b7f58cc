"""What can be read from other sites: frozen, of plain values, checked in form. Nothing here is believed yet."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
STARS = 5


@dataclass(frozen=True, slots=True)
class Key:
    """A key an actor shows: PEM for requests, multibase for documents."""

    id: str
    owner: str
    pem: str = ""
    multibase: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, a group, or a program, at another site."""

    id: str
    kind: str
    username: str
    name: str
    summary: str  # sanitised HTML
    inbox: str
    names: tuple[tuple[str, str], ...] = ()  # language and name, where it says its name in ours
    summaries: tuple[tuple[str, str], ...] = ()  # language and summary, the same; sanitised HTML
    outbox: str = ""
    shared_inbox: str = ""
    followers: str = ""
    moderators: str = ""  # the collection
    featured: str = ""
    url: str = ""
    keys: tuple[Key, ...] = ()
    document_keys: tuple[Key, ...] = ()
    also_known_as: tuple[str, ...] = ()
    moved_to: str = ""
    closed: bool = False  # only moderators post
    asks_first: bool = False  # follows are answered by hand
    indexable: bool | None = None
    implements: tuple[str, ...] = ()  # what its software says it can do, by address (FEP-844e)
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """How many of how many, about what. Formats differ; `stars` is ours."""

    value: Decimal
    worst: Decimal
    best: Decimal
    about: str = ""  # the address of what is rated

    @property
    def stars(self) -> int:
        """One to five: eight of ten are four, half a star is a whole one."""
        exact = self.value * STARS / self.best
        return max(1, int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


@dataclass(frozen=True, slots=True)
class Link:
    """Something a post points to; nothing of it is fetched."""

    url: str
    kind: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A thread, a comment, an article, a question, an event or a review."""

    id: str
    kind: str
    authors: tuple[str, ...]
    title: str
    html: str  # sanitised
    source: str  # Markdown, when it came with it
    summary: str  # plain: a warning on a Note, an abstract elsewhere
    language: str
    url: str
    reply_to: str
    context: str
    audience: tuple[str, ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    sensitive: bool = False
    rating: Rating | None = None
    is_review: bool = False
    about: str = ""  # the address of what is reviewed, rated or not
    options: tuple[str, ...] = ()
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    quotes: str = ""
    replies: str = ""
    proven: bool = False  # carries a proof of its own, to be checked

    @property
    def is_public(self) -> bool:
        return PUBLIC in (*self.to, *self.cc)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Something that was."""

    id: str
    former_kind: str = ""
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A document of the `trust:` vocabulary: whole in its JSON, worth what its proof is worth."""

    id: str
    kind: str
    issuer: str
    about: str = ""
    published: datetime | None = None
    proven: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """What somebody says they did. The object is an address, or the thing itself when it came along."""

    id: str
    kind: str
    actor: str
    objects: tuple[str, ...]  # addresses; only Flag has several
    thing: "Post | Actor | Activity | Tombstone | Listing | Statement | None" = None
    target: str = ""
    audience: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    reason: str = ""  # plain
    published: datetime | None = None
    ends: datetime | None = None
    removes: bool = False  # with everything they wrote
    proven: bool = False

    @property
    def object(self) -> str:
        return self.objects[0] if self.objects else ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A collection or one page of it; what in it could not be read is counted."""

    id: str
    kind: str
    total: int | None
    addresses: tuple[str, ...]
    things: tuple[Any, ...]
    refused: int = 0
    name: str = ""
    owner: str = ""
    first: str = ""
    next: str = ""
    part_of: str = ""
    page: "Listing | None" = None  # the first page, when it came along


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """NodeInfo: which software, and what it speaks."""

    software: str
    version: str
    protocols: tuple[str, ...]
    open_registrations: bool
    users: int | None = None
    posts: int | None = None


@dataclass(frozen=True, slots=True)
class SiteInfoPlaces:
    """Where a site's NodeInfo stands, by version."""

    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WebName:
    """WebFinger: which actor a name means, and where one follows from elsewhere."""

    subject: str
    actor: str
    aliases: tuple[str, ...] = ()
    subscribe: str = ""


Thing = Actor | Post | Statement | Tombstone | Activity | Listing | SiteInfo | SiteInfoPlaces | WebName
