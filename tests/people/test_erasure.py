"""After erasing, no word, no name and no reference of a person is left anywhere but in commitments."""

from copy import deepcopy

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.ledger import sequencer
from apps.ledger.models import Delivery, LogEntry, Opening
from apps.people.archive import readable
from apps.people.erasure import Words, account_erase, preview
from apps.people.export import directory
from apps.people.foundations import references
from apps.people.holdings import all_holdings
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Post, Review, Thread
from apps.posts.services import post_add, thread_start
from tests.factories import PASSPHRASE, member, person, space
from tests.making import deliver_all
from tests.people.canary import WORD, make_canary

pytestmark = pytest.mark.django_db


def tables():
    return [t for t in connection.introspection.table_names() if t != "django_migrations"]


def places_that_say(*needles: str) -> dict[str, list[str]]:
    """Every table whose rows, as text, hold one of these; bytes are looked through too."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            for needle in needles:
                like = [f"%{needle}%", f"%{needle.encode().hex()}%"]
                cursor.execute(f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE %s OR t::text ILIKE %s', like)
                for (row,) in cursor.fetchall():
                    found.setdefault(table, []).append(f"{needle}: {row[:300]}")
    return found


@pytest.fixture(scope="module")
def made(kept):
    """The canary, and the file of its export: nothing brings back what a test has erased on the disk."""
    account = kept(lambda: make_canary(deliver_all))
    file = kept(lambda: directory() / account.exports.get().file)
    return account, file, file.read_bytes()


@pytest.fixture
def canary(made, db):
    account, file, content = made
    file.write_bytes(content)
    return deepcopy(account)


def test_the_canary_has_left_a_trace_in_every_holding(canary):
    silent = [holding.key for holding in all_holdings() if not list(holding.rows(canary))]

    assert silent == []


def test_every_row_of_every_holding_can_be_exported(canary):
    for holding in all_holdings():
        for row in holding.rows(canary):
            assert all(isinstance(value, str) for value in readable(row).values())


def test_nothing_is_left_of_a_person_who_erases_everything(canary, settle):
    names = [WORD, *references(canary)]
    file = directory() / canary.exports.get().file
    assert file.exists()

    account_erase(account=canary, words=Words.DELETE, now=clock.now())
    settle()
    sequencer.seal(now=clock.now())

    left = places_that_say(*names)
    assert left == {}, left
    assert not file.exists()
    assert not Delivery.objects.quarantined().exists()


def test_what_is_left_without_a_name_cannot_be_led_back(canary, settle):
    names = references(canary)

    account_erase(account=canary, words=Words.DETACH, now=clock.now())
    settle()

    assert places_that_say(*names, f"{WORD} main", f"{WORD} second", f"name {WORD}", f"trade {WORD}") == {}
    assert Review.objects.filter(text__contains=WORD, author=None).count() == 1


def test_every_sealed_entry_of_the_person_gets_a_tombstone(canary):
    sealed = set(
        Opening.objects.filter(owner__in=references(canary)).exclude(entry=None).values_list("entry", flat=True)
    )
    assert sealed

    receipt = account_erase(account=canary, words=Words.DELETE, now=clock.now())
    sequencer.seal(now=clock.now())

    buried = {int(o) for o in LogEntry.objects.filter(kind="erasure.done").values_list("object", flat=True)}
    assert buried == sealed == set(receipt.log_positions)


def test_the_preview_says_what_will_be_done(canary):
    lines = {line.key: line.count for line in preview(canary)}

    receipt = account_erase(account=canary, words=Words.DELETE, now=clock.now())

    done = {line.key: line.count for line in receipt.lines}
    assert {key: count for key, count in lines.items() if count} == done


def test_the_answers_of_others_stay(canary):
    others = Post.objects.exclude(author__account=canary).values_list("text", flat=True)
    before = sorted(others)

    account_erase(account=canary, words=Words.DELETE, now=clock.now())

    assert sorted(Post.objects.exclude(text="").values_list("text", flat=True)) == before


def test_a_vote_of_an_erased_person_no_longer_counts(canary):
    voted = Post.objects.exclude(author__account=canary).get(helpful_count=1)

    account_erase(account=canary, words=Words.DELETE, now=clock.now())

    voted.refresh_from_db()
    assert voted.helpful_count == 0


def test_the_place_of_an_erased_message_stays_empty():
    here = space()
    author, other = main_persona(member(here)), main_persona(member(here))
    thread = thread_start(author=author, space=here, title="Boilers", text="They hum.", now=clock.now())
    post_add(author=other, thread=thread, text="Mine does not.", now=clock.now())

    account_erase(account=author.account, words=Words.DELETE, now=clock.now())

    assert [p.text for p in Post.objects.order_by("number")] == ["", "Mine does not."]
    assert Thread.objects.get().title == "…"


def path(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def test_erasing_needs_the_choice_the_pseudonym_and_the_passphrase(client):
    account = person("Maud", passphrase=PASSPHRASE)
    client.force_login(account)
    right = {"choice": "delete", "pseudonym": "maud", "passphrase": PASSPHRASE}

    for field, wrong in [("choice", ""), ("pseudonym", "Mud"), ("passphrase", "not this one")]:
        assert client.post(path("people:erase"), {**right, field: wrong}).status_code == 422

    assert Account.objects.filter(pk=account.pk).exists()


def test_erasing_ends_the_session_and_shows_a_receipt(client):
    account = person("Maud", passphrase=PASSPHRASE)
    client.force_login(account)
    account_pk = account.pk

    page = client.post(
        path("people:erase"), {"choice": "delete", "pseudonym": "Maud", "passphrase": PASSPHRASE}
    ).content.decode()

    assert "We know nothing about you any more" in page
    assert not Account.objects.filter(pk=account_pk).exists()
    assert client.get(path("people:me")).status_code == 302


def test_an_erased_name_is_free_again():
    account = person("Maud")

    account_erase(account=account, words=Words.DELETE, now=clock.now())

    assert person("Maud").pk != account.pk
