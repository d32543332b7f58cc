import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import apomediary as algorithm
from apps.algorithms.apomediary import DAY, Answer, Decayed, Record

NOW = 1.7e9
answers = st.builds(
    Answer,
    at=st.integers(0, 800).map(lambda days: NOW - days * DAY),
    best=st.booleans(),
    thanks=st.integers(0, 200),
    score=st.integers(-5, 50),
    reference=st.text("abc", min_size=1, max_size=3),
)


def record_of(given_answers):
    record = Record()
    for answer in given_answers:
        record = record.changed(None, answer)
    return record


def by_the_formula(given_answers, now, solved):
    """S as it is published, summed from scratch."""
    return sum(
        2 ** (-(now - answer.at) / DAY / 60)
        * (answer.best + 0.15 * math.log(1 + answer.thanks) - 0.2 * (answer.score < 0) + 0.3 + 0.7 * (1 - solved))
        for answer in given_answers
    )


@given(st.lists(answers, max_size=20), st.floats(0, 1), st.integers(0, 400))
def test_the_kept_sums_give_the_published_formula_at_any_time(given_answers, solved, days):
    now = NOW + days * DAY

    kept = record_of(given_answers).strength(now, solved)

    assert kept == pytest.approx(by_the_formula(given_answers, now, solved), abs=1e-9)


@given(st.lists(answers, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_the_order_in_which_events_arrive_changes_nothing(given_answers, random):
    shuffled = random.sample(given_answers, len(given_answers))

    assert record_of(shuffled).strength(NOW, 0.5) == pytest.approx(record_of(given_answers).strength(NOW, 0.5))


@given(st.lists(answers, max_size=10), answers, answers)
def test_an_answer_that_is_changed_then_withdrawn_leaves_no_trace(others, posted, chosen):
    record = record_of(others)

    after = record.changed(None, posted).changed(posted, chosen).changed(chosen, None)

    assert after.strength(NOW, 0.5) == pytest.approx(record.strength(NOW, 0.5), abs=1e-9)


@given(st.lists(answers, min_size=1, max_size=10), st.integers(1, 1000))
def test_without_new_answers_it_fades(given_answers, days):
    helpful = record_of([Answer(answer.at, answer.best, answer.thanks) for answer in given_answers])

    assert 0 <= helpful.strength(NOW + days * DAY, 0.5) < helpful.strength(NOW, 0.5)


def test_half_is_left_after_sixty_days():
    assert Decayed(2.0, NOW).read(NOW + 60 * DAY) == pytest.approx(1.0)


@given(st.lists(answers, max_size=10))
def test_quality_lies_within_its_interval_and_few_answers_say_little(given_answers):
    figure = algorithm.quality(record_of(given_answers), NOW)

    assert 0 <= figure.low <= figure.rate <= figure.high <= 1
    assert algorithm.quality(Record(), NOW).rate == pytest.approx(0.3)


def test_a_record_survives_json():
    record = record_of([Answer(NOW, True, 3, 2), Answer(NOW - 100 * DAY, False, 0, -1)])

    assert Record.from_json(json.loads(json.dumps(record.as_json()))) == record


def test_who_is_there_now_counts_on_every_topic_and_fades_in_days():
    topic, everywhere = record_of([Answer(NOW, True)]), record_of([Answer(NOW, True), Answer(NOW - 5 * DAY, True)])

    assert algorithm.strength(topic, everywhere, NOW, 1.0) == pytest.approx(1.3 + 0.4 * 1.3 * 1.5)


@given(st.lists(answers, max_size=10))
def test_how_one_is_judged_is_a_number_and_never_falls_with_thanks(given_answers):
    plain = record_of(given_answers)
    thanked = plain.changed(None, Answer(NOW, False, 0)).changed(Answer(NOW, False, 0), Answer(NOW, False, 9))

    assert math.isfinite(algorithm.judged(plain, NOW, 0.0))
    assert algorithm.judged(thanked, NOW, 0.5) >= algorithm.judged(plain.changed(None, Answer(NOW, False, 0)), NOW, 0.5)


def test_only_people_who_helped_on_the_topic_lately_are_listed():
    topic = {"ana": record_of([Answer(NOW, True)] * 2), "bob": record_of([Answer(NOW - 600 * DAY, True)])}

    found = algorithm.helpers(topic, {"cy": record_of([Answer(NOW, True)] * 50)}, NOW, 1.0)

    assert [helper.person for helper in found] == ["ana"]


def test_rising_names_newcomers_only():
    lifetime = {f"old{number}": 10 for number in range(50)} | {"new": 2, "also": 10}

    assert algorithm.rising({"new": 2, "old3": 5, "once": 1, "also": 3}, lifetime) == ("new",)


def test_in_a_small_space_the_usual_are_the_upper_half():
    assert algorithm.rising({"new": 2}, {"old": 9, "new": 2, "once": 1}) == ("new",)
    assert algorithm.rising({"old": 2}, {"old": 2}) == ()  # alone, one is the usual


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 30), max_size=40))
def test_the_usual_are_never_all_unless_they_are_level(lifetime):
    usual = algorithm.usual_helpers(lifetime)
    others = [best for person, best in lifetime.items() if person not in usual]

    assert all(lifetime[person] >= 2 for person in usual)
    assert not usual or not others or max(others) < min(lifetime[person] for person in usual)


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        (
            "fr",
            (
                "Sur «\u202fvisas\u202f», ces 60 derniers jours\u202f: 2\u00a0réponses, dont 1\u00a0choisie comme la "
                "meilleure, et 5\u00a0mercis."
            ),
            (
                "Aide en ce moment\u202f: 1,5. Sans nouvelle réponse, il en reste moins de la moitié dans 60 "
                "jours\u202f; personne n’en est averti, et cela ne donne aucun droit."
            ),
        ),
        (
            "en",
            "On “visas”, in the last 60 days: 2\u00a0answers, 1\u00a0chosen as best, 5\u00a0thank-yous.",
            (
                "Helping at the moment: 1.5. Without a new answer, less than half of it is left in 60 days; nobody is "
                "told, and it gives no right."
            ),
        ),
    ],
)
def test_three_lines_explain_and_name_the_answers_that_weigh_most(language, first, last):
    given_answers = [
        Answer(NOW - DAY, True, 4, 3, "b"),
        Answer(NOW - 2 * DAY, False, 1, 1, "c"),
        Answer(NOW - 500 * DAY, True, 9, 9, "a"),
    ]

    explained = algorithm.explain(
        topic="visas", answers=given_answers, strength=1.46, now=NOW, solved=1.0, language=language
    )

    assert explained.lines[0] == first
    assert explained.lines[2] == last
    assert [reference for reference, _ in explained.heaviest] == ["b", "c", "a"]


