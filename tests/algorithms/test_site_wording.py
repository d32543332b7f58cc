"""What is learnt from a site's own texts, and what it cannot give back."""

import math
import random
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.deceptive_wording import CAP, LABELS_MINIMUM
from apps.algorithms.learned_suspicion import Decisions
from apps.algorithms.site_wording import Lessons, SiteWording, choose, features, train, votes

FEELINGS = ["amazing", "unforgettable", "family", "highly", "luxurious", "truly", "wonderful", "recommend", "paradise"]
PLACES = ["corridor", "elevator", "bathroom", "sixth", "floor", "parking", "tram", "window", "breakfast", "lamp"]
COMMON = ["the", "room", "was", "we", "had", "a", "and", "it", "for", "in", "hotel", "night"]
SECRET = "zanzibarquokka xylophonist"


def text_of(rng, fake):
    own = FEELINGS if fake else PLACES
    return " ".join(rng.choices(own, k=8) + rng.choices(COMMON, k=16))


@cache
def lessons(each=150, *, shuffled=0, secret=False):
    rng = random.Random(7)
    fake = [bool(number % 2) for number in range(2 * each)]
    texts = [text_of(rng, label) for label in fake]
    if secret:
        texts = [f"{text} {SECRET}" if number % 60 == 1 else text for number, text in enumerate(texts)]
    order = list(range(2 * each))
    random.Random(shuffled).shuffle(order) if shuffled else None
    decisions = Decisions(
        fake=np.array(fake)[order],
        at=np.arange(2.0 * each)[order],
        person=np.array([f"p{row % 7}" for row in order]),
        subject=np.array(order),
        agree=np.full(2 * each, 2.0),
        disagree=np.zeros(2 * each),
        stands_for=np.ones(2 * each),
    )
    authors = np.array([f"a{row % 60}" for row in order])
    return Lessons([texts[row] for row in order], authors, decisions, np.zeros(2 * each))


@cache
def learnt():
    return train(lessons(), "en")


def test_what_is_learnt_tells_the_two_kinds_apart_and_better_than_no_vote():
    choice = choose(lessons(), None, "en")

    assert choice.reason == "better"
    assert choice.candidate_precision > choice.served_precision + 0.2
    rng = random.Random(8)
    assert choice.model.moved(text_of(rng, True)) > 1 > -1 > choice.model.moved(text_of(rng, False))


def test_with_too_few_texts_of_a_kind_nothing_is_learnt():
    few = lessons().part(np.arange(LABELS_MINIMUM))

    assert choose(few, None, "fr").reason == "too_few_texts"
    assert choose(lessons().part(np.arange(0)), None, "fr").model is None


def test_what_serves_stays_when_nothing_better_comes():
    assert choose(lessons(), learnt(), "en").reason == "not_better"


def test_the_order_of_decisions_changes_nothing():
    assert train(lessons(shuffled=3), "en").version == learnt().version


def test_what_one_author_alone_wrote_leaves_nothing_behind():
    taught = lessons(secret=True)
    assert any(SECRET in text for text in taught.texts)

    places, _values = features(SECRET)
    own = set(places.tolist()) - {
        place for text in taught.texts if SECRET not in text for place in features(text)[0].tolist()
    }

    assert own
    assert not train(taught, "en").weights[sorted(own)].any()


def test_a_model_survives_being_stored():
    assert SiteWording.from_stored(learnt().as_json(), learnt().as_bytes()).version == learnt().version
    assert len(learnt().as_bytes()) < 100_000


@given(st.text(max_size=300) | st.lists(st.sampled_from([*FEELINGS, *PLACES, "😀", "é"]), max_size=60).map(" ".join))
def test_no_text_breaks_it_and_a_vote_stays_under_its_cap(text):
    moved = learnt().moved(text)

    assert moved is None or math.isfinite(moved)
    assert abs(votes(learnt(), [text])[0]) <= CAP
    assert votes(None, [text])[0] == 0


@pytest.mark.parametrize("text", ["", "😀" * 50, "short and sweet"])
def test_little_text_has_no_vote(text):
    assert learnt().moved(text) is None


def test_labels_that_contradict_each_other_teach_nothing():
    taught = lessons()
    coin = np.random.default_rng(4).random(len(taught.texts)) < 0.5
    noise = Lessons(taught.texts, taught.authors, taught.decisions.part(np.arange(len(coin))), taught.scores)
    noise.decisions.fake[:] = coin

    assert choose(noise, None, "en").reason in {"not_better", "too_few_texts"}
