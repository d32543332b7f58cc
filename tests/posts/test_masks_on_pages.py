"""A masked passage leaves a stub in its place and is found nowhere: page, list, history, search, JSON."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.base import clock
from apps.posts.services import item_mask, item_restore
from tests.making import make_post, make_review, make_space, make_thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TEXT = "They lost my file. The clerk, Paul Mirabelle, lives at 4 rue Basse. I waited two hours."
SPAN = (19, 67)


@pytest.fixture
def review(db):
    return make_review(make_space("garages"), text=TEXT, title="A lost file")


def pages_of(review):
    return [
        reverse("pages:review", args=["garages", review.pk]),
        reverse("pages:space", args=["garages"]),
        reverse("posts:history", args=[review.reference]),
        reverse("moderation:report", args=[review.reference]),
        reverse("pages:search") + "?q=Basse",
        reverse("pages:home"),
        reverse("pages:subject", args=[review.subject.slug]),
        f"/api/s/garages/r/{review.pk}/",
        "/api/s/garages/",
        "/api/search/?q=Basse",
        "/api/search/?q=file",
    ]


def read(path):
    answer = Client().get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_masked_passage_is_read_nowhere_and_the_rest_everywhere(review):
    item_mask(item=review, case="k7qx-2mpd", spans=[SPAN], now=clock.now())

    for path in pages_of(review):
        assert "Mirabelle" not in read(path), path
    page = read(pages_of(review)[0])
    assert "A passage was masked on" in page
    assert "two hours" in page


def test_a_wholly_masked_review_keeps_its_place_and_says_so(review):
    item_mask(item=review, case="k7qx-2mpd", spans=[], now=clock.now())

    for path in pages_of(review):
        assert "two hours" not in read(path), path
        assert "lost file" not in read(path), path
    assert "This text was masked on" in read(pages_of(review)[0])


def test_an_edit_does_not_bring_a_masked_passage_back_through_history(review):
    client = Client()
    client.force_login(review.author.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    item_mask(item=review, case="k7qx-2mpd", spans=[SPAN], now=clock.now())
    form = {"stars": "2", "experience_on": "2026-11-03", "link": "none"}

    client.post(reverse("posts:edit", args=[review.reference]), {**form, "text": TEXT + " Twice."})
    client.post(reverse("posts:edit", args=[review.reference]), {**form, "text": "They lost my file. Twice."})

    for path in pages_of(review):
        assert "Mirabelle" not in read(path), path
    review.refresh_from_db()
    assert (review.state, review.version) == ("published", 3)
    assert "3 versions" in read(pages_of(review)[2])


def test_restored_in_appeal_it_is_whole_again_everywhere(review):
    item_mask(item=review, case="k7qx-2mpd", spans=[SPAN], now=clock.now())

    item_restore(item=review, now=clock.now())

    assert "Mirabelle" in read(pages_of(review)[0])
    assert "Mirabelle" in read(pages_of(review)[2])


def test_the_title_of_a_masked_talk_is_told_by_none_of_its_answers():
    talk = make_thread(make_space("garages"), title="Paul Mirabelle steals")
    answer = make_post(talk, text="My file as well.")
    item_mask(item=talk.posts.get(number=1), case="k7qx-2mpd", spans=[], now=clock.now())

    for path in (
        reverse("posts:history", args=[answer.reference]),
        reverse("moderation:report", args=[answer.reference]),
        reverse("pages:search") + "?q=file",
        f"/ap/t/{talk.reference}",
    ):
        assert "Mirabelle" not in read(path), path
