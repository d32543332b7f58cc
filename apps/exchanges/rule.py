"""The one exception to "published at once", in one function.

Where two members rate the same recorded exchange, both ratings appear together: when both are in, or fourteen days
after the first. Nothing waits for what cannot come any more. No other module decides when a rating appears.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from apps.exchanges.models import Exchange, Rating
from apps.exchanges.states import ExchangeState, RatingState, Side, Why
from apps.people.models import Persona

AT_THE_LATEST = timedelta(days=14)  # after the first rating
TO_ANSWER = timedelta(days=30)  # a proposal
TO_RATE = timedelta(days=90)  # after it was confirmed
BEFORE_ANOTHER = timedelta(days=30)  # after a refusal, by the same person to the same person


def person(exchange: Exchange, side: Side) -> Persona | None:
    """Who stands on a side; nobody, once they have left the site."""
    return exchange.proposer if side is Side.PROPOSER else exchange.other


def opposite(side: Side) -> Side:
    """The other one of the two."""
    return Side.OTHER if side is Side.PROPOSER else Side.PROPOSER


def may_still_come(exchange: Exchange, ratings: Iterable[Rating]) -> set[Side]:
    """From whom a rating can still come: who is here and has neither rated nor taken it back."""
    done = {Side(rating.side) for rating in ratings}
    return {side for side in Side if side not in done and person(exchange, side) is not None}


def why_now(exchange: Exchange, ratings: Iterable[Rating], now: datetime) -> Why | None:
    """Why what is held appears now; None while it waits."""
    rows = list(ratings)
    held = [rating for rating in rows if rating.state == RatingState.HELD]
    if not held or exchange.state != ExchangeState.CONFIRMED:
        return None
    if len(held) == len(Side):
        return Why.BOTH
    if not may_still_come(exchange, rows):
        return Why.ALONE
    return Why.TIME if exchange.reveal_at is not None and now >= exchange.reveal_at else None
