"""A label given at A, suspended and revoked there, as B sees it; and what a silent A is worth."""

import time

import pytest

from tests.federation.neighbours import SmallSite, WholeSite, eventually, kill, started

FULL = pytest.mark.prove
WHY = "Two appeals were answered by the first decider."


def labels_travel(sites: list[SmallSite]) -> None:
    """The one pass that there is time for at every change (see `test_two_sites`); at its end A is no more."""
    a, b = sites
    given, slug = take_part_and_give(sites)
    suspend_and_take_up(sites, given)
    label_the_other(sites)

    b("later", seconds=25 * 3600)
    a.inside.kill()
    a.inside.wait()
    told = b("labels_elsewhere", ask=True)

    assert [one["state"] for one in told] == ["unverified", "suspended"]  # what is known stays; nothing is valid
    assert told[0]["trouble"]
    assert b("labels_shown", slug=slug) == [f"{a.host}: unverified"]


@FULL
def test_the_same_between_two_whole_sites_one_of_which_is_killed_in_the_middle(tmp_path, record_property):
    begun = time.monotonic()
    with started(tmp_path, 2) as sites:
        a, b = sites
        given, _slug = take_part_and_give(sites)
        killed = 0
        for round_ in range(4):
            to = ("suspended", "valid")[round_ % 2]
            a("label_change", reference=given, to=to, reason=f"{WHY} {round_}")
            killed += kill(a, "worker") if round_ % 2 else kill(b, "web") + kill(b, "worker")
        wanted = [f"{WHY} {round_}" for round_ in range(4)]
        (told,) = eventually(lambda: [one for one in b("labels_elsewhere") if one["reasons"] == wanted], sites)
        assert told["state"] == "valid"
        assert len(b("labels_elsewhere")) == 1
        assert killed >= 3
    record_property("seconds", round(time.monotonic() - begun, 1))


def take_part_and_give(sites: list[WholeSite] | list[SmallSite]) -> tuple[str, str]:
    """Somebody at B takes part in a space of A; A labels its operator. The label, and the operator as B has it."""
    a, b = sites
    a("space", slug="orchard")
    b("person", name="ben")
    b("join", name="ben", address=f"orchard@{a.host}")
    eventually(lambda: [f for f in b("traffic")["follows"] if f[1] and f[2] == "accepted"], sites)
    given = a("label", of="atelier")
    (told,) = eventually(lambda: b("labels_elsewhere"), sites)
    assert (told["state"], told["host"], told["about"]) == ("valid", a.host, f"{a.address}/ap/o/atelier")
    assert b("labels_elsewhere", ask=True)[0]["trouble"] == ""  # its lists say so too
    (slug,) = [slug for slug, site in b("operators").items() if site == f"{a.address}/"]
    assert b("labels_shown", slug=slug)[0].startswith(f"{a.host}: ")
    return given, slug


def suspend_and_take_up(sites: list[WholeSite] | list[SmallSite], given: str) -> None:
    """Each with its reason; in order, whatever comes again."""
    a, b = sites
    for to, reasons in (("suspended", [WHY]), ("valid", [WHY, "Mended."])):
        a("label_change", reference=given, to=to, reason=reasons[-1])
        (told,) = eventually(lambda to=to: [one for one in b("labels_elsewhere") if one["state"] == to], sites)
        assert told["reasons"] == reasons


def label_the_other(sites: list[WholeSite] | list[SmallSite]) -> None:
    """B takes part nowhere for this: A labels the operator of the site that B is, and B shows it about itself. When B
    was away, it reads in the list of A what became of it."""
    a, b = sites
    b("platform")
    b("space", slug="balcony")
    a("person", name="ada")
    a("join", name="ada", address=f"balcony@{b.host}")
    (slug,) = [slug for slug, site in a("operators").items() if site == f"{b.address}/"]
    given = a("label", of=slug)
    told = eventually(lambda: [one for one in b("labels_elsewhere") if one["about"] == "trustmgmt"], sites)
    assert told[0]["state"] == "valid"
    assert b("labels_shown", slug="trustmgmt")[0].startswith(f"{a.host}: ")
    a("label_change", reference=given, to="suspended", reason="Seen.")  # nothing is delivered before B asks
    states = {one["about"]: one for one in b("labels_elsewhere", pull=True)}
    assert (states["trustmgmt"]["state"], states["trustmgmt"]["reasons"]) == ("suspended", ["Seen."])
