"""Summaries by e-mail: only when chosen, only to an address that said yes, calm, and stopped with one press."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import NotFound
from apps.notices.families import families, family_of
from apps.notices.kinds import register_kind
from apps.notices.mailing import address_confirm, mailing_choose, summaries_send, unconfirmed_purge
from apps.notices.models import Mailing, Rhythm
from apps.notices.services import mark_read, prepare
from apps.people.services import main_persona
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]  # the language in which Maud signs in
register_kind("moderation.test", "The case about %(what)s is closed.")
register_kind("vote.test", "The vote about %(what)s is over.")
DAY = timedelta(days=1)
LINK = re.compile(r"http\S+/(?:confirm|stop)/(\S+?)/$", re.MULTILINE)


@pytest.fixture
def maud(client):
    account = person("Maud")
    client.force_login(account)
    return account


def choose(account, settle, *, confirmed=True, **often):
    mailing_choose(account=account, address="maud@example.org", often=often or {"mine": "daily"}, now=clock.now())
    settle()
    if confirmed:
        (token,) = LINK.findall(mail.outbox.pop().body)
        address_confirm(token=token, now=clock.now())


def tell(account, kind="moderation.test", what="the boiler"):
    to = [main_persona(account)]
    return prepare(kind=kind, to=to, about="x", context={"what": what}, path="/case/abc/", now=clock.now())


def tomorrow(days=1):
    return clock.now() + DAY * days


def test_nothing_is_sent_to_whoever_did_not_choose_or_did_not_say_yes(maud, settle):
    tell(maud)
    assert summaries_send(now=tomorrow()) == 0
    choose(maud, settle, confirmed=False)
    (asked,) = mail.outbox
    tell(maud)

    assert summaries_send(now=tomorrow(30)) == 0
    assert mail.outbox == [asked]
    assert "boiler" not in asked.body + asked.subject
    assert "Maud" not in asked.body + asked.subject


def test_a_summary_says_once_what_is_new_and_unread_and_nothing_personal_in_its_subject(maud, settle):
    choose(maud, settle, mine="daily")
    tell(maud)
    mark_read(account=maud, notices=tell(maud, what="what I read"), now=clock.now())
    tell(maud, kind="vote.test", what="a family I did not choose")

    sent = [summaries_send(now=at) for at in (clock.now(), tomorrow(), tomorrow(), tomorrow(2))]

    assert sent == [0, 1, 0, 0]
    (message,) = mail.outbox
    assert message.to == ["maud@example.org"]
    assert message.subject == "trustmgmt: your summary"
    assert "The case about the boiler is closed." in message.body
    assert "/en/case/abc/" in message.body
    assert "what I read" not in message.body
    assert "did not choose" not in message.body
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_family_has_its_rhythm_and_the_language_is_the_readers(maud, settle):
    choose(maud, settle, mine="weekly", votes="daily")
    type(maud).objects.filter(pk=maud.pk).update(language="fr")
    tell(maud), tell(maud, kind="vote.test")

    assert summaries_send(now=tomorrow()) == 1
    assert "vote" in mail.outbox[0].body
    assert "case" not in mail.outbox[0].body.replace("/case/", "")
    assert summaries_send(now=tomorrow(7)) == 1
    assert mail.outbox[1].subject == "trustmgmt\u202f: votre résumé"


def test_one_press_without_signing_in_stops_it_and_forgets_the_address(maud, settle):
    choose(maud, settle)
    tell(maud)
    summaries_send(now=tomorrow())
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = address[address.index("/en/") :]
    somebody = Client(enforce_csrf_checks=True)

    assert somebody.get(path).status_code == 200
    assert Mailing.objects.exists()  # machines open links; only a press stops
    assert somebody.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert somebody.post(path).status_code == 200
    assert not Mailing.objects.exists()
    assert not Rhythm.objects.exists()
    assert somebody.post("/en/notices/stop/forged/").status_code == 404


def test_a_link_of_another_address_or_of_three_days_ago_confirms_nothing(maud, settle):
    choose(maud, settle, confirmed=False)
    (token,) = LINK.findall(mail.outbox.pop().body)
    Mailing.objects.update(address="another@example.org")
    with pytest.raises(NotFound):
        address_confirm(token=token, now=clock.now())

    assert unconfirmed_purge(tomorrow(4)) == 1
    assert not Mailing.objects.exists()


def test_the_page_keeps_the_choice_and_emptying_the_address_forgets_it(client, maud, settle):
    with translation.override("en"):
        path = reverse("notices:mailing")
    wrong = client.post(path, {"address": "no address", "often_mine": "daily"})
    client.post(path, {"address": "maud@example.org", "often_mine": "daily", "often_votes": "hourly"})
    settle()

    assert wrong.status_code == 422
    assert not Rhythm.objects.exists()  # "hourly" is no choice: the whole form came back
    client.post(path, {"address": "maud@example.org", "often_mine": "daily"})
    settle()
    assert Mailing.objects.get().confirmed_at is None
    assert "We wrote to" in client.get(path).content.decode()
    client.post(path, {"address": ""})
    assert not Mailing.objects.exists()


def test_a_site_that_prints_its_mail_sends_none(client, maud, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    with translation.override("en"):
        path = reverse("notices:mailing")

    refused = client.post(path, {"address": "maud@example.org", "often_mine": "daily"})

    assert "sends no e-mail" in refused.content.decode()
    assert not Mailing.objects.exists()


def test_a_server_that_refuses_loses_nothing(maud, settle, monkeypatch, settings):
    choose(maud, settle)
    tell(maud)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    assert summaries_send(now=tomorrow()) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert summaries_send(now=tomorrow()) == 1


def test_every_kind_has_a_family_with_a_name():
    from apps.notices.kinds import _KINDS

    assert {family_of(kind) for kind in _KINDS} <= set(families())
    assert [kind for kind in _KINDS if family_of(kind) == "other" and not kind.startswith("test")] == ["export.ready"]
    said = (
        "moderation.author",
        "moderation.reporter",
        "moderation.taken_over",
        "jury.invited",
        "doubt.raised",
        "doubt.yours",
    )
    assert [family_of(kind) for kind in said] == ["mine", "reported", "office", "juries", "mine", "reported"]
