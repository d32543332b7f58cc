"""A house, who speaks for it under a verified name, an author, two trust managers."""

from dataclasses import dataclass

from apps.moderation.models import Case
from apps.people.models import Account
from apps.professionals.models import Doubt
from apps.professionals.services.doubts import DoubtDraft, doubt_raise
from apps.professionals.states import Cause
from apps.spaces.models import Professional
from tests.making import make_professional
from tests.moderation.world import NOW, World, make_world, person

REASONS = "No invoice and no appointment of that week names this car."


@dataclass
class House:
    """Everybody in the story."""

    world: World
    boss: Account
    face: Professional

    @property
    def author(self) -> Account:
        """Of the review."""
        account = self.world.author.account
        assert account is not None
        return account


def make_house(*, members_only: bool = False) -> House:
    world = make_world(members_only=members_only)
    boss = person("trois_ponts", world.space).account
    assert boss is not None
    return House(world, boss, make_professional(world.review.subject, boss, verified_at=NOW))


def doubt(house: House, cause: Cause = Cause.NOT_CLIENT, reasons: str = REASONS, **more) -> Doubt:
    aside, now = more.pop("aside", ""), more.pop("now", NOW)
    draft = DoubtDraft(cause, reasons, aside)
    return doubt_raise(account=house.boss, review=more.pop("review", house.world.review), draft=draft, now=now)


def case_of(found: Doubt) -> Case:
    return Case.objects.get(pk=found.case_id)
