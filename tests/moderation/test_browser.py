"""The desk in a real browser: the queue moves without a reload, keys decide, undo works, nothing is in the way."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.base import clock
from apps.moderation.models import Case, Decision
from apps.moderation.rules import Ground
from apps.moderation.services.cases import case_take
from apps.moderation.services.publication import decisions_publish
from apps.moderation.states import Outcome
from apps.moderation.targets import of_item
from tests.look.looks import LOOKS
from tests.moderation.world import TEXT, World, decided, make_world, report, sentence, talk

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("english")]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def world(live_site) -> World:
    world = make_world()
    report(world.review, world.reporter, passages=("Sandra Bell took my call and hung up.",), now=clock.now())
    return world


def enter(page: Page, live_site: str, account) -> None:
    client = Client()
    client.force_login(account)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_site}])


def test_the_length_of_the_queue_moves_without_a_reload(page, live_site, world):
    enter(page, live_site, world.alder)
    with page.expect_websocket() as socket:
        page.goto(f"/en/desk/i/{Case.objects.get().reference}/")
    assert "/live/desk:" in socket.value.url
    expect(page.locator("[data-live-sum]")).to_have_text("1")
    page.wait_for_timeout(500)

    report(talk(world.space, world.author), None, Ground.OFF_TOPIC, now=clock.now())

    expect(page.locator("[data-live-sum]")).to_have_text("2")
    expect(page.locator(".bench__queue .q")).to_contain_text("Off topic")


def test_two_keys_decide_and_one_undoes(page, live_site, world):
    enter(page, live_site, world.alder)
    case = Case.objects.get()
    page.goto(f"/en/desk/i/{case.reference}/")
    expect(page.locator("#lease")).to_contain_text("Yours until")

    page.keyboard.press("w")
    page.keyboard.type("A mild case.")
    page.keyboard.press("Escape")
    page.keyboard.press("5")
    expect(page.locator("[name=own_words]")).to_have_value("A mild case.")
    expect(page.locator("#rehearsal")).to_contain_text("Your review is masked")
    page.keyboard.press("m")
    expect(page.locator("form.undo")).to_contain_text("The review is masked")
    page.keyboard.press("z")
    expect(page.locator(".note").first).to_contain_text("Undone. Nothing was sent.")

    assert Decision.objects.get().undone_at is not None


def test_what_was_decided_is_undone_while_the_next_is_shown_already(page, live_site, world):
    report(talk(world.space, world.author), None, Ground.OFF_TOPIC, now=clock.now())
    enter(page, live_site, world.alder)
    case = Case.objects.get(item=world.review.reference)
    with page.expect_response(re.compile(r"/en/desk/$")):  # the item beforehand
        page.goto(f"/en/desk/i/{case.reference}/")
    expect(page.locator("#lease")).to_contain_text("Yours until")
    page.wait_for_timeout(300)

    page.keyboard.press("5")
    page.keyboard.press("m")
    expect(page.locator(f"#item:not([data-item='{case.reference}'])")).to_be_visible()
    expect(page.locator("form.undo")).to_contain_text("The review is masked")
    page.keyboard.press("z")

    expect(page.locator(".note").first).to_contain_text("Undone. Nothing was sent.")
    expect(page.locator("#item")).to_have_attribute("data-item", case.reference)
    assert Decision.objects.get().undone_at is not None


def test_keys_help_and_the_palette_are_at_hand_and_a_takeover_is_said_at_once(page, live_site, world):
    enter(page, live_site, world.alder)
    case = Case.objects.get()
    page.goto(f"/en/desk/i/{case.reference}/")
    expect(page.locator("#lease")).to_contain_text("Yours until")
    page.fill("[name=own_words]", "Half a sentence")

    case_take(account=world.rowan, case=case, now=clock.now(), take_over=True)
    expect(page.locator("#lease")).to_contain_text("tm_rowan has had this since")
    expect(page.locator("[name=own_words]")).to_have_value("Half a sentence")

    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("second op")
    page.keyboard.press("Enter")
    expect(page.locator(".decide__ask")).to_contain_text("What would you decide?")
    expect(page.locator("[name=own_words]")).to_have_value("Half a sentence")


def test_words_left_with_their_item_are_found_again_until_they_are_sent(page, live_site, world):
    enter(page, live_site, world.alder)
    here, words = f"/en/desk/i/{Case.objects.get().reference}/", page.locator("[name=own_words]")
    page.goto(here)
    words.fill("Half a sentence")

    page.goto("/en/desk/rules/")
    page.goto(here)
    expect(words).to_have_value("Half a sentence")

    page.locator("h1").click()
    page.keyboard.press("s")
    expect(words).to_have_value("Half a sentence")
    words.fill("For the desk alone")
    page.goto(here)
    expect(words).to_have_value("")


def test_keys_are_dead_while_one_writes_and_can_be_switched_off(page, live_site, world):
    enter(page, live_site, world.alder)
    page.goto(f"/en/desk/i/{Case.objects.get().reference}/")

    page.fill("[name=own_words]", "")
    page.locator("[name=own_words]").press_sequentially("a mild case")
    page.locator("h1").click()
    page.locator("input[data-keys]").uncheck()
    page.keyboard.press("a")

    expect(page.locator("[name=own_words]")).to_have_value("a mild case")
    assert not Decision.objects.exists()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_decision_is_in_view_without_scrolling(new_page, live_site, world, size, language):
    page = new_page(viewport=size)
    enter(page, live_site, world.alder)
    page.goto(f"/{language}/desk/i/{Case.objects.get().reference}/")

    buttons = page.locator("#decision button[name=outcome]").all()
    assert len(buttons) == len(of_item(world.review).outcomes)
    for button in buttons:
        box = button.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size["height"]
        assert box["x"] + box["width"] <= size["width"]


def test_the_whole_of_it_works_without_script(new_page, live_site, world):
    page = new_page(java_script_enabled=False)
    page.goto(f"/en/report/{world.review.reference}/")
    page.check("[name=ground][value=insult]")
    page.locator("label.sentence", has_text="useless").click()
    page.click("form.report button[type=submit]")
    expect(page.locator("h1")).to_have_text("Your report has arrived.")

    enter(page, live_site, world.alder)
    page.goto("/en/desk/")
    page.locator("label.chip", has_text="Private person").click()
    page.locator("label.sentence", has_text="Sandra Bell").click()
    page.click("#decision button[value=mask]")
    page.click("form.undo button")
    expect(page.locator(".note").first).to_contain_text("Undone")


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_no_barrier_is_found_on_report_desk_case_and_lists(new_page, live_site, world, language, scheme):
    case = Case.objects.get()
    other = report(talk(world.space, world.author), None, Ground.OFF_TOPIC, now=clock.now()).report.case
    decided(world.rowan, case, Outcome.MASK, spans=(sentence(TEXT, 2),), now=clock.now() - timedelta(minutes=2))
    decisions_publish(now=clock.now())
    page = new_page(color_scheme=scheme, viewport=WIDE)
    enter(page, live_site, world.alder)
    paths = [
        reverse("moderation:report", args=[world.review.reference]),
        reverse("moderation:item", args=[other.reference]),
        reverse("moderation:case", args=[case.reference]),
        reverse("moderation:cases"),
        reverse("moderation:my_desk"),
        reverse("moderation:item", args=[other.reference]) + "?kind=post",
    ]
    for path in paths:
        page.goto(re.sub("^/en/", f"/{language}/", path))
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"


def test_the_desk_is_light(page, live_site, world):
    enter(page, live_site, world.alder)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))

    page.goto(f"/en/desk/i/{Case.objects.get().reference}/")
    page.wait_for_load_state("networkidle")

    assert len(sizes) <= 10  # eight to draw the page, then the lease and the socket
    assert sum(sizes) <= 80_000
