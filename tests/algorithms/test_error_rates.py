"""How often a score is wrong: counted by parts, bounded, silent when too little was decided."""

import random

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.error_rates import AUDITS_MINIMUM, Part, Rate, false_alarms, found, missed, precision, wilson


@st.composite
def parts(draw):
    audited = draw(st.integers(0, 400))
    return Part(draw(st.integers(audited, 10**6)), audited, draw(st.integers(0, audited)))


@given(parts(), parts())
def test_a_rate_lies_within_its_bounds_and_these_within_nothing_and_everything(flagged, left):
    for rate in (precision(flagged), false_alarms(flagged, left), missed(flagged, left), found(flagged, left)):
        assert rate is None or 0 <= rate.low <= rate.share <= rate.high <= 1


@given(parts(), parts())
def test_nothing_is_said_under_twenty_decided_reviews(flagged, left):
    too_few = any(part.reviews and part.audited < AUDITS_MINIMUM for part in (flagged, left))

    assert (flagged.audited >= AUDITS_MINIMUM) == (precision(flagged) is not None)
    assert not too_few or false_alarms(flagged, left) is None is missed(flagged, left)


@given(parts(), parts())
def test_one_more_honest_review_among_the_flagged_never_lowers_the_false_alarms(flagged, left):
    before = false_alarms(flagged, left)
    if before is None or flagged.confirmed == 0:
        return
    worse = false_alarms(Part(flagged.reviews, flagged.audited, flagged.confirmed - 1), left)
    assert isinstance(worse, Rate)
    assert worse.share >= before.share


def test_the_interval_is_wilson_s():
    low, high = wilson(15, 20)

    assert (round(low, 3), round(high, 3)) == (0.531, 0.888)  # worked by hand from the formula of 1927


def test_a_known_world_lies_within_the_bounds_as_often_as_promised():
    rng, held = random.Random(3), 0
    flagged_bad, left_bad, flagged_size, left_size = 0.6, 0.02, 400, 20_000
    truth = flagged_size * (1 - flagged_bad) / (flagged_size * (1 - flagged_bad) + left_size * (1 - left_bad))
    for _ in range(400):
        flagged = Part(flagged_size, 60, sum(rng.random() < flagged_bad for _ in range(60)))
        left = Part(left_size, 200, sum(rng.random() < left_bad for _ in range(200)))
        rate = false_alarms(flagged, left)
        assert rate is not None
        held += rate.low <= truth <= rate.high

    assert held >= 380


def test_what_was_found_of_two_parts_weighs_each_by_its_reviews():
    rate = found(Part(100, 50, 40), Part(900, 30, 3))

    assert rate is not None
    assert rate.share == (100 * 0.8 + 900 * 0.1) / 1000
    assert rate.audits == 80
    assert found(Part(100, 50, 40), Part(900, 0, 0)) is None
    assert found(Part(0, 0, 0), Part(900, 19, 3)) is None
