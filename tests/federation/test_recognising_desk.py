"""At the desk a space recognises one of another site, in the words that this site shows."""

import pytest
from django.test import Client

from apps.base import clock
from apps.recognitions.models import Recognition, TableVersion
from apps.recognitions.services import recognition_end
from tests.factories import trust_manager
from tests.federation.badges_elsewhere import HOST, Issuer
from tests.making import make_persona, make_space, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TOPICS = [{"trust:slug": "breakfast", "nameMap": {"fr": "Petit déjeuner", "en": "Breakfast"}}]
TYPED = {"step-recognised": "known", "topic-breakfast": "food", "cap": "known", "quota": "2", "max_age": "90"}


@pytest.fixture
def site(elsewhere) -> Issuer:
    """A space of another site, and what it shows of itself."""
    issuer = Issuer()
    elsewhere.shown[issuer.space.uri] = issuer.shown() | {"trust:topics": TOPICS}
    return issuer


@pytest.fixture
def here():
    space = make_space("slow-roads")
    make_topic(space, "food")
    return space


@pytest.fixture
def desk(here, client) -> Client:
    client.force_login(trust_manager(here)[0])
    return client


def page(here) -> str:
    return f"/en/desk/recognitions/{here.slug}/elsewhere/"


def read(desk, here, site, **typed: str) -> dict[str, str]:
    sent = TYPED | {"address": site.space.uri, "after": "0"} | typed
    answer = desk.post(page(here), sent | {"preview": "1"})
    return sent | {"publish": "1", "seen": answer.context["preview"].seen}


def test_a_table_for_another_site_is_filled_in_with_its_words_read_and_published(desk, here, site):
    asked = desk.get(page(here), {"address": site.space.uri}).content.decode()
    assert "Breakfast" in asked
    assert "“recognised” there, or more, counts as" in asked
    assert not Recognition.objects.exists()

    assert desk.post(page(here), read(desk, here, site)).status_code == 302
    table = TableVersion.objects.get()
    assert (table.rows, table.topics, table.quota) == ([["recognised", "known"]], [["breakfast", "food"]], 2)
    assert f"Inns ({HOST})" in table.version.body_en
    assert "Breakfast" in desk.get(f"/en/recognitions/{table.recognition.reference}/").content.decode()
    assert f"?address=https%3A%2F%2F{HOST}%2Fap%2Fs%2Finns" in desk.get("/en/desk/recognitions/").content.decode()


def test_its_end_is_announced_from_the_desk_and_may_be_taken_back(desk, here, site):
    desk.post(page(here), read(desk, here, site))
    way = Recognition.objects.get()

    desk.post(f"/en/desk/recognitions/{way.reference}/end/")
    assert Recognition.objects.get().state == "ending"
    desk.post(page(here), read(desk, here, site, after="2", quota="3"))
    assert Recognition.objects.get().state == "published"


def test_sent_twice_it_is_published_once_and_its_site_is_asked_while_nothing_is_held(desk, here, site, elsewhere):
    sent = read(desk, here, site) | {"idempotency_key": "twice"}
    elsewhere.asked.clear()

    assert [desk.post(page(here), sent).status_code for _ in range(2)] == [302, 302]

    assert TableVersion.objects.count() == 1
    assert elsewhere.asked == [site.space.uri] * 2


def test_what_a_colleague_published_meanwhile_is_not_written_over(desk, here, site):
    sent = read(desk, here, site)
    desk.post(page(here), sent)

    refused = desk.post(page(here), sent | {"quota": "5"})

    assert refused.status_code == 422
    assert "Version 1 was published while you were writing" in refused.content.decode()
    assert TableVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://there.example/ap/s/inns", "begins with https"),
        ("https://there.example/ap/s/nothing", "shows no space at this address"),
        ("inns", "begins with https"),
    ],
)
def test_what_is_no_space_of_another_site_is_said_beside_what_was_typed(desk, here, site, address, words):
    refused = desk.get(page(here), {"address": address})

    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert refused.context["form"]["address"].value() == address


def test_a_site_that_says_nothing_of_its_statuses_is_told(desk, here, site, elsewhere):
    elsewhere.shown[site.space.uri] = site.space.document(name="Inns")
    assert "does not say what its statuses mean" in desk.get(page(here), {"address": site.space.uri}).content.decode()


def test_a_silent_site_is_asked_again_later(desk, here, site, elsewhere):
    elsewhere.silent.add(HOST)

    assert "does not answer now" in desk.get(page(here), {"address": site.space.uri}).content.decode()


def test_a_table_that_was_written_while_its_site_fell_silent_is_kept_and_read_again(desk, here, site, elsewhere):
    sent = read(desk, here, site)
    elsewhere.silent.add(HOST)

    silent = desk.post(page(here), sent)
    assert (silent.status_code, Recognition.objects.exists()) == (422, False)
    kept = dict(silent.context["typed"])
    assert kept == TYPED | {"after": "0"}

    elsewhere.silent.clear()
    again = desk.post(page(here), kept | {"address": site.space.uri})
    assert again.context["preview"].seen == sent["seen"]
    assert again.context["form"]["quota"].value() == "2"


def test_nobody_else_writes_it(desk, here, site):
    other = Client()
    other.force_login(trust_manager(make_space())[0])
    assert other.get(page(here)).status_code == 404
    other.force_login(make_persona("walker", here).account)
    assert other.get(page(here)).status_code == 403


def test_an_end_says_the_name_of_the_space_there(desk, here, site):
    desk.post(page(here), read(desk, here, site))

    recognition_end(account=trust_manager(here)[0], recognition=Recognition.objects.get(), now=clock.now())

    assert f"What was earned in “Inns ({HOST})” counts for nothing" in TableVersion.objects.get(rows=[]).version.body_en


def test_plain_http_is_asked_only_where_the_settings_name_the_host(desk, here, settings):
    typed = {"address": "http://127.0.0.9:8200/ap/s/inns"}
    assert "begins with https://" in desk.get(page(here), typed).content.decode()

    settings.REACH_ALSO = ["127.0.0.9:8200"]

    assert "does not answer now" in desk.get(page(here), typed).content.decode()
