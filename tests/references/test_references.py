"""At a member's request, and only then, a space writes what it can vouch for; the member reads it first."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from apps.base import clock
from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.ledger.models import Event, Opening, Pending
from apps.notices.models import Notice
from apps.people.erasure import Words, account_erase
from apps.people.models import Consultation
from apps.posts.models import Thread
from apps.references import services
from apps.references.elsewhere import To
from apps.references.holdings import KEPT, _forget
from apps.references.models import Letter
from apps.references.selectors import letter_view
from apps.signatures import documents
from apps.signatures.canonical import digest
from apps.signatures.errors import BadProof
from apps.spaces.services import space_leave
from apps.trust.models import Feedback
from tests.making import make_persona, make_post
from tests.references.world import ALL, asked, make_two, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)


@pytest.fixture
def two(kept):
    return kept(make_two)


def window(account) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at_desk(letter) -> str:
    return f"/en/desk/references/{letter.reference}/"


def test_nothing_is_read_at_the_desk_before_the_member_has_read_and_sent_it(two):
    letter = asked(two)
    assert window(two.reader).get(at_desk(letter)).status_code == 404

    mine = window(two.account).get(f"/en/me/references/{letter.reference}/").content.decode()
    assert "1 message or review on Brakes." in mine
    sent(letter)

    page = window(two.reader).get(at_desk(letter)).content.decode()
    assert "1 message or review on Brakes." in page
    assert "signature verified now" in page
    assert Notice.objects.filter(kind="reference.received").count() == 1
    seen = Consultation.objects.get(account=two.account)
    assert (seen.purpose, seen.about) == ("reference", letter.reference)


def test_only_what_is_ticked_is_said(two):
    letter = sent(asked(two, parts=["time"]))

    assert list(letter.document["trust:says"]["en"]) == ["time"]
    with pytest.raises(BadInput):
        asked(two, parts=["everything"])


def test_what_is_sent_is_what_was_read(two):
    letter = asked(two)
    read = letter_view(letter, now=clock.now()).read
    make_post(Thread.objects.get(space=two.here), two.member)

    with pytest.raises(NotNow, match="Read it again"):
        services.letter_send(account=two.account, reference=letter.reference, read=read, now=clock.now())
    assert Letter.objects.get().document == {}


def test_a_trust_manager_adds_two_sentences_under_their_office_which_the_member_reads_first(two):
    letter = asked(two, add=True)
    assert Notice.objects.filter(kind="reference.to_add").count() == 1
    with pytest.raises(BadInput, match="Two sentences"):
        services.letter_add(account=two.writer, reference=letter.reference, text="One. Two. Three.", now=clock.now())

    window(two.writer).post(at_desk(letter), {"act": "add", "text": "Answers with dates. Says when unsure."})
    letter.refresh_from_db()

    assert letter.state == "ready"
    assert "Says when unsure." in window(two.account).get(f"/en/me/references/{letter.reference}/").content.decode()
    office = two.writer.mandates.get().public_name
    assert sent(letter).document["trust:added"]["by"] == office
    assert two.writer.username not in str(letter.document)


def test_it_goes_without_them_after_a_week_and_is_forgotten_after_a_month(two):
    letter, now = asked(two, add=True), clock.now()

    services.letters_watch(now=now + 8 * DAY)
    assert Letter.objects.get().state == "ready"
    services.letters_watch(now=now + 39 * DAY)
    assert Letter.objects.get().state == "dropped"
    assert _forget(now + 39 * DAY + KEPT + DAY) == 1
    assert Notice.objects.filter(kind="reference.ready", about=letter.reference).count() == 1


def test_taken_back_or_over_nobody_reads_it_and_its_words_are_gone(two):
    letter = sent(asked(two))
    services.letter_stop(account=two.account, reference=letter.reference, now=clock.now())
    letter.refresh_from_db()

    assert window(two.reader).get(at_desk(letter)).status_code == 404
    assert (letter.state, letter.document, letter.said) == ("revoked", {}, {})
    again = sent(asked(two))
    services.letters_watch(now=clock.now() + 31 * DAY)
    assert Letter.objects.get(pk=again.pk).state == "expired"


def test_it_is_signed_for_one_space_alone_and_no_letter_of_it_can_be_changed(two):
    document = sent(asked(two)).document

    assert document["audience"].endswith("/ap/s/far-inns")
    documents.verify(document)
    for name in ("audience", "trust:says", "trust:validUntil", "trust:about", "attributedTo"):
        with pytest.raises(BadProof):
            documents.verify({**document, name: "another"})


def test_no_figure_grades_the_member(two):
    said = sent(asked(two)).document["trust:says"]

    assert said["en"]["helped"] == ["Nobody has said yet that an answer of theirs helped."]
    assert said["en"]["statuses"] == ["Has earned no status here yet."]
    assert set(said) == {"fr", "en"}


def test_only_a_favourable_word_about_an_answer_says_that_it_helped(two):
    for n, (kind, favourable) in enumerate([("helpful", False), ("rating", True), ("rating", False)]):
        said = {"kind": kind, "favourable": favourable, "giver": f"giver-{n}", "item": f"item-{n}"}
        Feedback.objects.create(space=two.here, receiver=two.member, at=clock.now(), giver_earned=True, **said)

    assert sent(asked(two)).document["trust:says"]["en"]["helped"] == [
        "Nobody has said yet that an answer of theirs helped."
    ]


def test_the_log_says_of_what_was_taken_back_what_it_was(two):
    letter = sent(asked(two))
    was = digest(letter.document)
    services.letter_stop(account=two.account, reference=letter.reference, now=clock.now())

    opened = [json.loads(bytes(one.payload)) for one in Opening.objects.order_by("pk")]
    assert [one["sha256"] for one in opened if "reference" in one] == [was, was]


def test_the_log_holds_a_commitment_and_no_name(two):
    letter = sent(asked(two))

    event = Event.objects.get(kind="reference.sent")
    assert (event.object, event.payload) == (letter.reference, {})
    assert Pending.objects.filter(event=event).exists()
    assert two.member.pseudonym not in str(list(Notice.objects.values_list("context", flat=True)))


def test_a_space_vouches_for_its_members_only_and_for_oneself_only(two):
    stranger = make_persona("stranger")
    now, to = clock.now(), To(two.there)
    with pytest.raises(NotNow, match="members only"):
        services.letter_ask(
            account=stranger.account, persona=stranger, space=two.here, to=to, parts=ALL, add=False, now=now
        )
    with pytest.raises(NotYours):
        services.letter_ask(
            account=stranger.account, persona=two.member, space=two.here, to=to, parts=ALL, add=False, now=now
        )
    letter = asked(two)
    with pytest.raises(NotNow, match="under way already"):
        asked(two)
    with pytest.raises(NotFound):
        sent_by_another(stranger, letter)
    space_leave(persona=two.member, space=two.here, now=now)
    with pytest.raises(NotNow, match="no longer stand"):
        sent(letter)


def sent_by_another(persona, letter):
    services.letter_send(account=persona.account, reference=letter.reference, read="", now=clock.now())


def test_whoever_holds_the_desk_reads_no_letter_of_their_own(two):
    desk = window(two.writer).get("/en/desk/references/").content.decode()
    assert "Nobody asks for a word" in desk
    asked(two, add=True)

    assert "walker" in window(two.writer).get("/en/desk/references/").content.decode()
    assert "walker" not in window(two.reader).get("/en/desk/references/").content.decode()
    assert window(two.account).get("/en/desk/references/").status_code == 403


def test_erasing_oneself_takes_the_letters_along(two):
    letter = sent(asked(two))
    account_erase(account=two.account, words=Words.DELETE, now=clock.now())

    assert not Letter.objects.exists()
    assert window(two.reader).get(at_desk(letter)).status_code == 404


def test_the_form_leads_to_the_letter_and_gives_back_what_is_missing(two):
    browser = window(two.account)
    stands = two.member.memberships.get(space=two.here).pk
    assert browser.post("/en/me/references/", {"membership": stands}).status_code == 422

    told = browser.post("/en/me/references/", {"membership": stands, "to": "far-inns", "parts": ["time"]})

    assert told.status_code == 302
    page = browser.get(told["Location"]).content.decode()
    read = page.split('name="read" value="')[1].split('"')[0]
    assert browser.post(told["Location"], {"act": "send", "read": read}).status_code == 302
    assert Letter.objects.get().state == "sent"
