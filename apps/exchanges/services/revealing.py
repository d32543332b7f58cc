"""What was held appears: all of it, at one instant, in one transaction, with the reason on the public log."""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.base.models import check_transition
from apps.exchanges import telling
from apps.exchanges.models import Exchange, Rating
from apps.exchanges.rule import why_now
from apps.exchanges.services.locking import locked
from apps.exchanges.states import TRANSITIONS, ExchangeState, RatingState, Why
from apps.ledger.carefully import each
from apps.ledger.services import append
from apps.posts.models import Thread
from apps.posts.turns import Turn, talk_of_two_begin

NO_WORDS = "…"  # what it was about went with whoever wrote it


def exchanges_reveal(*, now: datetime) -> int:
    """All that may appear by now; each in a transaction of its own."""
    due = Exchange.objects.due(now).values_list("reference", flat=True)
    return each(due, lambda reference: _reveal(reference, now), failed="exchange_not_revealed")


@transaction.atomic
def _reveal(reference: str, now: datetime) -> bool:
    return exchange_reveal(exchange=locked(reference), now=now)


def exchange_reveal(*, exchange: Exchange, now: datetime) -> bool:
    """Publish what is held, if the rule says so now. The caller holds the row and the transaction."""
    ratings = list(exchange.ratings.select_related("author").order_by("written_at", "pk"))
    why = why_now(exchange, ratings, now)
    if why is None:
        return False
    held = [rating for rating in ratings if rating.state == RatingState.HELD]
    thread = _publish(exchange, held, now)
    _close(exchange, thread, why, now)
    append(kind="exchange.revealed", actor="", object=exchange.reference, body=_for_the_log(exchange, held), now=now)
    telling.tell_revealed(exchange, now)
    return True


def _publish(exchange: Exchange, held: list[Rating], now: datetime) -> Thread:
    turns = [Turn(rating.author, rating.text, rating.language, rating.stars) for rating in held]
    title = exchange.what or NO_WORDS
    thread, posts = talk_of_two_begin(space=exchange.space, topic=exchange.topic, title=title, turns=turns, now=now)
    for rating, post in zip(held, posts, strict=True):
        rating.state, rating.stars, rating.text, rating.post = RatingState.REVEALED, None, "", post
        rating.save(update_fields=["state", "stars", "text", "post"])
    return thread


def _close(exchange: Exchange, thread: Thread, why: Why, now: datetime) -> None:
    check_transition(TRANSITIONS, ExchangeState(exchange.state), ExchangeState.REVEALED)
    exchange.state, exchange.thread, exchange.revealed_at, exchange.why = ExchangeState.REVEALED, thread, now, why
    exchange.save(update_fields=["state", "thread", "revealed_at", "why"])


def _for_the_log(exchange: Exchange, held: list[Rating]) -> dict[str, Any]:
    """When they were written and why they waited: days, and nothing of anybody's words."""
    return {
        "type": "exchange.revealed",
        "exchange": exchange.reference,
        "written_on": [rating.written_at.date().isoformat() for rating in held],
        "appeared_on": exchange.revealed_at.date().isoformat() if exchange.revealed_at else "",
        "waited_because": "rated_together",
        "appeared_because": str(exchange.why),
    }
