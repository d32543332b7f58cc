import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import priority as algorithm
from apps.algorithms.priority import HARM, CaseFacts, priority
from apps.algorithms.report_weight import Record, together
from apps.algorithms.report_weight import weight as weight_of

anything = st.floats(allow_nan=True, allow_infinity=True)
cases = st.builds(
    CaseFacts,
    reason=st.sampled_from([*HARM, "something else"]),
    circle=st.floats(0, 1e6),
    reports=st.integers(0, 50),
    weight=st.floats(0, 25),
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
    assert priority(replace(facts, circle=facts.circle + more)).value >= priority(facts).value


@given(cases, cases)
def test_what_is_late_comes_before_what_is_not(one, other):
    late = replace(one, age_hours=one.deadline_hours + 1)
    in_time = replace(other, age_hours=other.deadline_hours * 0.99)

    assert priority(late).value > priority(in_time).value


@given(cases)
def test_a_heavier_reason_never_lowers_it(facts):
    ordered = [priority(replace(facts, reason=reason)).value for reason in sorted(HARM, key=HARM.__getitem__)]

    assert ordered == sorted(ordered)


@given(cases)
def test_an_appeal_and_a_second_voice_never_lower_it(facts):
    assert priority(replace(facts, appeal=True)).value >= priority(facts).value
    assert priority(replace(facts, weight=facts.weight + 0.5)).value >= priority(facts).value


@given(cases, st.floats(2, 10_000))
def test_a_crowd_of_reporters_weighs_no_more_than_two(facts, crowd):
    assert priority(replace(facts, weight=crowd)).value == priority(replace(facts, weight=1.0)).value


@given(cases, st.lists(st.builds(Record, st.integers(0, 30), st.integers(0, 30)), max_size=6), st.data())
def test_played_again_no_case_moves_ahead_of_where_the_earlier_version_had_it(facts, records, data):
    """2.0 asked for two reporters with an account, linked or not; that is the only thing that 2.1 asks otherwise."""
    circles = [data.draw(st.integers(0, 3)) for _record in records]
    weight = together([weight_of(record) for record in records], circles)
    earlier = replace(facts, weight=1.0 if len(records) > 1 else 0.0)
    later = replace(facts, weight=weight)
    unknown = replace(facts, weight=together([weight_of(Record())] * 2, [0, 1]))

    assert priority(later).value <= priority(earlier).value
    assert priority(unknown).value == priority(replace(facts, weight=1.0)).value


def test_friends_and_whoever_is_never_right_bring_nothing_forward():
    seldom = weight_of(Record(decided=10, upheld=0))

    assert together([0.5, 0.5], [1, 1]) < algorithm.TWO_VOICES
    assert together([seldom] * 3, [1, 2, 3]) < algorithm.TWO_VOICES
    assert together([0.5, 0.5], [1, 2]) >= algorithm.TWO_VOICES


@given(cases, st.floats(0, 3))
def test_a_score_nearer_its_threshold_never_lowers_it(facts, nearer):
    away = facts.log_odds or 4.0
    closer = math.copysign(max(0.0, abs(away) - nearer), away)

    near, far = (priority(replace(facts, log_odds=odds)).value for odds in (closer, away))

    assert near >= far


@given(cases, st.floats(0, 0.999))
def test_nothing_late_stands_behind_something_fresh_of_equal_harm(facts, part):
    late = replace(facts, age_hours=facts.deadline_hours, circle=0.0, reports=0, appeal=False)
    fresh = replace(facts, age_hours=facts.deadline_hours * part)

    assert priority(late).value > priority(fresh).value


def test_an_insult_comes_before_what_is_off_topic():
    assert priority(CaseFacts("insult", circle=20)).value > priority(CaseFacts("off_topic", circle=20)).value


@given(
    st.builds(
        CaseFacts, reason=st.text(), circle=anything, log_odds=anything, age_hours=anything, deadline_hours=anything
    )
)
def test_no_input_breaks_it(facts):
    place = priority(facts)

    assert math.isfinite(place.value)
    assert algorithm.sentence(place, "fr")
    assert algorithm.sentence(place, "en")


def test_it_is_worth_what_its_page_says():
    alone = CaseFacts("insult", weight=0.5)
    seen = replace(alone, circle=100.0, appeal=True)

    assert priority(alone).value == 0.16  # harm 0.8 × exposure 0.25 × uncertainty 0.8
    assert priority(replace(seen, circle=99.0)).value < priority(seen).value == 0.8
    assert priority(replace(seen, circle=5_000.0)).value == 0.8
    assert priority(CaseFacts("a reason nobody knows", circle=100.0, appeal=True)).value == 0.4


def test_a_score_far_from_its_threshold_leaves_half_of_the_doubt():
    doubts = [priority(CaseFacts("noticed", log_odds=odds)).uncertainty for odds in (0.0, 1.0, -1.0, 2.0, 9.0)]

    assert doubts == [1.0, 0.75, 0.75, 0.5, 0.5]


def test_age_counts_up_to_the_deadline_then_two_more_and_stops_at_twice_the_time():
    aged = [priority(CaseFacts("noticed", age_hours=hours, deadline_hours=100)).age for hours in (0, 50, 100, 150, 900)]

    assert aged == [0.0, 0.5, 2.0, 2.5, 3.0]
    assert priority(CaseFacts("noticed", age_hours=0.5, deadline_hours=0)).age == 0.5


def test_the_line_says_why():
    facts = CaseFacts("pressure", circle=1200, reports=2, appeal=True, age_hours=150, deadline_hours=168)

    assert algorithm.sentence(priority(facts), "fr") == (
        "Pression ou chantage, 1\u202f200\u00a0personnes ont écrit là en trente jours, 2\u00a0signalements, "
        "en appel\u202f; reste 18 h."
    )
    assert algorithm.sentence(priority(replace(facts, age_hours=170, appeal=False, reports=0)), "en") == (
        "Pressure or blackmail, 1,200\u00a0people wrote there in thirty days; 2 h late."
    )


def test_every_kind_of_reason_has_a_name_in_both_languages():
    assert set(algorithm.REASON_NAMES["fr"]) == set(algorithm.REASON_NAMES["en"]) == set(HARM)
