"""Sites of our own beside one another: what is said at one is decided at the other, and a death loses nothing."""

import time
from collections.abc import Iterator

import pytest

from tests.federation.neighbours import SmallSite, WholeSite, eventually, kill, started
from tests.federation.small_sites import small_sites
from tests.federation.test_badges_between_sites import badges_travel
from tests.federation.test_labels_between_sites import labels_travel

FULL = pytest.mark.prove
TEXT = "The fitter came three times. Sandra Bell took my call and hung up."


@FULL
def test_a_review_travels_and_the_reasons_come_back(tmp_path, record_property):
    begun = time.monotonic()
    with started(tmp_path, 2) as sites:
        tell_the_story(sites)
    record_property("seconds", round(time.monotonic() - begun, 1))


@pytest.mark.django_db(transaction=True)  # their databases are copies of its own
def test_the_same_between_two_sites_in_a_process_each():
    """The one pass that there is time for at every change."""
    with small_sites(2) as sites:
        sites[1]("later", seconds=11)  # what is decided there is out at once; its clock is ahead of ours
        tell_the_story(sites)
        badges_travel(sites)
        labels_travel(sites)


def tell_the_story(sites: list[WholeSite] | list[SmallSite]) -> None:
    """Said at A in a space of B, seen, reported and decided at B, its reasons read at A; then other rules."""
    a, b = sites
    b("space", slug="garden")
    for name in ("bea", "tm_bo"):
        b("person", name=name, manager=name.startswith("tm"))
    for name in ("anna", "arno"):
        a("person", name=name)
    there = a("join", name="anna", address=f"garden@{b.host}")
    a("join", name="arno", address=f"garden@{b.host}")

    mine = a("review", name="anna", slug=there, text=TEXT)
    (seen,) = eventually(lambda: b("reviews", slug="garden"), sites)
    assert (seen["text"], seen["stars"], seen["author"]) == (TEXT, 2, f"anna@{a.host}"[:40])

    b("report", name="bea", reference=seen["reference"], text="She is named.")
    a("report", name="arno", reference=mine, text="A private person is named.")
    case = eventually(lambda: [c for c in b("cases") if c["reports"] == 2], sites)[0]
    b("decide", name="tm_bo", case=case["case"], words="Say what was done, not who did it.")

    author = eventually(lambda: [n for n in a("notices", name="anna") if n["kind"] == "federation.author"], sites)
    reporter = eventually(lambda: [n for n in a("notices", name="arno") if n["kind"] == "federation.reporter"], sites)
    assert eventually(lambda: [n for n in b("notices", name="bea") if n["kind"] == "moderation.reporter"], sites)
    assert b.host in author[0]["says"]
    assert len(author[0]["says"]) > len(b.host) + 40
    assert reporter[0]["path"] == author[0]["path"]
    assert b("reviews", slug="garden")[0]["state"] == "masked"
    assert a("reviews", slug=there)[0]["state"] == "published"  # the author's site decides about its own copy

    b("rules", text="A review is published at once. Its author has fourteen days.")
    assert eventually(lambda: [h for h in a("heard") if h["kind"] == "trust:OperatorRules"], sites)
    assert len(a("reviews", slug=there)) == len(b("reviews", slug="garden")) == 1


@pytest.fixture
def three_sites(tmp_path) -> Iterator[list[WholeSite]]:
    with started(tmp_path, 3) as sites:
        yield sites


@FULL
def test_a_site_killed_in_the_middle_loses_and_doubles_nothing_at_the_third(three_sites, record_property):
    sites = a, b, c = three_sites
    b("space", slug="garden")
    b("person", name="bea")
    b("join", name="bea", address="garden")
    b("review", name="bea", slug="garden", text="Said before anybody came.")
    a("person", name="anna")
    c("person", name="cleo")
    at_a = a("join", name="anna", address=f"garden@{b.host}")
    at_c = c("join", name="cleo", address=f"garden@{b.host}")
    wanted, killed = {"Said before anybody came."}, 0
    assert eventually(lambda: c("reviews", slug=at_c), sites)  # read page by page, what was said before

    for number in range(12):
        text = f"Visit number {number}: they came on time."
        a("review", name="anna", slug=at_a, text=text)
        wanted.add(text)
        if number in {2, 8}:
            killed += kill(a, "worker") + kill(b, "web")
        if number == 5:
            killed += kill(b, "worker") + kill(c, "web")
        time.sleep(1)

    for site, slug in ((b, "garden"), (c, at_c), (a, at_a)):
        found = eventually(lambda site=site, slug=slug: _all(site, slug, wanted), sites)
        assert sorted(found) == sorted(wanted)
    assert killed >= 3
    record_property("reviews", len(wanted))
    record_property("killed", killed)


def _all(site: WholeSite, slug: str, wanted: set[str]) -> list[str]:
    """The texts there, once none is missing."""
    found = [row["text"] for row in site("reviews", slug=slug)]
    return found if wanted <= set(found) else []
