"""A badge is made, read signed out, checked from its file, taken back; and its page says so."""

import pytest
from playwright.sync_api import expect

from apps.badges.verifying import State, check
from apps.base import clock
from tests.badges.world import build_world
from tests.journeys.test_walks import Keyboard, Walk, window

pytestmark = pytest.mark.journey
WALK = Walk("en", Keyboard, "2026-02-03", "198.51.100.31")


def test_a_badge_from_its_making_to_its_end(new_page, live_site):
    world = build_world("phares")
    page, stranger = (window(WALK, new_page, live_site, account) for account in (world.account, None))

    page.goto("/en/me/trust/")
    page.get_by_role("link", name="My badges").last.click()
    page.get_by_role("button", name="Make a badge").click()
    expect(page.locator("h1")).to_contain_text("General")
    shown = page.url

    stranger.goto(shown)
    expect(stranger.locator("main")).to_contain_text("This badge holds today")
    expect(stranger.locator("main")).to_contain_text(world.persona.pseudonym)
    image = stranger.locator("header img[src$='.svg']").evaluate("image => [image.complete, image.naturalWidth]")
    assert image == [True, 300]
    document = file(stranger)
    assert verdict(document, stranger) == State.VALID

    page.get_by_role("button", name="Take this badge back").click()
    expect(page.locator("main")).to_contain_text("No longer shown")
    stranger.reload()
    expect(stranger.locator("main")).to_contain_text("the person it is about shows it no longer")
    expect(stranger.locator("main")).not_to_contain_text(world.persona.pseudonym)
    assert verdict(document, stranger) == State.REVOKED


def file(window) -> dict:
    """As anybody fetches it."""
    path = window.locator("a[href$='.json']").first.get_attribute("href")
    return window.request.get(path).json()


def verdict(document, window) -> State:
    """By the list that the site publishes, fetched over the wire."""

    def fetch(address: str) -> dict:
        return window.request.get("/" + address.split("/", 3)[3]).json()

    return check(document, audience="", now=clock.now(), fetch=fetch).state
