"""A badge made at A, brought to B, counted there by B's table; taken back at A, gone at B; what a silent A is worth."""

import pytest

from tests.federation.neighbours import SmallSite, WholeSite, eventually
from tests.federation.small_sites import small_sites

MINUTES = 60
Sites = list[WholeSite] | list[SmallSite]


def badges_travel(sites: Sites) -> None:
    """The one pass that there is time for at every change (see `test_two_sites`)."""
    a, b = sites
    live_at_both(sites)
    a_question_is_answered(sites)
    a_letter_arrives(sites)
    bring(sites)

    a("badge_take_back", name="Margaux")
    assert eventually(lambda: b("counted", name="magda", slug="roads") == ["revoked"], sites)  # it was announced

    a_without_telling(sites)


def live_at_both(sites: Sites) -> None:
    """Margaux earns something at A, is Magda at B, and says so at both; B says what A's word counts for."""
    a, b = sites
    there = a("earn", name="Margaux", slug="inns")
    b("space_with_topic", slug="roads")
    b("person", name="tm_bea", manager=True)
    here = b("person", name="magda")
    b("join", name="magda", address="roads")
    a("home", name="Margaux", address=f"{b.address}/ap/p/{here}")
    b("home", name="magda", address=f"{a.address}/ap/p/{there}")
    b("recognise", slug="roads", by="tm_bea", address=f"{a.address}/ap/s/inns")


def a_question_is_answered(sites: Sites) -> None:
    """A program of B asks; nothing is told before Margaux says so; then it is signed for B, once."""
    a, b = sites
    there = a("home_address", name="Margaux")
    wanted = {"slug": "roads", "by": "tm_bea", "person": there, "of": f"{a.address}/ap/s/inns"}
    assert b("ask_elsewhere", **wanted) == "no answer"
    assert a("answer_elsewhere", name="Margaux", consent="once") == "To let you lead a ride."
    assert b("ask_elsewhere", **wanted) == "valid known"


def a_letter_arrives(sites: Sites) -> None:
    """Read and sent by Margaux, confirmed at B by the key of the space, about whom both call Magda; then taken back."""
    a, b = sites
    a("letter", name="Margaux", slug="inns", address=f"{b.address}/ap/s/roads")
    assert eventually(lambda: b("letters_heard"), sites) == [["Margaux", "magda", "True"]]
    a("letter_back", name="Margaux")
    assert eventually(lambda: b("letters_heard") == [], sites)


def bring(sites: Sites) -> None:
    """It counts by the table of B, as the lowest step, whatever it was."""
    a, b = sites
    address = a("badge", name="Margaux", slug="inns")
    b("badge_bring", name="magda", slug="roads", address=address)
    assert b("counted", name="magda", slug="roads") == ["known"]


def a_without_telling(sites: Sites) -> None:
    """Nothing of A is delivered before B asks: the list says so, within a quarter of an hour."""
    a, b = sites
    bring(sites)
    a("badge_take_back", name="Margaux")
    both_later(sites, 6 * MINUTES)
    assert b("counted", name="magda", slug="roads") == ["known"]  # nobody told it
    b("badges_look")
    assert b("counted", name="magda", slug="roads") == ["revoked"]


def both_later(sites: Sites, seconds: int) -> None:
    """Their clocks stay as near to each other as those of sites must be."""
    for site in sites:
        site("later", seconds=seconds)


def a_stops(sites: list[SmallSite]) -> None:
    """What A said last holds until B asks in vain: unverified, and counts nothing."""
    a, b = sites
    bring(sites)
    a.inside.kill()
    a.inside.wait()

    b("later", seconds=6 * MINUTES)
    b("badges_look")

    assert b("counted", name="magda", slug="roads") == ["unverified"]


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)  # their databases are copies of its own
def test_a_badge_travels_is_taken_back_and_a_silent_site_is_worth_nothing():
    with small_sites(2) as sites:
        badges_travel(sites)
        a_stops(sites)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
def test_the_demo_carries_a_badge_a_letter_and_a_question_and_may_be_started_again():
    with small_sites(2) as (a, b):
        a("earn", name="marelle_75", slug="route-garages")
        b("space_with_topic", slug="route-garages", topic="general")
        b("person", name="tm_alder", manager=True)
        b("person", name="quiet_kettle")
        for _start in range(2):
            home, group = b("demo_badge", step="who", given=[]).split()
            shown = a("demo_badge", step="show", given=[home])
            b("demo_badge", step="bring", given=shown.split())
            assert b("counted", name="quiet_kettle", slug="route-garages") == ["known"]
            a("demo_badge", step="write", given=[group])
            b("demo_badge", step="ask", given=shown.split()[:3])
            assert eventually(lambda: b("letters_heard"), (a, b)) == [["marelle_75", "quiet_kettle", "True"]]
