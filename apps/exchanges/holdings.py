"""What exchanges hold about a person: what they recorded with others, and what they wrote that has not appeared yet."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.exchanges.models import Answer, Exchange, Rating
from apps.exchanges.permissions import side_of
from apps.exchanges.rule import opposite
from apps.exchanges.states import ExchangeState, RatingState, Side
from apps.people.holdings import Holding, Rows, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

KEPT = timedelta(days=30)


def _exchanges(account: Account) -> Rows:
    """One's own side and the facts that both confirmed; of the other side, nothing that is held."""
    for row in Exchange.objects.of(account).select_related("space", "proposer", "other").order_by("pk"):
        mine = side_of(account, row) or Side.PROPOSER
        them = row.other if mine is Side.PROPOSER else row.proposer
        yield {
            "reference": row.reference,
            "space": row.space.slug,
            "what": row.what,
            "place": row.place,
            "on": row.on,
            "my_side": mine.value,
            "with": them.pseudonym if them else "",
            "state": row.state,
            "proposed_at": row.proposed_at,
            "answered_at": row.answered_at,
            "held_until": row.reveal_at,
            "published_at": row.revealed_at,
            "why_then": row.why,
        }


def _ratings(account: Account) -> Rows:
    """One's own, with its words while they are held; afterwards they are among one's messages."""
    for row in Rating.objects.filter(author__account=account).select_related("exchange", "post").order_by("pk"):
        yield {
            "exchange": row.exchange.reference,
            "state": row.state,
            "stars": row.stars,
            "text": row.text,
            "written_at": row.written_at,
            "changed_at": row.changed_at,
            "message": row.post.reference if row.post else "",
        }


def _erase_ratings(account: Account, now: datetime) -> int:
    """What has not appeared never does. What has is a message: erased, or left without a name, as one wishes."""
    return Rating.objects.filter(author__account=account).delete()[0]


def _erase(account: Account, now: datetime) -> int:
    """The words one wrote of it go."""
    Exchange.objects.filter(proposer__account=account).update(what="", place="")
    return _leave(account, now)


def _leave(account: Account, now: datetime) -> int:
    """One's side becomes empty. What the other holds waits for nobody any more; where nothing is held, all goes."""
    rows = list(Exchange.objects.of(account).select_related("proposer", "other").select_for_update(of=("self",)))
    for row in rows:
        mine = side_of(account, row) or Side.PROPOSER
        held = row.ratings.filter(side=opposite(mine), state=RatingState.HELD).exists()
        if row.state == ExchangeState.REVEALED or held:
            later = {"reveal_at": now} if held else {}
            Exchange.objects.filter(pk=row.pk).update(**{mine.value: None}, **later)
        else:
            row.delete()
    return len(rows)


def _forget(now: datetime) -> int:
    """A month after it ended without a rating; and what nobody stands in any more."""
    ended = Q(ended_at__lt=now - KEPT)
    return Exchange.objects.filter(ended | Q(proposer=None, other=None)).delete()[0]


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            Rating,
            _("Your ratings of exchanges, held or published"),
            _ratings,
            _erase_ratings,
            _("what is held never appears; what is published goes with your messages"),
            order=27,
        )
    )
    holds(
        Holding(
            Exchange,
            _("Exchanges you recorded with other members"),
            _exchanges,
            _erase,
            _("deleted; what the other one wrote of it appears or stays, without you"),
            keep_for=KEPT,
            purge=_forget,
            order=28,
            keep_note=_("after an exchange that ended without a rating"),
            detach=_leave,
            detach_fate=_("what it was stays, without you"),
        )
    )
    holds_nothing(Answer, "that one side of an exchange has answered; the answer is a message")
