"""Feeds: valid Atom, the same for everybody, nothing for members only, nothing masked, 304 for who has it."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from apps.base import clock
from apps.posts.models import Post, Review
from apps.posts.services import item_withdraw
from apps.posts.states import ItemState
from tests.making import make_persona, make_post, make_review, make_space, make_thread

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def path(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def read(response) -> ElementTree.Element:
    """Parsed, and checked by RFC 4287 §4: what a feed and each entry must have."""
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for node in [feed, *entries]:
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1, name
        assert node.findtext(f"{ATOM}id").startswith("http")
        assert datetime.fromisoformat(node.findtext(f"{ATOM}updated")).tzinfo
        assert node.find(f"{ATOM}author/{ATOM}name").text
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
    assert feed.findtext(f"{ATOM}updated") == max(
        [e.findtext(f"{ATOM}updated") for e in entries], default=feed.findtext(f"{ATOM}updated")
    )
    return feed


def test_every_public_feed_is_valid_and_found_from_its_page(client):
    call_command("install_platform", verbosity=0)
    here = make_space("open")
    author = make_persona("ada", here)
    review = make_review(here, author, text="Two < three & \x85 fair.")
    thread = make_thread(here, author)
    pages = {
        path("pages:space", "open"): path("pages:space_feed", "open"),
        path("pages:thread", "open", thread.pk): path("pages:thread_feed", "open", thread.pk),
        path("pages:subject", review.subject.slug): path("pages:subject_feed", review.subject.slug),
        path("accountability:operator", "trustmgmt"): path("pages:operator_feed", "trustmgmt"),
        path("moderation:cases"): path("pages:decisions_feed"),
        path("labels:home"): path("pages:label_feed"),
        path("ledger:log"): path("ledger:feed"),
        path("professionals:doubts"): path("professionals:doubts_feed"),
        path("mediation:home"): path("mediation:feed"),
    }

    for page, feed in pages.items():
        assert 'type="application/atom+xml" title=' in client.get(page).content.decode(), page
        assert f'href="{feed}"' in client.get(page).content.decode(), page
        read(client.get(feed))

    told = client.get(pages[path("pages:space", "open")]).content.decode()
    assert "Two &amp;lt; three" in told
    assert "ada" in told


def test_a_reader_that_has_it_gets_a_304_until_something_changes(client):
    here = make_space("open")
    make_review(here)
    address = path("pages:space_feed", "open")

    first = client.get(address)
    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    make_review(here)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert same.status_code == 304
    assert same.content == b""
    assert changed.status_code == 200
    assert not first.cookies


def test_what_is_for_members_is_in_no_feed_even_for_a_member(client):
    closed = make_space("closed", visibility="members")
    inside = make_persona("ada", closed)
    subject = make_review(make_space("open")).subject
    make_review(closed, inside, subject, text="Between us alone.")
    thread = make_thread(closed, inside)
    client.force_login(inside.account)

    assert client.get(path("pages:space_feed", "closed")).status_code == 404
    assert client.get(path("pages:thread_feed", "closed", thread.pk)).status_code == 404
    assert "Between us" not in client.get(path("pages:subject_feed", subject.slug)).content.decode()
    assert "feed.atom" not in client.get(path("pages:space", "closed")).content.decode()
    assert "feed.atom" not in client.get(path("pages:thread", "closed", thread.pk)).content.decode()


def test_what_was_taken_back_or_masked_is_not_in_it(client):
    here = make_space("open")
    gone, masked = make_review(here, text="Taken back later."), make_review(here, text="One. Secret two. Three.")
    item_withdraw(persona=gone.author, item=gone, now=clock.now())
    Review.objects.filter(pk=masked.pk).update(state=ItemState.MASKED, masked_spans=[[5, 16]], state_at=clock.now())
    thread = make_thread(here)
    Post.objects.filter(pk=make_post(thread, text="All of it.").pk).update(state=ItemState.MASKED, state_at=clock.now())

    told = client.get(path("pages:space_feed", "open")).content.decode()

    assert "Taken back later" not in told
    assert "Secret" not in told
    assert "Three." in told
    assert "All of it." not in told
    assert "masked on" in told
