"""Who is told of an exchange, and in which words: no name and no word of anybody's, for notices outlive both.

Before both are in: that a rating is in, never what it says.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.exchanges.models import Exchange
from apps.exchanges.rule import TO_ANSWER, opposite, person
from apps.exchanges.states import ExchangeState, Side
from apps.look.moments import day
from apps.notices.kinds import in_each_language, register_kind
from apps.notices.services import prepare
from apps.people.models import Persona

WORDS = {
    "exchange.proposed": _(
        "A member of %(space)s asks you to confirm an exchange between you two. You may, or not, until %(date)s."
    ),
    "exchange.confirmed": _("The exchange you proposed in %(space)s is confirmed. Both of you may rate it now."),
    "exchange.refused": _(
        "The exchange you proposed in %(space)s was not confirmed. Nothing of it is published; nobody else hears of it."
    ),
    "exchange.first_in": _(
        "The other member has rated your exchange in %(space)s. What it says appears with your rating, or on %(date)s."
    ),
    "exchange.revealed": _("What was rated of your exchange in %(space)s is published. You may answer it once."),
    "exchange.answered": _("The other member answered what was rated of your exchange in %(space)s."),
}


def register() -> None:
    """Called from `ready()`."""
    for kind, sentence in WORDS.items():
        register_kind(kind, sentence)


def tell_proposed(exchange: Exchange, now: datetime) -> None:
    """Whoever is asked to confirm it."""
    until = exchange.proposed_at + TO_ANSWER
    _tell(exchange, "exchange.proposed", Side.OTHER, now, until=until, by=person(exchange, Side.PROPOSER))


def tell_answer(exchange: Exchange, now: datetime) -> None:
    """Whoever proposed it."""
    kind = "exchange.confirmed" if exchange.state == ExchangeState.CONFIRMED else "exchange.refused"
    _tell(exchange, kind, Side.PROPOSER, now)


def tell_first_in(exchange: Exchange, side: Side, now: datetime) -> None:
    """The other one: that it is in, and when it appears at the latest."""
    _tell(exchange, "exchange.first_in", opposite(side), now, until=exchange.reveal_at)


def tell_revealed(exchange: Exchange, now: datetime) -> None:
    """Both."""
    for side in Side:
        _tell(exchange, "exchange.revealed", side, now)


def tell_answered(exchange: Exchange, side: Side, now: datetime) -> None:
    """The other one."""
    _tell(exchange, "exchange.answered", opposite(side), now)


def _tell(
    exchange: Exchange,
    kind: str,
    side: Side,
    now: datetime,
    *,
    until: datetime | None = None,
    by: Persona | None = None,
) -> None:
    reader = person(exchange, side)
    if reader is None:
        return
    context = {
        "space": in_each_language(lambda: exchange.space.name),
        "date": in_each_language(lambda: day(until)) if until else "",
    }
    path = f"/s/{exchange.space.slug}/e/{exchange.reference}/"
    prepare(kind=kind, to=[reader], about=exchange.reference, path=path, context=context, now=now, by=by)
