"""Being right for a reason on a topic weighs there; friends are one voice; nobody weighs nothing."""

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.report_weight import Record, sentence, together, weight

counts = st.integers(0, 500)


@given(counts, counts)
def test_it_lies_between_and_one_more_upheld_never_weighs_less(unfounded, upheld):
    now, after = Record(unfounded + upheld, upheld), Record(unfounded + upheld + 1, upheld + 1)

    assert 0 < weight(now) < 1
    assert weight(after) >= weight(now)
    assert weight(Record(now.decided + 1, upheld)) <= weight(now)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3)), max_size=12))
def test_a_circle_counts_once_and_nobody_lessens_another(reports):
    weights, circles = [w for w, _c in reports], [c for _w, c in reports]

    total = together(weights, circles)

    assert total <= round(sum(weights), 4) + 1e-3
    assert total <= len(set(circles))
    assert together([*weights, 0.7], [*circles, 99]) >= total


def test_nothing_known_is_one_half_and_numbers_that_cannot_be_are_made_to_be():
    assert weight(Record()) == 0.5
    assert weight(Record(-3, 9)) == 0.5
    assert weight(Record(2, 9)) == weight(Record(2, 2))


def test_it_is_worth_what_its_page_says():
    assert weight(Record(decided=8, upheld=6)) == 0.6667  # (6 + 4 × 0.5) / (8 + 4)
    assert weight(Record(decided=6, upheld=0)) == 0.2
    assert weight(Record(decided=1, upheld=1)) == 0.6
    assert together([0.5, 0.8, 0.3], [1, 1, 2]) == 1.1  # the heaviest of each circle


def test_two_decided_reports_are_too_few_to_say_more_and_three_are_not():
    assert "too few to say more" in sentence(Record(2, 1), "en")
    assert "1 of 3" in sentence(Record(3, 1), "en")


def test_it_says_its_numbers_in_both_languages():
    assert "For this reason and on this topic, 6 of 8" in sentence(Record(8, 6), "en")
    assert "1 signalement décidé : trop peu pour en dire plus" in sentence(Record(1, 1), "fr")
