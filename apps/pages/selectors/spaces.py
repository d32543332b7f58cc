"""The list of spaces, and the page of one space or its door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accountability.models import Dialogue
from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.base.permissions import allows
from apps.documents.models import Version
from apps.look.addresses import address
from apps.pages.filters import NEWEST, filtered, order_choices, page_number, why_this_order
from apps.pages.selectors.lines import (
    NEIGHBOURS,
    UNSEEN,
    ReviewLine,
    ThreadLine,
    lines_here,
    review_lines,
    talks_here,
    thread_lines,
    with_neighbours,
)
from apps.pages.selectors.parts import (
    PER_PAGE,
    Choice,
    HelperLine,
    Numbering,
    OperatorFace,
    Speaker,
    excerpt,
    helper_lines,
    numbering_of,
    operator_face,
    paged,
    rising_lines,
)
from apps.posts.models import STANDING, Review, Thread
from apps.spaces.models import Membership, Space, Topic, Visibility, in_language
from apps.spaces.permissions import Visitor, check_can_read, is_member
from apps.warnings.models import HoldsWarnings

TALK_BESIDE_REVIEWS = 4


@dataclass(frozen=True, slots=True)
class SpaceLine:
    """A space in the list."""

    slug: str
    name: str
    url: str
    summary: str
    operator: str
    members_only: bool
    imported: bool
    reviews: int
    talks: int
    members: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class SpacesPage:
    """Every space; the content of members-only ones is not counted for outsiders."""

    spaces: list[SpaceLine]


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic of a space."""

    slug: str
    name: str
    url: str
    reviews: int
    current: bool


@dataclass(frozen=True, slots=True)
class Charter:
    """The beginning of the space's own rules."""

    title: str
    excerpt: str
    version: int
    since: datetime
    url: str


@dataclass(frozen=True, slots=True)
class SpacePage:
    """A space. For those outside a members-only space, only its door: `open` is false and the lists are empty."""

    slug: str
    name: str
    summary: str
    open: bool
    members_only: bool
    health_data: bool
    imported: bool
    has_reviews: bool
    has_talk: bool
    talk_only: bool
    professionals: str
    is_member: bool
    warnings_url: str  # for its members, where it takes warnings about people
    members: int
    operator: OperatorFace
    charter: Charter | None
    topics: tuple[TopicLine, ...]
    reviews: list[ReviewLine]
    reviews_numbering: Numbering
    helpers: tuple[HelperLine, ...]
    rising: tuple[Speaker, ...]
    talk: list[ThreadLine]
    talk_numbering: Numbering
    order: str
    orders: tuple[Choice, ...]


def spaces_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> SpacesPage:
    """All spaces by name; a members-only one shows its door."""
    spaces = list(Space.objects.select_related("operator"))
    reviews = _count(Review.objects.filter(STANDING))
    talks = _count(Thread.objects.all())
    members = _count(Membership.objects.all())
    latest = dict(Review.objects.filter(STANDING).values_list("space").annotate(Max("published_at")))
    lines = [
        SpaceLine(
            slug=space.slug,
            name=space.name,
            url=reverse("pages:space", args=[space.slug]),
            summary=space.summary,
            operator=space.operator.name,
            members_only=space.visibility == Visibility.MEMBERS,
            imported=space.imported,
            reviews=reviews.get(space.pk, 0) if space.reviews else 0,
            talks=talks.get(space.pk, 0) if space.threads else 0,
            members=members.get(space.pk, 0),
            last_at=latest.get(space.pk) if space.visibility == Visibility.PUBLIC else None,
        )
        for space in spaces
    ]
    return SpacesPage(sorted(lines, key=lambda line: (line.imported, line.name.casefold())))


def _warnings(space: Space) -> str:
    if space.visibility != Visibility.MEMBERS or not HoldsWarnings.objects.filter(space=space).exists():
        return ""
    return reverse("warnings:space", args=[space.slug])


def _count(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.values_list("space").annotate(Count("pk")))


def _place() -> QuerySet[Space]:
    """One space with three numbers of it: members, reviews, talks."""
    members = Membership.objects.filter(space=OuterRef("pk"))
    told, talked = _told_in(OuterRef("pk")), Thread.objects.filter(space=OuterRef("pk"))
    counted = {"members": _how_many(members), "told": _how_many(told), "talked": _how_many(talked)}
    return Space.objects.select_related("operator").filter(slug=given("slug")).annotate(**counted)


def _how_many(found: QuerySet[Any], by: str = "space") -> Coalesce:
    counted = found.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


PLACE = Compiled(_place)


