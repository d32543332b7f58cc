"""Trust managers write the tables of their spaces: said in words first, published when read, ended with notice."""

from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from apps.recognitions.selectors.desk import table_preview
from apps.recognitions.services import recognition_end
from apps.recognitions.states import RecognitionState
from tests.recognitions.world import DAY, TABLE, Pair, earn, make_pair

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

TYPED = {
    "step-recognised": "known",
    "topic-food": "lodging",
    "cap": "known",
    "quota": "3",
    "max_age": "180",
    "after": "0",
}


@pytest.fixture
def pair(kept) -> Pair:
    return kept(make_pair)


@pytest.fixture
def desk(pair, client) -> Client:
    client.force_login(pair.manager)
    return client


def page(pair: Pair) -> str:
    return f"/en/desk/recognitions/{pair.here.slug}/from/{pair.there.slug}/"


def read(desk: Client, pair: Pair, **typed: str) -> dict[str, str]:
    """What is sent to publish, once the words were read."""
    answer = desk.post(page(pair), TYPED | typed | {"preview": "1"})
    return TYPED | typed | {"publish": "1", "seen": answer.context["preview"].seen}


def test_a_table_is_said_in_words_before_it_is_published(desk, pair):
    earn(pair.member(), pair.there, at=pair.begun)
    earn(pair.member(), pair.there, givers=1, at=pair.begun)

    said = desk.post(page(pair), TYPED | {"preview": "1"})

    words = said.content.decode()
    assert "“recognised here” in “Slow Roads”, or more, counts as “known here” in “Home repairs”." in words
    assert "1 member of “Slow Roads” could ask today." in words
    assert "binds as soon as it is published" in words

    assert desk.post(page(pair), read(desk, pair)).status_code == 302
    table = pair.recognition.tables.get()
    assert table.terms() == TABLE
    assert "Slow Roads" in desk.get("/en/desk/recognitions/").content.decode()


def test_what_was_changed_after_reading_is_read_again(desk, pair):
    sent = read(desk, pair) | {"quota": "9"}

    again = desk.post(page(pair), sent)

    assert "You changed something" in again.content.decode()
    assert 'value="9"' in again.content.decode()
    assert desk.post(page(pair), sent | {"seen": again.context["preview"].seen}).status_code == 302
    assert pair.recognition.tables.get().quota == 9


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quota": "0"}, "From 1 to 50 a day."),
        ({"max_age": "9"}, "From 30 to 365 days."),
        ({"step-recognised": ""}, "Say at least one step"),
        ({"topic-food": "elsewhere"}, "elsewhere"),
        ({"step-known": "known", "step-reference": "known", "step-recognised": "recognised"}, "A higher step there"),
        ({"quota": "many"}, "whole number"),
    ],
)
def test_what_cannot_be_published_is_said_beside_its_field_and_all_that_was_typed_stays(desk, pair, typed, words):
    refused = desk.post(page(pair), TYPED | {"max_age": "77"} | typed | {"publish": "1"})

    form = refused.context["form"]
    assert refused.status_code == 422
    assert words in refused.content.decode()
    assert {name: form[name].value() for name in typed} == typed
    assert form["topic-food"].value() == typed.get("topic-food", "lodging")
    assert "77" in refused.content.decode() or "max_age" in typed


def test_a_space_without_topics_has_nothing_to_recognise_and_the_page_says_so(desk, pair):
    pair.there.topics.all().delete()

    refused = desk.post(page(pair), TYPED | {"preview": "1"})

    assert refused.status_code == 422
    assert "Say at least one step and one topic" in refused.content.decode()


def test_what_a_colleague_published_meanwhile_is_not_written_over(desk, pair):
    sent = read(desk, pair)
    pair.publish(replace(TABLE, quota=7))

    refused = desk.post(page(pair), sent)

    assert refused.status_code == 422
    told = unescape(refused.content.decode())
    assert "Version 1 was published while you were writing. It now says: “" in told
    assert refused.context["form"]["quota"].value() == sent["quota"]
    assert 'name="after" value="1"' in refused.content.decode()
    assert pair.recognition.tables.count() == 1
    assert desk.post(page(pair), read(desk, pair, after="1")).status_code == 302
    assert pair.recognition.tables.count() == 2


def test_another_version_begins_from_the_last_and_says_when_it_takes_away(desk, pair):
    pair.publish()

    assert desk.get(page(pair)).context["form"]["step-recognised"].value() == "known"
    fewer = table_preview(replace(TABLE, quota=1), pair.here, pair.there, now=pair.begun)
    assert (fewer.waits, fewer.effective_at) == (True, pair.begun + 15 * DAY)
    assert "binds from" in desk.post(page(pair), TYPED | {"after": "1", "quota": "1", "preview": "1"}).content.decode()


def test_the_desk_shows_both_directions_and_changes_only_its_own(desk, pair, client):
    pair.publish()
    client.force_login(pair.other_manager)

    page = client.get("/en/desk/recognitions/").content.decode()

    assert "Where what is earned in your spaces counts" in page
    assert "0 given, 0 counting now" in page
    assert f'href="/en/recognitions/{pair.recognition.reference}/"' in page
    assert f"/desk/recognitions/{pair.recognition.reference}/end/" not in page
    assert "Write another version" not in page


def test_a_trust_manager_of_another_space_and_a_member_write_nothing_here(pair, client):
    pair.publish()
    end = f"/en/desk/recognitions/{pair.recognition.reference}/end/"

    client.force_login(pair.other_manager)
    assert client.get(page(pair)).status_code == 404
    assert client.post(page(pair), TYPED | {"publish": "1"}).status_code == 404
    assert client.post(end).status_code == 404
    assert "Slow Roads” in" not in client.get("/en/desk/recognitions/").content.decode()
    client.force_login(pair.member().account)
    assert client.get("/en/desk/recognitions/").status_code == 403
    assert client.get(page(pair)).status_code == 403
    assert client.post(end).status_code == 403


def test_an_end_is_announced_from_the_desk(desk, pair):
    pair.publish()

    said = desk.post(f"/en/desk/recognitions/{pair.recognition.reference}/end/", follow=True).content.decode()

    assert "Announced: it ends on" in said
    assert pair.recognition.state == RecognitionState.ENDING
    assert "Announce its end" not in said


def test_the_page_of_a_space_leads_its_managers_to_the_desk_and_nobody_else(desk, pair):
    here = f"/en/s/{pair.here.slug}/recognitions/"

    assert f'/en/desk/recognitions/?here={pair.here.slug}"' in desk.get(here).content.decode()
    assert "/en/desk/recognitions/?" not in Client().get(here).content.decode()
    chosen = desk.get("/en/desk/recognitions/", {"here": pair.here.slug, "there": pair.there.slug})
    assert chosen.headers["Location"] == page(pair)


def test_an_end_may_be_taken_back_by_a_table(desk, pair):
    pair.publish()
    recognition_end(account=pair.manager, recognition=pair.recognition, now=pair.begun)

    assert desk.post(page(pair), read(desk, pair, after="2")).status_code == 302
    assert pair.recognition.state == RecognitionState.PUBLISHED
