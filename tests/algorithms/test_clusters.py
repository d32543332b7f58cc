from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.algorithms.clusters import Link, Trace, cluster
from apps.algorithms.near_duplicates import signature

HOUR, DAY = 3600.0, 86400.0
TEXT = signature("Le classement a changé sans avertissement et mes avis négatifs ont disparu dans la nuit.")
COPY = signature("Le classement a changé sans avertissement et mes avis négatifs ont disparu dans la nuit !!")
OTHER = signature("My refund request was closed three times with the same empty sentence by a robot.")
traces = st.lists(
    st.builds(
        Trace,
        voice=st.text("abcdefghij", min_size=1, max_size=4),
        at=st.integers(0, 24 * 14).map(lambda hours: 1.6e9 + hours * HOUR),
        block=st.sampled_from(["", "one", "two", "three"]),
        wording=st.sampled_from([None, TEXT, COPY, OTHER]),
        member=st.booleans(),
        known=st.booleans(),
        created=st.none() | st.integers(0, 60).map(lambda minutes: 1.5e9 + minutes * 60),
        invitation=st.sampled_from(["", "", "by-one"]),
        apart=st.sampled_from([False, False, False, True]),
    ),
    unique_by=lambda trace: trace.voice,
    max_size=25,
)


def test_visitors_of_one_network_on_one_day_count_as_one():
    found = cluster([Trace("v1", 0, "net"), Trace("v2", 12 * 60, "net"), Trace("v3", HOUR, "elsewhere")])

    assert found.independent() == 2
    assert found.reasons["v2"].sentence("fr") == (
        "Compte avec une autre voix\u202f: venue du même réseau 12 min plus tôt."
    )


def test_two_days_apart_they_count_each():
    assert cluster([Trace("v1", 0, "net"), Trace("v2", 2 * DAY, "net")]).independent() == 2


def test_three_members_of_one_network_count_each_and_the_fourth_says_why_not():
    found = cluster([Trace(f"m{number}", number, "net", member=True, known=True) for number in range(4)])

    assert found.independent() == 3
    assert "4th voice of a member" in found.reasons["m3"].sentence("en")


def test_the_same_words_count_once_whatever_the_network():
    found = cluster([Trace("a", 0, "one", TEXT), Trace("b", 3 * HOUR, "two", COPY), Trace("c", 1, "three", OTHER)])

    assert found.independent() == 2
    assert "100%), 3 h earlier" in found.reasons["b"].sentence("en")


def test_the_sixth_visitor_of_a_day_is_told_of_the_limit():
    found = cluster([Trace(f"v{number}", number * 60, "net") for number in range(6)])

    assert "6e voix sans compte" in found.reasons["v5"].sentence("fr")


@pytest.mark.parametrize("rank", [{}, {"member": True}, {"member": True, "known": True}])
def test_the_same_words_of_two_members_count_once_too(rank):
    assert cluster([Trace("a", 0, "one", TEXT, **rank), Trace("b", HOUR, "two", COPY, **rank)]).independent() == 1


def test_after_a_week_the_same_words_count_once_only_from_one_network():
    def hands(block):
        return cluster([Trace("a", 0, block, TEXT), Trace("b", 8 * DAY, block, COPY)]).independent()

    assert hands("net") == 1
    assert hands("") == 2  # forgotten: nobody knows


def test_new_members_of_one_network_on_one_day_count_as_one_with_its_visitors():
    found = cluster([Trace("m1", 0, "net", member=True), Trace("m2", HOUR, "net", member=True), Trace("v", 60, "net")])

    assert found.independent() == 1


def test_whoever_stands_on_their_own_counts_towards_no_limit_of_the_day():
    visitors = [Trace(f"v{number}", number * 60, "net", apart=number == 2) for number in range(6)]

    assert "from the same network" in cluster(visitors).reasons["v5"].sentence("en")


def test_from_two_hours_on_it_is_said_in_hours():
    assert "119 min earlier" in Link("block", "v", 119.0).sentence("en")
    assert "2 h earlier" in Link("block", "v", 120.0).sentence("en")
    assert "168 h earlier" in Link("wording", "v", 7 * 24 * 60.0).sentence("en")


@given(traces)
def test_every_discounted_voice_says_why_and_no_other_does(voices):
    found = cluster(voices)

    discounted = {voice for voice, first in found.of.items() if voice != first}

    assert set(found.reasons) == discounted
    assert all(link.sentence(language) for link in found.reasons.values() for language in ("fr", "en"))


@given(traces, st.randoms(use_true_random=False))
def test_the_order_they_are_given_in_changes_nothing(voices, random):
    assert cluster(random.sample(voices, len(voices))) == cluster(voices)


@given(traces, st.sampled_from([1, 2]))
def test_voices_of_a_lower_rank_never_bring_two_of_a_higher_one_together(voices, rank):
    high = [voice for voice in voices if voice.rank >= rank]
    alone, with_lower = cluster(high), cluster(voices)

    def together(found):
        names = [trace.voice for trace in high]
        return {(a, b) for a in names for b in names if found.of[a] == found.of[b]}

    assert together(with_lower) == together(alone)


@given(traces)
def test_forgetting_networks_and_words_and_ages_makes_every_voice_its_own(voices):
    forgotten = [replace(voice, block="", wording=None, created=None, invitation="") for voice in voices]

    assert cluster(forgotten).independent() == len(voices)


@given(traces)
def test_a_voice_found_to_stand_on_its_own_does(voices):
    found = cluster(voices)

    for voice in voices:
        if voice.apart:
            assert [name for name, first in found.of.items() if first == voice.voice] == [voice.voice]


def test_accounts_made_in_the_same_minutes_count_once_unless_they_were_active_before():
    new = [Trace(f"m{n}", n * HOUR, f"net{n}", member=True, created=n * 540.0) for n in range(8)]

    found = cluster(new)

    assert found.independent() == 1
    assert found.over_full()
    assert "made within 9 min" in found.reasons["m1"].sentence("en")
    assert cluster(replace(voice, known=True) for voice in new).independent() == 8


def test_one_invitation_brings_one_voice():
    found = cluster(Trace(f"m{n}", n * HOUR, f"net{n}", member=True, invitation="i") for n in range(5))

    assert found.independent() == 1
    assert not found.over_full()


@pytest.mark.parametrize("code", ["block", "wording", "members", "created", "invitation", "daily", "chain"])
def test_every_reason_exists_in_both_languages(code):
    link = Link(code, "v", 130.0, 0.9, 6)

    assert link.sentence("fr") != link.sentence("en")
