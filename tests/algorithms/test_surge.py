import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import surge as algorithm
from apps.algorithms.surge import HOUR, HOURS_OF_WEEK, STATES, Baseline, Voice, chance, changes, surge, usual

NOW = 1_700_000_400.0  # a full ten minutes
LOOK = 600.0
voices = st.lists(
    st.builds(
        Voice,
        at=st.integers(0, 300).map(lambda looks: NOW - looks * LOOK / 5),
        cluster=st.sampled_from([f"c{n}" for n in range(25)]),
        known=st.booleans(),
    ),
    max_size=60,
)


def people(count, known=False, prefix="v", ago=LOOK + 1, hours=0.3):
    return [Voice(NOW - ago - n * hours * HOUR / count, f"{prefix}{n}", known) for n in range(count)]


@pytest.mark.parametrize(
    ("others", "known", "hours", "state"),
    [
        (4, 0, 0.3, "calm"),
        (5, 0, 0.3, "possible"),
        (50, 7, 0.3, "possible"),
        (4, 8, 0.3, "confirmed"),
        (3, 8, 0.3, "possible"),
        (4, 8, 5, "possible"),
        (10, 8, 5, "confirmed"),
        (8, 0, 5, "possible"),
        (7, 0, 5.8, "calm"),
    ],
)
def test_the_state_follows_the_published_rule(others, known, hours, state):
    heard = people(others, hours=hours) + people(known, known=True, prefix="m", hours=hours)

    assert surge(heard, NOW).state == state


def test_two_hundred_voices_of_one_cluster_are_one():
    found = surge([Voice(NOW - 900, "one hand", known=True) for _ in range(200)], NOW)

    assert (found.state, found.voices, found.independent) == ("calm", 200, 1)


def test_one_look_is_not_enough():
    heard = people(20, known=True, ago=1, hours=0.1)

    assert surge(heard, NOW + LOOK - 1).state == "calm"
    assert surge(heard, NOW + LOOK).state == "confirmed"


def test_a_state_lasts_a_day_from_the_last_look_that_reached_it():
    heard = people(20, known=True)
    up = next(change for change in changes(heard) if change.surge.state == "confirmed")

    assert surge(heard, NOW + 24 * HOUR).state == "confirmed"
    assert surge(heard, NOW + 32 * HOUR).state == "calm"
    assert surge(heard, NOW).reached_at == up.at


def test_what_is_usual_for_an_operator_is_no_surge():
    busy = usual(dict.fromkeys(range(26 * HOURS_OF_WEEK), 6), 26)
    heard = people(14, known=True)

    assert surge(heard, NOW).state == "confirmed"
    assert surge(heard, NOW, busy).state == "possible"


def test_the_hour_of_the_week_counts():
    night = {week * HOURS_OF_WEEK + 3: 12 for week in range(26)}
    baseline = usual(night | {hour: 3 for hour in range(26 * HOURS_OF_WEEK) if hour % 168 == 100}, 26)

    assert baseline.expected(101 * HOUR, 1) > 5 * baseline.expected(60 * HOUR, 1)
    assert math.isclose(baseline.expected(HOUR * 10, 168), sum(baseline.rates))


def test_a_past_surge_does_not_make_the_next_one_usual():
    quiet = usual({}, 26)
    once = usual({50: 500}, 26)

    assert max(once.rates) < max(quiet.rates) + 0.1


@given(st.integers(1, 60), st.floats(0.01, 20))
def test_the_chance_is_that_of_the_negative_binomial(count, expected):
    share = expected / (expected + algorithm.BUNCHING)
    below = math.fsum(
        math.exp(math.lgamma(k + 3) - math.log(2) - math.lgamma(k + 1) + 3 * math.log1p(-share) + k * math.log(share))
        for k in range(count)
    )

    assert math.isclose(chance(count, expected), 1 - below, abs_tol=1e-9)


@given(voices, st.sampled_from([f"c{n}" for n in range(30)]), st.booleans())
def test_one_more_voice_never_calms(given_voices, cluster, known):
    before = surge(given_voices, NOW)
    after = surge([*given_voices, Voice(NOW - LOOK, cluster, known)], NOW)

    assert STATES.index(after.state) >= STATES.index(before.state)


@given(voices)
def test_the_history_of_states_agrees_with_the_rule_at_every_look(given_voices):
    history = changes(given_voices)

    for moment in {voice.at for voice in given_voices} | {NOW, NOW + 5 * HOUR, NOW + 20 * HOUR}:
        past = [change.surge.state for change in history if change.at <= moment]
        assert (past[-1] if past else "calm") == surge(given_voices, moment).state


@given(voices)
def test_every_surge_ends_and_no_change_says_what_stood(given_voices):
    history = [change.surge.state for change in changes(given_voices)]

    assert not history or history[-1] == "calm"
    assert all(before != after for before, after in zip(["calm", *history], history, strict=False))


@given(voices)
def test_who_was_not_active_before_never_confirms(given_voices):
    newcomers = [Voice(voice.at, voice.cluster) for voice in given_voices]

    assert surge(newcomers, NOW).state != "confirmed"
    assert all(change.surge.state != "confirmed" for change in changes(newcomers))


@given(voices, st.randoms(use_true_random=False))
def test_the_order_they_came_to_us_in_changes_nothing(given_voices, random):
    assert surge(random.sample(given_voices, len(given_voices)), NOW) == surge(given_voices, NOW)


@given(voices)
def test_a_turning_state_falls_on_full_ten_minutes(given_voices):
    assert all(change.at % LOOK == 0 for change in changes(given_voices))


def test_the_two_figures_stand_side_by_side():
    found = surge(people(4) + people(8, known=True, prefix="m"), NOW)

    assert algorithm.figures_sentence(found, "fr") == (
        "En 1\u00a0heure\u202f: 12\u00a0voix, dont 12\u00a0indépendantes et, parmi elles, "
        "8\u00a0de membres déjà actifs ici."
    )
    assert algorithm.sentence(found, "en").startswith("Confirmed surge:")


@pytest.mark.parametrize("state", STATES)
def test_the_public_sentence_holds_the_limits_and_no_count(state):
    found = algorithm.Surge(state, 41, 37, 29)

    for language in ("fr", "en"):
        text = algorithm.sentence(found, language)
        assert not any(figure in text for figure in ("41", "37", "29"))


def test_nothing_known_means_little_is_usual():
    assert math.isclose(Baseline().expected(NOW, 6), 0.3)
