"""Reads of exchanges. Of a rating that is held, only its author gets more than that it is in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.base.models import typed
from apps.exchanges.models import Exchange, Rating
from apps.exchanges.permissions import side_of
from apps.exchanges.rule import TO_ANSWER, opposite, person
from apps.exchanges.states import ExchangeState, RatingState, Side, Why
from apps.people.models import Account, Persona
from apps.posts import selectors as posts
from apps.posts.models import Post, Thread
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import Visitor, check_can_read
from apps.spaces.selectors import persona_in

LISTED = 10


@dataclass(frozen=True, slots=True)
class ExchangeParty:
    """One of the two, as this space knows them."""

    name: str
    url: str  # empty once they have left the site


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What I wrote, while it is held: nobody else gets this."""

    stars: int
    text: str
    written_at: datetime
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RatedLine:
    """A published rating, by whom, written when."""

    by: ExchangeParty
    stars: int | None  # none where its words are masked, withdrawn or erased
    written_at: datetime | None
    gone: str
    url: str


@dataclass(frozen=True, slots=True)
class ExchangeFacts:
    """What anybody who reads the space may know of an exchange, once something of it is published."""

    reference: str
    url: str
    what: str
    place: str
    on: date
    topic: str
    proposer: ExchangeParty
    other: ExchangeParty
    ratings: list[RatedLine]
    published_at: datetime | None
    why: str
    why_words: str
    thread_url: str
    rule_url: str


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """A recorded exchange: for the two at any time, for the others once something of it is published."""

    space: str
    space_name: str
    facts: ExchangeFacts
    state: str
    state_word: str
    side: str  # mine; empty for whoever is not one of the two
    answer_before: datetime | None
    appears_at: datetime | None
    mine: OwnRating | None
    mine_taken_back: bool
    theirs_in: bool
    theirs_taken_back: bool
    may_confirm: bool
    may_take_back: bool
    may_rate: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One of my exchanges in my list."""

    url: str
    what: str
    with_whom: str
    space_name: str
    on: date
    sentence: str
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class MyExchanges:
    """Exchanges in which I took part, the newest first; those that wait for me are said so."""

    open: list[ExchangeLine]
    published: list[ExchangeLine]
    ended: list[ExchangeLine]


WITH_ALL = ("space", "topic", "proposer", "other", "thread__space")


def path_of(exchange: Exchange) -> str:
    """Where it is read."""
    return reverse("exchanges:exchange", args=[exchange.space.slug, exchange.reference])


def rule_path() -> str:
    """Where the one exception to "published at once" is written, with all its versions."""
    return reverse("accountability:document", args=[settings.PLATFORM_OPERATOR, "rules"])


def exchange_at(visitor: Visitor, *, space: str, reference: str, now: datetime) -> Exchange:
    """For the two always; for others once published, where they may read the space. Raises NotFound."""
    rows = Exchange.objects.select_related(*WITH_ALL)
    found = rows.filter(space__slug=space, reference=typed(reference)[:24]).first()
    if found is not None and side_of(visitor, found) is not None:
        return found
    if found is None or found.state != ExchangeState.REVEALED:
        raise NotFound(_("Nothing is here, or it is between two other members."))
    check_can_read(visitor, found.space, now=now)
    return found


def exchange_page(visitor: Visitor, *, space: str, reference: str, now: datetime) -> ExchangePage:
    """As this person may know it."""
    exchange = exchange_at(visitor, space=space, reference=reference, now=now)
    side, ratings = side_of(visitor, exchange), list(exchange.ratings.all())
    mine = _of(ratings, side)
    theirs = _of(ratings, opposite(side)) if side else None
    confirmed, proposed = exchange.state == ExchangeState.CONFIRMED, exchange.state == ExchangeState.PROPOSED
    waiting = confirmed and (exchange.reveal_at is None or now < exchange.reveal_at)
    return ExchangePage(
        space=exchange.space.slug,
        space_name=exchange.space.name,
        facts=facts_of(exchange),
        state=exchange.state,
        state_word=str(ExchangeState(exchange.state).label),
        side=side.value if side else "",
        answer_before=exchange.proposed_at + TO_ANSWER if proposed else None,
        appears_at=exchange.reveal_at if confirmed else None,
        mine=_own(mine),
        mine_taken_back=_is(mine, RatingState.WITHDRAWN),
        theirs_in=_is(theirs, RatingState.HELD),
        theirs_taken_back=_is(theirs, RatingState.WITHDRAWN),
        may_confirm=proposed and side is Side.OTHER,
        may_take_back=proposed and side is Side.PROPOSER,
        may_rate=waiting and side is not None and (mine is None or mine.state == RatingState.HELD),
        may_answer=_may_answer(exchange, side),
    )


def _of(ratings: Iterable[Rating], side: Side | None) -> Rating | None:
    return next((rating for rating in ratings if rating.side == side), None)


def _is(rating: Rating | None, state: RatingState) -> bool:
    return rating is not None and rating.state == state


def _own(mine: Rating | None) -> OwnRating | None:
    if mine is None or mine.state != RatingState.HELD or mine.stars is None:
        return None
    return OwnRating(mine.stars, mine.text, mine.written_at, mine.changed_at)


def _may_answer(exchange: Exchange, side: Side | None) -> bool:
    published = exchange.state == ExchangeState.REVEALED and exchange.thread is not None
    return published and side is not None and not exchange.answers.filter(side=side).exists()


def facts_of(exchange: Exchange) -> ExchangeFacts:
    """The facts, and what was published of it: through the messages that the ratings became, never past them."""
    first = posts.first_of(exchange.thread) if exchange.thread else None
    title = posts.thread_title(exchange.thread, first) if exchange.thread else exchange.what
    return ExchangeFacts(
        reference=exchange.reference,
        url=path_of(exchange),
        what=title,
        place="" if first is not None and posts.is_hidden(first) else exchange.place,
        on=exchange.on,
        topic=exchange.topic.name if exchange.topic else "",
        proposer=_party(exchange, Side.PROPOSER),
        other=_party(exchange, Side.OTHER),
        ratings=_published(exchange),
        published_at=exchange.revealed_at,
        why=exchange.why,
        why_words=str(Why(exchange.why).label) if exchange.why else "",
        thread_url=posts.thread_path(exchange.thread) if exchange.thread else "",
        rule_url=rule_path(),
    )


def _published(exchange: Exchange) -> list[RatedLine]:
    """In the order of the talk; one whose author has left stands there without a name."""
    if exchange.thread is None:
        return []
    rated = Post.objects.filter(thread=exchange.thread, stars__isnull=False).order_by("number").select_related("author")
    by_post = {rating.post_id: rating for rating in exchange.ratings.all()}
    return [_line(exchange, post, by_post.get(post.pk)) for post in rated]


def _line(exchange: Exchange, post: Post, rating: Rating | None) -> RatedLine:
    post.thread = exchange.thread or post.thread
    gone = posts.shown(post).gone
    by = _named(post.author, exchange.space)
    return RatedLine(by, None if gone else post.stars, rating.written_at if rating else None, gone, posts.path_of(post))


def _party(exchange: Exchange, side: Side) -> ExchangeParty:
    return _named(person(exchange, side), exchange.space)


def _named(persona: Persona | None, space: Space) -> ExchangeParty:
    if persona is None:
        return ExchangeParty(_("somebody who has left"), "")
    return ExchangeParty(persona.pseudonym, reverse("pages:member", args=[space.slug, persona.pseudonym]))


def exchange_of(thread: Thread) -> ExchangeFacts | None:
    """What a talk of two is about."""
    if not thread.by_turns:
        return None
    found = Exchange.objects.select_related(*WITH_ALL).filter(thread=thread).first()
    return facts_of(found) if found else None


def published_of(persona: Persona, space: Space) -> list[ExchangeFacts]:
    """What was published of somebody's exchanges in one space, the newest first; nothing is added up."""
    rows = _with(persona).filter(space=space, state=ExchangeState.REVEALED).order_by("-revealed_at")
    return [facts_of(row) for row in rows[:LISTED]]


