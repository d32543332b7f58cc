"""The bounds of the published rule, through the same services as everybody, under attackers who try anything."""

import random
from collections.abc import Callable

import pytest
from django.db import transaction

from apps.algorithms import referral
from apps.base.errors import Refusal
from apps.people.models import Persona
from apps.referrals import services
from apps.referrals.models import Asking, Referral
from apps.trust.models import Basis, GrantedStatus
from apps.trust.standings import scale_of, standings_for
from tests.making import make_persona, make_space
from tests.referrals.world import ask, at, earn, give, referred, village

pytestmark = pytest.mark.django_db


class Attack:
    """Deceived members do what the attacker says; fakes ask, vouch for each other, take back, and ask again.

    It begins with all slots dealt as well as can be; what it does from there is undone before the next one begins.
    """

    def __init__(self, deceived: int, fakes: int) -> None:
        self.space, self.day = make_space(), 0.0
        self.deceived = [make_persona("", self.space) for _ in range(deceived)]
        self.fakes = [make_persona("", self.space) for _ in range(fakes)]
        for persona in self.deceived:
            earn(persona, self.space)
        self._deal()

    @property
    def bound(self) -> float:
        return len(self.deceived) * referral.SLOTS / referral.REFERRERS

    def worst(self, seed: int, moves: int) -> int:
        """The most that stood admitted at any moment of it."""
        self.random, self.day, self.links = random.Random(seed), 0.0, dict[Persona, Asking]()
        with transaction.atomic():
            most = self.admitted()
            for _ in range(moves):
                if self.move() == self.vouch:  # nothing else lets anybody in
                    most = max(most, self.admitted())
            transaction.set_rollback(True)
        return most

    def move(self) -> Callable[[], None] | None:
        """What was done; None where it was refused."""
        act = self.random.choice([*[self.vouch] * 8, self.take_back, self.renounce, self.wait, self.sweep])
        try:
            act()
        except Refusal:
            return None
        return act

    def vouch(self) -> None:
        """By the link that a fake got last, be it over meanwhile; refused, they ask for another the next time."""
        referrer = self.random.choice([*self.deceived, *self.deceived, *self.fakes])
        fake = self.random.choice(self.fakes)
        link = self.links.pop(fake, None) or ask(fake, self.space, day=self.day)
        give(referrer, link, day=self.day)
        self.links[fake] = link

    def take_back(self) -> None:
        word = self.word()
        services.referral_withdraw(account=word.referrer.account, reference=word.reference, now=at(self.day))

    def renounce(self) -> None:
        word = self.word()
        services.referral_renounce(account=word.referee.account, reference=word.reference, now=at(self.day))

    def word(self) -> Referral:
        words = Referral.objects.filter(space=self.space).select_related("referrer__account", "referee__account")
        return self.random.choice(list(words.order_by("pk")))

    def wait(self) -> None:
        self.day += self.random.choice([0.5, 30, 89, 91, 179, 181])

    def sweep(self) -> None:
        services.referrals_settle(now=at(self.day))

    def admitted(self) -> int:
        standing = GrantedStatus.objects.standing(at(self.day)).filter(space=self.space, basis=Basis.REFERRED)
        return standing.values("persona").distinct().count()

    def _deal(self) -> None:
        """Each newcomer by two who follow each other."""
        order = [one for _ in range(referral.SLOTS) for one in self.deceived]
        for place, referrer in enumerate(order):
            give(referrer, ask(self.fakes[place // referral.REFERRERS], self.space))


def test_no_attack_lets_in_more_than_one_and_a_half_for_each_deceived_member():
    attack = Attack(deceived=2, fakes=5)

    assert attack.worst(2, moves=25) == attack.bound


def test_an_attack_leaves_nothing_to_the_next_one():
    attack = Attack(deceived=2, fakes=5)
    before = sorted(Referral.objects.values_list("pk", "state", "ends_at"))

    assert attack.worst(7, moves=10) == attack.worst(7, moves=10)
    assert sorted(Referral.objects.values_list("pk", "state", "ends_at")) == before


@pytest.mark.prove
def test_a_hundred_attacks_on_the_real_tables(record_property):
    worlds = [Attack(deceived, fakes=5) for deceived in (2, 3)]

    found = [(worlds[seed % 2].worst(seed, moves=120), worlds[seed % 2].bound) for seed in range(100)]

    assert all(most <= bound for most, bound in found)
    record_property("attacks", len(found))
    record_property("attacks_that_reached_the_bound", sum(most == int(bound) for most, bound in found))


@pytest.mark.parametrize("sanctions", [1, 3])
def test_sanctions_lower_nobody_but_the_two_and_those_by_one_level_at_most(sanctions):
    place = village()
    earn(place.ada, place.space, givers=12)
    cy = make_persona("", place.space)
    earn(cy, place.space, givers=12)
    everybody = [place.ada, place.bo, cy]
    for _ in range(sanctions):
        new = make_persona("", place.space)
        everybody.append(new)
        referred(place, new)

    def ranks(day):
        found = standings_for(everybody, place.space, at(day))
        return {p.pk: max([s.rank for s in found.get(p.pk, []) if s.basis == "earned"], default=0) for p in everybody}

    before = ranks(1)
    for number, new in enumerate(everybody[3:]):
        services.sanction_stands(
            persona=new.reference, space=place.space.reference, case=f"case-{number}", final=True, now=at(1)
        )
    after = ranks(1)

    assert {pk for pk in before if before[pk] != after[pk]} <= {place.ada.pk, place.bo.pk}
    assert all(before[pk] - after[pk] <= 1 for pk in before)
    assert len(scale_of(place.space).levels) >= 2
