"""Two members of a space and what they did for each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.base import clock
from apps.exchanges.models import Exchange
from apps.exchanges.services import ExchangeDraft, exchange_confirm, exchange_propose, rating_give
from apps.exchanges.services.rating import RatingDraft
from apps.people.models import Account, Persona
from apps.spaces.models import Space
from tests.making import make_persona, make_space

DAY = timedelta(days=1)
WHAT = "A guitar lesson for a trimmed hedge"


@dataclass(frozen=True, slots=True)
class Pair:
    """Who proposed, who confirmed, where."""

    space: Space
    proposer: Persona
    other: Persona
    exchange: Exchange
    begun: datetime

    def account(self, side: str) -> Account:
        """Behind one of the two names."""
        persona = self.proposer if side == "proposer" else self.other
        assert persona.account is not None
        return persona.account

    def now(self) -> Exchange:
        """As it stands."""
        return Exchange.objects.select_related("space", "thread").get(pk=self.exchange.pk)


def make_pair(space: Space | None = None, *, confirmed: bool = True, now: datetime | None = None, **more) -> Pair:
    """An exchange of yesterday, confirmed by both unless told otherwise."""
    space, now = space or make_space(), now or clock.now()
    proposer, other = more.pop("proposer", None) or make_persona("", space), more.pop("other", None)
    other = other or make_persona("", space)
    draft = ExchangeDraft(what=more.pop("what", WHAT), on=(now - DAY).date(), place="Leeds")
    exchange = exchange_propose(proposer=proposer, other=other, space=space, draft=draft, now=now)
    pair = Pair(space, proposer, other, exchange, now)
    if confirmed:
        exchange_confirm(account=pair.account("other"), reference=exchange.reference, now=now)
    return pair


def give(pair: Pair, side: str, text: str, *, stars: int = 4, now: datetime | None = None) -> Exchange:
    """Rate it."""
    draft = RatingDraft(stars=stars, text=text, language="en")
    account, reference = pair.account(side), pair.exchange.reference
    return rating_give(account=account, reference=reference, draft=draft, now=now or pair.begun)
