"""What comes in: who may say it, once, and what it does here."""

from datetime import timedelta

import pytest

from apps.base import clock
from apps.federation.models import Activity, InboxItem, Peer, PeerDelivery, RemoteItem, RemoteVote
from apps.federation.states import InboxState, PeerState
from apps.moderation.models import Report
from apps.posts.models import HelpfulVote, Post, Review
from apps.posts.states import ItemState
from tests.federation.world import HERE, post, somebody, work_off
from tests.making import make_review, make_space

pytestmark = pytest.mark.django_db
GROUP = f"{HERE}/ap/s/garden"


@pytest.fixture
def space():
    return make_space("garden")


@pytest.fixture
def alice():
    made = somebody()
    made.known()
    return made


def outcome() -> tuple[str, str]:
    last = InboxItem.objects.latest("pk")
    return last.state, last.reason


def test_a_review_from_elsewhere_is_published_at_once_with_its_origin(space, alice, settle):
    said = alice.review(GROUP, value=4, best=10)

    assert alice.send(alice.says("Create", said)).status_code == 202
    work_off()

    review = Review.objects.get()
    assert outcome() == (InboxState.DONE, "")
    assert (review.stars, review.subject.name, review.state) == (2, "Brightwell Boilers", ItemState.PUBLISHED)
    assert review.text == "He came twice.\n\nAnd charged once."
    assert review.author.pseudonym == "alice@there.example"
    assert review.author.account is None
    assert RemoteItem.objects.get(item=review.reference).uri == said["id"]


def test_what_comes_twice_counts_once(space, alice):
    message = alice.says("Create", alice.page(GROUP))

    for _time in range(3):
        assert alice.send(message, at=clock.now() - timedelta(seconds=_time)).status_code == 202
    work_off()

    assert InboxItem.objects.count() == 1
    assert Post.objects.count() == 1


def test_a_message_without_a_signature_is_not_kept(space, alice):
    answer = post(b'{"id":"https://there.example/a","type":"Like","actor":"https://there.example/u/alice"}', {})

    assert answer.status_code == 401
    assert not InboxItem.objects.exists()


def test_another_body_under_a_good_signature_is_not_kept(space, alice):
    headers = alice.headers(b'{"a":1}')

    body = b'{"id":"https://there.example/a","type":"Like","actor":"https://there.example/u/alice","object":"x"}'

    assert post(body, headers).status_code == 401


def test_nobody_speaks_for_somebody_else(space, alice):
    bob = somebody("bob", "third.example")
    bob.known()

    assert bob.send(alice.says("Create", alice.page(GROUP))).status_code == 401
    theirs = {**bob.page(GROUP), "attributedTo": alice.uri}
    assert bob.send(bob.says("Create", theirs)).status_code == 400
    ours = {**bob.page(GROUP), "attributedTo": f"{HERE}/ap/p/aaaa-bbbb-cccc-dddd"}
    assert bob.send(bob.says("Create", ours)).status_code == 400
    assert not InboxItem.objects.exists()


@pytest.mark.parametrize(("value", "best"), [(99, 5), (-1, 5), ("5", 5), (True, 5), (3, 1)])
def test_a_rating_outside_its_scale_is_refused_in_words(space, alice, value, best):
    answer = alice.send(alice.says("Create", alice.review(GROUP, value=value, best=best)))

    assert (answer.status_code, answer.json()["error"].split()[0]) == (400, "rating")
    assert not InboxItem.objects.exists()


def test_edit_and_delete_are_the_authors_and_what_is_deleted_does_not_return(space, alice, settle):
    mallory = somebody("mallory")
    mallory.known()
    said = alice.page(GROUP)
    alice.send(alice.says("Create", said))
    work_off()

    mallory.send(mallory.says("Update", {**said, "content": "<p>Mine now.</p>", "attributedTo": mallory.uri}))
    mallory.send(mallory.says("Delete", said["id"]))
    work_off()
    assert Post.objects.get().text.startswith("He came twice.")

    alice.send(alice.says("Update", {**said, "content": "<p>Thrice.</p>", "updated": "2026-11-02T10:00:00Z"}))
    work_off()
    assert Post.objects.get().text == "Thrice."

    alice.send(alice.says("Delete", {"id": said["id"], "type": "Tombstone"}))
    alice.send(alice.says("Create", said))
    work_off()
    assert Post.objects.get().state == ItemState.WITHDRAWN


def test_a_delete_that_overtakes_its_create_wins(space, alice):
    said = alice.page(GROUP)

    alice.send(alice.says("Delete", said["id"]))
    alice.send(alice.says("Create", said))
    work_off()

    assert not Post.objects.exists()


def test_votes_from_elsewhere_are_no_trust(space, alice, settle):
    review = make_review(space)

    alice.send(alice.says("Like", f"{HERE}/ap/r/{review.reference}"))
    work_off()
    settle()

    assert RemoteVote.objects.get().value == 1
    assert not HelpfulVote.objects.exists()
    review.refresh_from_db()
    assert review.helpful_count == 0


def test_a_follow_is_accepted_and_the_follower_hears_what_is_said(space, alice, settle):
    alice.send(alice.says("Follow", GROUP))
    work_off()
    assert Activity.objects.get(kind="Accept").document["object"]["actor"] == alice.uri

    review = make_review(space)
    settle()

    told = Activity.objects.get(key=f"announce:create:{review.reference}")
    assert told.document["object"]["object"]["relatedWith"][0]["value"] == 2
    assert (
        PeerDelivery.objects.filter(activity=told).values_list("inbox", flat=True)[0] == "https://there.example/inbox"
    )


def test_a_report_from_elsewhere_reaches_the_desk_without_a_name(space, alice, settle):
    review = make_review(space)
    site = somebody("site", kind="Application")
    site.known()
    flag = site.says("Flag", [f"{HERE}/ap/r/{review.reference}"], content="This is spam", **{"trust:reporter": "x1"})

    site.send(flag)
    site.send({**flag, "id": "https://there.example/a/other"})
    work_off()

    report = Report.objects.get()
    assert (report.reporter, report.ground, report.text) == (None, "advertising", "This is spam")
    review.refresh_from_db()
    assert review.state == ItemState.PUBLISHED


def test_a_blocked_site_is_turned_away_and_a_paused_one_waits(space, alice):
    Peer.objects.update(state=PeerState.PAUSED)
    assert alice.send(alice.says("Create", alice.page(GROUP))).status_code == 202
    work_off()
    assert outcome()[0] == InboxState.WAITING

    Peer.objects.update(state=PeerState.BLOCKED)
    assert alice.send(alice.says("Create", alice.page(GROUP))).status_code == 403


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"a":1,"a":2}', b'{"x":NaN}', b"[" * 5000, b'{"@graph":[]}', b'{"id":5}', b"null", b'{"id":"\\ud800"}'],
)
def test_what_cannot_be_read_in_one_way_is_refused(space, alice, body):
    assert alice.send({}, body=body).status_code == 400


def test_large_and_foreign_bodies_are_refused(space, alice):
    assert alice.send({}, body=b" " * (1024 * 1024 + 1)).status_code == 413
    assert post(b"{}", {}, content_type="application/json").status_code == 415
