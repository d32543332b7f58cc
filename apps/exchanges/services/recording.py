"""An exchange is recorded by two: one proposes it, the other confirms it or does not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import check_transition, clean_text
from apps.exchanges import telling
from apps.exchanges.models import PLACE, WHAT, Exchange
from apps.exchanges.permissions import check_can_confirm, check_can_propose, check_can_take_back
from apps.exchanges.rule import TO_ANSWER, TO_RATE
from apps.exchanges.services.locking import locked
from apps.exchanges.states import TRANSITIONS, ExchangeState
from apps.ledger.services import append
from apps.people.models import Account, Persona
from apps.spaces.models import Space, Topic


@dataclass(frozen=True, slots=True)
class ExchangeDraft:
    """What was done, when, and where in general words."""

    what: str
    on: date
    place: str = ""
    topic: Topic | None = None


@transaction.atomic
def exchange_propose(
    *, proposer: Persona, other: Persona, space: Space, draft: ExchangeDraft, now: datetime
) -> Exchange:
    """Ask another member to confirm it. Raises BadInput with a sentence per field."""
    check_can_propose(proposer, other, space, now=now)
    what, place = _checked(draft, now)
    row = Exchange(
        space=space, topic=draft.topic, proposer=proposer, other=other, what=what, place=place, on=draft.on,
        proposed_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(_("An exchange between you two waits already to be confirmed. One at a time.")) from error
    _say(row, "exchange.proposed", proposer, now)
    telling.tell_proposed(row, now)
    return row


def _checked(draft: ExchangeDraft, now: datetime) -> tuple[str, str]:
    what, place = (" ".join(clean_text(said).split()) for said in (draft.what, draft.place))
    errors: dict[str, str] = {}
    if not what:
        errors["what"] = _("Say in a few words what you did for each other.")
    if len(what) > WHAT:
        errors["what"] = _("At most %(n)d characters.") % {"n": WHAT}
    if len(place) > PLACE:
        errors["place"] = _("At most %(n)d characters.") % {"n": PLACE}
    if draft.on > (now + timedelta(hours=14)).date():  # it is already tomorrow somewhere
        errors["on"] = _("It has not taken place yet. Give the day it did.")
    if draft.on.year < 1970:
        errors["on"] = _("That is very long ago. Check the year.")
    if errors:
        raise BadInput(dict(errors))
    return what, place


@transaction.atomic
def exchange_confirm(*, account: Account, reference: str, now: datetime) -> Exchange:
    """It took place: from now on both may rate it."""
    exchange = locked(reference)
    check_can_confirm(account, exchange)
    _check_in_time(exchange, now)
    _answer(exchange, ExchangeState.CONFIRMED, now)
    _say(exchange, "exchange.confirmed", exchange.other, now)
    telling.tell_answer(exchange, now)
    return exchange


@transaction.atomic
def exchange_refuse(*, account: Account, reference: str, now: datetime) -> Exchange:
    """It did not, or one would rather not: no reason is asked."""
    exchange = locked(reference)
    check_can_confirm(account, exchange)
    _answer(exchange, ExchangeState.REFUSED, now)
    _say(exchange, "exchange.refused", exchange.other, now)
    telling.tell_answer(exchange, now)
    return exchange


@transaction.atomic
def exchange_take_back(*, account: Account, reference: str, now: datetime) -> Exchange:
    """Before it is confirmed, whoever proposed it takes it back."""
    exchange = locked(reference)
    check_can_take_back(account, exchange)
    _move(exchange, ExchangeState.TAKEN_BACK, now)
    _say(exchange, "exchange.taken_back", exchange.proposer, now)
    return exchange


@transaction.atomic
def exchanges_expire(*, now: datetime) -> int:
    """What nobody answered in thirty days, and what nobody has rated in ninety."""
    unanswered = Exchange.objects.filter(state=ExchangeState.PROPOSED, proposed_at__lte=now - TO_ANSWER)
    unrated = Exchange.objects.filter(state=ExchangeState.CONFIRMED, reveal_at=None, answered_at__lte=now - TO_RATE)
    over = {"state": ExchangeState.EXPIRED, "ended_at": now}
    return unanswered.update(**over) + unrated.update(**over)


def _check_in_time(exchange: Exchange, now: datetime) -> None:
    if exchange.state == ExchangeState.PROPOSED and now >= exchange.proposed_at + TO_ANSWER:
        raise NotNow(_("Thirty days have passed: this proposal has expired. Either of you may propose it again."))


def _answer(exchange: Exchange, state: ExchangeState, now: datetime) -> None:
    exchange.answered_at = now
    _move(exchange, state, now)


def _move(exchange: Exchange, state: ExchangeState, now: datetime) -> None:
    check_transition(TRANSITIONS, ExchangeState(exchange.state), state)
    exchange.state = state
    if state is not ExchangeState.CONFIRMED:
        exchange.ended_at = now
    exchange.save(update_fields=["state", "answered_at", "ended_at"])


def _say(exchange: Exchange, kind: str, who: Persona | None, now: datetime) -> None:
    actor = who.reference if who else ""
    append(kind=kind, actor=actor, object=exchange.reference, payload={"exchange": exchange.pk}, now=now)
