"""Rate an exchange, change or take back what is held, answer what was published."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.exchanges import telling
from apps.exchanges.models import Answer, Exchange, Rating
from apps.exchanges.permissions import author_of, check_can_answer_ratings, check_can_rate, check_is_party
from apps.exchanges.rule import AT_THE_LATEST
from apps.exchanges.services.locking import locked
from apps.exchanges.services.revealing import exchange_reveal
from apps.exchanges.states import RatingState, Side
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.posts.models import Post
from apps.posts.services import checked_text
from apps.posts.turns import Turn, turn_take
from apps.spaces.permissions import check_can_post


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """What one says of an exchange."""

    stars: int
    text: str
    language: str = "fr"


@transaction.atomic
def rating_give(*, account: Account, reference: str, draft: RatingDraft, now: datetime) -> Exchange:
    """Hold a rating, or change the one that is held; publish both at once when this was the last to come."""
    exchange = locked(reference)
    side = check_is_party(account, exchange)
    author = author_of(exchange, side)
    check_can_post(author, exchange.space, now=now)
    mine = exchange.ratings.filter(side=side).first()
    check_can_rate(exchange, mine, now=now)
    _hold(exchange, side, author, mine, draft, now)
    if not exchange_reveal(exchange=exchange, now=now) and mine is None:
        _wait(exchange, side, now)
    return exchange


def _hold(
    exchange: Exchange, side: Side, author: Persona, mine: Rating | None, draft: RatingDraft, now: datetime
) -> None:
    if not 1 <= draft.stars <= 5:
        raise BadInput({"stars": _("Stars go from 1 to 5.")})
    row = mine or Rating(exchange=exchange, side=side, author=author, written_at=now)
    row.stars, row.text, row.language = draft.stars, checked_text(draft.text), draft.language
    row.changed_at = now if mine else None
    row.save()
    _say(exchange, "rating.changed" if mine else "rating.given", author, now)


def _wait(exchange: Exchange, side: Side, now: datetime) -> None:
    """The first that is in fixes the day; the other is told that it is in, and nothing of what it says."""
    exchange.reveal_at = now + AT_THE_LATEST
    exchange.save(update_fields=["reveal_at"])
    telling.tell_first_in(exchange, side, now)


@transaction.atomic
def rating_take_back(*, account: Account, reference: str, now: datetime) -> Exchange:
    """While it is held, for good: its words are gone, and nobody has read them."""
    exchange = locked(reference)
    side = check_is_party(account, exchange)
    mine = exchange.ratings.filter(side=side, state=RatingState.HELD).first()
    if mine is None or (exchange.reveal_at is not None and now >= exchange.reveal_at):
        raise NotNow(_("No rating of yours is held here any more."))
    mine.state, mine.stars, mine.text = RatingState.WITHDRAWN, None, ""
    mine.save(update_fields=["state", "stars", "text"])
    exchange.reveal_at = None
    exchange.save(update_fields=["reveal_at"])
    _say(exchange, "rating.taken_back", mine.author, now)
    return exchange


@transaction.atomic
def answer_give(*, account: Account, reference: str, text: str, language: str, now: datetime) -> Post:
    """Once, when all is published."""
    exchange = locked(reference)
    side = check_is_party(account, exchange)
    thread = check_can_answer_ratings(exchange, side)
    turn = Turn(author=author_of(exchange, side), text=text, language=language)
    post = turn_take(thread=thread, turn=turn, now=now)
    Answer.objects.create(exchange=exchange, side=side, post=post)
    telling.tell_answered(exchange, side, now)
    return post


def _say(exchange: Exchange, kind: str, who: Persona, now: datetime) -> None:
    append(kind=kind, actor=who.reference, object=exchange.reference, payload={"exchange": exchange.pk}, now=now)
