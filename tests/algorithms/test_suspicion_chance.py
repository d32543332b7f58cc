import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.learned_suspicion import Decisions, stand_for
from apps.algorithms.suspicion_chance import (
    AUDITS_MINIMUM,
    FIRST_DAY_SLOPES,
    LEARNED_SLOPES,
    SUPPOSED_SHARE,
    Curve,
    Read,
    curve,
)

figures = st.floats(allow_nan=True, allow_infinity=True)


def reviews(share, count=8000, seed=1):
    """Scores and what is true of them, where one in so many is fake."""
    random = np.random.default_rng(seed)
    fake = random.random(count) < share
    return random.normal(np.where(fake, 0.5, -3.0), 1.5), fake


def readings(scores, fake, way, wanted, seed=2):
    """So many of each way decided, by two readers who agree."""
    random = np.random.default_rng(seed)
    rows = np.concatenate([random.choice(np.flatnonzero(way == name), n, replace=False) for name, n in wanted.items()])
    count = len(rows)
    decisions = Decisions(
        fake=fake[rows],
        at=1.6e9 + 3600.0 * np.arange(count),
        person=random.choice(list("abcdef"), count),
        subject=random.integers(0, 500, count),
        agree=np.full(count, 2.0),
        disagree=np.zeros(count),
        stands_for=stand_for(way, way[rows]),
    )
    return Read(scores[rows], decisions, np.ones(count, bool), wanted.get("audit", 0))


def test_before_any_decision_one_in_ten_is_supposed_and_no_chance_is_given():
    scores, _fake = reviews(0.3)

    found = curve(scores)

    assert found.chances(scores).mean() == pytest.approx(SUPPOSED_SHARE, abs=0.001)
    assert (found.below, found.above) == pytest.approx(FIRST_DAY_SLOPES, abs=0.01)
    assert not found.is_given


def test_a_learnt_score_is_supposed_to_be_worth_what_it_says():
    assert (curve([], is_learned=True).below, curve([], is_learned=True).above) == pytest.approx(LEARNED_SLOPES)


def test_what_was_read_blind_moves_the_share_though_flagged_ones_were_read_more():
    scores, fake = reviews(0.25)
    way = np.where(scores > 0, "flag", "audit")

    few = curve(scores, readings(scores, fake, way, {"flag": 30, "audit": 20}))
    many = curve(scores, readings(scores, fake, way, {"flag": 500, "audit": 500}))

    assert abs(few.chances(scores).mean() - 0.25) > abs(many.chances(scores).mean() - 0.25)
    assert many.chances(scores).mean() == pytest.approx(0.25, abs=0.03)
    assert [few.is_given, many.is_given] == [False, True]


def test_a_chance_is_given_from_so_many_blind_readings():
    assert [Curve(0.0, 1.0, 1.0, n).is_given for n in (AUDITS_MINIMUM - 1, AUDITS_MINIMUM)] == [False, True]


def test_the_curve_is_kept_as_json():
    found = curve(*reviews(0.1)[:1])

    assert Curve.from_json(json.loads(json.dumps(found.as_json()))) == found


@given(st.lists(figures, max_size=30), st.lists(figures, min_size=2, max_size=10))
def test_more_suspicion_is_never_less_of_a_chance_whatever_the_past(past, scores):
    found = curve(past).chances(np.sort(np.array(scores)))

    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
    known = np.isfinite(np.sort(np.array(scores)))
    assert (np.diff(found[known]) >= 0).all()
