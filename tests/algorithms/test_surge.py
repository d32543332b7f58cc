import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import surge as algorithm
from apps.algorithms.surge import STATES, Voice, changes, surge

HOUR = 3600.0
NOW = 1.7e9
voices = st.lists(
    st.builds(
        Voice,
        at=st.integers(0, 72).map(lambda hours: NOW - hours * HOUR),
        cluster=st.sampled_from("abcdefgh"),
        member=st.booleans(),
    ),
    max_size=30,
)


def people(count, member=False, prefix="v"):
    return [Voice(NOW - number, f"{prefix}{number}", member) for number in range(count)]


@pytest.mark.parametrize(
    ("visitors", "members", "state"),
    [
        (2, 0, "calm"),
        (3, 0, "possible"),
        (50, 0, "possible"),
        (50, 2, "possible"),
        (2, 3, "confirmed"),
        (0, 4, "possible"),
    ],
)
def test_the_state_follows_the_published_rule(visitors, members, state):
    assert surge(people(visitors) + people(members, member=True, prefix="m"), NOW).state == state


def test_two_hundred_voices_of_one_cluster_are_one():
    found = surge([Voice(NOW, "one hand", member=True) for _ in range(200)], NOW)

    assert (found.state, found.voices, found.independent) == ("calm", 200, 1)


def test_the_window_slides_across_midnight():
    assert surge([Voice(NOW - 23.9 * HOUR, "a"), Voice(NOW - 12 * HOUR, "b"), Voice(NOW, "c")], NOW).state == "possible"
    assert surge([Voice(NOW - 24 * HOUR, "a"), Voice(NOW - 12 * HOUR, "b"), Voice(NOW, "c")], NOW).state == "calm"


@given(voices, st.sampled_from("abcdefghij"), st.booleans())
def test_one_more_voice_never_calms(given_voices, cluster, member):
    before = surge(given_voices, NOW)
    after = surge([*given_voices, Voice(NOW, cluster, member)], NOW)

    assert STATES.index(after.state) >= STATES.index(before.state)
    assert after.independent >= before.independent


@given(voices)
def test_the_history_of_states_agrees_with_the_rule_at_every_voice(given_voices):
    history = changes(given_voices)

    for moment in {voice.at for voice in given_voices} | {NOW}:
        past = [change.surge.state for change in history if change.at <= moment]
        assert (past[-1] if past else "calm") == surge(given_voices, moment).state


@given(voices)
def test_every_surge_ends(given_voices):
    history = changes(given_voices)

    assert not history or history[-1].surge.state == "calm"


@given(voices)
def test_visitors_alone_never_confirm(given_voices):
    assert surge([Voice(voice.at, voice.cluster) for voice in given_voices], NOW).state != "confirmed"


def test_the_two_figures_stand_side_by_side():
    found = surge(people(2) + people(3, member=True, prefix="m"), NOW)

    assert algorithm.figures_sentence(found, "fr") == (
        "En 24 heures\u202f: 5\u00a0voix, dont 5\u00a0indépendantes et, parmi elles, 3\u00a0de membres."
    )
    assert algorithm.sentence(found, "en").startswith("Confirmed surge:")


@pytest.mark.parametrize("state", STATES)
def test_the_public_sentence_holds_the_limits_and_no_count(state):
    found = algorithm.Surge(state, 41, 37, 29)

    for language in ("fr", "en"):
        text = algorithm.sentence(found, language)
        assert not any(figure in text for figure in ("41", "37", "29"))
