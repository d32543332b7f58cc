import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms import public_counts as algorithm
from apps.algorithms.public_counts import HOUR, CountedVoice, hour_of, public_count

START = hour_of(1.7e9)
voices = st.lists(
    st.builds(CountedVoice, at=st.integers(0, 20 * HOUR).map(lambda s: float(START + s)), independent=st.booleans()),
    max_size=20,
)
crowds = st.dictionaries(
    st.integers(0, 20).map(lambda hour: START + hour * HOUR), st.frozensets(st.integers(0, 80).map(str), max_size=60)
)
LATER = float(START + 30 * HOUR)


def crowd(count, hours=24):
    return {START + hour * HOUR: {f"p{number}" for number in range(count)} for hour in range(hours)}


def spoken(*minutes):
    return [CountedVoice(START + 60.0 * minute) for minute in minutes]


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_voices_are_for_ever_fewer_than_three(count):
    shown = public_count(spoken(*range(count)), crowd(1000), LATER * 2)

    assert shown.voices is None
    assert algorithm.sentence(shown, "en").startswith("Fewer than 3 voices")
    assert algorithm.sentence(shown, "fr").startswith("Moins de 3 voix")


def test_three_voices_appear_when_the_hour_is_over_and_not_before():
    assert public_count(spoken(0, 10, 50), crowd(100), START + HOUR - 1).voices is None
    assert public_count(spoken(0, 10, 50), crowd(100), START + HOUR).voices == 3


def test_three_voices_wait_while_they_would_hide_among_too_few():
    assert public_count(spoken(0, 10, 50), crowd(14), LATER).voices is None
    assert public_count(spoken(0, 10, 50), crowd(15), LATER).voices == 3


def test_two_later_voices_do_not_move_the_figure():
    shown = public_count(spoken(0, 10, 50, 70, 80), crowd(100), LATER)

    assert (shown.voices, len(shown.batches)) == (3, 1)


def test_silence_is_said_as_silence():
    assert algorithm.sentence(public_count([], {}, LATER), "en") == "No voice."


@given(voices, crowds)
def test_every_batch_hides_its_voices(given_voices, people):
    for batch in public_count(given_voices, people, LATER).batches:
        assert batch.new_voices >= 3
        assert batch.hides_among >= 5


@given(voices, crowds, st.integers(0, 30))
def test_what_was_published_is_published_for_ever(given_voices, people, hours):
    early = public_count(given_voices, people, float(START + hours * HOUR)).batches
    late = public_count(given_voices, people, LATER).batches

    assert late[: len(early)] == early


@given(voices, crowds)
def test_the_figure_is_the_sum_of_its_batches_and_never_more_than_the_truth(given_voices, people):
    shown = public_count(given_voices, people, LATER)

    assert (shown.voices or 0) == sum(batch.new_voices for batch in shown.batches) <= len(given_voices)
    assert (shown.independent or 0) <= (shown.voices or 0)
