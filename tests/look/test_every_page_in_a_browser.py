"""Every page, as people get it: no barrier in either language and either light, small, and never wider than a phone.

The pages stand still while one looks, so the world is built once for all of them.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import closing

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation import override
from playwright.sync_api import CDPSession, Page

from tests.look.everywhere import VISITOR, Everywhere, Way, build_everywhere, ways

pytestmark = pytest.mark.journey

BYTES, DESK_BYTES, REQUESTS = 50_000, 80_000, 8
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PAIR = (("fr", "light"), ("en", "dark"))
ALL_LOOKS = tuple(itertools.product(("fr", "en"), ("light", "dark")))
MOST_READ = {"home", "space", "thread", "review", "write", "case", "desk", "operator", "red button", "log", "me"}
EVERY_RULE = {"resultTypes": ["violations"]}
TWICE = "() => [...document.querySelectorAll('[id]')].map(one => one.id).filter((id, n, all) => all.indexOf(id) < n)"
OF_COLOUR = ("color-contrast", "link-in-text-block")  # all that another light can change
COLOURS = EVERY_RULE | {"runOnly": list(OF_COLOUR)}
ALL_BUT_COLOURS = EVERY_RULE | {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}}


class Wire:
    """What one visit costs whoever comes for the first time: what the browser still holds counts as when it came."""

    def __init__(self, session: CDPSession) -> None:
        self.document = self.page = ""
        self.asked: dict[str, tuple[str, str]] = {}
        self.sizes: dict[str, float] = {}
        self.first: dict[str, float] = {}  # address → what it was when it came over the wire
        session.on("Network.requestWillBeSent", self._ask)
        session.on("Network.loadingFinished", self._arrive)
        session.send("Network.enable")

    def _ask(self, event: dict) -> None:
        if event.get("type") == "Document":
            self.document, self.page = event["loaderId"], event["request"]["url"]
        self.asked[event["requestId"]] = (event["loaderId"], event["request"]["url"])

    def _arrive(self, event: dict) -> None:
        _document, url = self.asked.get(event["requestId"], ("", ""))
        if event["encodedDataLength"]:
            self.first[url] = event["encodedDataLength"]
        self.sizes[event["requestId"]] = self.first.get(url, 0)

    def complaints(self, site: str) -> Iterator[str]:
        """What is too much of what the last document asked for: style, scripts, signs, the icon of the tab."""
        mine = {key: url for key, (loader, url) in self.asked.items() if loader == self.document}
        total = sum(self.sizes.get(key, 0) for key in mine)
        if total > (DESK_BYTES if "/desk/" in self.page else BYTES):
            yield f"{total:.0f} bytes"
        if len(mine) > REQUESTS:
            yield f"{len(mine)} requests: {sorted(mine.values())}"
        yield from (f"asks {url}" for url in mine.values() if not url.startswith((site, "data:")))


def test_every_page_is_open_to_all_small_and_fits_a_phone(browser, live_site):
    """Each address in one of two looks, in turn, and in both those that are read most: the latter by every rule, the
    others by every rule but those of colour, for which the style guide stands. `make prove` has every page of every
    address, as each person sees it, by every rule in all four looks.
    """
    complaints = walk(browser, live_site, PAIR, in_turn=True)

    assert not complaints, "\n".join(complaints)


@pytest.mark.prove
def test_every_page_is_open_to_all_in_either_language_and_either_light(browser, live_site, record_property):
    complaints = walk(browser, live_site, ALL_LOOKS, record_property)

    assert not complaints, "\n".join(complaints)


def walk(browser, live_site, looks, record_property=None, *, in_turn: bool = False) -> list[str]:
    """What is wrong, page by page, as the person sees it who opens it."""
    world, complaints, turn = build_everywhere(), [], itertools.cycle(looks)
    wanted = one_of_each_address(ways(world)) if in_turn else ways(world)
    visits = [(way, [next(turn)] if in_turn and way.name not in MOST_READ else looks) for way in wanted]
    if record_property:
        record_property("visits", sum(len(seen) for _way, seen in visits))
    for person in dict.fromkeys(way.person for way, _looks in visits):
        with closing(browser.new_context(base_url=live_site)) as context:
            context.add_init_script(Axe().axe_script)
            if person != VISITOR:
                context.add_cookies([_signed_in(world, person, live_site)])
            page = context.new_page()
            wire = Wire(context.new_cdp_session(page))
            for way, seen in visits:
                rules = ALL_BUT_COLOURS if in_turn and way.name not in MOST_READ else EVERY_RULE
                for language, light in seen if way.person == person else ():
                    complaints += _visit(page, wire, way, language, light, rules)
    return complaints


def one_of_each_address(all_ways: Iterable[Way]) -> list[Way]:
    """The first page of each address; those that are read most, all."""
    first: dict[tuple[str, int], Way] = {}
    for way in all_ways:
        first.setdefault((way.name if way.name in MOST_READ else _route(way), way.status), way)
    return list(first.values())


def _route(way: Way) -> str:
    """What an address looks like; one that is nobody's is of a kind of its own."""
    with override("en"):
        try:
            return resolve("/en" + way.path.partition("?")[0]).route
        except Resolver404:
            return way.path


def _signed_in(world: Everywhere, person: str, site: str) -> dict[str, str]:
    client = Client()
    client.force_login(world.accounts[person])
    return {"name": "session", "value": client.cookies["session"].value, "url": site}


def _visit(page: Page, wire: Wire, way: Way, language: str, light: str, rules: dict) -> list[str]:
    """One visit: the rules in one light, the colours of the pages that are most read in the other, then a phone."""
    page.emulate_media(color_scheme=light)
    page.set_viewport_size(WIDE)
    answer = page.goto(f"/{language}{way.path}")
    found = [*wire.complaints(page.evaluate("location.origin")), *_barriers(page, rules)]
    if answer.status != way.status or way.path not in page.url:
        found.append(f"{answer.status} at {page.url}")
    if twice := page.evaluate(TWICE):
        found.append(f"two places are called {twice}")
    if way.name in MOST_READ:
        page.emulate_media(color_scheme="dark" if light == "light" else "light")
        found += _barriers(page, COLOURS)
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        found.append(f"scrolls sideways on a phone: {width} px")
    return [f"{way.name} ({language}): {complaint}" for complaint in found]


def _barriers(page: Page, options: dict) -> Iterator[str]:
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    if found.violations_count:
        yield found.generate_report()
