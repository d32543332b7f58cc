"""A list asks each floor once, however long it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.making import make_persona, make_post, make_review, make_subject, make_thread, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(space):
    return [make_persona("", space) for _ in range(4)]


def queries(client, path):
    client.get(path)  # what is asked once per process is asked here
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def fill(space, crowd, count):
    subject, topic = make_subject(), space.topics.first() or make_topic(space)
    thread = make_thread(space, crowd[0], topic=topic, text="brakes")
    for n in range(count):
        make_review(space, crowd[n % 4], subject, text="brakes", topic=topic)
        make_post(thread, crowd[n % 4], text="brakes")
        make_thread(space, crowd[n % 4], text="brakes", topic=topic)
    return subject, thread


@pytest.mark.parametrize(
    "path", ["/fr/", "/fr/s/", "/fr/s/garages/", "/fr/s/garages/?show=talk", "/fr/search/?q=brakes", "/api/s/garages/"]
)
def test_a_longer_list_asks_no_more(browser, space, crowd, path):
    fill(space, crowd, 3)
    few = queries(browser, path)
    fill(space, crowd, 9)

    assert queries(browser, path) <= few


def test_a_longer_talk_asks_no_more(browser, space, crowd):
    _subject, short = fill(space, crowd, 2)
    _subject, long = fill(space, crowd, 12)

    assert queries(browser, f"/fr/s/garages/t/{long.pk}/") <= queries(browser, f"/fr/s/garages/t/{short.pk}/")


def test_a_much_reviewed_subject_asks_no_more(stranger, space, crowd):
    few, _thread = fill(space, crowd, 2)
    many, _thread = fill(space, crowd, 12)

    assert queries(stranger, f"/fr/x/{many.slug}/") <= queries(stranger, f"/fr/x/{few.slug}/")


@pytest.mark.parametrize(
    ("path", "most"), [("/fr/", 17), ("/fr/s/garages/", 15), ("/fr/search/?q=brakes", 12), ("/fr/s/", 10)]
)
def test_a_page_asks_little(stranger, space, crowd, path, most):
    fill(space, crowd, 3)

    assert queries(stranger, path) <= most
