"""What stands in a space, or was said by somebody, in pages that other sites read to the end.

Drawn from what stands now: a site that comes late reads the words as they are, and nothing that was masked or taken
back. A page begins after a place, not after a count: what is erased meanwhile moves nothing to a page already read, and
the last page costs as much as the first.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from apps.federation.addresses import uri
from apps.federation.documents import objects
from apps.federation.documents.activities import by_group, in_space
from apps.federation.documents.context import whole
from apps.federation.models import RemoteItem
from apps.people.models import Persona
from apps.posts.models import Post, Review
from apps.posts.selectors import space_of
from apps.posts.states import ItemState
from apps.spaces.models import Space

Document = dict[str, Any]
PER_PAGE = 50
FIRST = "1"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an item stands among the others; written in the address of a page."""

    at: datetime
    reference: str

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.reference}"

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """None for the first page, and for what is no place."""
        moment, _dash, reference = written.partition("-")
        if not reference or not moment.isascii() or not moment.isdigit() or len(moment) > 17:
            return None
        return cls(_EPOCH + timedelta(microseconds=int(moment)), reference)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items of a list: which reviews, which messages, in which direction."""

    reviews: Q
    posts: Q
    newest_first: bool = False

    def count(self) -> int:
        return Review.objects.filter(self.reviews).count() + Post.objects.filter(self.posts).count()

    def after(self, place: Place | None) -> tuple[list[str], Place | None]:
        """The references of one page in their order, and the place after which the next one begins."""
        found = [
            Place(at, reference)
            for rows in (Review.objects.filter(self.reviews), Post.objects.filter(self.posts))
            for at, reference in self._cut(rows, place)
        ]
        page = sorted(found, reverse=self.newest_first)[: PER_PAGE + 1]
        return [p.reference for p in page[:PER_PAGE]], page[PER_PAGE - 1] if len(page) > PER_PAGE else None

    def _cut(self, rows: Any, place: Place | None) -> Iterable[tuple[datetime, str]]:
        way, sign = ("lt", "-") if self.newest_first else ("gt", "")
        if place is not None:
            later = Q(published_at=place.at, **{f"reference__{way}": place.reference})
            rows = rows.filter(Q(**{f"published_at__{way}": place.at}) | later)
            rows = rows.filter(**{f"published_at__{way}e": place.at})  # what the index can begin at
        ordered = rows.order_by(f"{sign}published_at", f"{sign}reference")
        return list(ordered.values_list("published_at", "reference")[: PER_PAGE + 1])


def all_of(space: Space) -> Shelf:
    """Everything said in a space, oldest first; of what was taken back, that it was. What was imported is not ours to
    pass on."""
    kept = Q(source=None) & ~Q(state=ItemState.ERASED)
    return Shelf(reviews=kept & Q(space=space), posts=kept & Q(thread__space=space))


def lately_in(space: Space) -> Shelf:
    """What stands in a space, newest first."""
    stands = _stands()
    return Shelf(reviews=stands & Q(space=space), posts=stands & Q(thread__space=space), newest_first=True)


def lately_by(persona: Persona, spaces: list[Space]) -> Shelf:
    """What somebody said in these spaces, newest first."""
    stands = _stands() & Q(author=persona)
    return Shelf(stands & Q(space__in=spaces), stands & Q(thread__space__in=spaces), newest_first=True)


def _stands() -> Q:
    return Q(source=None, state__in=[ItemState.PUBLISHED, ItemState.MASKED])


@dataclass(frozen=True, slots=True)
class Row:
    """An item of a page, its name elsewhere if it comes from there, and the name of what it answers."""

    item: Post | Review
    there: str
    parent: str

    def whole_or_name(self) -> Any:
        """What was written here is given whole; of what was written elsewhere only its own site says what it is."""
        return self.there or self.drawn()

    def drawn(self) -> Document:
        return objects.item(self.item, names={"parent": self.parent} if self.parent else {})


def listed(me: str, shelf: Shelf, draw: Callable[[Row], Any], page: str | None) -> Document:
    """The collection, or the page of it that was asked for."""
    if page is None:
        total = shelf.count()
        first = {"first": f"{me}?page={FIRST}"} if total else {}
        return whole({"id": me, "type": "OrderedCollection", "totalItems": total, **first})
    place = Place.read(page)
    references, last = shelf.after(place)
    return whole(
        {
            "id": f"{me}?page={place or FIRST}",
            "type": "OrderedCollectionPage",
            "partOf": me,
            "orderedItems": [draw(row) for row in _together(references)],
            **({"next": f"{me}?page={last}"} if last else {}),
        }
    )


def _together(references: list[str]) -> list[Row]:
    """The items in this order; four statements for a page."""
    posts = Post.objects.filter(reference__in=references).select_related("thread__space__operator", "author")
    reviews = Review.objects.filter(reference__in=references).select_related("space__operator", "subject", "author")
    found: dict[str, Post | Review] = {item.reference: item for item in (*reviews, *posts)}
    answers = {item.thread_id for item in found.values() if isinstance(item, Post) and item.number > 1}
    begun = dict(Post.objects.filter(thread__in=answers, number=1).values_list("thread_id", "reference"))
    named = RemoteItem.objects.filter(item__in=[*references, *begun.values()]).values_list("item", "uri")
    there = dict(named)
    parents = {thread: there.get(reference) or uri(f"n/{reference}") for thread, reference in begun.items()}
    return [
        Row(item, there.get(r, ""), parents.get(item.thread_id, "") if isinstance(item, Post) else "")
        for r in references
        if (item := found.get(r)) is not None
    ]


def as_created(row: Row) -> Document:
    """An item as its author said it. Its name is that of the item: it is read there."""
    item = row.item
    me, space = objects.path_of_item(item), space_of(item)
    author = f"p/{item.author.reference}" if item.author else "site"
    return {"id": f"{uri(me)}#create", **in_space("Create", author, row.drawn(), uri(f"s/{space.slug}"))}


def as_passed_on(row: Row) -> Document:
    """The same, as the space passes it on."""
    slug = space_of(row.item).slug
    name = f"{uri(f's/{slug}')}#{row.item.reference}"
    return {"id": name, **by_group(slug, "Announce", row.there or as_created(row))}
