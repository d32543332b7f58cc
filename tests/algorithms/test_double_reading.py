"""Agreement of readers, and what the sight of a score adds: with bounds, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.double_reading import READINGS_MINIMUM, difference, kappa, share

VERDICTS = st.sampled_from(["fake", "genuine", "cannot_tell"])


def test_a_textbook_table_gives_the_textbook_kappa():
    # 50 pairs: 20 both yes, 15 both no, 5 and 10 apart; Cohen's kappa is 0.4
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10

    assert kappa(pairs).value == pytest.approx(0.4)


def test_perfect_agreement_of_a_few_is_not_certainty():
    figure = kappa([("fake", "fake"), ("genuine", "genuine")] * 20)

    assert figure.value == 1
    assert figure.low < 0.9


def test_too_few_or_always_the_same_word_says_nothing():
    assert kappa([("fake", "genuine")] * (READINGS_MINIMUM - 1)) is None
    assert kappa([("genuine", "genuine")] * 40) is None
    assert share(10, READINGS_MINIMUM - 1) is None
    assert difference(share(20, 40), None) is None
    assert difference(None, share(20, 40)) is None


def test_thirty_readings_are_enough_and_the_figure_says_on_how_many_it_rests():
    least = share(15, READINGS_MINIMUM)

    assert kappa([("fake", "fake"), ("genuine", "genuine")] * (READINGS_MINIMUM // 2)).readings == 30
    assert least.share == 0.5
    assert difference(least, share(20, 40)).readings == 70


@given(st.lists(st.tuples(VERDICTS, VERDICTS), min_size=READINGS_MINIMUM, max_size=80))
def test_the_bounds_hold_the_figure_and_who_is_first_does_not_matter(pairs):
    figure = kappa(pairs)

    if figure is not None:
        assert -1 <= figure.low <= figure.value + 1e-9 <= figure.high + 1e-6
        assert kappa([(b, a) for a, b in pairs]).value == pytest.approx(figure.value)


@given(st.integers(0, 100), st.integers(0, 100))
def test_the_difference_turns_with_its_parts(one, other):
    there, back = difference(share(one, 100), share(other, 100)), difference(share(other, 100), share(one, 100))

    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == (pytest.approx(-back.high), pytest.approx(-back.low))
    assert there.low <= there.value <= there.high
