"""Random graphs of referrals and sanctions: one sanction lowers two people at most, by one level, and no further."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import referral
from apps.algorithms.earned_status import DAY, LEVELS, Earned, Feedback, Mark, Tally, tally
from apps.algorithms.referral import REFERRERS, Carried
from apps.trust.many import Words, earned_everywhere

NOW = 1.7e9
RANK = [None, *(level.code for level in LEVELS)].index


class Graph:
    """Members with words of their own, who have vouched for each other in every direction, once or more."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.members = [f"m{n}" for n in range(self.random.randint(3, 9))]
        self.words: dict[str, Tally] = {one: tally(self.heard()) for one in self.members}
        self.carried: dict[str, list[Carried]] = {one: [] for one in self.members}
        self.marks: dict[str, list[Mark]] = {one: [] for one in self.members}
        for number in range(self.random.randint(1, 12)):
            self.refer(f"round {number}")

    def heard(self) -> list[Feedback]:
        days, many = self.random.choice([1, 30, 60, 90]), self.random.randint(0, 14)
        words = [Feedback(f"g{n}", NOW - days * DAY, giver_earned=True) for n in range(many)]
        return [*words, *(Feedback(f"h{n}", NOW - days * DAY, False) for n in range(self.random.choice([0, 0, 1, 3])))]

    def refer(self, name: str) -> None:
        new, *pair = self.random.sample(self.members, 1 + REFERRERS)
        day = self.random.randint(0, 300)
        for who in pair:
            back = self.random.choice([float("inf"), float("inf"), NOW - self.random.randint(0, day) * DAY])
            given_at = NOW - (day + self.random.randint(0, 89)) * DAY
            self.carried[new].append(Carried(who, name, given_at, NOW - day * DAY, back))

    def statuses(self) -> dict[str, Earned]:
        return {one: self.words[one].earned(NOW, marks=self.marks[one]) for one in self.members}

    def sanction(self) -> set[str]:
        """Of anybody, also of who vouched for others; who bears it."""
        answering = referral.answering(self.carried[self.random.choice(self.members)], NOW)
        for word in answering:
            self.marks[word.referrer].append(Mark(NOW, referral.MARK))
        return {word.referrer for word in answering}


def attack(seed: int) -> tuple[int, int]:
    """Sanctions one after the other: how many bore one, and how many were lowered; raises where a promise breaks."""
    graph, bore, lowered = Graph(seed), 0, 0
    for _ in range(graph.random.randint(1, 6)):
        before = graph.statuses()
        answering = graph.sanction()
        after = graph.statuses()
        fell = {one: RANK(before[one].level) - RANK(after[one].level) for one in graph.members}
        assert len(answering) <= REFERRERS, seed
        assert all(after[one] == before[one] for one in graph.members if one not in answering), seed
        assert all(0 <= levels <= 1 for levels in fell.values()), seed
        bore, lowered = bore + len(answering), lowered + sum(fell.values())
    for one in graph.members:
        assert RANK(graph.words[one].earned(NOW).level) - RANK(graph.statuses()[one].level) <= 1, seed
    return bore, lowered


@given(st.integers(0, 10**9))
def test_one_sanction_lowers_the_last_pair_by_one_level_at_most_and_nobody_else(seed):
    attack(seed)


@pytest.mark.prove
def test_ten_thousand_graphs_of_referrals_and_sanctions(record_property):
    found = [attack(seed) for seed in range(10_000)]

    record_property("marks", sum(bore for bore, _ in found))
    record_property("levels_lowered", sum(lowered for _, lowered in found))
    assert sum(lowered for _, lowered in found) > 100  # the graphs do find people on the edge


def places(seed: int, acts: int) -> tuple[Words, int]:
    """So many words in the first place, of any kind, and some in three others; the words of one giver to take away."""
    chance = np.random.default_rng(seed)
    more = int(chance.integers(0, 30))
    place = np.concatenate([np.zeros(acts, dtype=np.int64), chance.integers(1, 4, more)])
    many = acts + more
    words = Words(
        place,
        chance.integers(0, 60, many),
        NOW - chance.integers(0, 400, many) * DAY,
        chance.random(many) > 0.1,
        chance.random(many) > 0.3,
        chance.choice([0.1, 0.25, 0.5, 1.0], many),
    )
    return words, int(chance.integers(0, 60))


def only(words: Words, kept) -> Words:
    return Words(*(getattr(words, name)[kept] for name in Words.__slots__))


def few_acts_elsewhere(seed: int) -> None:
    words, gone = places(seed, 200)
    whole = earned_everywhere(words, 4, NOW)
    for there in (1, 2, 3):  # what the two hundred acts give there: nothing
        alone = earned_everywhere(only(words, words.place == there), 4, NOW)
        assert whole.cautious[there] == pytest.approx(alone.cautious[there]), seed
        assert whole.givers[there] == alone.givers[there], seed
    without = earned_everywhere(only(words, words.giver != gone), 4, NOW)
    lists = set(words.place[words.giver == gone].tolist())
    for there in set(range(4)) - lists:  # whose words are erased is missing only where they spoke
        assert whole.cautious[there] == pytest.approx(without.cautious[there]), seed
        assert whole.givers[there] == without.givers[there], seed


@given(st.integers(0, 10**9))
def test_two_hundred_acts_in_one_topic_give_nothing_in_another(seed):
    few_acts_elsewhere(seed)


@pytest.mark.prove
def test_ten_thousand_times_two_hundred_acts_in_one_topic():
    for seed in range(10_000):
        few_acts_elsewhere(seed)
