"""Two spaces, those who answer for what they believe, and a table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.algorithms.conversion import Table
from apps.base import clock
from apps.base.models import new_reference
from apps.people.models import Account, Persona
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.services import table_publish
from apps.spaces.models import Role, Space
from apps.spaces.services import mandate_grant
from apps.trust.models import Feedback, Kind
from tests.making import make_account, make_persona, make_space, make_topic

DAY = timedelta(days=1)
TABLE = Table((("recognised", "known"),), (("food", "lodging"),), cap="known", quota=3, max_age=180)


@dataclass(frozen=True, slots=True)
class Pair:
    """A space, what it recognises, and a trust manager of each."""

    here: Space
    there: Space
    manager: Account
    other_manager: Account
    begun: datetime

    def publish(self, table: Table = TABLE, *, now: datetime | None = None) -> TableVersion:
        """By the trust manager of the space that recognises."""
        return table_publish(
            account=self.manager, space=self.here, source=self.there, draft=table, now=now or self.begun
        )

    @property
    def recognition(self) -> Recognition:
        return Recognition.objects.get(to_space=self.here, from_space=self.there)

    def member(self, pseudonym: str = "") -> Persona:
        """Somebody who stands in both under one name."""
        return make_persona(pseudonym, self.here, self.there)


def manager_of(space: Space, public_name: str, *, now: datetime | None = None) -> Account:
    account = make_account()
    mandate_grant(
        account=account, role=Role.TRUST_MANAGER, public_name=public_name, space=space, now=now or clock.now()
    )
    return account


def make_pair(*, now: datetime | None = None, here: Space | None = None, there: Space | None = None) -> Pair:
    """“Slow Roads”, which speaks of food, and “Home repairs”, which speaks of lodging."""
    now = now or clock.now()
    here = here or make_space(name_fr="Chez soi", name_en="Home repairs")
    there = there or make_space(name_fr="Routes lentes", name_en="Slow Roads")
    make_topic(there, "food")
    make_topic(here, "lodging")
    manager, other = (manager_of(space, f"tm_{new_reference()[:9]}", now=now) for space in (here, there))
    return Pair(here, there, manager, other, now)


def earn(persona: Persona, space: Space, topic: str = "food", *, givers: int = 6, at: datetime) -> None:
    """Words of different people whose word counts in full: six make somebody recognised."""
    on = space.topics.filter(slug=topic).first()
    Feedback.objects.bulk_create(
        Feedback(
            space=space, topic=on, receiver=persona, giver=new_reference(), kind=Kind.HELPFUL, item=new_reference(),
            at=at, giver_earned=True,
        )
        for _ in range(givers)
    )  # fmt: skip
