import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.algorithms import learned_suspicion as algorithm
from apps.algorithms.learned_suspicion import Decisions, Model, average_precision, choose, stand_for, train
from apps.algorithms.review_suspicion import BASE

NAMES = ("base", "useful", "useless", "misleading")


def decided(count, seed=1, *, useful=1.5):
    """Reviews whose first reason tells more than the first day believes, and whose last tells the contrary."""
    random = np.random.default_rng(seed)
    signs = np.round(random.normal(0, 1, (count, 3)), 3)
    chance = 1 / (1 + np.exp(-(useful * signs[:, 0] - 1.5 - 0.8 * signs[:, 2])))
    weights = np.column_stack([np.full(count, BASE), signs])
    return weights, decisions(random.random(count) < chance, random)


def decisions(fake, random):
    count = len(fake)
    return Decisions(
        fake=fake,
        at=1.6e9 + np.sort(random.uniform(0, 3e7, count)),
        person=random.choice(["a", "b", "c", "d", "e", "f"], count),
        subject=random.integers(0, 200, count),
        agree=np.ones(count),
        disagree=np.zeros(count),
        stands_for=np.ones(count),
    )


def test_below_a_hundred_decisions_the_first_day_serves():
    choice = choose(*decided(99), Model(NAMES))

    assert choice.reason == "too_few_decisions"
    assert choice.model == Model(NAMES)


def test_the_first_day_is_the_sum_of_its_reasons():
    weights, _ = decided(50)

    assert np.allclose(Model(NAMES).log_odds(weights), weights.sum(axis=1))
    assert Model(NAMES).version == "day0"


def test_a_better_candidate_serves_and_says_by_how_much():
    choice = choose(*decided(600), Model(NAMES))

    assert choice.reason == "better"
    assert choice.candidate_precision >= choice.served_precision + algorithm.MARGIN
    assert choice.model.factors[3] == 0  # it points the wrong way: it may be silenced, never turned round


def test_a_candidate_that_is_not_better_does_not_serve():
    weights, labels = decided(400)
    random = np.random.default_rng(5)

    choice = choose(weights, replace(labels, fake=random.random(400) < 0.3), Model(NAMES))

    assert choice.reason == "not_better"
    assert choice.model == Model(NAMES)


def test_only_one_verdict_teaches_nothing():
    weights, labels = decided(400)

    assert choose(weights, replace(labels, fake=np.zeros(400, bool)), Model(NAMES)).reason == "too_few_decisions"


@pytest.mark.parametrize("steps", [False, True])
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_more_of_a_reason_never_lowers_the_score(steps, seed):
    weights, labels = decided(300, seed)
    model = train(weights, labels, NAMES, steps)
    random = np.random.default_rng(seed)
    more = weights + np.column_stack([np.zeros(300), random.exponential(1, (300, 3))])

    assert (model.log_odds(more) >= model.log_odds(weights)).all()


@pytest.mark.parametrize("steps", [False, True])
def test_the_weights_shown_add_up_to_the_score_exactly(steps):
    weights, labels = decided(1200)
    model = train(weights, labels, NAMES, steps)

    terms, scores = model.terms(weights), model.log_odds(weights)

    for row, score in zip(terms[:200].tolist(), scores[:200].tolist(), strict=True):
        assert sum(Decimal(repr(weight)) for weight in row) == Decimal(repr(score))


def test_steps_find_what_a_factor_cannot():
    random = np.random.default_rng(3)
    signs = np.round(random.uniform(-1, 3, (3000, 1)), 3)
    fake = random.random(3000) < np.where(signs[:, 0] > 2.4, 0.6, 0.05)
    weights, labels = np.column_stack([np.full(3000, BASE), signs]), decisions(fake, random)

    plain, stepped = train(weights, labels, ("base", "late")), train(weights, labels, ("base", "late"), True)

    def error(model):
        chance = 1 / (1 + np.exp(-model.log_odds(weights)))
        return float(np.mean((chance - fake) ** 2))

    assert error(stepped) < 0.95 * error(plain)


@pytest.mark.parametrize("steps", [False, True])
def test_the_same_decisions_in_another_order_give_the_same_model(steps):
    weights, labels = decided(1100)
    order = np.random.default_rng(2).permutation(1100)

    first, second = train(weights, labels, NAMES, steps), train(weights[order], labels.part(order), NAMES, steps)

    assert first == second
    assert first.version == second.version != "day0"


