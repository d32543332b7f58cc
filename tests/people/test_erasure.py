"""After erasing, no word, no name and no reference of a person is left anywhere but in commitments."""

import json
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.gate import limits
from apps.ledger import sequencer
from apps.ledger.models import Delivery, LogEntry, Opening
from apps.people.archive import plain, readable
from apps.people.erasure import Words, account_erase, preview
from apps.people.export import directory
from apps.people.foundations import references
from apps.people.holdings import all_holdings
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Post, Review, Thread
from apps.posts.services import post_add, thread_start
from apps.spaces.services import space_join
from tests.factories import PASSPHRASE, member, person, space
from tests.making import deliver_all, make_review
from tests.people.canary import WORD, make_canary
from tests.servers import PLACES

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


def valkey_that_says(*needles: str) -> list[str]:
    """Every key and every value, whatever its kind, as the server dumps it."""
    server = limits.client()
    dumped = {key: key + b" " + (server.dump(key) or b"") for key in server.scan_iter()}
    return [key.decode() for key, row in dumped.items() for needle in needles if needle.encode() in row]


def files_that_say(*needles: str) -> list[str]:
    """Every file of the site, and what is in those that are zips; the server's own log beside them."""
    files = [f for f in (*Path(settings.DATA_DIR).rglob("*"), *PLACES.log.glob("*")) if f.is_file()]
    return [f.name for f in files for needle in needles if any(needle.encode() in part for part in _parts(f))]


def _parts(file: Path) -> Iterator[bytes]:
    yield file.name.encode() + file.read_bytes()
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as zipped:
            yield from (zipped.read(name) for name in zipped.namelist())


def test_nothing_is_left_of_a_person_who_erases_everything(
    canary, settle, client, caplog, django_capture_on_commit_callbacks
):
    """The six places: database, search, Valkey, files, exports, logs."""
    mine = references(canary)
    names, stem = [WORD, *mine], WORD[:-1]
    caplog.set_level("DEBUG")
    client.force_login(canary)
    client.post(path("people:export"))
    client.post(path("moderation:report", Review.objects.exclude(author__account=canary)[0].reference), {"text": WORD})
    file = directory() / canary.exports.get().file
    assert file.exists()
    assert valkey_that_says(*mine)
    assert files_that_say(*mine)
    assert search_that_finds(client)

    with django_capture_on_commit_callbacks(execute=True):
        account_erase(account=canary, words=Words.DELETE, now=clock.now())
    settle()
    sequencer.seal(now=clock.now())

    left = places_that_say(*names, stem)  # the stem: what a search index keeps of a word
    assert left == {}, left
    assert valkey_that_says(*names) == []
    assert files_that_say(*mine) == []
    assert not file.exists()
    client.logout()
    assert not search_that_finds(client)
    assert [
        name for name in names for record in caplog.records if name in record.getMessage() + str(vars(record))
    ] == []
    assert not Delivery.objects.quarantined().exists()


def search_that_finds(client) -> bool:
    """Whether anything but the question comes back."""
    found = client.get(path("pages:search"), {"q": WORD}).content.decode()
    return "entry" in found and f"<mark>{WORD}" in found


def test_the_canary_sings_in_at_least_twenty_five_places(canary):
    places = {
        holding.key for holding in all_holdings() if WORD in json.dumps(list(holding.rows(canary)), default=plain)
    }

    assert len(places) >= 25, sorted(places)


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


def test_each_text_follows_its_wish_and_the_others_the_rule(client):
    here = space()
    author = member(here)
    me, now = main_persona(author), clock.now()
    reviews = {w: make_review(here, me, title=w, text=f"Review {w}.") for w in ("delete", "detach", "")}
    threads = {w: thread_start(author=me, space=here, title=w or "none", text=f"Talk {w}.", now=now) for w in reviews}
    client.force_login(author)
    for wish in ("delete", "detach"):
        item = [reviews[wish].reference, threads[wish].posts.get().reference]
        assert client.post(path("posts:parting"), {"item": item, "parting": wish}).status_code == 302
    stranger = make_review(here)
    client.post(path("posts:parting"), {"item": [stranger.reference], "parting": "delete"})
    assert "goes with me" in client.get(path("posts:parting")).content.decode()
    assert "You chose otherwise for 4 texts" in client.get(path("people:erase")).content.decode()

    lines = {line.key: line.count for line in preview(author) if line.count}
    receipt = account_erase(account=author, words=Words.DETACH, now=now)

    assert {line.key: line.count for line in receipt.lines} == lines
    assert sorted(Review.objects.filter(author=None).values_list("title", "text")) == [
        ("", ""), ("", "Review ."), ("detach", "Review detach."),
    ]  # fmt: skip
    assert sorted(Thread.objects.values_list("title", flat=True)) == ["detach", "none", "…"]
    assert Review.objects.get(pk=stranger.pk).author is not None


@pytest.mark.parametrize(("rule", "left"), [(Words.DELETE, ["A"]), (Words.DETACH, ["B"])])
def test_a_wish_for_many_at_once_holds_in_one_space(rule, left, client):
    one, two = space("one"), space("two")
    author = member(one)
    me = main_persona(author)
    space_join(persona=me, space=two, now=clock.now())
    make_review(one, me, text="A"), make_review(two, me, text="B")
    client.force_login(author)
    other = "detach" if rule is Words.DELETE else "delete"
    client.post(path("posts:parting"), {"all": "1", "kind": "review", "space": "one", "parting": other})

    account_erase(account=author, words=rule, now=clock.now())

    assert [r.text for r in Review.objects.exclude(text="")] == left


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
