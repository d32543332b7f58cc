import json
import math
from dataclasses import fields, replace
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import review_suspicion as algorithm
from apps.algorithms.review_facts import ReviewFacts, columns_of
from apps.algorithms.review_suspicion import SpaceBaseline, Suspicion, score, score_many, sentence
from tests.algorithms.strategies import plausible_facts, wild_facts

LANGUAGES = ("fr", "en")
ORDINARY = ReviewFacts(
    rating=4,
    subject_reviews=12,
    subject_mean=4.1,
    space_mean=4.0,
    rank=9,
    author_reviews=6,
    author_days=200,
    author_subjects=6,
    week_reviews=1,
    before_alike=10,
    before_weeks=20,
)
SPACE = SpaceBaseline.of(
    columns_of([replace(ORDINARY, rating=rating, rank=rank) for rating in (2, 3, 4, 5) for rank in (1, 4, 9)])
)
spaces = st.lists(plausible_facts, max_size=30).map(lambda facts: SpaceBaseline.of(columns_of(facts)))

# What makes a review more suspect, all else being the same.
GROWS = (
    "author_same_day",
    "author_deviation",
    "week_alike",
    "week_newcomers",
    "duplicate_similarity",
    "duplicate_count",
    "threats_told",
    "rating_changes",
    "company",
    "camp",
    "staff",
    "one_sided",
    "undeclared",
)
SHRINKS = ("rank", "author_days", "author_subjects", "before_alike")


def words_of(suspicion, language):
    return [sentence(term, language) for term in suspicion.terms]


@given(plausible_facts | wild_facts, spaces)
def test_the_weights_shown_add_up_to_the_score_exactly(facts, space):
    suspicion = score(facts, space)

    total = sum(Decimal(repr(term.weight)) for term in suspicion.terms)

    assert total == Decimal(repr(suspicion.log_odds))


@given(st.lists(plausible_facts | wild_facts, min_size=1, max_size=8), spaces, spaces)
def test_one_and_many_give_the_same_score(facts, space, pooled):
    many = score_many(columns_of(facts), space, pooled)

    for index, fact in enumerate(facts):
        assert many.suspicion(index) == score(fact, space, pooled)


@given(wild_facts, spaces)
def test_no_input_breaks_it(facts, space):
    suspicion = score(facts, space.after(facts))

    assert math.isfinite(suspicion.log_odds)
    assert all(math.isfinite(term.weight) for term in suspicion.terms)
    assert suspicion.outcome in algorithm.OUTCOMES
    for language in LANGUAGES:
        assert all(words_of(suspicion, language))
        assert algorithm.outcome_sentence(suspicion, language)
        assert algorithm.what_would_change(suspicion, language)


@given(plausible_facts, spaces, st.sampled_from(GROWS + SHRINKS), st.integers(1, 50))
def test_more_of_an_indication_is_never_less_suspicious(facts, space, name, more):
    step = more / 50 if name in ("author_deviation", "duplicate_similarity") else more
    other = replace(facts, **{name: getattr(facts, name) + step})

    before, after = score(facts, space).log_odds, score(other, space).log_odds

    assert before <= after if name in GROWS else before >= after


@given(plausible_facts, spaces)
def test_a_verified_experience_is_never_held_against_its_author(facts, space):
    without, with_proof = replace(facts, proof=False), replace(facts, proof=True)

    assert score(with_proof, space).log_odds < score(without, space).log_odds


@given(plausible_facts, spaces, st.floats(1, 5))
def test_farther_from_the_others_on_the_same_side_is_never_less_suspicious(facts, space, mean):
    def weight(subject_mean):
        suspicion = score(replace(facts, subject_mean=subject_mean, space_mean=3.0), space)
        return next(term.weight for term in suspicion.terms if term.code == "deviation")

    away = sorted([mean, facts.rating], key=lambda value: abs(value - facts.rating))

    if (mean - facts.rating) * (3.0 - facts.rating) >= 0:  # space and subject pull to the same side
        assert weight(away[0]) <= weight(away[1]) or abs(facts.rating - 3.0) < 1


