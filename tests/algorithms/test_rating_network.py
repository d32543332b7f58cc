import subprocess
import sys
from functools import cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import rating_network
from apps.algorithms.rating_network import FEATURES, LABELS_MINIMUM, Known, Network, TooFewLabels, givers, train

NAMES = "abcdefgh"


hours = st.integers(0, 24 * 9).map(lambda hour: 3600 * hour)


@st.composite
def ratings(draw, most=40):
    """Ratings between few accounts, so that they meet; whole hours, so that they tie; in no order."""
    one = st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.integers(-10, 10),
        st.integers(0, 24 * 9).map(lambda h: 3600 * h),
    )
    return draw(st.lists(one, max_size=most))


def network_of(rows):
    giver, target, rating, at = ([row[column] for row in rows] for column in range(4))
    return Network.of(np.array(giver, "<U8"), np.array(target, "<U8"), rating, at, lowest=-10, highest=10, read_at=1e7)


def rows_of(rows, accounts=NAMES, labels=None):
    found = givers(network_of(rows))
    if labels:
        found = found.beside(Known(np.array(list(labels)), np.array(list(labels.values()), bool)))
    return found.rows(list(accounts))


labels = st.dictionaries(st.sampled_from(NAMES), st.booleans())


@given(ratings(), st.sampled_from(NAMES), st.integers(-10, 10), labels)
def test_what_an_account_receives_and_its_label_say_nothing_of_it(rows, account, other, labels):
    turned = [(g, t, other if t == account else r, at) for g, t, r, at in rows]
    dropped = [row for row in rows if row[1] != account]
    others = {name: label for name, label in labels.items() if name != account}

    known = rows_of(rows, account, labels)

    np.testing.assert_allclose(rows_of(turned, account, labels), known, atol=1e-9)
    np.testing.assert_allclose(rows_of(dropped, account, labels), known, atol=1e-9)
    np.testing.assert_allclose(rows_of(rows, account, others), known, atol=1e-9)


def test_it_sides_with_the_honest_who_praises_them_or_those_who_praise_them():
    rows = [
        ("a", "h", 8, 0),
        ("b", "f", 8, 0),
        ("c", "a", 8, 9),
        ("d", "f", -8, 0),
        ("e", "h", -8, 3),
        ("f", "g", 1, 0),
    ]

    sides = rows_of(rows, "abcdeh", {"h": False, "f": True})[:, list(FEATURES).index("sides_with_honest")]

    assert (sides > 0).tolist() == [True, False, True, True, False, False]
    assert (sides < 0).tolist() == [False, True, False, False, True, False]


