"""The front page in a real browser: its figures move without a reload."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from apps.base import clock
from apps.pages.live_home import TOLD, home_tell
from tests.making import make_persona, make_review, make_space

pytestmark = pytest.mark.journey


def test_an_open_front_page_follows_what_is_told(page, live_site):
    space = make_space("garages")
    cache.delete(TOLD)
    with page.expect_websocket() as socket:
        page.goto("/en/")
    assert socket.value.url.endswith("/live/home")
    expect(page.locator("[data-says='reviews.value']")).to_have_text("0")
    page.wait_for_timeout(500)

    make_review(space, make_persona("marelle_75", space))
    home_tell(now=clock.now())

    expect(page.locator("[data-says='reviews.value']")).to_have_text("1")
    expect(page.locator("[data-says='contested.unit']")).to_have_text("%")
