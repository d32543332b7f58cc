"""Learnt from made-up reviews with a habit of their own: the deceptive ones feel, the others name places."""

import random
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.deceptive_wording import (
    CAP,
    LABELS_MINIMUM,
    LONGEST,
    WORDS_MINIMUM,
    TooFewLabels,
    WordingModel,
    has_a_vote,
    train,
)


def bag(text):
    return text.split()


FEELINGS = bag("my husband loved the amazing luxury experience and I felt truly wonderful beyond every dream")
PLACES = bag("the lift on floor nine was slow but bathroom window faced a small street near station")
COMMON = bag("hotel room staff breakfast night city stay we had it in with for price bed desk , . !")
MARKED = " ".join(FEELINGS * 3)
PLAIN = " ".join(PLACES * 3)


def invented(seed, each=LABELS_MINIMUM, kinds=(1, 0)):
    """Labelled texts: words of their kind twice as often as words of the other; and their hotels."""
    rng = random.Random(seed)
    texts, labels, hotels = [], [], []
    for number in range(each * 2):
        label = kinds[number % 2]
        own, other = (FEELINGS, PLACES) if label else (PLACES, FEELINGS)
        words = rng.choices(own, k=12) + rng.choices(other, k=6) + rng.choices(COMMON, k=22)
        rng.shuffle(words)
        texts.append(" ".join(words))
        labels.append(label)
        hotels.append(f"hotel {number // 2 % 10}")
    return texts, labels, hotels


@cache
def learnt() -> WordingModel:
    texts, labels, hotels = invented(1)
    return train(texts, labels, language="en", groups=hotels)


words = st.sampled_from([*FEELINGS, *PLACES, *COMMON, "é", "😀", "1234"])
some_texts = st.lists(words, max_size=60).map(" ".join) | st.text(max_size=200)


def test_it_tells_invented_from_lived_in_texts_it_has_not_seen():
    texts, labels, _ = invented(2, each=50)

    said = learnt().log_odds(texts)

    assert np.mean((said > 0) == np.array(labels)) > 0.9


@given(some_texts)
def test_contributions_and_the_constant_add_up_to_the_log_odds(text):
    model = learnt()

    total = model.constant() + sum(found.log_odds for found in model.contributions(text))

    assert total == pytest.approx(float(model.log_odds([text])[0]), abs=1e-9)


@given(st.lists(some_texts, max_size=6))
def test_no_vote_passes_the_cap_and_none_is_undefined(texts):
    votes = learnt().votes(texts)

    assert len(votes) == len(texts)
    assert all(vote is None or -CAP <= vote <= CAP for vote in votes)
    assert [vote is None for vote in votes] == [not has_a_vote(text) for text in texts]


def test_the_cap_is_reached():
    assert learnt().votes([MARKED, PLAIN]) == [CAP, -CAP]
    assert learnt().log_odds([MARKED])[0] > CAP


@given(st.lists(some_texts, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_to_read_does_not_matter(texts, rng):
    order = list(range(len(texts)))
    rng.shuffle(order)

    votes, shuffled = learnt().votes(texts), learnt().votes([texts[place] for place in order])

    assert shuffled == [votes[place] for place in order]


def test_the_order_of_the_labelled_texts_does_not_matter():
    rows = list(zip(*invented(1), strict=True))
    random.Random(3).shuffle(rows)
    texts, labels, hotels = (list(column) for column in zip(*rows, strict=True))

    shuffled = train(texts, labels, language="en", groups=hotels)

    assert shuffled.log_odds([MARKED, PLAIN]).tolist() == learnt().log_odds([MARKED, PLAIN]).tolist()


def test_the_same_labels_teach_the_same_twice():
    texts, labels, hotels = invented(1)

    again = train(texts, labels, language="en", groups=hotels)

    assert again.contributions(MARKED) == learnt().contributions(MARKED)
    assert (again.slope, again.intercept) == (learnt().slope, learnt().intercept)


def test_what_weighs_most_is_said_in_words():
    heaviest = learnt().explain(MARKED)

    assert len(heaviest) == 3
    assert all(found.log_odds > 0 and not found.letters for found in heaviest)
    assert all(set(found.phrase.split()) <= {word.casefold() for word in FEELINGS} for found in heaviest)


def test_exchanged_labels_exchange_the_vote():
    texts, labels, hotels = invented(1, kinds=(0, 1))
    turned = train(texts, [1 - label for label in labels], language="en", groups=hotels)

    assert turned.votes([MARKED])[0] == -turned.votes([PLAIN])[0] == -CAP


def test_labels_without_any_habit_give_no_vote_worth_the_name():
    texts, _, _ = invented(1)
    rng = random.Random(4)
    labels = [rng.randrange(2) for _ in texts]

    model = train([*texts, *texts], [*labels, *(1 - label for label in labels)], language="en")

    assert model.slope >= 0
    assert all(abs(vote) < CAP for vote in model.votes([MARKED, PLAIN]))


@pytest.mark.parametrize("text", ["", "😀 " * 40, "Great hotel!", "word " * (WORDS_MINIMUM - 1), "a b c " * 30, "\x00"])
def test_too_few_words_have_no_vote(text):
    assert learnt().votes([text]) == [None]
    assert np.isfinite(learnt().log_odds([text])).all()


def test_nothing_to_read_is_no_vote_at_all():
    assert learnt().votes([]) == []
    assert learnt().log_odds([]).shape == (0,)


def test_of_a_huge_text_only_the_beginning_is_read():
    huge = MARKED.ljust(LONGEST) + PLAIN * 50_000

    assert learnt().votes([huge]) == learnt().votes([MARKED])


@pytest.mark.parametrize("of_a_kind", [0, 1])
def test_under_a_hundred_of_either_kind_nothing_is_learnt(of_a_kind):
    texts, labels, _ = invented(1)
    labels[labels.index(of_a_kind)] = 1 - of_a_kind

    with pytest.raises(TooFewLabels):
        train(texts, labels, language="en")


def test_texts_without_a_vote_teach_nothing():
    texts, labels, _ = invented(1)

    with pytest.raises(TooFewLabels):
        train(["😀 " * 40, *texts[1:]], labels, language="en")
    with pytest.raises(TooFewLabels):
        train([], [], language="en")


def test_labels_that_contradict_leave_the_vote_in_the_middle():
    texts = [MARKED] * 2 * LABELS_MINIMUM

    model = train(texts, [0, 1] * LABELS_MINIMUM, language="en")

    assert model.votes([MARKED])[0] == pytest.approx(0.0, abs=0.05)


def test_more_labels_of_one_kind_do_not_move_the_vote_by_themselves():
    texts, labels, _ = invented(1)
    more, _, _ = invented(5, each=150, kinds=(0, 0))
    genuine = [" ".join(COMMON + PLACES[:3] + FEELINGS[:3])] * 10

    model = train([*texts, *more], [*labels, *[0] * len(more)], language="en")

    assert model.prior < -1
    assert model.votes(genuine[:1])[0] > model.log_odds(genuine[:1])[0]


def test_groups_of_one_kind_only_are_still_learnt_from():
    texts, labels, _ = invented(1)

    model = train(texts, labels, language="en", groups=[f"{label} {n % 2}" for n, label in enumerate(labels)])

    assert model.votes([MARKED]) == [CAP]


def test_reading_the_module_does_not_load_the_learning_library():
    program = "import sys, apps.algorithms.deceptive_wording; sys.exit('sklearn' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
