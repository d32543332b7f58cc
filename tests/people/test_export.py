"""A copy of everything, that explains itself, is handed over once, and does not stay."""

import csv
import hashlib
import html
import io
import json
import re
import subprocess
import zipfile
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.ledger import sequencer
from apps.ledger.models import LogEntry, Opening
from apps.ledger.services import commitment_of
from apps.ledger.site_key import verifies
from apps.notices.models import Notice
from apps.people import export
from apps.people.holdings import all_holdings
from apps.people.models import Account, Export
from apps.people.retention import purge_due
from apps.people.services import main_persona
from apps.posts.models import Post, Thread
from apps.posts.services import thread_start
from tests.factories import member, person, space
from tests.making import deliver_all
from tests.people.canary import WORD, make_canary

pytestmark = pytest.mark.django_db
SIGNED = ("manifest.json", "SHA256SUMS", "SHA256SUMS.sig", "site-key.pem")
COMMAND = re.compile(r"<pre><code>(.*?)</code></pre>", re.DOTALL)


def path(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def copy_of(account: Account) -> zipfile.ZipFile:
    export.exports_erase(account, clock.now())  # the one the canary asked for
    asked = export.export_request(account=account, now=clock.now())
    export.export_make(export_id=asked.pk, now=clock.now())
    with export.export_take(account=account, reference=asked.reference, now=clock.now()) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_asking_makes_the_copy_in_the_background_and_a_notice_says_when(client, settle):
    account = person()
    client.force_login(account)

    client.post(path("people:export"))
    waiting = client.get(path("people:data")).content.decode()
    settle()
    ready = client.get(path("people:data")).content.decode()

    assert "being made" in waiting
    assert "Download my copy" in ready
    assert Notice.objects.get().kind == "export.ready"


def test_the_copy_is_handed_over_once(client, settle):
    account = person()
    client.force_login(account)
    client.post(path("people:export"))
    settle()
    address = path("people:export_take", Export.objects.get().reference)

    first, second = client.post(address), client.post(address)

    assert zipfile.ZipFile(io.BytesIO(b"".join(first.streaming_content))).testzip() is None
    assert second.status_code == 409
    assert list(export.directory().glob(f"{Export.objects.get().reference}*")) == []


def test_nobody_takes_the_copy_of_somebody_else(client, settle):
    asked = export.export_request(account=person(), now=clock.now())
    settle()
    client.force_login(person())

    assert client.post(path("people:export_take", asked.reference)).status_code == 404


def test_a_copy_nobody_takes_is_gone_after_a_day(settle):
    account = person()
    asked = export.export_request(account=account, now=clock.now())
    settle()
    asked.refresh_from_db()

    purge_due(now=clock.now() + timedelta(hours=25))

    assert not Export.objects.exists()
    assert not (export.directory() / asked.file).exists()


def test_asking_twice_is_asking_once(settle):
    account = person()

    one = export.export_request(account=account, now=clock.now())
    settle()
    two = export.export_request(account=account, now=clock.now())

    assert one == two


def test_a_copy_asked_for_by_somebody_who_left_is_not_made(settle):
    account = person()
    asked = export.export_request(account=account, now=clock.now())
    account.delete()

    settle()

    assert list(export.directory().glob(f"{asked.reference}*")) == []


@pytest.fixture(scope="module")
def made(kept):
    return kept(lambda: make_canary(deliver_all))


@pytest.fixture
def canary(made, db):
    return deepcopy(made)


def test_the_copy_holds_every_row_as_json_and_as_csv(canary):
    archive = copy_of(canary)

    names = set(archive.namelist())
    for holding in all_holdings():
        name = f"about-me/{holding.key}" if holding.about_me else f"data/{holding.key}"
        exact = json.loads(archive.read(f"{name}.json"))
        table = list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))
        assert len(exact) == len(table) > 0
    assert {"index.html", "index.fr.html", "index.en.html", "actor.json", "outbox.json", "manifest.json"} <= names
    for sheet in ("flags-received", "decisions", "statuses"):
        assert json.loads(archive.read(f"about-me/{sheet}.json")), sheet
    assert {row["by"] for row in json.loads(archive.read("about-me/flags-received.json"))} == {"hidden"}


