"""The style guide in chromium: no automatic accessibility finding, no sideways scroll, no policy complaint."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.look.looks import LOOKS

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_axe_finds_nothing(new_page, language, scheme):
    page = new_page(color_scheme=scheme, viewport={"width": 1280, "height": 800})

    page.goto(f"/{language}/signs/")

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1600])
def test_nothing_scrolls_sideways(new_page, width):
    page = new_page(viewport={"width": width, "height": 800})

    page.goto("/fr/signs/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_signs_take_the_colours_of_the_page_through_the_policy(new_page):
    page = new_page()

    page.goto("/en/signs/")

    boxes = page.locator(".sign > svg > use").evaluate_all("all => all.map(use => use.getBBox().width)")
    assert boxes
    assert all(width > 0 for width in boxes)
