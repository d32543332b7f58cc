import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import conformal
from apps.algorithms.conformal import GROUPS, RATE, Thresholds, allowed_above, groups_of, one_wave_at_a_time, thresholds
from apps.algorithms.review_facts import ReviewFacts, columns_of
from apps.algorithms.suspicion_chance import Curve

anything = st.floats(allow_nan=True, allow_infinity=True)
some_scores = st.lists(st.tuples(anything | st.integers(-3, 3).map(float), st.sampled_from(GROUPS)), max_size=80)


def apart(pairs):
    return np.array([score for score, _ in pairs], float), np.array([group for _, group in pairs], "U24")


@pytest.mark.parametrize("reviews", [55, 60, 120, 400, 2000, pytest.param(20_000, marks=pytest.mark.prove)])
def test_no_group_is_bothered_more_than_one_and_a_half_times_the_chosen_rate(reviews):
    random = np.random.default_rng(reviews)
    groups = np.repeat(GROUPS, reviews)
    shifts = np.repeat(np.arange(len(GROUPS)) * 0.7, reviews)  # groups score quite differently
    exceeded = 0
    for _ in range(40):
        limits = thresholds(random.normal(shifts), groups)
        new = random.normal(np.repeat(np.arange(len(GROUPS)) * 0.7, 4000))
        flags = limits.flags(new, np.repeat(GROUPS, 4000)).reshape(len(GROUPS), 4000)
        exceeded += int((flags.mean(axis=1) > 1.5 * RATE + 0.008).sum())  # 0.008: two deviations of 4,000 draws

    assert exceeded <= 0.04 * 40 * len(GROUPS)  # promised: one case of fifty


@given(some_scores, st.randoms(use_true_random=False))
def test_the_order_of_reviews_changes_nothing(pairs, random):
    scores, groups = apart(pairs)
    shuffled = list(range(len(pairs)))
    random.shuffle(shuffled)

    assert thresholds(scores, groups) == thresholds(scores[shuffled], groups[shuffled])


@given(some_scores, some_scores)
def test_whatever_comes_in_an_answer_comes_out_and_never_nan(past, new):
    limits = thresholds(*apart(past))

    outcomes = limits.outcomes(*apart(new))

    assert set(outcomes.tolist()) <= {0, 1, 2}
    assert all(t.value is None or math.isfinite(t.value) for t in limits.groups.values())
    assert Thresholds.from_json(json.loads(json.dumps(limits.as_json()))) == limits


@given(some_scores, st.sampled_from(GROUPS), st.floats(-50, 50), st.floats(0, 50))
def test_a_higher_score_is_never_less_flagged(past, group, score, more):
    limits = thresholds(*apart(past))

    low, high = limits.outcomes(np.array([score, score + more]), np.array([group, group]))

    assert high >= low


def test_nothing_is_flagged_when_all_scores_are_the_same():
    limits = thresholds(np.full(5000, 0.4), np.repeat(GROUPS, 625))

    assert not limits.flags(np.full(8, 0.4), np.array(GROUPS)).any()


def test_an_unknown_score_is_not_an_accusation():
    limits = thresholds(np.arange(800.0), np.repeat(GROUPS, 100))

    assert limits.outcomes(np.array([np.nan]), np.array(GROUPS[:1])).tolist() == [1]


def test_without_past_nothing_is_promised_and_nothing_flagged():
    limits = thresholds(np.zeros(0), np.zeros(0, "U24"))

    assert {t.value for t in limits.groups.values()} == {None}
    assert limits.outcomes(np.array([99.0]), np.array(GROUPS[:1])).tolist() == [1]


def test_a_group_with_too_few_reviews_says_who_stands_in():
    groups = np.array(["low/first/small"] * 10 + ["low/first/large"] * 200 + ["high/returning/large"] * 300)

    found = thresholds(np.arange(510.0), groups).groups

    assert found["low/first/small"].source == "low/first"
    assert found["low/first/small"].reviews == 210
    assert found["low/first/large"].source == "low/first/large"
    assert found["high/first/small"].source == conformal.ALL


