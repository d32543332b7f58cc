"""One's own page: what one did, in words, under which names."""

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.people.models import Persona
from apps.people.services import PERSONAS_AT_MOST, main_persona, persona_create
from apps.posts.models import Post
from apps.posts.services import post_add, thread_start
from tests.factories import member, person, space

pytestmark = pytest.mark.django_db


def page(client, name="people:me", language="en", **query):
    with translation.override(language):
        return client.get(reverse(name), query)


@pytest.fixture
def maud(client):
    account = person("Maud")
    client.force_login(account)
    return account


def test_a_visitor_is_asked_to_sign_in(client):
    assert page(client).status_code == 302


def test_what_one_did_is_said_in_words(client):
    here = space()
    account = member(here, "Maud")
    client.force_login(account)
    thread = thread_start(author=main_persona(account), space=here, title="Boilers", text="They hum.", now=clock.now())
    post_add(author=main_persona(account), thread=thread, text="Still.", now=clock.now())

    english, french = page(client).content.decode(), page(client, language="fr").content.decode()

    assert "You began the talk “Boilers”" in english
    assert "You joined the space Space" in english
    assert "Vous avez rejoint l’espace Espace" in french


def test_what_others_did_is_not_there(client, maud):
    other = member(space(), "Somebody else")
    thread_start(
        author=main_persona(other),
        space=other.personas.get().memberships.get().space,
        title="Theirs",
        text="x",
        now=clock.now(),
    )

    assert "Theirs" not in page(client).content.decode()


def test_a_long_life_is_paged_and_costs_the_same(client, django_assert_max_num_queries):
    here = space()
    account = member(here)
    client.force_login(account)
    me = main_persona(account)
    thread = thread_start(author=me, space=here, title="Boilers", text="They hum.", now=clock.now())
    for number in range(30):
        post_add(author=me, thread=thread, text=f"Message {number}", now=clock.now())

    with django_assert_max_num_queries(40):
        first = page(client)
    second = page(client, page="2")

    assert first.content.decode().count("You wrote in the talk") == 20
    assert "You wrote in the talk" in second.content.decode()
    assert Post.objects.count() == 31


def test_the_account_follows_the_language_one_reads_in(client, maud):
    page(client, language="fr")
    maud.refresh_from_db()
    assert maud.language == "fr"

    page(client, language="en")
    maud.refresh_from_db()
    assert maud.language == "en"


def post(client, data):
    with translation.override("en"):
        return client.post(reverse("people:personas"), data)


def test_one_may_take_another_name_and_speak_under_it(client, maud):
    post(client, {"pseudonym": "Harbour lamp"})
    lamp = Persona.objects.get(pseudonym="Harbour lamp")
    post(client, {"main": lamp.reference})

    assert main_persona(maud) == lamp
    assert maud.personas.count() == 2


def test_a_double_click_takes_a_name_once(client, maud):
    first = post(client, {"pseudonym": "Harbour lamp", "idempotency_key": "one"})
    second = post(client, {"pseudonym": "Harbour lamp", "idempotency_key": "one"})

    assert first.status_code == second.status_code == 302
    assert maud.personas.count() == 2


def test_nobody_speaks_under_the_name_of_somebody_else(client, maud):
    other = person("Somebody else")

    assert post(client, {"main": main_persona(other).reference}).status_code == 404


def test_names_have_a_limit_said_in_a_sentence(client, maud):
    for number in range(PERSONAS_AT_MOST - 1):
        persona_create(account=maud, pseudonym=f"face number {number}x", now=clock.now())

    response = post(client, {"pseudonym": "One too many"})

    assert response.status_code == 422
    assert "the most one account can have" in response.content.decode()


def test_nothing_links_two_names_of_one_person_in_public(client, maud):
    persona_create(account=maud, pseudonym="Harbour lamp", now=clock.now())

    references = Persona.objects.values_list("reference", flat=True)

    assert len(set(references)) == 2
    assert maud.reference not in references