def space_page(visitor: Visitor, query: QueryDict, *, space: str, now: datetime) -> SpacePage:
    """One space as this visitor may see it; raises NotFound."""
    place: Any = PLACE.first(slug=space)
    if place is None:
        raise NotFound(_("No space has this address."))
    is_open = allows(check_can_read, visitor, place, now=now)
    topic = _topic(place, query)
    reviews, reviews_at = _reviews(place, query, place.told) if is_open else ([], Numbering(1, 1, 0))
    talk, talk_at = _talk(place, query, place.talked) if is_open else ([], Numbering(1, 1, 0))
    return SpacePage(
        slug=place.slug,
        name=place.name,
        summary=place.summary,
        open=is_open,
        members_only=place.visibility == Visibility.MEMBERS,
        health_data=place.health_data,
        imported=place.imported,
        has_reviews=place.reviews,
        has_talk=place.threads,
        talk_only=not place.reviews or _shows_talk(query),
        professionals=place.get_professionals_display(),
        is_member=is_member(visitor, place),
        warnings_url=_warnings(place) if is_open else "",
        members=place.members,
        operator=operator_face(place.operator, now),
        charter=_charter(place, now),
        topics=_topics(place, query) if is_open else (),
        reviews=reviews,
        reviews_numbering=reviews_at,
        helpers=helper_lines(place, now, topic) if is_open else (),
        rising=rising_lines(place, now, topic) if is_open else (),
        talk=talk,
        talk_numbering=talk_at,
        order=why_this_order(query),
        orders=order_choices(query),
    )


def _reviews(space: Space, query: QueryDict, told: int) -> tuple[list[ReviewLine], Numbering]:
    if not space.reviews or _shows_talk(query):
        return [], Numbering(1, 1, 0)
    if not query:
        return _newest(space, told)
    rows = filtered(_told_in(space), query)
    found, at = paged(with_neighbours(rows), page_number(query))
    return review_lines(found), at


def _told_in(space: Any) -> QuerySet[Review]:
    return Review.objects.filter(space=space).exclude(state="erased")


NEWEST_TOLD = Compiled(
    lambda: _told_in(given("space")).select_related(*NEIGHBOURS).defer(*UNSEEN).order_by(*NEWEST)[:PER_PAGE]
)


def _newest(space: Space, told: int) -> tuple[list[ReviewLine], Numbering]:
    """What most readers ask for: the first page of all of them."""
    return lines_here(NEWEST_TOLD, space), numbering_of(told)


def _talk(space: Space, query: QueryDict, talked: int) -> tuple[list[ThreadLine], Numbering]:
    """All of it on its own list, the latest beside reviews."""
    if not space.threads:
        return [], Numbering(1, 1, 0)
    if not query and space.reviews:
        return _last_talked_of(space, talked)
    rows = _talked_in(space)
    if topic := query.get("topic"):
        rows = rows.filter(topic__slug=topic)
    alone = not space.reviews or _shows_talk(query)
    found, at = paged(rows, page_number(query)) if alone else paged(rows, 1, TALK_BESIDE_REVIEWS)
    return thread_lines(found), at


def _talked_in(space: Any) -> QuerySet[Thread]:
    pinned = Dialogue.objects.filter(thread=OuterRef("pk"), alert__closed_at=None)  # an official topic stands first
    rows = Thread.objects.filter(space=space).select_related("space", "topic").alias(pinned=Exists(pinned))
    return rows.order_by("-pinned", "-last_post_at", "-pk")


def _latest() -> QuerySet[Thread]:
    return _talked_in(given("space")).select_related(None).select_related("topic")[:TALK_BESIDE_REVIEWS]


LAST_TALKED_OF = Compiled(_latest)


def _last_talked_of(space: Space, talked: int) -> tuple[list[ThreadLine], Numbering]:
    """The same beside all reviews."""
    return talks_here(LAST_TALKED_OF, space), numbering_of(talked, TALK_BESIDE_REVIEWS)


def _shows_talk(query: Mapping[str, str]) -> bool:
    return query.get("show") == "talk"


def _topic(space: Space, query: Mapping[str, str]) -> Topic | None:
    """The one that was chosen; who helps is then named for it alone."""
    slug = query.get("topic")
    return Topic.objects.filter(space=space, slug=slug).first() if slug else None


def _by_topic() -> QuerySet[Any]:
    told = _how_many(Review.objects.filter(STANDING, topic=OuterRef("pk"), space=given("space")), "topic")
    return Topic.objects.filter(space=given("space")).annotate(told=told).order_by("pk")


TOPICS: Compiled[Any] = Compiled(_by_topic)


def _topics(space: Space, query: Mapping[str, str]) -> tuple[TopicLine, ...]:
    home = address("pages:space", space.slug)
    return tuple(
        TopicLine(t.slug, t.name, f"{home}?topic={t.slug}", t.told, query.get("topic") == t.slug)
        for t in TOPICS.objects(space=space.pk)
    )


def _charters() -> QuerySet[Version]:
    """The one in force, the space's own before its operator's."""
    theirs = Case(When(document__owner=given("operator"), then=1), default=0)
    found = Version.objects.in_force(given("now")).filter(document__kind="charter")
    of_either = Q(document__owner=given("space")) | Q(document__owner=given("operator"))
    return found.filter(of_either).select_related("document").order_by(theirs, "-number")[:1]


CHARTER = Compiled(_charters)


def _charter(space: Space, now: datetime) -> Charter | None:
    """The charter in force: the space's own, else its operator's."""
    version = CHARTER.first(space=space.reference, operator=space.operator.reference, now=now)
    if version is None:
        return None
    return Charter(
        title=in_language(version.document, "title"),
        excerpt=excerpt(in_language(version, "body"), 400),
        version=version.number,
        since=version.effective_at,
        url=address("accountability:document", space.operator.slug, version.document.slug),
    )
