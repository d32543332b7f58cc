import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import priority as algorithm
from apps.algorithms.priority import HARM, CaseFacts, priority

anything = st.floats(allow_nan=True, allow_infinity=True)
cases = st.builds(
    CaseFacts,
    reason=st.sampled_from([*HARM, "something else"]),
    seen_a_day=st.floats(0, 1e6),
    reports=st.integers(0, 50),
    log_odds=st.none() | st.floats(-10, 10),
    appeal=st.booleans(),
    age_hours=st.floats(0, 500),
    deadline_hours=st.floats(24, 720),
)


@given(cases, st.floats(0, 100))
def test_waiting_never_sends_a_case_back(facts, hours):
    assert priority(replace(facts, age_hours=facts.age_hours + hours)).value >= priority(facts).value


@given(cases, st.floats(0, 1000))
def test_more_readers_never_lower_it(facts, more):
    assert priority(replace(facts, seen_a_day=facts.seen_a_day + more)).value >= priority(facts).value


@given(cases, cases)
def test_what_is_late_comes_before_what_is_not(one, other):
    late = replace(one, age_hours=one.deadline_hours + 1)
    in_time = replace(other, age_hours=other.deadline_hours * 0.99)

    assert priority(late).value > priority(in_time).value


def test_a_threat_comes_before_a_disagreement_about_stars():
    assert priority(CaseFacts("threat", seen_a_day=20)).value > priority(CaseFacts("off_topic", seen_a_day=20)).value


@given(
    st.builds(
        CaseFacts, reason=st.text(), seen_a_day=anything, log_odds=anything, age_hours=anything, deadline_hours=anything
    )
)
def test_no_input_breaks_it(facts):
    place = priority(facts)

    assert math.isfinite(place.value)
    assert algorithm.sentence(place, "fr")
    assert algorithm.sentence(place, "en")


def test_the_line_says_why():
    facts = CaseFacts("blackmail", seen_a_day=1200, reports=2, appeal=True, age_hours=150, deadline_hours=168)

    assert algorithm.sentence(priority(facts), "fr") == (
        "Chantage à l’avis, vu par 1\u202f200\u00a0personnes par jour, 2\u00a0signalements, en appel\u202f; reste 18 h."
    )
    assert algorithm.sentence(priority(replace(facts, age_hours=170, appeal=False, reports=0)), "en") == (
        "Review blackmail, seen by 1,200\u00a0people a day; 2 h late."
    )


def test_every_kind_of_reason_has_a_name_in_both_languages():
    assert set(algorithm.REASON_NAMES["fr"]) == set(algorithm.REASON_NAMES["en"]) == set(HARM)
