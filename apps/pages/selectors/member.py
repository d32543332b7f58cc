"""A member as one space knows them; never across spaces."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.badges.selectors.shown import ShownBadge, shown_on
from apps.base.errors import NotFound
from apps.base.models import typed
from apps.exchanges.selectors import ExchangeFacts, propose_path, published_of
from apps.notices.quiet import is_silenced
from apps.pages.filters import page_number
from apps.pages.selectors.lines import ReviewLine, ThreadLine, review_lines, thread_lines, with_neighbours
from apps.pages.selectors.parts import (
    HelperLine,
    Numbering,
    SpaceBrief,
    Speaker,
    StatusLine,
    helper_line,
    link_to,
    paged,
    space_brief,
    status_line,
)
from apps.people.models import Account, Persona
from apps.posts.models import STANDING, Post, Review, Thread
from apps.spaces.disclosure import disclosure_in, shown_words
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import Visitor, check_can_read
from apps.trust import selectors as trust

TALKS = 10


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What somebody said in this space, and what others made of it here."""

    space: SpaceBrief
    speaker: Speaker
    joined_at: datetime | None
    statuses: list[StatusLine]
    helps: list[HelperLine]
    badges: list[ShownBadge]  # of elsewhere: those they chose to show here, none unless they did
    mine: bool
    reviews_count: int
    messages_count: int
    best_answers: int
    helpful: int
    reviews: list[ReviewLine]
    numbering: Numbering
    talk: list[ThreadLine]
    exchanges: list[ExchangeFacts]  # each by itself: what was rated of them is added up nowhere
    exchange_url: str
    report_url: str
    reference: str
    quiet: bool | None = None  # whether whoever asks hears nothing from them; None where that is no question


def member_page(visitor: Visitor, query: QueryDict, *, space: str, pseudonym: str, now: datetime) -> MemberPage:
    """One persona in one space; raises NotFound for those who never spoke or joined here."""
    place = Space.objects.filter(slug=space).first()
    if place is None:
        raise NotFound(_("No space has this address."))
    check_can_read(visitor, place, now=now)
    persona = Persona.objects.filter(pseudonym=typed(pseudonym)).first()
    joined = Membership.objects.filter(space=place, persona=persona).first() if persona else None
    if persona is None or (joined is None and not any(rows.exists() for rows in _words(persona, place))):
        raise NotFound(_("Nobody of this name has spoken in this space."))
    mine = visitor.is_authenticated and persona.account_id == visitor.pk
    url = propose_path(visitor, persona, place)
    page = member_as_seen(place, persona, query, mine=mine, exchange_url=url, now=now)
    if not isinstance(visitor, Account) or mine or persona.account_id is None:
        return page
    return replace(page, quiet=is_silenced(visitor, persona))


def _words(persona: Persona, place: Space) -> tuple[QuerySet[Review], QuerySet[Post]]:
    reviews = Review.objects.filter(STANDING, space=place, author=persona)
    return reviews, Post.objects.filter(STANDING, thread__space=place, author=persona)


def member_as_seen(
    place: Space, persona: Persona, query: QueryDict, *, mine: bool = False, exchange_url: str = "", now: datetime
) -> MemberPage:
    """For somebody who may read the space: another member, unless it is oneself."""
    reviews, messages = _words(persona, place)
    joined = Membership.objects.filter(space=place, persona=persona).first()
    found, numbering = paged(with_neighbours(reviews).order_by("-published_at"), page_number(query))
    shown = shown_words(disclosure_in(persona, place))
    return MemberPage(
        space=space_brief(place),
        speaker=Speaker("person", persona.pseudonym, word=shown),
        joined_at=joined.joined_at if joined else None,
        statuses=[status_line(view) for view in trust.standings_of(persona, place, now)],
        helps=[helper_line(view) for view in trust.shown_helping(persona, place, now=now)],
        badges=shown_on(persona, place, now) if joined else [],
        mine=mine,
        reviews_count=numbering.count,
        messages_count=messages.count(),
        best_answers=Thread.objects.filter(space=place, best_answer__author=persona).count(),
        helpful=_votes(reviews.aggregate(n=Sum("helpful_count"))) + _votes(messages.aggregate(n=Sum("helpful_count"))),
        reviews=review_lines(found),
        numbering=numbering,
        talk=_talk(persona, place),
        exchanges=published_of(persona, place),
        exchange_url=exchange_url,
        report_url="" if mine else _report(persona, place),
        reference=persona.reference,
    )


def _report(persona: Persona, space: Space) -> str:
    path = link_to("moderation:report", persona.reference)
    return f"{path}?space={space.slug}" if path else ""


def _votes(sum_of: dict[str, int | None]) -> int:
    return sum_of["n"] or 0


def _talk(persona: Persona, space: Space) -> list[ThreadLine]:
    """The talks in which they spoke last."""
    spoken = Post.objects.filter(STANDING, thread__space=space, thread__by_turns=False, author=persona)
    latest = spoken.values("thread").annotate(n=Count("pk")).order_by("-thread__last_post_at").values("thread")[:TALKS]
    rows = Thread.objects.filter(pk__in=[row["thread"] for row in latest]).select_related("space", "topic")
    return thread_lines(rows.order_by("-last_post_at"))
