"""What is promised about statuses, against attackers who try everything: no counter-example is known."""

import random
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.earned_status import DAY, LEVELS, Feedback, Mark, earned
from apps.trust.many import Words, earned_everywhere

NOW = 1.7e9
LEAST = min(level.givers for level in LEVELS)


def attack(seed: int) -> tuple[int, int, int]:
    """A group whose members have earned nothing: (words from outsiders with a status, words between any two insiders
    at most per receiver, members of the group who have a status in the end)."""
    chance = random.Random(seed)
    group = [f"x{n}" for n in range(chance.randint(2, 30))]
    within, outside = chance.randint(0, LEAST - 1), chance.randint(0, 25)
    words: dict[str, list[Feedback]] = defaultdict(list)
    allowed = dict.fromkeys(group, within)
    acts = ["outside"] * outside + ["inside"] * (3 * len(group))
    if chance.random() < 0.5:
        chance.shuffle(acts)
    favourites = chance.sample(group, chance.randint(1, len(group)))
    for number, act in enumerate(acts):
        at = NOW - (len(acts) - number) * 60
        member = chance.choice(favourites)
        if act == "outside":
            words[member].append(Feedback(f"outsider{chance.randint(0, 40)}", at, giver_earned=True))
            continue
        giver = chance.choice([one for one in group if one != member])
        has_earned = earned(words[giver], at).level is not None
        if has_earned and allowed[member] == 0:
            continue
        allowed[member] -= has_earned
        words[member].append(Feedback(giver, at, giver_earned=has_earned, giver_days=chance.choice([0, 30, 1000])))
    lifted = sum(earned(words[member], NOW).level is not None for member in group)
    return outside, within, lifted


@given(st.integers(0, 10**9))
def test_a_group_earns_at_most_what_outsiders_gave_it_by_the_givers_it_lacks(seed):
    outside, within, lifted = attack(seed)

    assert lifted <= outside / (LEAST - within)


@pytest.mark.prove
def test_ten_thousand_attacks_break_no_bound():
    for seed in range(10_000):
        outside, within, lifted = attack(seed)
        assert lifted * (LEAST - within) <= outside, seed


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 500), st.booleans(), st.booleans()), max_size=40
)


def everywhere(told):
    """Cautious figure and givers of five places."""
    columns = [np.array([row[n] for row in told], dtype=np.int64) for n in range(3)]
    flags = [np.array([row[n] for row in told], dtype=bool) for n in (3, 4)]
    words = Words(columns[0], columns[1], NOW - columns[2] * DAY, *flags, np.where(flags[1], 1.0, 0.5))
    found = earned_everywhere(words, 5, NOW)
    return list(zip(found.cautious, found.givers, strict=True))


@given(rows, st.integers(0, 6))
def test_without_a_giver_only_what_lists_their_words_changes(told, gone):
    before, after = everywhere(told), everywhere([row for row in told if row[1] != gone])

    changed = {place for place in range(5) if before[place] != pytest.approx(after[place])}

    assert changed <= {row[0] for row in told if row[1] == gone}


@given(rows)
def test_a_place_is_told_by_its_own_words_alone(told):
    whole = everywhere(told)

    for place in range(5):
        assert everywhere([row for row in told if row[0] == place])[place] == pytest.approx(whole[place])


@given(st.integers(1, 12), st.integers(1, 3), st.floats(0.01, 1))
def test_one_sanction_lowers_whoever_referred_by_one_level_and_nobody_else(givers, referrers, amount):
    people = {n: [Feedback(f"g{k}", NOW - DAY, giver_earned=True) for k in range(givers)] for n in range(6)}
    rank = [None, *(level.code for level in LEVELS)].index

    before = {n: rank(earned(words, NOW).level) for n, words in people.items()}
    marks = {n: [Mark(NOW, amount)] for n in range(referrers)}
    after = {n: rank(earned(words, NOW, marks=marks.get(n, ())).level) for n, words in people.items()}

    lowered = {n for n in people if after[n] < before[n]}
    assert len(lowered) <= referrers
    assert lowered <= set(marks)
    assert all(before[n] - after[n] <= 1 for n in people)