def _with(persona: Persona) -> QuerySet[Exchange]:
    rows = Exchange.objects.select_related(*WITH_ALL).prefetch_related("ratings")
    return rows.filter(Q(proposer=persona) | Q(other=persona))


def propose_path(visitor: Visitor, persona: Persona, space: Space) -> str:
    """Where one records an exchange with this member; empty where one cannot."""
    me = persona_in(visitor, space)
    here = Membership.objects.filter(space=space, persona=persona).exists()
    if me is None or space.imported or persona.account_id is None or persona.is_one_with(me) or not here:
        return ""
    return reverse("exchanges:propose", args=[space.slug, persona.pseudonym])


def my_exchanges(account: Account) -> MyExchanges:
    """All of mine."""
    rows = Exchange.objects.of(account).select_related(*WITH_ALL).prefetch_related("ratings").order_by("-pk")
    listed: dict[str, list[ExchangeLine]] = {"open": [], "published": [], "ended": []}
    for row in rows[:200]:
        listed[_shelf(row)].append(_my_line(account, row))
    return MyExchanges(**listed)


def _shelf(exchange: Exchange) -> str:
    if exchange.state in {ExchangeState.PROPOSED, ExchangeState.CONFIRMED}:
        return "open"
    return "published" if exchange.state == ExchangeState.REVEALED else "ended"


