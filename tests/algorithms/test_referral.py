"""Referral: what the page says, and the bound it states, under attackers who do anything they like."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import referral
from apps.algorithms.referral import DAY, REFERRERS, SLOTS, Carried, Vouch


def vouch(referrer, day, *, referee="new", ends=None):
    at = day * DAY
    return Vouch(referrer, referee, at, referral.waits_until(at) if ends is None else ends * DAY)


def carried(vouches, day):
    return {found.referrer for found in referral.carries(vouches, day * DAY)}


def test_two_different_members_refer_and_one_does_not():
    assert carried([vouch("ada", 0)], 1) == set()
    assert carried([vouch("ada", 0), vouch("ada", 1)], 1) == set()
    assert carried([vouch("ada", 0), vouch("bo", 1)], 1) == {"ada", "bo"}


def test_the_second_comes_within_ninety_days():
    assert carried([vouch("ada", 0, ends=400), vouch("bo", 90, ends=400)], 91) == {"ada", "bo"}
    assert carried([vouch("ada", 0, ends=400), vouch("bo", 91, ends=400)], 91) == set()


def test_what_is_taken_back_carries_no_longer_and_its_slot_stays_taken():
    taken_back = vouch("ada", 0, ends=10)

    assert carried([taken_back, vouch("bo", 1)], 10) == set()
    assert referral.slots_taken([taken_back], 179 * DAY) == [180 * DAY]
    assert referral.slots_taken([taken_back], 180 * DAY) == []


def test_a_slot_is_taken_until_what_it_carries_has_ended():
    assert referral.slot_free_at(vouch("ada", 0, ends=260)) == 260 * DAY


def test_nobody_stands_for_more_than_three_at_a_time():
    mine = [vouch("ada", day, referee=f"new {day}") for day in range(SLOTS)]

    assert not referral.has_free_slot(mine, 10 * DAY)
    assert referral.has_free_slot(mine, 180 * DAY)


@pytest.mark.parametrize(("favour", "against", "may"), [(4, 0, False), (5, 0, True), (5, 1, False), (10, 1, True)])
def test_who_may_refer(favour, against, may):
    assert referral.may_refer(favour, against) is may


def test_a_mark_is_small_and_fades():
    assert referral.mark([0.0], 0.0) == 0.25
    assert referral.mark([0.0], 180 * DAY) == 0.125
    assert referral.mark([10 * DAY], 0.0) == 0


def test_three_marks_in_a_year_suspend_until_the_oldest_is_a_year_old():
    days = [10, 200, 300]

    assert referral.suspended_until([day * DAY for day in days[:2]], 301 * DAY) is None
    assert referral.suspended_until([day * DAY for day in days], 301 * DAY) == (10 + 365) * DAY
    assert referral.suspended_until([day * DAY for day in days], (10 + 365) * DAY) is None


def test_a_sanction_counts_for_half_a_year():
    assert referral.betrays(0, 180 * DAY)
    assert not referral.betrays(0, 181 * DAY)
    assert not referral.betrays(10 * DAY, 0)


def answer(*words, day):
    return {word.referrer for word in referral.answering(words, day * DAY)}


def test_of_several_rounds_the_last_that_had_begun_answers():
    first = [Carried(name, "1", 0.0, since=10 * DAY) for name in ("ada", "bo")]
    second = [Carried(name, "2", 90 * DAY, since=100 * DAY) for name in ("cleo", "dan")]

    assert answer(*first, *second, day=99) == {"ada", "bo"}
    assert answer(*first, *second, day=100) == {"cleo", "dan"}
    assert answer(*first, day=9) == set()


def test_who_had_taken_the_word_back_or_gave_it_half_a_year_ago_answers_for_nothing():
    stays = Carried("ada", "1", 20 * DAY, since=20 * DAY)
    went = Carried("bo", "1", 20 * DAY, since=20 * DAY, taken_back=50 * DAY)
    early = Carried("cleo", "1", 0.0, since=20 * DAY)

    assert answer(stays, went, early, day=49) == {"ada", "bo", "cleo"}
    assert answer(stays, went, early, day=50) == {"ada", "cleo"}
    assert answer(stays, went, early, day=181) == {"ada"}


# --- attackers -------------------------------------------------------------------------------------------------------


class Attack:
    """Deceived members do whatever the attacker says; fakes vouch, ask, leave and come back without limit."""

    def __init__(self, seed: int, deceived: int, fakes: int) -> None:
        self.random = random.Random(seed)
        self.deceived = [f"deceived {n}" for n in range(deceived)]
        self.fakes = [f"fake {n}" for n in range(fakes)]
        self.vouches: list[Vouch] = []
        self.now = 0.0

    def may_vouch(self, referrer: str, referee: str) -> bool:
        mine = [one for one in self.vouches if one.referrer == referrer]
        live = any(one.referee == referee and self.now < one.ends for one in mine)
        earned = referrer in self.deceived  # nobody else's word ever counted in full
        return earned and referrer != referee and not live and referral.has_free_slot(mine, self.now)

    def vouch(self) -> None:
        referrer = self.random.choice([*self.deceived, *self.deceived, *self.fakes])
        referee = self.random.choice(self.fakes)
        if self.may_vouch(referrer, referee) and not self.referred(referee):
            self.vouches.append(Vouch(referrer, referee, self.now, referral.waits_until(self.now)))
            pair = self.referred(referee)
            self.vouches = [replace(v, ends=referral.until(self.now)) if v in pair else v for v in self.vouches]

    def take_back(self) -> None:
        if self.vouches:
            self.cut(self.random.choice(self.vouches).referee)

    def leave(self) -> None:
        """A fake account is deleted, and a new one made: its slots stay with those who vouched."""
        gone = self.random.randrange(len(self.fakes))
        self.cut(self.fakes[gone])
        self.fakes[gone] = f"fake {self.random.random()}"

    def cut(self, referee: str) -> None:
        self.vouches = [replace(v, ends=min(v.ends, self.now)) if v.referee == referee else v for v in self.vouches]

    def wait(self) -> None:
        self.now += self.random.choice([0.01, 1, 30, 89, 91, 179, 181]) * DAY

    def referred(self, fake: str) -> tuple[Vouch, ...]:
        return referral.carries([one for one in self.vouches if one.referee == fake], self.now)

    def step(self) -> int:
        """One move, and how many fakes are referred after it."""
        self.random.choice([*[self.vouch] * 12, self.take_back, self.leave, self.wait])()
        return sum(bool(self.referred(fake)) for fake in self.fakes)


def worst(seed: int, deceived: int, fakes: int, moves: int = 60) -> int:
    attack = Attack(seed, deceived, fakes)
    return max(attack.step() for _ in range(moves))


@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 30))
def test_deceived_members_let_in_one_and_a_half_each_at_most_whatever_the_number_of_fakes(seed, deceived, fakes):
    assert worst(seed, deceived, fakes) <= deceived * SLOTS / REFERRERS


@pytest.mark.prove
def test_ten_thousand_attacks_find_no_counter_example(record_property):
    reached = 0
    for seed in range(10_000):
        deceived, fakes = 1 + seed % 5, 1 + seed % 31
        found = worst(seed, deceived, fakes)
        assert found <= deceived * SLOTS / REFERRERS, seed
        reached += found == deceived * SLOTS // REFERRERS
    record_property("attacks", 10_000)
    record_property("attacks_that_reached_the_bound", reached)
