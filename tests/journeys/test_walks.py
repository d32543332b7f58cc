"""Write, report, contest, press the red button: by keyboard alone in French, without script in English."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from apps.base import clock
from apps.moderation.services.publication import decisions_publish
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Review
from tests.journeys.town import Town, build_town
from tests.making import make_review
from tests.moderation.world import decide, report

pytestmark = pytest.mark.journey

TABS = 120  # more than any of these pages has places to stop at
HERE = "selector => document.activeElement?.matches(selector)"
SHOWN = """() => {
  const one = document.activeElement, seen = one.closest("label") ?? one, style = getComputedStyle(one);
  const around = getComputedStyle(seen), beside = getComputedStyle(one.nextElementSibling ?? one);
  const outlined = s => s.outlineStyle !== "none" && s.outlineWidth !== "0px";
  return [style, around, beside].some(s => outlined(s) || s.boxShadow !== "none");
}"""


class Keyboard:
    """Somebody without a mouse: Tab, arrows, space, Enter, and letters. Where they are is always to be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        for _ in range(TABS):
            if self.page.evaluate(HERE, selector):
                assert self.page.evaluate(SHOWN), f"nothing shows that one is at {selector}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: no way to {selector} by Tab")

    def choose(self, name: str, value: str) -> None:
        self.reach(f"[name={name}]")
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate(HERE, f"[name={name}][value='{value}']:checked"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no way to {value} of {name} by arrows")

    def write(self, name: str, words: str) -> None:
        self.reach(f"[name={name}]")
        self.page.keyboard.type(words)

    def follow(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")


class NoScript:
    """Somebody whose browser runs no script."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"[name={name}][value='{value}']", force=True)

    def write(self, name: str, words: str) -> None:
        self.page.fill(f"[name={name}]", words)

    def follow(self, selector: str) -> None:
        self.page.locator(selector).first.click()


@dataclass(frozen=True, slots=True)
class Walk:
    """In which language, with which hands."""

    language: str
    hands: type[Keyboard] | type[NoScript]
    date: str
    address: str


WALKS = (
    Walk("fr", Keyboard, "03022026", "198.51.100.21"),
    Walk("en", NoScript, "2026-02-03", "198.51.100.22"),
)


def test_whatever_a_member_may_do_is_done_by_keyboard_alone_and_without_script(new_page, live_site):
    town = build_town("fr")
    reviews = [
        make_review(town.space, main_persona(a), town.subject, text="Un devis, deux prix.") for a in town.members
    ]

    for number, walk in enumerate(WALKS):
        author, reporter = town.members[number * 2 : number * 2 + 2]
        masked = _masked(town, reviews[number * 2])
        write_a_review(walk, window(walk, new_page, live_site, reporter), town)
        report_it(walk, window(walk, new_page, live_site, reporter), reviews[4])
        contest(walk, window(walk, new_page, live_site, author), masked)
        press_the_red_button(walk, window(walk, new_page, live_site, None), town)


def _masked(town: Town, review: Review) -> str:
    now = clock.now()
    case = report(review, None, now=now - timedelta(minutes=1)).report.case
    manager = Account.objects.get(username="tm_alder")
    decide(manager, case, own_words="Une personne privée.", now=now - timedelta(seconds=30))
    decisions_publish(now=now)
    return case.reference


def window(walk: Walk, new_page, site: str, account: Account | None) -> Page:
    locale = {"fr": "fr-FR", "en": "en-GB"}[walk.language]
    page = new_page(
        java_script_enabled=walk.hands is Keyboard,
        locale=locale,
        extra_http_headers={"X-Forwarded-For": walk.address},
    )
    if account is not None:
        client = Client()
        client.force_login(account)
        page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": site}])
    return page


def write_a_review(walk: Walk, page: Page, town: Town) -> None:
    page.goto(f"/{walk.language}/s/{town.space.slug}/")
    hands = walk.hands(page)
    hands.follow("a[href*='/write/']")
    page.wait_for_url(re.compile("/write/"))
    hands.write("subject", town.subject.name)
    hands.choose("stars", "2")
    hands.write("text", "Neuf jours dehors, et la roue frotte encore.")
    hands.write("experience_on", walk.date)
    hands.choose("link", "client")
    hands.follow("main form:has([name=text]) button[type=submit]")
    page.wait_for_url(re.compile(r"/r/\d+"))
    expect(page.locator("main")).to_contain_text("la roue frotte encore")


def report_it(walk: Walk, page: Page, review: Review) -> None:
    page.goto(f"/{walk.language}/s/{review.space.slug}/r/{review.pk}/")
    hands = walk.hands(page)
    hands.follow("main a[href*='/report/']")
    page.wait_for_url(re.compile("/report/"))
    hands.choose("ground", "private_person")
    hands.write("text", "Son nom.")
    hands.follow("form.report button[type=submit]")
    page.wait_for_url(re.compile("/report/receipt/"))
    expect(page.locator("main")).to_contain_text(re.compile(r"\w{4}-\w{4}"))


def contest(walk: Walk, page: Page, case: str) -> None:
    page.goto(f"/{walk.language}/case/{case}/")
    hands = walk.hands(page)
    hands.write("text", "Le nom est sur la facture.")
    hands.follow("form[action*='appeal'] button[type=submit]")
    expect(page.locator("form[action*='appeal']")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Le nom est sur la facture.")


def press_the_red_button(walk: Walk, page: Page, town: Town) -> None:
    page.goto(f"/{walk.language}/o/{town.operator.slug}/")
    hands = walk.hands(page)
    hands.follow("main a[href$='/red/']")
    page.wait_for_url(re.compile("/red/"))
    hands.choose("tile", "removed")
    hands.write("words", "Mon avis a disparu.")
    hands.follow("button.red")
    page.wait_for_url(re.compile("/log/receipt/"))