def test_every_sentence_exists_in_both_languages():
    assert set(algorithm.SENTENCES["fr"]) == set(algorithm.SENTENCES["en"])


titles = st.sets(st.text("abcde", min_size=5, max_size=5), max_size=6)


@given(titles, st.lists(titles, max_size=8))
def test_a_question_looks_like_another_as_far_as_it_has_its_words(question, earlier):
    rare = algorithm.rarity(question, earlier)

    shares = [algorithm.likeness(rare, title) for title in earlier]

    assert all(0 <= share <= 1 for share in shares)
    assert all(share == 0 for share, title in zip(shares, earlier, strict=True) if not title & question)


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 50), st.floats(0.01, 50))
def test_more_help_presence_or_likeness_never_puts_anybody_further_away(on_topic, there, alike, more):
    reach = algorithm.could_help(on_topic, there, alike)

    assert reach > 0
    assert algorithm.could_help(on_topic + more, there, alike) > reach
    assert algorithm.could_help(on_topic, there + more, alike) > reach
    assert algorithm.could_help(on_topic, there, alike + more) > reach


@given(answers, st.floats(0, 1))
def test_what_one_answer_weighs_is_what_it_adds_to_the_sums(given_answer, solved):
    assert algorithm.weight(given_answer, NOW, solved) == pytest.approx(
        record_of([given_answer]).strength(NOW, solved), abs=1e-9
    )


def test_beginnings_of_words_count_in_any_language():
    assert algorithm.stems("Où garer son vélo à Gênes ?") == {"garer", "vélo", "gênes"}
