"""Two proofs, walked as a trust manager walks them: switched on, kept on paper, asked for at the next sign-in."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from apps.base import clock
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant
from tests.factories import PASSPHRASE, person
from tests.people.test_second_factor import code_of

PERIOD = 30  # seconds a code lives
pytestmark = pytest.mark.journey


@pytest.fixture
def maud(live_site):
    account = person("maud", passphrase=PASSPHRASE)
    mandate_grant(account=account, role=Role.TRUST_MANAGER, public_name="tm_maud", now=clock.now())
    return account


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_desk_opens_with_a_passphrase_and_a_code(page, maud, language):
    sign_in(page, language)
    secret = switch_on(page, language)
    codes = recovery_codes(page, language)
    page.context.clear_cookies()

    sign_in(page, language)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    no_barrier(page)
    page.goto(f"/{language}/desk/")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))  # the passphrase alone opens nothing
    enter(page, "000000")
    expect(page.locator(".error").first).to_be_visible()
    enter(page, codes[0] if language == "fr" else fresh_code(secret))

    page.goto(f"/{language}/desk/")
    expect(page.locator("main")).to_be_visible()
    expect(page).to_have_url(re.compile("/desk/"))


def sign_in(page: Page, language: str) -> None:
    page.goto(f"/{language}/accounts/login/")
    page.fill("[name=login]", "maud")
    page.fill("[name=password]", PASSPHRASE)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile(rf"/{language}/(?!accounts/login)"))


def switch_on(page: Page, language: str) -> str:
    """The square is drawn through the policy; the secret stands beside it for whoever cannot scan."""
    page.goto(f"/{language}/accounts/2fa/totp/activate/")
    if page.locator("[name=password]").count():
        page.fill("[name=password]", PASSPHRASE)
        page.press("[name=password]", "Enter")
    square = page.locator("img.qr")
    assert square.evaluate("image => image.complete && image.naturalWidth > 0")
    no_barrier(page)
    secret = page.locator("main code").inner_text()
    enter(page, fresh_code(secret))
    return secret


def fresh_code(secret: str) -> str:
    """With time enough to type it before the next half minute."""
    left = PERIOD - time.time() % PERIOD
    if left < 5:
        time.sleep(left + 0.1)
    return code_of(secret)


def recovery_codes(page: Page, language: str) -> list[str]:
    page.goto(f"/{language}/accounts/2fa/recovery-codes/")
    no_barrier(page)
    codes = page.locator("#codes li").all_inner_texts()
    assert len(codes) >= 8
    return codes


def enter(page: Page, code: str) -> None:
    page.fill("[name=code]", code)
    page.press("[name=code]", "Enter")
    page.wait_for_load_state()


def no_barrier(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
