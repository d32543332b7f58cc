"""A pseudonym and a passphrase are enough; codes are the way back."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import BadInput
from apps.people import recovery
from apps.people.models import Account, Persona, RecoveryCode
from apps.people.services import account_create
from tests.factories import PASSPHRASE, person

pytestmark = pytest.mark.django_db
CODE = re.compile(r"<code[^>]*>([a-z0-9-]{19})</code>")


@pytest.fixture(autouse=True)
def _forgotten_attempts():
    cache.clear()


def path(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def sign_up(client, pseudonym="Maud", passphrase=PASSPHRASE, language="en", **more):
    address = path("account_signup", language=language)
    return client.post(address, {"username": pseudonym, "password1": passphrase, **more})


def test_a_pseudonym_and_a_passphrase_make_an_account_and_a_persona(client):
    response = sign_up(client)

    account = Account.objects.get()
    assert response.status_code == 302
    assert account.email == ""
    assert account.personas.get().pseudonym == "Maud"
    assert account.personas.get().is_main
    assert account.check_password(PASSPHRASE)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_account_follows_the_language_it_was_made_in(client, language):
    sign_up(client, language=language)

    assert Account.objects.get().language == language


def test_recovery_codes_are_shown_once_and_kept_as_digests(client):
    shown = client.get(sign_up(client)["Location"])
    again = client.get(path("people:recovery"))

    codes = CODE.findall(shown.content.decode())
    assert len(codes) == recovery.CODES
    assert CODE.findall(again.content.decode()) == []
    stored = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in stored for code in codes)
    assert shown["Cache-Control"] == again["Cache-Control"]
    assert "no-store" in shown["Cache-Control"]


def test_after_the_codes_one_goes_where_one_was_going(client):
    response = client.get(sign_up(client, next="/en/s/travel/join/")["Location"])

    assert 'href="/en/s/travel/join/"' in response.content.decode()


def test_nobody_is_led_elsewhere_by_next(client):
    response = client.get(sign_up(client, next="https://elsewhere.example/")["Location"])

    assert "elsewhere.example" not in response.content.decode()


@pytest.mark.parametrize("look_alike", ["maud", "MAUD", "Máud", "Мaud", "M.a.u.d", " Maud "])
def test_a_name_the_eye_takes_for_another_is_refused_with_a_sentence(client, look_alike):
    person("Maud")

    response = sign_up(client, look_alike)

    assert response.status_code == 422
    assert "too close to one that is" in response.content.decode()
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("pseudonym", "sentence"),
    [
        ("a\u202egnp", "hidden character"),
        ("a\x00b", "Null characters"),
        ("-dash", "starts with a letter or digit"),
        ("x" * 41, "at most 40"),
        ("", "required"),
        ("Administrator", "office of the site"),
        ("trustmgmt", "office of the site"),
    ],
)
def test_a_name_that_deceives_or_cannot_stand_is_refused_with_a_sentence(client, pseudonym, sentence):
    response = sign_up(client, pseudonym)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [
        ("short", "too short"),
        ("password123", "tried first"),
        ("Maud Gonne1", "too close to your pseudonym"),
        ("a\u2066hidden turn", "hidden character"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_weak_passphrase_is_refused_with_a_sentence(client, passphrase, sentence):
    response = sign_up(client, "Maud Gonne", passphrase)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="Maud Gonne"' in response.content.decode()  # what was typed is still there
    assert not Persona.objects.exists()


def test_two_who_take_one_name_at_once_make_one_account(monkeypatch):
    monkeypatch.setattr("apps.people.services.check_pseudonym_is_free", lambda name: None)
    account_create(pseudonym="Maud", passphrase=None, language="en", now=clock.now())

    with pytest.raises(BadInput):
        account_create(pseudonym="maud", passphrase=None, language="en", now=clock.now())

    assert Account.objects.count() == Persona.objects.count() == 1


def test_signing_in_leads_home_and_ignores_case(client):
    person("Maud", passphrase=PASSPHRASE)

    response = client.post(path("account_login"), {"login": "maud", "password": PASSPHRASE})

    assert response["Location"] == path("people:me")


def test_a_wrong_passphrase_and_an_unknown_pseudonym_get_the_same_answer(client):
    person("Maud", passphrase=PASSPHRASE)

    pages = [
        client.post(path("account_login"), {"login": name, "password": "another one altogether"}).content.decode()
        for name in ("Maud", "Nobody")
    ]

    assert all("do not go together" in page for page in pages)


@pytest.fixture
def maud():
    account = person("Maud", passphrase=PASSPHRASE)
    return account, recovery.codes_make(account=account, now=clock.now())


def recover(client, pseudonym, code, passphrase="a new lamp in the harbour"):
    return client.post(path("account_reset_password"), {"pseudonym": pseudonym, "code": code, "passphrase": passphrase})


@pytest.mark.parametrize("typed", [str, str.upper, lambda code: f"  {code.replace('-', ' ')} "])
def test_a_code_opens_the_account_once(client, maud, typed):
    account, codes = maud

    first, second = recover(client, "maud", typed(codes[0])), recover(client, "maud", typed(codes[0]))

    account.refresh_from_db()
    assert first["Location"] == path("account_login")
    assert account.check_password("a new lamp in the harbour")
    assert second.status_code == 422
    assert recovery.codes_left(account) == 7


def test_recovering_ends_every_session(client, maud):
    account, codes = maud
    client.force_login(account)

    recover(client, "Maud", codes[0])

    assert client.get(path("people:me")).status_code == 302


def test_unknown_pseudonym_and_wrong_code_get_the_same_answer(client, maud):
    _account, codes = maud

    unknown = recover(client, "Nobody", codes[0])
    wrong = recover(client, "Maud", "k7qx-2mpd-9a4t-vw3e")

    assert unknown.status_code == wrong.status_code == 422
    assert all("do not go together" in r.content.decode() for r in (unknown, wrong))


def test_a_weak_new_passphrase_spends_no_code(client, maud):
    account, codes = maud

    response = recover(client, "Maud", codes[0], "short")

    assert response.status_code == 422
    assert recovery.codes_left(account) == 8


def test_guessing_codes_is_limited(client, maud):
    answers = [recover(client, "Nobody", "k7qx-2mpd-9a4t-vw3e", "short").status_code for _each in range(12)]

    assert answers[-1] == 429


def test_new_codes_need_the_passphrase_and_void_the_old(client, maud):
    account, codes = maud
    client.force_login(account)

    refused = client.post(path("people:recovery"), {"passphrase": "not this one"})
    made = client.post(path("people:recovery"), {"passphrase": PASSPHRASE})

    assert refused.status_code == 422
    assert len(CODE.findall(made.content.decode())) == 8
    assert recover(client, "Maud", codes[0]).status_code == 422


def test_the_passphrase_can_be_changed(client, maud):
    account, _codes = maud
    client.force_login(account)

    client.post(path("account_change_password"), {"oldpassword": PASSPHRASE, "password1": "a new lamp in the harbour"})

    account.refresh_from_db()
    assert account.check_password("a new lamp in the harbour")


def test_whoever_is_signed_in_needs_no_second_account(client, maud):
    client.force_login(maud[0])

    assert client.get(path("account_signup"))["Location"] == path("people:me")


@pytest.mark.parametrize("page", ["login", "signup", "lost"])
def test_the_way_in_never_leads_to_itself_so_nobody_walks_in_circles(client, page):
    said = client.get(f"/en/accounts/{page}/?next=%2Fen%2Fs%2Ftravel%2F").content.decode()

    assert "next=/en/s/travel/" in said
    assert "%2Faccounts%2F" not in said
    assert "next=/en/accounts/" not in said
