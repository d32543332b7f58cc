"""A mandate opens with two proofs, where the site requires it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.messages.storage import default_storage
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.people.middleware import SecondFactorMiddleware
from apps.people.permissions import NeedsSecondFactor, check_has_second_factor, has_second_factor
from apps.people.recovery import codes_make
from tests.factories import PASSPHRASE, person
from trustmgmt.environment import LEGAL_NOTICE, read_environment

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _forgotten_attempts():
    cache.clear()


def path(name):
    with translation.override("en"):
        return reverse(name)


def code_of(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def maud():
    return person("Maud", passphrase=PASSPHRASE)


def test_it_is_required_only_where_the_site_says_so(settings, maud):
    settings.REQUIRE_SECOND_FACTOR = False
    check_has_second_factor(maud)

    settings.REQUIRE_SECOND_FACTOR = True
    with pytest.raises(NeedsSecondFactor):
        check_has_second_factor(maud)


def test_whoever_has_one_passes(settings, maud):
    settings.REQUIRE_SECOND_FACTOR = True
    TOTP.activate(maud, SECRET)

    check_has_second_factor(maud)

    assert has_second_factor(maud)


def test_a_page_that_needs_it_leads_to_it(rf: RequestFactory, settings):
    request = rf.get("/en/desk/")
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    request._messages = default_storage(request)

    response = SecondFactorMiddleware(lambda r: HttpResponse()).process_exception(request, NeedsSecondFactor("No."))

    assert response is not None
    assert response["Location"].endswith("/accounts/2fa/")


def test_the_api_keeps_its_plain_refusal(rf: RequestFactory):
    request = rf.get("/api/desk/")

    assert SecondFactorMiddleware(lambda r: HttpResponse()).process_exception(request, NeedsSecondFactor("No.")) is None


@pytest.mark.parametrize(
    ("site", "given", "required"),
    [
        ("https://trust.example", None, True),
        ("http://localhost:8000", None, False),
        ("https://trust.example", "no", False),
        ("http://localhost:8000", "yes", True),
    ],
)
def test_the_default_is_yes_on_a_public_site(monkeypatch, tmp_path, site, given, required):
    monkeypatch.setenv("SITE_URL", site)
    for name in LEGAL_NOTICE.values():  # a public site says who publishes it
        monkeypatch.setenv(name, "contact@trust.example")
    if given is not None:
        monkeypatch.setenv("REQUIRE_SECOND_FACTOR", given)

    assert read_environment(tmp_path).require_second_factor is required


def test_the_secret_is_not_kept_in_the_clear(maud):
    TOTP.activate(maud, SECRET)

    assert SECRET not in str(Authenticator.objects.get().data)


def test_signing_in_asks_for_the_second_proof(client, maud):
    TOTP.activate(maud, SECRET)

    first = client.post(path("account_login"), {"login": "Maud", "password": PASSPHRASE})
    between = client.get(path("people:me"))
    second = client.post(path("mfa_authenticate"), {"code": code_of(SECRET)})

    assert first["Location"].endswith(path("mfa_authenticate"))
    assert between.status_code == 302
    assert second["Location"] == path("people:me")


def test_a_lost_passphrase_does_not_open_past_the_second_proof(client, maud):
    TOTP.activate(maud, SECRET)
    codes = codes_make(account=maud, now=clock.now())

    client.post(
        path("account_reset_password"),
        {"pseudonym": "Maud", "code": codes[0], "passphrase": "a new lamp in the harbour"},
    )
    response = client.post(path("account_login"), {"login": "Maud", "password": "a new lamp in the harbour"})

    assert response["Location"].endswith(path("mfa_authenticate"))


def test_it_is_switched_on_with_a_code_of_the_app(client, maud):
    client.post(path("account_login"), {"login": "Maud", "password": PASSPHRASE})
    asked_again = client.get(path("mfa_activate_totp"))
    page = client.post(asked_again["Location"], {"password": PASSPHRASE}, follow=True)

    secret = page.context["form"].secret
    client.post(path("mfa_activate_totp"), {"code": code_of(secret)})

    assert has_second_factor(maud)
