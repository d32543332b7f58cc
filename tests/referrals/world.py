"""A space where some have earned trust, and newcomers whom they know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.base.models import new_reference
from apps.people.models import Persona
from apps.referrals import services
from apps.referrals.models import Asking, Referral
from apps.spaces.models import Space, Topic
from apps.trust.models import Feedback, Kind
from tests.making import make_persona, make_space
from tests.scoring.world import START

DAY = timedelta(days=1)
GIVERS = 5


@dataclass(frozen=True, slots=True)
class Village:
    """Two who may refer, and somebody new."""

    space: Space
    ada: Persona
    bo: Persona
    new: Persona


def at(day: float) -> datetime:
    return START + day * DAY


def village(space: Space | None = None) -> Village:
    space = space or make_space()
    ada, bo, new = (make_persona("", space) for _ in range(3))
    for persona in (ada, bo):
        earn(persona, space)
    return Village(space, ada, bo, new)


def earn(persona: Persona, space: Space, topic: Topic | None = None, *, givers: int = GIVERS, day: float = -30) -> None:
    """So many different people of good standing have found them helpful, a month ago unless told otherwise."""
    Feedback.objects.bulk_create(
        Feedback(
            space=space,
            topic=topic,
            receiver=persona,
            giver=new_reference(),
            kind=Kind.HELPFUL,
            item=new_reference(),
            at=at(day),
            giver_earned=True,
        )
        for _ in range(givers)
    )


def ask(persona: Persona, space: Space, *, topic: Topic | None = None, day: float = 0) -> Asking:
    return services.asking_open(persona=persona, space=space, topic=topic, now=at(day))


def give(referrer: Persona, asking: Asking, *, day: float = 0) -> Referral:
    return services.referral_give(referrer=referrer, reference=asking.reference, now=at(day))


def referred(place: Village, new: Persona | None = None, *, day: float = 0) -> Asking:
    """By both, on one day."""
    asking = ask(new or place.new, place.space, day=day)
    for referrer in (place.ada, place.bo):
        give(referrer, asking, day=day)
    return asking
