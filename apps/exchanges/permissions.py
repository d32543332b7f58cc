"""Who may propose, confirm, rate and answer. Each check raises a Refusal with its sentence."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.base.errors import NotFound, NotNow, NotYours
from apps.exchanges.models import Exchange, Rating
from apps.exchanges.rule import BEFORE_ANOTHER, TO_RATE, person
from apps.exchanges.states import ExchangeState, RatingState, Side
from apps.look.moments import day
from apps.people.models import Account, Persona
from apps.posts.models import Thread
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import Visitor, check_can_post


def side_of(account: Visitor, exchange: Exchange) -> Side | None:
    """On which side this person stands."""
    if not account.is_authenticated:
        return None
    sides = [side for side in Side if (who := person(exchange, side)) is not None and who.account_id == account.pk]
    return sides[0] if sides else None


def check_is_party(account: Account, exchange: Exchange) -> Side:
    """For everybody else it does not exist, until ratings of it are published."""
    side = side_of(account, exchange)
    if side is None:
        raise NotFound(_("Nothing is here, or it is between two other members."))
    return side


def check_can_propose(persona: Persona, other: Persona, space: Space, *, now: datetime) -> None:
    """To another person who stands in this space too, once at a time, and not again soon after a refusal."""
    check_can_post(persona, space, now=now)
    if persona.is_one_with(other):
        raise NotYours(_("An exchange takes two: this is you."))
    if other.account_id is None:
        raise NotNow(_("This member writes from another site. Exchanges are recorded between members of this one."))
    if not Membership.objects.filter(space=space, persona=other).exists():
        raise NotNow(_("They are no longer a member of this space: nobody could confirm it."))
    here = Exchange.objects.filter(space=space)
    if here.between(persona, other).filter(state=ExchangeState.PROPOSED).exists():
        raise NotNow(_("An exchange between you two waits already to be confirmed. One at a time."))
    refused = here.filter(proposer=persona, other=other, state=ExchangeState.REFUSED)
    last = refused.filter(answered_at__gt=now - BEFORE_ANOTHER).order_by("-answered_at").first()
    if last is not None and last.answered_at is not None:
        until = {"date": day(last.answered_at + BEFORE_ANOTHER)}
        raise NotNow(_("They did not confirm the last one. You can propose another from %(date)s on.") % until)


def check_can_confirm(account: Account, exchange: Exchange) -> None:
    """The one to whom it was proposed."""
    if check_is_party(account, exchange) is not Side.OTHER:
        raise NotYours(_("You proposed it: the other member confirms it."))


def check_can_take_back(account: Account, exchange: Exchange) -> None:
    """The one who proposed it."""
    if check_is_party(account, exchange) is not Side.PROPOSER:
        raise NotYours(_("Only whoever proposed it takes it back. You may leave it without an answer."))


def check_can_rate(exchange: Exchange, mine: Rating | None, *, now: datetime) -> None:
    """Confirmed by both, in time, once."""
    if exchange.state == ExchangeState.REVEALED:
        raise NotNow(_("The other rating is published already: nobody rates after having read it. You may answer."))
    if exchange.state != ExchangeState.CONFIRMED:
        raise NotNow(_("Only an exchange that both have confirmed can be rated."))
    if exchange.reveal_at is not None and now >= exchange.reveal_at:
        raise NotNow(_("The fourteen days are over: what was held appears now. You may answer it."))
    if mine is None and exchange.answered_at is not None and now >= exchange.answered_at + TO_RATE:
        raise NotNow(_("Ninety days have passed since it was confirmed: it can no longer be rated."))
    if mine is not None and mine.state != RatingState.HELD:
        raise NotNow(_("You took your rating back: neither of you rates twice."))


def author_of(exchange: Exchange, side: Side) -> Persona:
    """Who writes on a side."""
    found = person(exchange, side)
    if found is None:
        raise NotFound(_("Nothing is here, or it is between two other members."))
    return found


def check_can_answer_ratings(exchange: Exchange, side: Side) -> Thread:
    """Each of the two, once, when all is published: where."""
    if exchange.state != ExchangeState.REVEALED or exchange.thread is None:
        raise NotNow(_("Nothing is published yet: there is nothing to answer."))
    if exchange.answers.filter(side=side).exists():
        raise NotNow(_("You have answered already. You can edit your answer, not double it."))
    return exchange.thread
