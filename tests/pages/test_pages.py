"""Every page says what it should, and says the same as its JSON twin."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.base import clock
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.pages.catalogue import PAGES
from apps.posts.models import Source
from tests.making import (
    make_persona,
    make_post,
    make_professional,
    make_review,
    make_space,
    make_subject,
    make_thread,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept):
    return kept(make_world)


@pytest.fixture
def world(made, db):
    return dict(made)


def make_world():
    """A little of everything."""
    space = make_space("garages")
    topic = make_topic(space)
    subject = make_subject("Garage des Trois Ponts", slug="trois-ponts", place="Villeneuve")
    author = make_persona("tournevis", space)
    review = make_review(space, author, subject, title="Quote doubled", stars=2, topic=topic)
    make_professional(subject)
    thread = make_thread(space, author, topic=topic)
    make_post(thread)
    filed = {"kind": "algorithm-card", "slug": "filter", "title_fr": "Filtre", "title_en": "Filter"}
    card = document_create(owner=space.operator.reference, **filed)
    draft = VersionDraft(body_fr="Il compte.", body_en="It counts.", effective_at=clock.now())
    version_publish(document=card, draft=draft, actor="", signed_by=space.operator.reference, now=clock.now())
    names = {"pseudonym": "tournevis", "subject": "trois-ponts", "op": space.operator.slug, "slug": "filter"}
    return {"space": space.slug, "review": review.pk, "thread": thread.pk, **names}


def arguments(kind, world):
    return {name: world[name] for name in world if f":{name}>" in kind.route}


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_opens_for_anybody_in_both_languages(kind, language, stranger, world):
    path = f"/{language}/" + kind.path.format(**world) + ("?q=brakes" if kind.name == "search" else "")

    page = stranger.get(path)

    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert "{{" not in page.content.decode()


@pytest.mark.parametrize("kind", PAGES, ids=lambda kind: kind.name)
def test_every_page_has_a_json_twin_without_a_language_in_its_address(kind, stranger, world):
    answer = stranger.get("/api/" + kind.path.format(**world), {"q": "quote"}, headers={"accept-language": "en"})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert set(answer.json()) == set(kind.shape.__dataclass_fields__)


def test_a_review_shows_its_dates_its_control_and_the_declared_link(stranger, world, english):
    page = stranger.get(reverse("pages:review", args=[world["space"], world["review"]])).content.decode()

    for words in (
        "Quote doubled",
        "Experience",
        "Never edited",
        "without prior control",
        "Declared: client",
        "2 out of 5",
    ):
        assert words in page


def test_the_machine_speaks_under_its_own_sign_and_says_too_little_data_when_that_is_the_truth(
    stranger, world, settle, english
):
    settle()

    twin = stranger.get(f"/api/s/{world['space']}/r/{world['review']}/").json()

    assert twin["algorithm"]["too_little_data"]
    assert twin["algorithm"]["version"]


def test_with_history_the_reasons_add_up_to_the_total(stranger, space, settle):
    subject, people = make_subject(), [make_persona("", space) for _ in range(6)]
    now = clock.now()
    for n in range(24):
        make_review(space, people[n % 6], subject, stars=1 + n % 5, now=now - timedelta(days=30 - n))
    settle()
    review = make_review(space, people[0], subject, stars=1)
    settle()

    said = stranger.get(f"/api/s/{space.slug}/r/{review.pk}/").json()["algorithm"]

    assert len(said["reasons"]) >= 2
    assert sum(reason["weight"] for reason in said["reasons"]) == pytest.approx(said["total"], abs=1e-6)


def test_only_the_reader_who_may_is_offered_an_act(stranger, browser, sign_in, world, space, english):
    path = reverse("pages:review", args=[world["space"], world["review"]])
    edit = reverse("posts:edit", args=[stranger.get(path).context["page"].reference])

    assert edit not in stranger.get(path).content.decode()
    assert edit not in browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("order", "first"), [("new", "third"), ("old", "first"), ("low", "second"), ("high", "first"), ("helpful", "third")]
)
def test_lists_are_ordered_as_they_say(stranger, space, order, first):
    now = clock.now()
    for n, (title, stars) in enumerate([("first", 5), ("second", 1), ("third", 3)]):
        make_review(space, title=title, stars=stars, now=now - timedelta(hours=9 - n))

    said = stranger.get(f"/api/s/{space.slug}/?order={order}", headers={"accept-language": "en"}).json()

    assert said["reviews"][0]["title"] == first
    assert said["order"]


def test_filters_choose_and_odd_ones_are_told_by_name(stranger, space):
    make_review(space, stars=1, title="bad")
    make_review(space, stars=5, title="good")

    assert [r["title"] for r in stranger.get(f"/api/s/{space.slug}/?stars=5").json()["reviews"]] == ["good"]
    odd = stranger.get(f"/api/s/{space.slug}/?stars=6&since=never")
    assert odd.status_code == 422
    assert set(odd.json()["errors"]) == {"stars", "since"}


def test_a_list_turns_its_pages(stranger, space):
    author, subject = make_persona("", space), make_subject()
    for n in range(53):
        make_review(space, author, subject, title=f"n{n}")

    first, second = (stranger.get(f"/api/s/{space.slug}/?page={n}").json() for n in (1, 2))

    assert (len(first["reviews"]), len(second["reviews"])) == (50, 3)
    assert first["reviews_numbering"] == {"number": 1, "pages": 2, "count": 53}
    assert not {r["url"] for r in first["reviews"]} & {r["url"] for r in second["reviews"]}


@pytest.mark.parametrize("page", ["0", "-1", "999999", "x", "1e9", "٣", "\x00"])
def test_an_odd_page_number_is_some_page(stranger, space, page):
    assert stranger.get(f"/api/s/{space.slug}/", {"page": page}).status_code == 200


def test_an_imported_talk_shows_the_votes_of_its_source_and_takes_no_answer(stranger, space, english):
    source = Source.objects.create(slug="old", name="Old Forum", licence="CC BY 4.0", imported_at=clock.now())
    thread = make_thread(space)
    there = {"source": source, "author": None, "author_name": "ancient", "helpful_count": 8}
    thread.posts.update(**there, source_id_there="1")

    page = stranger.get(f"/en/s/{space.slug}/t/{thread.pk}/").content.decode()

    assert "8 votes in the source" in page
    assert "<textarea" not in page


def test_nobody_is_offered_to_report_themselves(browser, stranger, member, space, english):
    address = f"/en/s/{space.slug}/m/{member.pseudonym}/"

    assert f"/report/{member.reference}/" not in browser.get(address).content.decode()
    assert f"/report/{member.reference}/" in stranger.get(address).content.decode()


def test_imported_content_is_marked_with_source_and_licence(stranger, space, english):
    source = Source.objects.create(slug="old", name="Old Forum", licence="CC BY 4.0", imported_at=clock.now())
    review = make_review(space)
    type(review).objects.filter(pk=review.pk).update(source=source, source_id_there="7", author_name="ancient")

    page = stranger.get(reverse("pages:review", args=[space.slug, review.pk])).content.decode()

    assert "Imported from Old Forum" in page
    assert "CC BY 4.0" in page
    assert "never counts as evidence" in page


def test_a_subject_is_never_one_figure_across_spaces(stranger, space):
    subject = make_subject(slug="clinic")
    other = make_space("elsewhere")
    make_review(space, subject=subject, stars=5)
    make_review(other, subject=subject, stars=1)

    said = stranger.get("/api/x/clinic/").json()

    assert [origin["reviews"] for origin in said["origins"]] == [1, 1]
    assert not {"stars", "mean", "average", "rating", "reviews_count"} & set(said)


def test_a_member_is_known_per_space_and_nowhere_else(stranger, space):
    person = make_persona("twohats", space)
    elsewhere = make_space("elsewhere")
    make_review(space, person)

    assert stranger.get(f"/api/s/{space.slug}/m/twohats/").json()["reviews_count"] == 1
    assert stranger.get(f"/api/s/{elsewhere.slug}/m/twohats/").status_code == 404


def test_home_counts_from_rows(stranger, space):
    now = clock.now()
    for days in (0, 1, 2, 8, 20):
        make_review(space, now=now - timedelta(days=days))

    figures = {f["key"]: f for f in stranger.get("/api/", headers={"accept-language": "en"}).json()["figures"]}

    assert figures["reviews"]["value"] == "3"
    assert len(figures["reviews"]["points"]) == 30
    assert figures["contested"]["value"] == "0.0"


def test_the_same_address_in_another_space_is_nothing(stranger, world):
    elsewhere = make_space("elsewhere")

    assert stranger.get(f"/fr/s/{elsewhere.slug}/r/{world['review']}/").status_code == 404
    assert stranger.get(f"/fr/s/{elsewhere.slug}/t/{world['thread']}/").status_code == 404


def test_an_empty_place_says_what_to_do_next(stranger, space, english):
    assert "Yours would be the first." in stranger.get(reverse("pages:space", args=[space.slug])).content.decode()
    assert "Try fewer words" in stranger.get(reverse("pages:search") + "?q=zzz").content.decode()