@given(ratings(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_names_matter(rows, rng):
    shuffled = list(rows)
    rng.shuffle(shuffled)
    names = dict(zip(NAMES, rng.sample(NAMES, len(NAMES)), strict=True))
    renamed = [(names[g], names[t], r, at) for g, t, r, at in shuffled]

    np.testing.assert_allclose(rows_of(renamed, [names[name] for name in NAMES]), rows_of(rows), atol=1e-9)


@pytest.mark.parametrize("others", list(permutations([("b", 2), ("c", 4), ("d", -6)])), ids=str)
def test_ratings_that_cancel_out_distrust_nobody_in_whatever_order_they_are_added(others):
    rows = [("a", "h", 5, 0), *((giver, "h", rating, at) for at, (giver, rating) in enumerate(others, 1))]

    assert rows_of(rows, "a")[0, list(FEATURES).index("praises_some_distrusted")] == 0
    assert rows_of(rows, "a")[0, list(FEATURES).index("blames_some_trusted")] == 0


@given(ratings())
def test_every_figure_is_defined(rows):
    found = rows_of(rows, "abcdefghz")

    assert found.shape == (9, len(FEATURES))
    assert np.isfinite(found).all()


def test_an_unknown_account_is_one_that_has_not_rated():
    rows = [("a", "b", 3, 0), ("b", "c", -10, 60)]

    assert rows_of(rows, "z").tolist() == rows_of(rows, "c").tolist()


def test_one_does_not_rate_oneself_and_what_is_undefined_is_left_out():
    rows = [("a", "b", 3, 0), ("b", "c", -10, 60)]
    odd = [("a", "a", 9, 5), ("a", "c", float("nan"), 7), ("c", "b", 4, float("inf"))]

    assert rows_of(rows + odd, "abc").tolist() == rows_of(rows, "abc").tolist()


def test_very_many_ratings_of_one_account():
    count = 200_000
    rng = np.random.default_rng(0)
    given, to, at = rng.integers(-10, 11, count), rng.integers(1, 500, count), np.arange(count)

    network = Network.of(np.zeros(count, int), to, given, at, lowest=-10, highest=10)

    assert np.isfinite(givers(network).rows([0, 1])).all()


# --- learnt ----------------------------------------------------------------------------------------------------------


def market(seed, each=LABELS_MINIMUM):
    """Honest accounts agree with what a target is worth; the others blame the good and praise the bad, in a hurry."""
    rng = np.random.default_rng(seed)
    rows, good = [], [f"t{n}" for n in range(30)]
    worth = {name: 4 if n % 3 else -6 for n, name in enumerate(good)}
    for number in range(each * 2):
        fraud = number % 2 == 1
        for place, target in enumerate(rng.choice(good, 8, replace=False)):
            rating = worth[target] * (-1 if fraud and rng.random() < 0.6 else 1) + rng.integers(-2, 3)
            rows.append((f"u{number}", str(target), int(rating), number * 9e4 + place * (600 if fraud else 2e5)))
    accounts = [f"u{number}" for number in range(each * 2)]
    return rows_of(rows, accounts), np.arange(each * 2) % 2 == 1


@cache
def learnt():
    return train(*market(1))


def test_it_finds_those_who_turn_ratings_round():
    model = learnt()
    rows, fraud = market(2)

    said = model.log_odds(rows)

    assert said[fraud].mean() > 1 > -1 > said[~fraud].mean()
    assert np.mean((said > 0) == fraud) > 0.9


def test_contributions_and_the_constant_add_up_to_the_log_odds():
    model = learnt()
    rows, _ = market(2)

    for row, said in zip(rows[:20], model.log_odds(rows[:20]), strict=True):
        assert model.constant() + sum(model.contributions(row).values()) == pytest.approx(said, abs=1e-5)


@pytest.mark.parametrize("name", [name for name, direction in FEATURES.items() if direction])
def test_a_figure_with_a_direction_keeps_it(name):
    model, place = learnt(), list(FEATURES).index(name)
    seen, _ = market(1)
    rows = np.repeat(np.median(seen, axis=0)[None], 9, axis=0)
    rows[:, place] = np.linspace(seen[:, place].min() - 1, seen[:, place].max() + 1, 9)

    steps = np.diff(model.log_odds(rows)) * FEATURES[name]

    assert (steps >= -1e-9).all()


def test_the_order_of_labels_does_not_matter():
    rows, fraud = market(1)
    order = np.random.default_rng(3).permutation(len(rows))

    assert train(rows[order], fraud[order]).log_odds(rows).tolist() == train(rows, fraud).log_odds(rows).tolist()


def test_under_a_number_of_labels_of_either_kind_nothing_is_learnt():
    rows, fraud = market(1)

    with pytest.raises(TooFewLabels):
        train(rows[1:], fraud[1:])
    with pytest.raises(TooFewLabels):
        train(np.zeros((0, len(FEATURES))), [])


def test_labels_that_contradict_say_nothing():
    rows, _ = market(1)

    said = train(np.concatenate([rows, rows]), [*([0] * len(rows)), *([1] * len(rows))]).log_odds(rows)

    assert np.abs(said).max() < 0.05


def test_nobody_to_score_is_an_answer():
    assert learnt().log_odds(np.zeros((0, len(FEATURES)))).shape == (0,)


def test_reading_the_module_does_not_load_the_learning_library():
    program = "import sys, apps.algorithms.rating_network; sys.exit('scipy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    assert rating_network.NAME == "rating_network"
