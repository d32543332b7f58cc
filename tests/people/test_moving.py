"""Words taken along to another instance: theirs again, dated, marked, never evidence; hostile copies refused."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.base.errors import BadInput
from apps.ledger.models import Event
from apps.people import archive
from apps.people.archive_reading import read_copy
from apps.people.erasure import Words, account_erase
from apps.people.models import Account
from apps.people.services import main_persona
from apps.posts.models import Post, Review, Source, Thread
from apps.posts.moving import copy_bring
from apps.posts.states import ItemState
from apps.scoring.models import Score
from apps.signatures import documents
from apps.trust.models import Feedback
from tests.factories import member, person, space
from tests.making import make_post, make_review, make_thread

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=900)


def copy_of(account: Account, tmp_path) -> bytes:
    archive.write(account=account, to=tmp_path / "copy.zip", now=clock.now())
    return (tmp_path / "copy.zip").read_bytes()


def read(content: bytes):
    return read_copy(io.BytesIO(content), size=len(content), now=clock.now())


def again(content: bytes, *, key=None, site="https://elder.invalid", **changed: bytes | None) -> bytes:
    """The copy with other files in it, signed anew by `key` (none: the old manifest stays)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        files = {name: old.read(name) for name in old.namelist()} | changed
        files = {name: body for name, body in files.items() if body is not None}
        if key is not None:
            files["manifest.json"] = _manifest(files, key, site)
        for name, body in files.items():
            new.writestr(name, body)
    return out.getvalue()


def _manifest(files: dict[str, bytes], key: Ed25519PrivateKey, site: str) -> bytes:
    import hashlib

    unsigned = ("manifest.json", "SHA256SUMS", "SHA256SUMS.sig", "site-key.pem")
    told = json.loads(files["manifest.json"])
    told |= {"site": site, "sha256": {n: hashlib.sha256(b).hexdigest() for n, b in files.items() if n not in unsigned}}
    told.pop("proof")
    return json.dumps({**told, "proof": documents.prove(told, key, at=clock.now())}).encode()


@pytest.fixture
def maud():
    """Two reviews and a message under a talk of somebody else's, three years old; then the account leaves the site."""
    here = space("brakes")
    account = member(here, "Maud")
    for title in ("First", "Second"):
        make_review(
            here, main_persona(account), title=title, text=f"**{title}** <b>bold</b>", now=clock.now() - LONG_AGO
        )
    make_post(make_thread(here, title="Fair price?"), main_persona(account), text="I paid 260.")
    return account


def test_words_come_back_as_mine_dated_and_marked_and_are_evidence_of_nothing(maud, tmp_path, client, settle):
    content = again(copy_of(maud, tmp_path), key=Ed25519PrivateKey.generate())
    settle()
    events, scores, feedback = Event.objects.count(), Score.objects.count(), Feedback.objects.count()
    newcomer = member(space("brakes-2"), "Maud elsewhere")

    copy = read(content)
    brought = copy_bring(
        account=newcomer, copy=copy, into=main_persona(newcomer).memberships.get().space, now=clock.now()
    )
    twice = copy_bring(
        account=newcomer, copy=copy, into=main_persona(newcomer).memberships.get().space, now=clock.now()
    )
    settle()

    mine = Review.objects.filter(author__account=newcomer)
    assert (brought.reviews, brought.messages, brought.left_out) == (2, 1, {})
    assert (twice.reviews, twice.messages, twice.here_already) == (0, 0, 3)
    assert {r.title: r.published_at for r in mine} == {
        r.title: r.published_at for r in Review.objects.filter(author__account=maud)
    }
    assert all(r.source.slug.startswith("moved-elder") and "<b>" not in r.html for r in mine)
    assert Thread.objects.get(source__isnull=False).title == "Fair price?"
    assert Event.objects.count() == events + 4  # a persona, joining, brought twice: nothing that says “published”
    assert (Score.objects.count(), Feedback.objects.count()) == (scores, feedback)
    with translation.override("en"):
        page = client.get(reverse("pages:space", args=["brakes-2"])).content.decode()
    assert "Said to be from elder.invalid; not confirmed" in page


def test_a_copy_of_this_very_site_brings_nothing_that_stands_here(maud, tmp_path):
    """Neither twice, nor as another's, nor whole what is masked."""
    Review.objects.filter(title="First").update(state=ItemState.MASKED, state_at=clock.now())
    copy = read(copy_of(maud, tmp_path))
    here = main_persona(maud).memberships.get().space
    thief = member(here, "Mallory")

    for account in (maud, thief):
        brought = copy_bring(account=account, copy=copy, into=here, now=clock.now())
        assert (brought.reviews, brought.messages, brought.here_already) == (0, 0, 3)
    assert Review.objects.count() == 2


def test_whoever_left_brings_a_copy_of_this_very_site_back_and_reads_what_stayed_out(maud, tmp_path, client):
    content = copy_of(maud, tmp_path)
    account_erase(account=maud, words=Words.DELETE, now=clock.now())
    other = member(space("brakes-2"), "Maud elsewhere")
    client.force_login(other)
    with translation.override("en"):
        address = reverse("posts:bring")

    page = client.post(address, {"copy": SimpleUploadedFile("copy.zip", content), "into": ""}).content.decode()
    brought = client.post(address, {"copy": SimpleUploadedFile("copy.zip", content), "into": "brakes-2"})

    assert "3 texts left out: You are in no space “brakes” here." in page
    assert "3 texts are here now." in brought.content.decode()
    assert "confirms that its key signed this copy" in brought.content.decode()
    assert Post.objects.get(author__account=other).source is not None


