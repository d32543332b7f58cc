"""One page, five fields, published at once; what is refused comes back with everything typed still there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.base import clock
from apps.gate import limits
from apps.posts.forms import KINDS
from apps.posts.models import Reply, Review, Subject, Thread
from apps.spaces.models import Membership
from apps.spaces.services import posting_pause
from tests.making import (
    make_account,
    make_persona,
    make_post,
    make_professional,
    make_review,
    make_space,
    make_subject,
    make_thread,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = "They asked 515 instead of 240. I paid."


def write_url(space):
    return reverse("posts:write", args=[space.slug])


def typed(**changes):
    form = {
        "subject": "Garage des Trois Ponts",
        "subject_kind": "professional",
        "stars": "2",
        "text": WORDS,
        "experience_on": "2026-11-03",
        "link": "client",
        "idempotency_key": "0b9d7a52-8d2f-4b8b-9d57-0a5c6f1f0f01",
    }
    return {**form, **changes}


@pytest.mark.parametrize("stars", ["1", "5"])
def test_praise_and_blame_are_published_alike_and_anybody_reads_them_at_once(browser, stranger, space, stars):
    answer = browser.post(write_url(space), typed(stars=stars))

    page = stranger.get(answer["Location"])
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert Review.objects.get().stars == int(stars)


def test_the_page_asks_five_things_and_chooses_nothing_beforehand(browser, space):
    page = browser.get(write_url(space)).content.decode()

    assert page.count("<fieldset") + page.count('class="item"') == 5 + 1  # the title is folded away
    assert "checked" not in page.split("<footer")[0].replace("checked afterwards", "")


def test_a_double_click_makes_one_row_and_gives_the_same_answer(browser, space):
    first, second = browser.post(write_url(space), typed()), browser.post(write_url(space), typed())

    assert Review.objects.count() == 1
    assert first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stars", "6"),
        ("stars", "0"),
        ("stars", ""),
        ("text", ""),
        ("text", "x" * 5001),
        ("text", "nul\x00nul"),
        ("text", "turned \u202e around"),
        ("subject", "isolated \u2066 name"),
        ("subject", ""),
        ("subject", "x" * 161),
        ("title", "x" * 161),
        ("experience_on", "2026-02-30"),
        ("experience_on", "tomorrow"),
        ("experience_on", "0001-01-01"),
        ("experience_on", f"{clock.now() + timedelta(days=3):%Y-%m-%d}"),
        ("link", "cousin"),
        ("subject_kind", "person"),
        ("subject_kind", "account"),
    ],
)
def test_each_mistake_gets_its_sentence_and_nothing_typed_is_lost(browser, space, field, value):
    answer = browser.post(write_url(space), typed(**{field: value}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "What you typed is still here" in page
    assert not Review.objects.exists()
    if field != "text":
        assert WORDS in page
    if field != "subject":
        assert "Garage des Trois Ponts" in page


def test_the_corrected_form_may_be_sent_with_the_same_key(browser, space):
    browser.post(write_url(space), typed(stars="6"))

    assert browser.post(write_url(space), typed()).status_code == 302
    assert Review.objects.count() == 1


def test_a_known_thing_is_found_by_its_name_whatever_the_case_and_accents(browser, space):
    known = make_subject("Café de la Gare", place="Lyon")
    for key, name in enumerate(("cafe de la gare", "CAFÉ DE LA GARE, lyon")):
        browser.post(write_url(space), typed(subject=name, subject_kind="", idempotency_key=str(key)))

    assert {review.subject for review in Review.objects.all()} == {known}
    assert Review.objects.count() == 2


def test_a_new_thing_is_asked_about_and_close_names_are_offered(browser, space):
    make_subject("Garage des Trois Pins")

    page = browser.post(write_url(space), typed(subject_kind="")).content.decode()

    assert "is new here" in page
    assert "Garage des Trois Pins" in page
    kinds = page[page.index("What is it?") : page.index("In a word")]
    assert kinds.count('type="radio"') == len(KINDS)  # none of them empty
    assert "optional" not in kinds
    assert not Subject.objects.filter(name="Garage des Trois Ponts").exists()


def test_of_two_of_one_name_the_person_chooses(browser, space):
    make_subject("Garage du Port", place="Brest")
    make_subject("Garage du Port", place="Lorient")

    page = browser.post(write_url(space), typed(subject="Garage du Port")).content.decode()

    assert "Garage du Port, Brest" in page
    assert not Review.objects.exists()


def test_a_link_to_a_subject_fills_its_name_in(browser, space):
    subject = make_subject("Clinique du Parc", slug="clinique")

    page = browser.get(write_url(space) + "?subject=clinique").content.decode()

    assert subject.name in page
    assert browser.get(write_url(space) + "?subject=%00").status_code == 200


def test_words_typed_before_signing_in_wait(stranger, space):
    answer = stranger.post(write_url(space), typed())
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert "Sign in to publish" in answer.content.decode()

    stranger.force_login(make_account("later"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert WORDS in stranger.get(write_url(space)).content.decode()

    stranger.post(write_url(space), typed())
    assert Review.objects.count() == 1
    assert WORDS not in stranger.get(write_url(space)).content.decode()


def test_writing_in_an_open_space_joins_it(sign_in, space):
    newcomer = make_persona("newcomer")

    sign_in(newcomer).post(write_url(space), typed())

    assert Membership.objects.filter(space=space, persona=newcomer).exists()


def test_a_paused_member_is_told_until_when_and_keeps_the_words(browser, member, space):
    posting_pause(persona=member, space=space, until=clock.now() + timedelta(days=2), now=clock.now())

    answer = browser.post(write_url(space), typed())

    assert answer.status_code == 403
    assert "paused until" in answer.content.decode()
    assert WORDS in answer.content.decode()


def test_a_newcomer_writes_thirty_times_an_hour_then_waits_with_the_words_kept(browser, member, space):
    limits.client().set(f"limit:write:{member.account_id}", 30, ex=60)

    answer = browser.post(write_url(space), typed())

    assert answer.status_code == 429
    assert "That is many in one hour" in answer.content.decode()
    assert answer.content.decode().count("This is no sanction.") == 2  # in the refusal, and beside the name
    assert WORDS in answer.content.decode()
    limits.client().delete(f"limit:write:{member.account_id}")


def test_outside_a_members_only_space_its_write_page_does_not_exist(stranger, browser):
    hidden = make_space("patients", visibility="members")

    assert stranger.get(write_url(hidden)).status_code == 404
    assert browser.post(write_url(hidden), typed()).status_code == 404


def test_a_question_is_asked_and_answered(browser, sign_in, stranger, space):
    topic = make_topic(space)
    asked = {"title": "Is 515 fair?", "text": "For two brakes.", "is_question": "yes", "topic": topic.slug}
    question = browser.post(reverse("posts:ask", args=[space.slug]), asked)["Location"]
    thread = Thread.objects.get()
    other = sign_in(make_persona("tournevis"))

    answer = other.post(reverse("posts:answer", args=[space.slug, thread.pk]), {"text": "260 here."})

    assert (thread.topic, thread.is_question) == (topic, True)
    assert answer["Location"] == f"{question}#p2"
    page = stranger.get(question).content.decode()
    assert "For two brakes." in page
    assert "260 here." in page


def test_the_person_who_asked_chooses_the_best_answer_and_nobody_else(browser, member, sign_in, stranger, space):
    thread = make_thread(space, member)
    answer = make_post(thread)
    best = reverse("posts:best", args=[answer.reference])

    assert sign_in(make_persona("other", space)).post(best).status_code == 403
    assert browser.post(best).status_code == 302
    thread.refresh_from_db()
    assert thread.best_answer == answer


def test_a_best_answer_withdrawn_meanwhile_is_said(browser, member, sign_in, space):
    thread = make_thread(space, member)
    answer = make_post(thread)
    sign_in(answer.author).post(reverse("posts:withdraw", args=[answer.reference]))

    said = browser.post(reverse("posts:best", args=[answer.reference]))

    assert said.status_code == 409
    assert "withdrawn or masked meanwhile" in said.content.decode()


def test_it_helped_and_it_did_not(browser, sign_in, space):
    review = make_review(space)
    helpful = reverse("posts:helpful", args=[review.reference])

    browser.post(helpful)
    review.refresh_from_db()
    assert review.helpful_count == 1

    browser.post(helpful)
    review.refresh_from_db()
    assert review.helpful_count == 0
    assert sign_in(review.author).post(helpful).status_code == 403


def test_an_edit_keeps_what_was_said_and_shows_the_difference(browser, member, stranger, space):
    review = make_review(space, member, text="It was late. Nobody came.", stars=1)

    browser.post(
        reverse("posts:edit", args=[review.reference]),
        typed(text="It was late. Somebody came at last.", stars="3"),
    )

    page = stranger.get(reverse("posts:history", args=[review.reference])).content.decode()
    assert "Nobody came." in page
    assert "Somebody came at last." in page
    assert page.count('class="was"') == page.count('class="now"') == 1
    assert "2 versions" in page


def test_nobody_edits_the_words_of_another(sign_in, space):
    review = make_review(space)
    other = sign_in(make_persona("other", space))

    assert other.get(reverse("posts:edit", args=[review.reference])).status_code == 403
    assert other.post(reverse("posts:withdraw", args=[review.reference])).status_code == 403


def test_withdrawn_words_leave_a_line_in_their_place(browser, member, stranger, space):
    review = make_review(space, member, text="A secret word: quetsche.", title="Quetsche")
    address = reverse("posts:withdraw", args=[review.reference])
    assert "cannot be undone" in browser.get(address).content.decode()

    browser.post(address)

    for path in (
        reverse("pages:review", args=[space.slug, review.pk]),
        reverse("posts:history", args=[review.reference]),
        reverse("pages:space", args=[space.slug]),
        f"/api/s/{space.slug}/r/{review.pk}/",
    ):
        page = stranger.get(path, headers={"accept-language": "en"}).content.decode()
        assert "Withdrawn by its author" in page
        assert "uetsche" not in page


def test_the_right_of_reply_stands_under_a_real_name(sign_in, stranger, space):
    review = make_review(space)
    face = make_professional(review.subject)
    office = sign_in(face.account.personas.get())
    address = reverse("posts:reply", args=[space.slug, review.pk])

    office.post(address, {"text": "We should have called you."})
    office.post(address, {"text": "We should have called you. We refund 95."})

    page = stranger.get(reverse("pages:review", args=[space.slug, review.pk])).content.decode()
    assert "Hélène Marchetti" in page
    assert "We refund 95." in page
    assert Reply.objects.count() == 1


def test_only_the_professional_of_the_subject_replies(sign_in, stranger, space):
    review = make_review(space)
    elsewhere = make_professional(make_subject())
    address = reverse("posts:reply", args=[space.slug, review.pk])

    assert sign_in(elsewhere.account.personas.get()).post(address, {"text": "No."}).status_code == 403
    assert stranger.post(address, {"text": "No."}).status_code == 302