def test_the_manifest_has_the_digest_of_every_file_and_is_signed():
    archive = copy_of(person())

    manifest = json.loads(archive.read("manifest.json"))
    digests = {
        name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name not in SIGNED
    }
    assert manifest["sha256"] == digests
    proof = manifest.pop("proof")
    assert verifies(manifest, proof)
    assert not verifies({**manifest, "account": "another"}, proof)


def test_the_command_on_its_page_checks_it_without_us_and_notices_a_change(tmp_path, client):
    account = member(space())
    archive = copy_of(account)
    archive.extractall(tmp_path)
    (command,) = COMMAND.findall(archive.read("index.en.html").decode())

    def check() -> tuple[int, str]:
        ran = subprocess.run(["sh", "-c", html.unescape(command)], cwd=tmp_path, capture_output=True, text=True)
        return ran.returncode, ran.stdout

    assert check() == (0, "Signature Verified Successfully\n")
    assert client.get("/.well-known/site-key.pem").content == archive.read("site-key.pem")
    (tmp_path / "actor.json").write_text("{}")
    assert check()[0] != 0
    digest = hashlib.sha256(b"{}").hexdigest()
    sums = re.sub(r"\w{64}  actor.json", f"{digest}  actor.json", (tmp_path / "SHA256SUMS").read_text())
    (tmp_path / "SHA256SUMS").write_text(sums)
    assert check()[0] != 0  # the digests fit again; the signature does not


def test_the_readable_page_needs_neither_network_nor_script(canary):
    archive = copy_of(canary)
    for name in ("index.html", "index.fr.html", "index.en.html"):
        page = archive.read(name).decode()
        assert "<script" not in page
        assert not re.search(r"(?:src|href)=.https?:", page)
        linked = re.findall(r'href="([^#"]+)"', page)
        assert set(linked) <= set(archive.namelist())
    assert WORD in archive.read("index.fr.html").decode()


def test_the_copy_opens_the_sealed_entries_of_the_public_log(canary):
    sequencer.seal(now=clock.now())
    rows = json.loads(copy_of(canary).read("data/ledger-opening.json"))

    filed = [row["payload"] for row in rows if row["kind"] == "sealed"]
    assert all(WORD in filing or json.loads(filing)["type"] == "vote" for filing in filed)  # a vote is without words
    assert all(any(what in filing for filing in filed) for what in ("Report", "Appeal", "Voice"))
    for row in rows:
        opening = Opening.objects.get(entry=row["log_position"])
        assert row["commitment"] == commitment_of(opening)
        assert row["commitment"].encode() in bytes(LogEntry.objects.get(position=row["log_position"]).leaf)


def test_the_copy_explains_itself_in_both_languages():
    archive = copy_of(person())

    assert "Tout ce que nous savions de vous" in archive.read("index.fr.html").decode()
    assert "All we held about you" in archive.read("index.en.html").decode()


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "+1", "-1", "@cmd", 'a,b\n"c"', "<script>alert(1)</script>", "\u202fÉté \U0001f30d", "'quoted"],
)
def test_hostile_text_survives_exactly_in_json_and_harmlessly_in_csv(text):
    here = space()
    author = member(here)
    thread_start(author=main_persona(author), space=here, title="Title", text=text, now=clock.now())

    archive = copy_of(author)

    exact = json.loads(archive.read("data/posts-post.json"))[0]["text"]
    cell = next(csv.DictReader(io.StringIO(archive.read("data/posts-post.csv").decode("utf-8-sig"))))["text"]
    assert exact == text.strip()
    assert cell.lstrip("'") == exact.lstrip("'")
    assert not cell.startswith(("=", "+", "-", "@"))


def test_many_rows_stream(django_assert_max_num_queries):
    account = person()
    here = space()
    me = main_persona(account)
    thread = Thread.objects.create(space=here, title="Long", started_at=clock.now(), last_post_at=clock.now())
    Post.objects.bulk_create(
        Post(thread=thread, number=n, author=me, text=f"Message {n}", published_at=clock.now()) for n in range(1, 5001)
    )

    with django_assert_max_num_queries(2 * len(list(all_holdings()))):  # by table, not by row
        archive = copy_of(account)

    assert len(json.loads(archive.read("data/posts-post.json"))) == 5000
