"""A newcomer asks, one member may not vouch and reads why, two do, the status is read, one thinks again, it is gone."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.people.services import main_persona
from tests.journeys.test_walks import WALKS, window
from tests.journeys.town import build_town
from tests.referrals.world import earn

pytestmark = pytest.mark.journey
WALK = WALKS[1]  # in English, without script


def test_from_a_private_link_to_a_status_and_back(new_page, live_site):
    town = build_town("fr")
    ada, bo, new = town.members[:3]
    for account in (ada, bo):
        earn(main_persona(account), town.space)
    home = f"/{WALK.language}/s/{town.space.slug}/referrals/"

    mine = window(WALK, new_page, live_site, new)
    link = ask(mine, home)
    refused(window(WALK, new_page, live_site, town.members[3]), link)
    pages = [window(WALK, new_page, live_site, account) for account in (ada, bo)]
    for page in pages:
        vouch(page, link)

    mine.goto(f"/{WALK.language}/me/trust/")
    expect(mine.locator("main")).to_contain_text("Referred by members of this space until")

    take_back(pages[0], home)
    mine.goto(f"/{WALK.language}/me/trust/")
    expect(mine.locator("main")).not_to_contain_text("Referred by members of this space until")


def ask(page: Page, home: str) -> str:
    page.goto(home)
    page.get_by_role("button", name="Make a private link").click()
    found = page.locator("main a[href*='/referrals/for/']").get_attribute("href")
    assert found is not None
    return found


def refused(page: Page, link: str) -> None:
    """Whoever may not vouch yet keeps the answer, reads why, and finds where to contest it."""
    page.goto(link)
    page.get_by_role("button", name="Ask all the same, and keep the answer").click()
    page.get_by_role("link", name="why, and how to contest it").click()
    expect(page.locator("main")).to_contain_text("5 at least are needed")
    page.get_by_role("link", name="Contest", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("In what is this wrong?")


def vouch(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text("a quarter of one unfavourable word")
    page.get_by_role("button", name=re.compile("^I vouch for")).click()
    expect(page.locator("main")).to_contain_text("You vouch for them")


def take_back(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_text("Take my word back").click()
    page.get_by_role("button", name="Take it back now").click()
    expect(page.locator("main")).to_contain_text("Over.")
