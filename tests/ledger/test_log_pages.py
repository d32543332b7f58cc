"""The public log: what anyone reads, and what one can check by hand."""

import hashlib
import hmac
import json

import pytest
from django.urls import reverse

from apps.base import clock
from apps.ledger import DOCUMENT, FILING, PERSONAL, declare, places, receipts, sequencer, services
from apps.ledger.models import LogEntry, Opening

pytestmark = pytest.mark.django_db
declare("test.published", entry=DOCUMENT, label="text published")
declare("test.judged", entry=PERSONAL, label="judged")
declare("test.sent", entry=FILING)
declare("test.internal")
DIGEST = hashlib.sha256(b"a text").hexdigest()


def publish(reference="rules", version="1"):
    services.append(
        kind="test.published", actor="x", object=reference, version=version, body_sha256=DIGEST, now=clock.now()
    )


def judge(owner="me"):
    services.append(
        kind="test.judged", actor="", object="case", secret={"why": "private"}, owner=owner, now=clock.now()
    )


def send(token="", **payload):
    services.append(
        kind="test.sent", actor="", object="alert", secret=payload, owner="receipt", token=token, now=clock.now()
    )


def seal():
    return sequencer.seal(now=clock.now())


def test_the_log_lists_what_was_published_newest_first(client, english):
    publish("first")
    publish("second")
    services.append(kind="test.internal", actor="me", object="secret-plan", now=clock.now())
    seal()

    page = client.get("/en/log/").content.decode()

    assert page.index("/en/log/1/") < page.index("/en/log/0/")
    assert "secret-plan" not in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_empty_log_says_what_will_come(client, language):
    page = client.get(f"/{language}/log/").content.decode()

    assert ("will be its entry number 0" if language == "en" else "entrée numéro 0") in page


def test_the_log_can_be_filtered_by_kind_and_by_object(client):
    publish("rules")
    judge()
    seal()

    by_kind = client.get("/api/log/?kind=test.judged").json()["results"]
    by_object = client.get("/api/log/?about=rules").json()["results"]

    assert [leaf["kind"] for leaf in by_kind] == ["test.judged"]
    assert [leaf["object"] for leaf in by_object] == ["rules"]


def test_page_json_csv_and_feed_hold_the_same_leaf(client):
    publish()
    seal()
    leaf = bytes(LogEntry.objects.get().leaf).decode()

    page = client.get("/en/log/0/").content.decode().replace("&quot;", '"')
    twin = client.get("/api/log/0/").json()
    table = b"".join(client.get("/en/log/entries.csv").streaming_content).decode().replace('""', '"')
    feed = client.get("/en/log/feed.atom").content.decode().replace("&quot;", '"')

    assert all(leaf in text for text in (page, twin["leaf"], table, feed))
    assert twin["leaf_sha256"] == hashlib.sha256(leaf.encode()).hexdigest()
    assert twin["body_sha256"] == DIGEST


@pytest.mark.parametrize("address", ["/en/log/7/", "/api/log/7/", "/fr/log/99999999999999999999999/"])
def test_a_position_that_does_not_exist_yet_is_said_so(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?kind=%00", "?about=%F0%9F%92%A9", "?cursor=x", "?page=999"])
@pytest.mark.parametrize("address", ["/en/log/", "/api/log/", "/en/log/feed.atom"])
def test_no_question_breaks_the_log(client, address, query):
    publish()
    seal()

    assert client.get(address + query).status_code in {200, 404}


def test_an_erased_payload_has_its_tombstone_and_nothing_else_hides(client, english):
    judge(owner="me")
    seal()
    services.openings_erase(owner="me", now=clock.now())

    before = client.get("/api/log/0/").json()
    seal()
    after = client.get("/api/log/0/").json()

    assert before["check"] == "missing"
    assert (after["check"], after["tombstone"]) == ("erased", 1)
    assert "the tombstone is" in client.get("/en/log/0/").content.decode()


def test_the_list_asks_each_floor_once(client, django_assert_max_num_queries):
    for number in range(30):
        publish(f"text-{number}")
        judge(f"person-{number}")
    seal()

    with django_assert_max_num_queries(7):
        client.get("/en/log/")


def test_an_app_names_the_objects_of_its_kinds(client):
    places.register_places("test.published", lambda keys: {key: places.Place("Rules of the house") for key in keys})
    publish()
    seal()

    assert client.get("/api/log/0/").json()["about"] == "Rules of the house"


def test_a_receipt_opens_its_entry_by_hand(client):
    token = services.new_token()
    send(token, kind="note", words="à moi")
    send()
    send()
    seal()

    file = json.loads(client.get(reverse("ledger:receipt_file", args=[token])).content)

    digest = hmac.new(bytes.fromhex(file["key"]), file["payload"].encode(), hashlib.sha256).hexdigest()
    assert digest == file["commitment"]
    assert file["commitment"] in file["leaf"]
    assert client.get(file["log"].split("localhost:8000")[1]).json()["leaf"] == file["leaf"]


def test_a_receipt_works_at_once_and_says_that_its_entry_waits(client, english):
    token = services.new_token()
    send(token)

    answer = client.get(reverse("ledger:receipt", args=[token]))

    assert "waiting for two others" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_an_app_words_the_receipts_of_what_it_files(client):
    receipts.register_receipt("note", lambda payload, token, now: receipts.Words(payload["words"], "NO-1"))
    token = services.new_token()
    send(token, kind="note", words="<b>mine</b>")

    assert "&lt;b&gt;mine&lt;/b&gt;" in client.get(reverse("ledger:receipt", args=[token])).content.decode()


def test_a_token_that_opens_nothing_is_a_sentence(client, english):
    answer = client.get("/en/log/receipt/unknown/")

    assert answer.status_code == 404
    assert "opens nothing" in answer.content.decode()


def test_the_foot_of_every_page_says_how_long_the_log_is(client):
    publish()
    seal()

    assert "Public log: 1 entry" in client.get("/en/log/").content.decode()


def test_no_leaf_can_be_changed_or_removed():
    publish()
    seal()

    for change in (lambda rows: rows.update(kind="other"), lambda rows: rows.delete()):
        with pytest.raises(Exception, match="never changed"):
            _try(change)


def _try(change):
    from django.db import transaction

    with transaction.atomic():
        change(LogEntry.objects.all())


def test_openings_are_not_listed_anywhere_public(client):
    judge()
    seal()
    opening = Opening.objects.get()

    for address in ("/en/log/", "/en/log/0/", "/api/log/", "/api/log/0/"):
        page = client.get(address).content.decode()
        assert opening.token not in page
        assert bytes(opening.key).hex() not in page


def test_words_without_an_address_of_their_own_stand_at_the_logs(client):
    said = {"type": "test.published", "every": "hour", "licence": "CC BY"}
    services.append(kind="test.published", actor="x", object="feed", body=said, now=clock.now())
    seal()

    shown = client.get("/log/body/0", follow=True)

    assert hashlib.sha256(shown.content).hexdigest() == json.loads(bytes(LogEntry.objects.get().leaf))["body_sha256"]
    assert json.loads(shown.content) == said
    assert client.get(f"/log/text/{DIGEST}.json").status_code == 404
