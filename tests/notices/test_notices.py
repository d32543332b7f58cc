"""What we tell a person: readable when its moment has come, in their language, read once seen."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.notices.kinds import register_kind
from apps.notices.models import Notice
from apps.notices.services import prepare, withdraw
from apps.people.services import main_persona, persona_create
from tests.factories import person

pytestmark = pytest.mark.django_db
register_kind("test.told", "The case about %(what)s is closed.")


def tell(account, *, what="the boiler", now=None, **more):
    return prepare(
        kind="test.told",
        to=[main_persona(account)],
        about="case",
        context={"what": what},
        now=now or clock.now(),
        **more,
    )


def page(client, language="en"):
    with translation.override(language):
        return client.get(reverse("notices:list")).content.decode()


@pytest.fixture
def maud(client):
    account = person("Maud")
    client.force_login(account)
    return account


def test_a_notice_is_read_on_its_page_and_counted_until_then(client, maud):
    tell(maud)

    with translation.override("en"):
        before = client.get(reverse("people:me")).content.decode()
    first, second = page(client), page(client)

    assert "One new notice" in before
    assert "The case about the boiler is closed." in first
    assert "new</span>" in first
    assert "new</span>" not in second


def test_a_notice_whose_moment_has_not_come_is_not_there(client, maud):
    tell(maud, after=clock.now() + timedelta(seconds=10))

    assert "boiler" not in page(client)


def test_what_was_undone_is_never_read(client, maud):
    tell(maud, after=clock.now() + timedelta(seconds=10))

    withdraw(about="case", kind="test.told", now=clock.now())

    assert Notice.objects.visible(clock.now() + timedelta(days=1)).count() == 0


def test_nobody_reads_the_notices_of_somebody_else(client, maud):
    tell(person())

    assert "boiler" not in page(client)
    assert Notice.objects.get().read_at is None


def test_a_notice_to_any_of_ones_names_arrives(client, maud):
    second = persona_create(account=maud, pseudonym="Harbour lamp", now=clock.now())
    prepare(kind="test.told", to=[second], about="case", context={"what": "the lamp"}, now=clock.now())

    shown = page(client)

    assert "the lamp" in shown
    assert "Harbour lamp" in shown


def test_a_notice_leads_to_its_page_in_the_readers_language(client, maud):
    tell(maud, path="/case/k7qx-2mpd/")

    assert 'href="/fr/case/k7qx-2mpd/"' in page(client, "fr")


def test_hostile_words_in_a_notice_are_escaped(client, maud):
    tell(maud, what="<script>alert(1)</script>")

    assert "<script>alert" not in page(client)


def test_nobody_is_told_twice_in_one_go(maud):
    me = main_persona(maud)

    prepare(kind="test.told", to=[me, me], about="case", context={"what": "x"}, now=clock.now())

    assert Notice.objects.count() == 1
