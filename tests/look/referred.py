"""Referrals in the small world: a newcomer for whom one member vouches, and another who asks that member."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.base.models import new_reference
from apps.people.services import main_persona
from apps.referrals import services
from apps.referrals.models import Asking
from apps.trust.models import Feedback, Kind
from tests.journeys.town import Town

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Referred:
    """What the ways lead to: a link that the first member of the town may answer."""

    asking: Asking


def build_referred(town: Town, now: datetime) -> Referred:
    """The first member of the town has helped here; the second is vouched for by them, the third asks them."""
    ada, new, other = (main_persona(account) for account in town.members[:3])
    Feedback.objects.bulk_create(
        Feedback(
            space=town.space,
            receiver=ada,
            giver=new_reference(),
            kind=Kind.HELPFUL,
            item=new_reference(),
            at=now - 40 * DAY,
            giver_earned=True,
        )
        for _ in range(5)
    )
    first = services.asking_open(persona=new, space=town.space, topic=None, now=now - 3 * DAY)
    services.referral_give(referrer=ada, reference=first.reference, now=now - 2 * DAY)
    asking = services.asking_open(persona=other, space=town.space, topic=None, now=now - DAY)
    services.referral_ask(account=town.members[2], reference=asking.reference, other=ada, now=now - DAY)
    return Referred(asking)
