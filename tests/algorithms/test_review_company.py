"""Who goes together: counted the slow way and the fast way, whatever the order of names."""

from time import process_time

import numpy as np
import pytest
from hypothesis import given

from apps.algorithms.review_company import FIGURES, LATEST, NEAR_DAYS, NEAR_REVIEWS, company, none_of
from apps.algorithms.review_facts import thousandths
from tests.algorithms.strategies import histories


def columns(reviews, **more):
    return {
        "author": np.array([r.author for r in reviews], "U1"),
        "subject": np.array([r.subject for r in reviews], "U1"),
        "house": np.array([r.subject for r in reviews], "U1"),
        "at": np.array([r.at for r in reviews], float),
        "level": np.rint(thousandths(np.array([r.rating for r in reviews], float), 1.0, 5.0)),
        "link": np.array([hash((r.at, r.subject)) % 4 for r in reviews], np.int64),
    } | more


def slowly(reviews):
    """Company and camp as the page says them, review by review."""
    side = ["low" if r.rating <= 2.6 else "high" if r.rating >= 3.4 else "" for r in reviews]
    places = [[p for p, r in enumerate(reviews) if r.subject == s] for s in [r.subject for r in reviews]]
    rows = range(len(reviews))

    def near(a, b):
        apart = abs(places[a].index(a) - places[a].index(b)) if b in places[a] else NEAR_REVIEWS + 1
        return (
            side[a] and side[a] == side[b] and reviews[a].author != reviews[b].author and apart <= NEAR_REVIEWS
            and abs(reviews[a].at - reviews[b].at) <= NEAR_DAYS * 86400
        )  # fmt: skip

    def shared(row, wanted):
        mine = [r for r in rows if reviews[r].author == reviews[row].author][-LATEST:]
        if row not in mine or not side[row]:
            return 0
        elsewhere = [r for r in mine if reviews[r].subject != reviews[row].subject and side[r] == wanted]
        met = {reviews[b].author for r in elsewhere for b in rows if near(r, b)}
        return len({reviews[b].author for b in rows if near(row, b)} & met)

    other = {"low": "high", "high": "low", "": ""}
    return [shared(row, side[row]) for row in rows], [shared(row, other[side[row]]) for row in rows]


@given(histories(most=40))
def test_counted_at_once_as_the_page_says_it(reviews):
    found = company(**columns(reviews))

    assert [found["company"].tolist(), found["camp"].tolist()] == list(slowly(reviews))


@given(histories())
def test_names_tell_nothing_and_nothing_is_undefined(reviews):
    found, renamed = company(**columns(reviews)), columns(reviews)
    turned = {
        name: np.array([chr(ord("~") - ord(c) + 33) for c in renamed[name]], "U1") for name in ("author", "subject")
    }
    again = company(**renamed | turned | {"house": turned["subject"]})

    for name in FIGURES:
        assert np.isfinite(found[name]).all()
        assert (found[name] >= 0).all()
        assert found[name].tolist() == again[name].tolist()


@given(histories())
def test_seen_when_posted_is_what_hindsight_says_of_the_history_up_to_then(reviews):
    posted = company(**columns(reviews), hindsight=False)

    for row in range(max(0, len(reviews) - 5), len(reviews)):
        upto = company(**columns(reviews[: row + 1]))
        assert posted["staff"][row] == upto["staff"][row]
        if sum(r.author == reviews[row].author for r in reviews[: row + 1]) <= LATEST:
            assert {name: posted[name][row] for name in FIGURES} == {name: upto[name][row] for name in FIGURES}


def test_an_empty_space_one_review_and_identical_stars_are_nothing():
    assert {name: len(found) for name, found in company(**columns([])).items()} == dict.fromkeys(FIGURES, 0)
    same = {"author": ["a"] * 3, "subject": [1, 2, 3], "house": [1, 2, 3], "at": [0.0, 0.0, 0.0], "link": [0, 0, 0]}
    for count in (1, 3):
        part = {name: values[:count] for name, values in same.items()}
        found = company(**part, level=[1000] * count)
        assert {name: found[name].tolist() for name in FIGURES} == {
            name: none.tolist() for name, none in none_of(count).items()
        }


def test_a_quarter_million_reviews_of_one_author_take_seconds():
    count = 250_000
    started = process_time()

    found = company(
        author=np.zeros(count, np.int64), subject=np.arange(count) % 1000, house=np.arange(count) % 1000,
        at=np.arange(count) * 60.0, level=np.full(count, 1000.0), link=np.zeros(count, np.int64),
    )  # fmt: skip

    assert not any(found[name].any() for name in FIGURES)
    assert process_time() - started < 10


@pytest.mark.parametrize("days", [NEAR_DAYS, NEAR_DAYS + 0.1])
def test_the_clock_may_stand_still_but_near_has_an_end(days):
    at = np.array([0, 0, days * 86400, days * 86400])
    found = company(
        author=["a", "a", "b", "b"], subject=[1, 2, 1, 2], house=[1, 2, 1, 2], at=at, level=[1000] * 4, link=[0] * 4
    )

    assert found["company"].tolist() == ([1, 1, 1, 1] if days == NEAR_DAYS else [0, 0, 0, 0])
