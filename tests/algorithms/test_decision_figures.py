"""Figures of decisions: right on worked examples, silent on too few, fair to both sides."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.decision_figures import DECISIONS_MINIMUM, TEAM_MINIMUM, Side, middle, odds_ratio, share

COUNTS = st.integers(0, 400)


def sides():
    return st.tuples(st.integers(DECISIONS_MINIMUM, 400), COUNTS).map(lambda pair: Side(pair[0], min(pair)))


def test_a_worked_ratio_and_its_bounds():
    odds = odds_ratio(Side(40, 20), Side(60, 12))

    assert odds.ratio == pytest.approx((20.5 * 48.5) / (20.5 * 12.5))
    reach = 1.96 * math.sqrt(1 / 20.5 + 1 / 20.5 + 1 / 12.5 + 1 / 48.5)
    assert (odds.low, odds.high) == pytest.approx((3.88 * math.exp(-reach), 3.88 * math.exp(reach)))
    assert odds.tells == "first"
    assert odds.decisions == 100


def test_a_side_with_too_few_decisions_says_nothing():
    assert odds_ratio(Side(DECISIONS_MINIMUM - 1, 3), Side(500, 20)) is None
    assert share(3, DECISIONS_MINIMUM - 1) is None
    assert share(0, DECISIONS_MINIMUM).share == 0


@given(sides(), sides())
def test_the_sides_exchanged_turn_the_ratio_round(first, second):
    one, other = odds_ratio(first, second), odds_ratio(second, first)

    assert one.low < one.ratio < one.high
    assert one.ratio * other.ratio == pytest.approx(1)
    assert one.low * other.high == pytest.approx(1)
    assert {one.tells, other.tells} in ({"first", "second"}, {"neither"})


@given(sides())
def test_the_same_on_both_sides_leans_nowhere(side):
    assert odds_ratio(side, side).tells == "neither"


def test_the_middle_of_a_team_is_said_from_a_size_where_nobody_is_found_out():
    assert middle([9] * (TEAM_MINIMUM - 1)) is None
    assert middle([40, 1, 2, 4]) == 3
    assert middle([5, 1, 9, 2, 100]) == 5