def test_a_model_is_json_and_its_version_is_its_content():
    model = train(*decided(1200), NAMES, True)

    stored = Model.from_json(json.loads(json.dumps(model.as_json())))

    assert stored == model
    assert stored.version == model.version
    assert replace(model, start=model.start + 0.001).version != model.version


def test_readers_who_contradict_each_other_cancel_out():
    labels = replace(decided(4)[1], agree=np.array([1.0, 2, 1, 3]), disagree=np.array([0.0, 0, 1, 0]))

    assert labels.weights().tolist() == [0.5, 2 / 3, 0, 0.75]


def test_what_single_readers_get_wrong_is_corrected_on_average():
    random = np.random.default_rng(6)
    truth = random.random(8000) < 0.1
    votes = truth[:, None] ^ (random.random((8000, 2)) < 0.08)
    twice = np.arange(8000) < 4000
    differ = twice & (votes[:, 0] != votes[:, 1])
    verdict = np.where(differ, truth, votes[:, 0])  # a third reader settles it
    agree = np.where(twice, 2.0, 1.0)
    labels = replace(decisions(verdict, random), agree=agree, disagree=differ.astype(float))

    assert labels.error() == pytest.approx(0.08, abs=0.01)
    assert verdict[~twice].mean() > 0.15
    assert labels.believed()[~twice].mean() == pytest.approx(0.1, abs=0.02)


def test_one_person_one_day_or_one_subject_is_capped():
    labels = decided(1000)[1]
    usual = labels.weights()

    zealous = replace(labels, person=np.full(1000, "a")).weights()
    brigade = replace(labels, subject=np.zeros(1000, int)).weights()
    evening = replace(labels, person=np.full(1000, "a"), at=np.full(1000, 1.6e9)).weights()

    assert usual.sum() == pytest.approx(500)
    assert zealous.sum() == pytest.approx(125)
    assert brigade.sum() == pytest.approx(10)
    assert evening.sum() == pytest.approx(50)


def test_whoever_decides_unlike_all_others_counts_less():
    weights, labels = decided(800)
    theirs = np.flatnonzero(labels.person == "a")[:60]
    fake, person = labels.fake.copy(), labels.person.astype("U8")
    fake[theirs], person[theirs] = ~fake[theirs], "contrary"

    honest, contrary = train(weights, labels, NAMES), train(weights, replace(labels, fake=fake, person=person), NAMES)
    believed = train(weights, replace(labels, fake=fake), NAMES)  # the same under the names of those who agree

    def away(model):
        return np.abs(model.log_odds(weights) - honest.log_odds(weights)).mean()

    assert away(contrary) < 0.9 * away(believed)


def test_each_decision_stands_for_those_it_was_drawn_from():
    population = np.array(["audit"] * 90 + ["flag"] * 10)

    assert stand_for(population, np.array(["audit", "flag", "flag", "audit", "audit"])).tolist() == [30, 5, 5, 30, 30]


def test_the_starting_point_is_that_of_all_reviews_not_of_those_decided():
    random = np.random.default_rng(9)
    signs = np.round(random.normal(0, 1, (20_000, 1)), 3)
    fake = random.random(20_000) < 1 / (1 + np.exp(3 - signs[:, 0]))
    way = np.where(signs[:, 0] > 1.3, "flag", "audit")
    weights = np.column_stack([np.full(20_000, BASE), signs])
    rows = np.concatenate([np.flatnonzero(way == "flag")[:800], np.flatnonzero(way == "audit")[:800]])
    labels = replace(decisions(fake[rows], random), stands_for=stand_for(way, way[rows]))

    model = train(weights[rows], labels, ("base", "sign"))

    assert (1 / (1 + np.exp(-model.log_odds(weights)))).mean() == pytest.approx(fake.mean(), rel=0.25)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 40).flatmap(
        lambda count: st.tuples(
            st.lists(
                st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=4, max_size=4),
                min_size=count,
                max_size=count,
            ),
            st.lists(st.booleans(), min_size=count, max_size=count),
        )
    )
)
def test_wild_input_still_gives_finite_scores(drawn):
    rows, fake = drawn
    weights = np.array(rows, float).reshape(-1, 4)
    labels = decisions(np.array(fake, bool), np.random.default_rng(0))

    for steps in (False, True):
        assert np.isfinite(train(weights, labels, NAMES, steps).log_odds(weights)).all()


def test_average_precision_counts_equal_scores_as_one():
    fake = np.array([True, False, True, False])

    assert average_precision(fake, np.array([4.0, 3, 2, 1])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(fake, np.zeros(4)) == 0.5
    assert average_precision(np.zeros(4, bool), np.zeros(4)) == 0
