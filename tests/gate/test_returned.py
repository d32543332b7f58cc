"""A form that came too late gives its words back; an address for forms says so."""

import pytest
from django.test import Client

from tests.factories import member, space

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = "I have the quote and the invoice.\nBoth say what I wrote."
PAGE = "http://testserver/en/case/2222-3333/"


def send(client, **headers):
    return client.post(
        "/en/case/2222-3333/appeal/", {"text": WORDS, "passphrase": "an old secret phrase"}, headers=headers
    )


def test_words_sent_after_the_session_ended_come_back_without_secrets():
    answer = send(Client(), referer=PAGE)

    assert answer.status_code == 401
    assert WORDS.replace("\n", "\r\n") in answer.text or WORDS in answer.text
    assert "an old secret phrase" not in answer.text
    assert "/accounts/login/?next=%2Fen%2Fcase%2F2222-3333%2F" in answer.text


def test_the_page_of_another_site_is_no_way_back():
    assert "evil.example" not in send(Client(), referer="http://evil.example/en/case/2222-3333/").text


def test_a_form_without_words_signs_in_and_returns_to_its_page():
    answer = Client().post("/en/case/2222-3333/appeal/", {"text": ""}, headers={"referer": PAGE})

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fen%2Fcase%2F2222-3333%2F")


def test_an_address_for_forms_says_so_when_it_is_opened(client):
    client.force_login(member(space("roads"), "Maud"))
    answer = client.get("/en/case/2222-3333/appeal/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "only takes what a form sends" in answer.text
