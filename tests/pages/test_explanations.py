"""A mark is explained in one and the same way: to readers, on the desk, to its author, and in what the author takes."""

import html
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.moderation.models import Case
from apps.people.export import export_make, export_request, export_take
from apps.scoring.models import Score
from apps.scoring.selectors import view_of
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant
from tests.making import make_account
from tests.scoring.world import START, lively_space, make_member, publish

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


@pytest.fixture
def marked(settle):
    """A copied text by a new account, the third of a wave, far from what others say."""
    space, subjects, _members = lively_space(settle)
    author = make_member(space, "Mirabelle", signed_up=True)
    text = "Worst night of our lives, cold soup, rude staff, do not go there, ask for your money back at once."
    for number in range(2):
        publish(space, subjects[0], make_member(space, f"Copy {number}"), stars=1, day=120, text=text)
    review = publish(space, subjects[0], author, stars=1, day=120.2, text=text)
    settle()
    return Score.objects.current().get(review=review)


def told(score: Score, language: str) -> list[str]:
    """What each of the four places must say."""
    with translation.override(language):
        view = view_of(score)
    assert view.worth_a_look
    assert len(view.heaviest) == 3
    reasons = [reason.sentence for reason in (*view.heaviest, *view.against)]
    return [view.sentence, *reasons, view.would_change]


def words_of(page: str) -> str:
    return html.unescape(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_readers_the_desk_the_author_and_the_export_have_the_same_sentences(marked, language):
    review = marked.review
    author = review.author.account
    manager = make_account()
    mandate_grant(account=manager, role=Role.TRUST_MANAGER, public_name="tm_alder", space=review.space, now=clock.now())
    case = Case.objects.get(item=review.reference)
    with translation.override(language):
        paths = {
            "readers": (Client(), reverse("pages:review", args=[review.space.slug, review.pk])),
            "the desk": (signed_in(manager), reverse("moderation:item", args=[case.reference])),
            "the author": (signed_in(author), reverse("people:me")),
            "the author's data": (signed_in(author), reverse("people:rows", args=["scoring-score"])),
        }
    pages = {name: words_of(client.get(path).content.decode()) for name, (client, path) in paths.items()}
    pages["the export"] = exported(author)[language]

    for name, page in pages.items():
        for sentence in told(marked, language):
            assert sentence in page, (name, sentence)


def exported(account) -> dict[str, str]:
    asked = export_request(account=account, now=clock.now())
    export_make(export_id=asked.pk, now=clock.now())
    with export_take(account=account, reference=asked.reference, now=clock.now()) as file:
        rows = json.loads(zipfile.ZipFile(io.BytesIO(file.read())).read("about-me/scoring-score.json"))
    return {language: rows[0][f"sentences_{language}"] for language in ("fr", "en")}


def test_the_mark_is_one_quiet_line_and_the_sentence_is_one_click_away(marked):
    review = marked.review
    page = Client().get(f"/en/s/{review.space.slug}/r/{review.pk}/").content.decode()

    closed = page[page.index('id="why"') :].partition(">")[0]
    assert " open" not in closed
    assert "Why is this review marked?" in page
    case = Client().get(f"/en/case/{Case.objects.get(item=review.reference).reference}/").content.decode()
    assert f"/r/{review.pk}/#why" in case


def test_nothing_is_said_on_ones_own_page_when_nothing_is_marked(settle):
    space, subjects, _members = lively_space(settle, rounds=1)
    author = make_member(space, "Calme", signed_up=True)
    publish(space, subjects[0], author, stars=4, day=60)
    settle(START + timedelta(days=61))

    assert "What an algorithm marked" not in signed_in(author.account).get("/en/me/").content.decode()