def test_fifty_reviews_promise_nothing_at_five_percent_and_fifty_one_do():
    assert allowed_above(50) == 0
    assert allowed_above(51) == 1
    assert allowed_above(100_000) == 5000


def test_known_fakes_are_left_out_and_say_what_is_not_unusual():
    scores = np.concatenate([np.arange(100.0), np.full(60, 80.0)])
    groups, fake = np.full(160, GROUPS[0]), np.arange(160) >= 100

    limits = thresholds(scores, groups, fake)

    assert limits.groups[GROUPS[0]].value == thresholds(scores[:100], groups[:100]).groups[GROUPS[0]].value
    assert limits.outcomes(np.array([10.0, 85.0, 99.5]), groups[:3]).tolist() == [0, 1, 2]


def test_a_review_counts_for_its_chance_of_being_genuine():
    scores, groups = np.arange(400.0), np.full(400, GROUPS[0])
    curve = Curve(start=-38_050.0, below=1.0, above=100.0)  # nought up to 379, one from 380

    cautious, taught = thresholds(scores, groups), thresholds(scores, groups, curve=curve)

    assert cautious.groups[GROUPS[0]].value == 380.0
    assert taught.groups[GROUPS[0]].value == 371.0  # the highest twenty count for ten: never less than a half each


def test_thresholds_keep_the_curve_they_were_made_with():
    limits = thresholds(np.arange(100.0), np.full(100, GROUPS[0]), curve=Curve(-2.0, 1.0, 0.5, 120))

    assert Thresholds.from_json(json.loads(json.dumps(limits.as_json()))) == limits


def test_of_a_wave_the_first_few_are_put_before_a_person():
    day = 86400.0
    at = np.array([0, 1, 2, 3, 4, 5, 9, 9.5]) * day
    low = np.array([True] * 5 + [False] + [True] * 2)
    inn = np.full(8, "inn")

    kept = one_wave_at_a_time(np.ones(8, bool), inn, low, at)

    assert kept.tolist() == [True, True, True, False, False, True, True, True]
    assert one_wave_at_a_time(np.zeros(8, bool), inn, low, at).sum() == 0


@given(some_scores, st.randoms(use_true_random=False))
def test_waves_do_not_depend_on_the_order_of_rows(pairs, random):
    flags, subjects = np.array([s > 0 for s, _ in pairs], bool), np.array([group for _, group in pairs], "U24")
    at = np.arange(len(pairs)) * 40_000.0
    order = list(range(len(pairs)))
    random.shuffle(order)
    low = np.zeros(len(pairs), bool)

    kept = one_wave_at_a_time(flags, subjects, low, at)

    assert (one_wave_at_a_time(flags[order], subjects[order], low, at[order]) == kept[order]).all()


def test_groups_are_sides_newcomers_and_sizes():
    facts = [ReviewFacts(rating=2), ReviewFacts(rating=3, author_reviews=4), ReviewFacts(rating=5)]

    assert groups_of(columns_of(facts), 20).tolist() == ["low/first/small", "high/returning/small", "high/first/small"]
    assert groups_of(columns_of(facts), 1000)[0] == "low/first/large"
    assert set(groups_of(columns_of(facts), np.array([1, 10**9, 5]))) <= set(GROUPS)


def test_a_group_too_small_to_promise_is_not_held_to_less_than_its_own_highest_score():
    scores = np.concatenate([np.arange(30.0) + 100, np.arange(5000.0) / 100])
    groups = np.concatenate([np.full(30, GROUPS[0]), np.full(5000, GROUPS[-1])])

    found = thresholds(scores, groups).groups[GROUPS[0]]

    assert (found.source, found.value) == (conformal.ALL, 129.0)