@given(plausible_facts, plausible_facts, spaces, st.data())
def test_changing_an_input_changes_the_sentences(facts, other, space, data):
    name = data.draw(st.sampled_from([field.name for field in fields(ReviewFacts)]))
    changed = replace(facts, **{name: getattr(other, name)})
    if name in ("lowest", "highest"):
        changed = replace(facts, **{name: getattr(facts, name) + 7})
    before, after = score(facts, space), score(changed, space)

    if before.inputs_digest != after.inputs_digest and not _invisibly_close(facts, changed, name):
        for language in LANGUAGES:
            assert words_of(before, language) != words_of(after, language)


def _invisibly_close(one, other, name):
    """Sentences show two decimals: a smaller change may not show."""
    a, b = getattr(one, name), getattr(other, name)
    if name == "author_deviation" and one.author_reviews < 2:
        return True
    if name == "before_weeks":
        return abs(a - b) < 0.2
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) < 0.02
    return name == "subject_mean" and (a is None) != (b is None) and one.subject_reviews == 0


@given(plausible_facts)
def test_the_digest_names_inputs_and_baseline(facts):
    assert score(facts, SPACE).inputs_digest == score(facts, SPACE).inputs_digest
    assert score(facts, SPACE).inputs_digest != score(facts, SPACE.after(facts)).inputs_digest


@given(plausible_facts)
def test_a_suspicion_survives_json(facts):
    suspicion = score(facts, SPACE)

    assert Suspicion.from_json(json.loads(json.dumps(suspicion.as_json()))) == suspicion


@given(st.lists(plausible_facts, max_size=20))
def test_a_space_counted_one_by_one_equals_a_space_counted_at_once(facts):
    space = SpaceBaseline()
    for fact in facts:
        space = space.after(fact)

    assert space.bins == SpaceBaseline.of(columns_of(facts)).bins or not facts
    assert SpaceBaseline.from_json(json.loads(json.dumps(space.as_json()))) == space


def test_an_empty_space_says_too_little_data_with_both_numbers():
    suspicion = score(ORDINARY, SpaceBaseline())

    assert suspicion.outcome == "too_little_data"
    assert algorithm.outcome_sentence(suspicion, "en") == (
        "Too little data: this space has 0\u00a0reviews to compare with; at least 10 are needed."
    )
    assert algorithm.what_would_change(suspicion, "fr") == (
        "Avec 10\u00a0avis de plus dans l’espace, la comparaison deviendrait possible."
    )


def test_a_subject_without_others_says_too_little_data_with_both_numbers():
    suspicion = score(replace(ORDINARY, subject_reviews=2), SPACE)

    assert suspicion.outcome == "too_little_data"
    assert algorithm.outcome_sentence(suspicion, "fr") == (
        "Trop peu de données\u202f: cet objet a reçu 2\u00a0autres avis\u202f; il en faut au moins 3."
    )


def test_an_ordinary_review_is_nothing_unusual():
    assert score(ORDINARY, SPACE).outcome == "nothing_unusual"


def test_a_copied_review_of_a_new_account_in_a_wave_is_worth_a_look():
    copied = replace(
        ORDINARY,
        rating=5,
        subject_mean=2.0,
        author_reviews=1,
        author_days=0,
        author_subjects=1,
        week_reviews=8,
        week_alike=7,
        week_newcomers=7,
        duplicate_similarity=0.9,
        duplicate_count=4,
    )

    suspicion = score(copied, SPACE)

    assert suspicion.outcome == "worth_a_look"
    assert "duplicate" in [term.code for term in algorithm.heaviest(suspicion)]
    assert "a nearly copied text" in algorithm.what_would_change(suspicion, "en")


def test_praise_and_blame_at_the_same_distance_weigh_the_same():
    praise = replace(ORDINARY, rating=5, subject_mean=1.0, space_mean=3.0)
    blame = replace(ORDINARY, rating=1, subject_mean=5.0, space_mean=3.0)

    assert score(praise, SpaceBaseline()).log_odds == score(blame, SpaceBaseline()).log_odds


def test_many_ordinary_reviews_speak_for_their_author():
    names, totals = algorithm.author_log_odds(np.array([-1.0, -1.0, -1.0]), ["a", "b", "a"])

    assert dict(zip(names.tolist(), totals.tolist(), strict=True)) == {"a": -2.0, "b": -1.0}


def test_every_sentence_exists_in_both_languages():
    assert set(algorithm.SENTENCES["fr"]) == set(algorithm.SENTENCES["en"])
    assert set(algorithm.LABELS["fr"]) == set(algorithm.LABELS["en"]) == set(algorithm.CODES)
