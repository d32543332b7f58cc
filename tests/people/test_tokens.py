"""A token acts for its owner within its scopes, until its date; the secret is shown once and kept nowhere."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.base import clock
from apps.gate.models import ApiToken
from apps.people import tokens
from apps.posts import form_page
from apps.posts.models import Post, Review
from tests.making import make_account, make_persona, make_review, make_space, make_thread

pytestmark = pytest.mark.django_db
SAID = {
    "subject": "Garage", "subject_kind": "place", "stars": 2,
    "text": "Late.", "experience_on": "2026-11-03", "link": "none",
}  # fmt: skip


def token(persona, *scopes, days=7):
    return tokens.token_make(account=persona.account, name="robot", scopes=list(scopes), days=days, now=clock.now())


def send(path, secret="", data=None, **headers):
    shown = {"authorization": f"Bearer {secret}"} if secret else {}
    client = Client()
    if data is None:
        return client.get(path, headers={**shown, **headers})
    return client.post(
        path, data, content_type="application/json", headers={"accept-language": "en", **shown, **headers}
    )


def test_a_token_reads_what_its_owner_may_read():
    hidden = make_space("patients", visibility="members")
    inside = make_persona("inside", hidden)
    review = make_review(hidden, inside)
    path = f"/api/s/patients/r/{review.pk}/"

    assert send(path).status_code == 404
    assert send(path, token(inside, "read")).status_code == 200
    assert send(path, token(make_persona("outside"), "read")).status_code == 404


def test_a_token_publishes_only_with_the_scope_for_it():
    space = make_space("garages")
    author = make_persona("author")

    assert send("/api/s/garages/write/", data=SAID).status_code == 401
    assert send("/api/s/garages/write/", token(author, "read"), SAID).status_code == 403
    answer = send("/api/s/garages/write/", token(author, "write"), SAID)

    assert answer.status_code == 201
    review = Review.objects.get()
    assert (review.author, review.space) == (author, space)
    assert answer.json() == {"reference": review.reference, "url": f"/en/s/garages/r/{review.pk}/"}


def test_the_same_key_publishes_once_and_keys_of_two_people_never_meet():
    make_space("garages")
    one, two = (token(make_persona(name), "write") for name in ("one", "two"))
    first = send("/api/s/garages/write/", one, SAID, **{"idempotency-key": "k"})
    again = send("/api/s/garages/write/", one, SAID, **{"idempotency-key": "k"})
    other = send("/api/s/garages/write/", two, SAID, **{"idempotency-key": "k"})

    assert first.content == again.content != other.content
    assert Review.objects.count() == 2


def test_a_program_that_goes_too_fast_is_told_when_to_come_back(monkeypatch):
    make_space("garages")
    secret = token(make_persona("a"), "write")
    monkeypatch.setattr(form_page, "MOST_AN_HOUR", {True: 1, False: 1})

    first, second = (send("/api/s/garages/write/", secret, SAID) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 429)
    assert 3500 < int(second["Retry-After"]) <= 3600
    assert Review.objects.count() == 1


def test_a_key_stands_for_one_request_and_says_so_in_french():
    make_space("garages")
    secret = token(make_persona("a"), "write")
    headers = {"idempotency-key": "k", "accept-language": "fr"}
    send("/api/s/garages/write/", secret, SAID, **headers)

    other = send("/api/s/garages/ask/", secret, {"title": "T", "text": "x", "is_question": "no"}, **headers)

    assert other.status_code == 409
    assert other.json()["detail"].startswith("Cette clé d’idempotence")


def test_each_mistake_has_its_sentence():
    make_space("garages")
    answer = send(
        "/api/s/garages/write/", token(make_persona("a"), "write"), {**SAID, "stars": 6, "experience_on": "never"}
    )

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"stars", "experience_on"}
    assert not Review.objects.exists()


def test_what_is_no_json_is_said_by_place_in_the_readers_language():
    make_space("garages")
    secret = token(make_persona("a"), "write")

    torn = send("/api/s/garages/write/", secret, '{"subject": }', **{"accept-language": "fr"})
    latin = send("/api/s/garages/write/", secret, '{"subject": "é"}'.encode("latin-1"))

    assert (torn.status_code, latin.status_code) == (400, 400)
    assert torn.json()["detail"].startswith("Ceci n’est pas du JSON")
    assert "ligne 1, colonne 13" in torn.json()["detail"]
    assert latin.json()["detail"].startswith("This is not JSON in UTF-8")


def test_questions_and_answers_go_the_same_way():
    space = make_space("garages")
    secret = token(make_persona("a"), "write")
    asked = send("/api/s/garages/ask/", secret, {"title": "Fair?", "text": "515.", "is_question": "yes"})
    thread = make_thread(space)
    answered = send(f"/api/s/garages/t/{thread.pk}/answer/", secret, {"text": "No."})

    assert (asked.status_code, answered.status_code) == (201, 201)
    assert Post.objects.filter(text__in=["515.", "No."]).count() == 2


def test_a_token_ends_by_itself_or_by_its_owner():
    person = make_persona("a")
    secret = token(person, "read", days=7)
    ApiToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert send("/api/s/", secret).status_code == 401

    secret = token(person, "read")
    tokens.token_end(account=person.account, pk=ApiToken.objects.latest("pk").pk)
    assert send("/api/s/", secret).status_code == 401


def test_the_page_shows_the_secret_once_and_keeps_a_digest(english):
    client = Client()
    client.force_login(make_account("a"), backend="allauth.account.auth_backends.AuthenticationBackend")
    form = {"name": "my phone", "scopes": ["read"], "days": "30"}

    made, seen = client.post("/en/me/tokens/", form), client.get("/en/me/tokens/")

    secret = made.context["secret"]
    assert secret in made.content.decode()
    assert secret not in seen.content.decode()
    assert "my phone" in seen.content.decode()
    assert ApiToken.objects.get().digest == tokens.digest_of(secret)
    assert made["Cache-Control"]


def test_nobody_ends_the_token_of_another():
    token(make_persona("a"), "read")
    client = Client()
    client.force_login(make_account("b"), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(f"/en/me/tokens/{ApiToken.objects.get().pk}/end/").status_code == 404


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Bearer tm_" + "a" * 5000, "Basic abc", "é"])
def test_odd_headers_are_refused_calmly(header):
    assert Client().get("/api/s/", headers={"authorization": header}).status_code in {200, 401}