def _my_line(account: Account, exchange: Exchange) -> ExchangeLine:
    side = side_of(account, exchange) or Side.PROPOSER
    sentence, mine = _stands(exchange, side)
    return ExchangeLine(
        url=path_of(exchange),
        what=exchange.what or "…",
        with_whom=_party(exchange, opposite(side)).name,
        space_name=exchange.space.name,
        on=exchange.on,
        sentence=sentence,
        waits_for_me=mine,
    )


def _stands(exchange: Exchange, side: Side) -> tuple[str, bool]:
    """In a sentence, and whether it waits for this side."""
    if exchange.state == ExchangeState.PROPOSED:
        asked = side is Side.OTHER
        return (_("You are asked to confirm it.") if asked else _("It waits to be confirmed."), asked)
    if exchange.state == ExchangeState.CONFIRMED:
        return _held(exchange, side)
    return str(ExchangeState(exchange.state).label).capitalize() + ".", False


def _held(exchange: Exchange, side: Side) -> tuple[str, bool]:
    ratings = list(exchange.ratings.all())
    mine, theirs = _of(ratings, side), _of(ratings, opposite(side))
    if mine is None:
        said = _("One rating is in: yours is awaited.") if _is(theirs, RatingState.HELD) else _("Both may rate it.")
        return said, True
    if mine.state == RatingState.WITHDRAWN:
        return _("You took your rating back."), False
    return _("Your rating is held until the other one is in, or its day has come."), False


def _mine() -> QuerySet[Exchange, Any]:
    """One row for each exchange of a person: whether they are asked to confirm it, or to rate it."""
    rated = Rating.objects.filter(exchange=OuterRef("pk"), author__account=given("account"))
    asked = Q(other__account=given("account"), state=ExchangeState.PROPOSED.value)
    to_rate = Q(~Exists(rated), state=ExchangeState.CONFIRMED.value)
    waits = Case(When(asked | to_rate, then=True), default=False)
    return Exchange.objects.of(given("account")).values_list(waits)


MINE = Compiled(_mine)


def waiting_for(account: Account) -> tuple[bool, int]:
    """Whether this person has any, and how many ask something of them."""
    waits = [waiting for (waiting,) in MINE.rows(account=account.pk)]
    return bool(waits), sum(waits)
