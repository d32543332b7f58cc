import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import review_facts
from apps.algorithms.review_facts import (
    AuthorCounters,
    Counters,
    RatedReview,
    ReviewFacts,
    SpaceCounters,
    SubjectCounters,
    columns_of,
    facts_at,
    refreshed,
    replay,
)
from apps.algorithms.review_history import counters_from_history, facts_from_history
from tests.algorithms.strategies import histories, plausible_facts

DAY = 86400.0


def one_by_one(reviews):
    """The facts of each review as it was posted, by the counters."""
    authors, subjects, space, facts = {}, {}, SpaceCounters(), []
    for review in reviews:
        before = Counters(
            authors.get(review.author, AuthorCounters()),
            subjects.get(review.subject, SubjectCounters()),
            space,
        )
        facts.append(before.facts(review))
        after = before.after(review)
        authors[review.author], subjects[review.subject], space = after.author, after.subject, after.space
    return facts, authors, subjects, space


def all_at_once(reviews, **options):
    columns = facts_from_history(
        author=[r.author for r in reviews],
        subject=[r.subject for r in reviews],
        at=[r.at for r in reviews],
        rating=[r.rating for r in reviews],
        **options,
    )
    return [facts_at(columns, index) for index in range(len(reviews))]


@given(histories())
def test_counting_one_by_one_and_all_at_once_give_the_same_facts(reviews):
    assert all_at_once(reviews) == one_by_one(reviews)[0]


@given(histories())
def test_hindsight_equals_the_refreshed_facts(reviews):
    facts, authors, subjects, space = one_by_one(reviews)

    seen_today = [
        refreshed(fact, Counters(authors[r.author], subjects[r.subject], space), r)
        for fact, r in zip(facts, reviews, strict=True)
    ]

    assert all_at_once(reviews, hindsight=True) == seen_today


@given(histories(), st.permutations("abcdefgh"), st.permutations("PQRSTU"))
def test_names_of_authors_and_subjects_change_nothing(reviews, authors, subjects):
    renamed = [
        RatedReview(
            author=authors["abcdefgh".index(r.author)],
            subject=subjects["PQRSTU".index(r.subject)],
            at=r.at,
            rating=r.rating,
        )
        for r in reviews
    ]

    assert all_at_once(renamed) == all_at_once(reviews)


@given(histories())
def test_counters_counted_at_once_are_those_counted_one_by_one(reviews):
    columns = {
        name: np.array([getattr(r, name) for r in reviews], float) for name in ("at", "rating", "lowest", "highest")
    }
    authors, subjects = (sorted({getattr(r, name) for r in reviews}) for name in ("author", "subject"))

    counted = counters_from_history(
        author=np.array([authors.index(r.author) for r in reviews], np.int64),
        subject=np.array([subjects.index(r.subject) for r in reviews], np.int64),
        authors=authors,
        subjects=subjects,
        **columns,
    )

    assert counted == replay(reviews)


@given(histories())
def test_counters_survive_json(reviews):
    authors, subjects, space = replay(reviews)

    for counters in (*authors.values(), *subjects.values(), space):
        assert type(counters).from_json(json.loads(json.dumps(counters.as_json()))) == counters


@given(st.lists(plausible_facts, min_size=1, max_size=5))
def test_facts_survive_columns(facts):
    columns = columns_of(facts)

    assert [facts_at(columns, index) for index in range(len(facts))] == facts


def test_a_week_is_the_day_and_the_six_before():
    subject = SubjectCounters()
    for day in (0, 1, 7):
        subject = subject.after(RatedReview("a", "s", day * DAY, 5), newcomer=day == 0)

    assert subject.week(7) == (0, 0, 2, 0)
    assert subject.week(6) == (0, 0, 1, 0)  # day 0 has been forgotten: it is older than a week before day 7


def test_a_review_is_expected_to_give_what_others_gave_drawn_to_the_space():
    facts = ReviewFacts(rating=1, subject_reviews=3, subject_mean=5.0, space_mean=3.0)

    assert review_facts.deviation_of(facts) == 750  # halfway between 5 and 3 stars is 4, three quarters away from 1


def test_another_scale_gives_the_same_facts():
    stars = ReviewFacts(rating=5, lowest=1, highest=5, subject_reviews=1, subject_mean=1, space_mean=3)
    points = ReviewFacts(rating=10, lowest=-10, highest=10, subject_reviews=1, subject_mean=-10, space_mean=0)

    assert review_facts.deviation_of(stars) == review_facts.deviation_of(points)


def test_a_history_out_of_order_is_refused():
    with pytest.raises(ValueError, match="time order"):
        facts_from_history(author=["a", "b"], subject=["s", "s"], at=[2.0, 1.0], rating=[1, 2])


def test_counters_stay_small_for_a_busy_author():
    author = AuthorCounters()
    for number in range(100):
        author = author.after(RatedReview("a", f"s{number}", number * DAY, 5), deviation=0)

    assert len(author.subjects) == 32
    assert asdict(author)["reviews"] == 100