def test_whoever_may_not_post_here_brings_nothing_here(maud, tmp_path, english):
    from apps.spaces.services import posting_pause

    content, now = again(copy_of(maud, tmp_path), key=Ed25519PrivateKey.generate()), clock.now()
    there = space("brakes-2")
    other = member(there)
    posting_pause(persona=main_persona(other), space=there, until=now + timedelta(days=3), now=now)

    brought = copy_bring(account=other, copy=read(content), into=there, now=now)

    assert (brought.reviews, brought.messages) == (0, 0)
    assert "paused until" in next(iter(brought.left_out))


def _outbox(**changes) -> bytes:
    told = {
        "id": "https://elder.invalid/ap/n/1",
        "source": {"content": "Words."},
        "published": "2024-01-01T00:00:00+00:00",
        "trust:space": "brakes",
        "trust:talk": "A talk",
        **changes,
    }
    return json.dumps({"orderedItems": [{"type": "Create", "object": told}]}).encode()


@pytest.mark.parametrize(
    "changes",
    [
        {"published": "2924-01-01T00:00:00+00:00"},
        {"published": "yesterday"},
        {"id": 7},
        {"id": "x" * 500},
        {"source": None},
        {"source": {"content": "  "}},
        {"source": {"content": "a" * 5001}},
        {"source": {"content": "\u202eevil"}},
        {"source": {"content": "nul\x00"}},
        {"schema:review": {"schema:reviewRating": 7}},
        {"schema:review": {"schema:reviewRating": True, "schema:itemReviewed": {"schema:name": "x"}}},
        {"schema:review": []},
        {"trust:space": ["brakes"]},
    ],
)
def test_a_text_that_could_not_have_been_published_stays_out(maud, tmp_path, changes):
    outbox = {"outbox.json": _outbox(**changes)}
    content = again(copy_of(maud, tmp_path), key=Ed25519PrivateKey.generate(), **outbox)
    reviews, posts = Review.objects.count(), Post.objects.count()

    brought = copy_bring(account=maud, copy=read(content), into=None, now=clock.now())

    assert sum(brought.left_out.values()) == 1
    assert (Review.objects.count(), Post.objects.count()) == (reviews, posts)


def _bomb(content: bytes) -> bytes:
    """Sixty-five megabytes of nothing for an outbox, a few kilobytes packed, digest and signature right."""
    return again(
        content, key=Ed25519PrivateKey.generate(), **{"outbox.json": b'{"orderedItems": []}' + b" " * 65_000_000}
    )


def _with(content: bytes, name: str, link: bool = False) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as zipped:
        entry = zipfile.ZipInfo(name)
        if link:
            entry.external_attr = 0o120777 << 16
        zipped.writestr(entry, b"x")
    return out.getvalue()


HOSTILE = {
    "not a zip": lambda content: b"PK\x03\x04 nonsense",
    "empty": lambda content: b"",
    "cut off": lambda content: content[: len(content) // 2],
    "a bomb": _bomb,
    "out of its folder": lambda content: _with(content, "../../etc/cron.d/x"),
    "an absolute path": lambda content: _with(content, "/etc/passwd"),
    "a path of another system": lambda content: _with(content, "C:\\x"),
    "a link": lambda content: _with(content, "link", link=True),
    "a file too many": lambda content: _with(content, "extra.txt"),
    "a file missing": lambda content: again(content, **{"outbox.json": None}),
    "words changed": lambda content: again(content, **{"outbox.json": _outbox()}),
    "manifest changed": lambda content: again(content, **{"manifest.json": b'{"site": "https://elder.invalid"}'}),
    "deep json": lambda content: again(content, **{"manifest.json": b"[" * 100_000}),
    "another key for this site": lambda content: again(
        content, key=Ed25519PrivateKey.generate(), site=__import__("django.conf").conf.settings.SITE_URL
    ),
    "a site that is none": lambda content: again(content, key=Ed25519PrivateKey.generate(), site="file:///etc/passwd"),
    "a site inside": lambda content: again(content, key=Ed25519PrivateKey.generate(), site="ftp://127.0.0.1"),
}


def _twice(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as zipped:
        zipped.writestr("outbox.json", _outbox())
    return out.getvalue()


@pytest.mark.parametrize("how", [*HOSTILE, "a file twice"])
def test_a_hostile_copy_is_refused_with_a_sentence(how, tmp_path, english):
    content = copy_of(person(), tmp_path)
    hostile = _twice(content) if how == "a file twice" else HOSTILE[how](content)

    with pytest.raises(BadInput) as refused:
        read(hostile)

    assert str(refused.value.errors["copy"]).endswith(".")
    assert not Source.objects.filter(slug__startswith="moved-").exists()


def test_a_large_file_is_not_even_opened():
    with pytest.raises(BadInput):
        read_copy(io.BytesIO(b""), size=12_000_001, now=clock.now())
