"""Lists that other sites read: complete, of what stands now, and of nothing else."""

import pytest
from django.test import Client

from apps.base import clock
from apps.federation.models import Activity, Follow, RemoteSpace
from apps.federation.services.backfill import read_due
from apps.federation.states import FollowState
from apps.moderation.models import Case
from apps.posts.models import Review
from apps.posts.services import item_withdraw
from apps.posts.states import ItemState
from tests.federation.test_first_follower import read_all
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_persona, make_post, make_review, make_space, make_thread
from tests.moderation.world import LATER, decided, make_world, report

pytestmark = pytest.mark.django_db


def ask(path: str) -> dict:
    return Client(SERVER_NAME="here.example").get(path, secure=True).json()


def test_a_space_is_read_to_the_end_while_things_are_erased_from_it():
    space = make_space("garden")
    author = make_persona("", space)
    said = [make_review(space, author).reference for _n in range(53)]
    said += [make_thread(space, author).posts.get(number=1).reference]

    page = ask("/ap/s/garden/contents?page=1")
    Review.objects.filter(reference__in=said[:5]).update(state=ItemState.ERASED)
    rest = ask(page["next"].removeprefix(HERE))

    found = [thing["id"].rsplit("/", 1)[-1] for thing in page["orderedItems"] + rest["orderedItems"]]
    assert found == said
    assert "next" not in rest
    assert read_all() == set(said[5:])
    assert ask("/ap/s/garden/contents")["totalItems"] == 49
    assert len(ask("/ap/s/garden/contents?page=nonsense-x")["orderedItems"]) == 49


def test_outboxes_tell_what_stands_whoever_heard_it_before():
    space = make_space("garden")
    thread = make_thread(space)
    answer = make_post(thread)
    gone = make_review(space, answer.author)
    item_withdraw(persona=answer.author, item=gone, now=clock.now())

    told = ask("/ap/s/garden/outbox?page=1")["orderedItems"]
    by_author = ask(f"/ap/p/{answer.author.reference}/outbox?page=1")["orderedItems"]

    assert [(a["type"], a["object"]["type"], a["object"]["object"]["type"]) for a in told] == [
        ("Announce", "Create", "Note"),
        ("Announce", "Create", "Page"),
    ]
    assert told[0]["object"] == by_author[0]
    assert by_author[0]["object"]["inReplyTo"] == told[1]["object"]["object"]["id"]
    assert len(by_author) == 1


def test_what_was_said_before_it_was_masked_is_read_nowhere(settle):
    world = make_world()
    alice = somebody()
    alice.known()
    alice.send(alice.says("Follow", f"{HERE}/ap/s/{world.space.slug}"))
    work_off()
    review = make_review(world.space, world.review.author, world.review.subject, text="Mona Quill was rude. Two hours.")
    settle()
    created = Activity.objects.get(key=f"announce:create:{review.reference}").document
    assert "Mona Quill" in str(ask(created["id"].removeprefix(HERE)))
    case = report(review, world.reporter).report.case
    decided(world.alder, Case.objects.get(pk=case.pk))
    settle(now=LATER)

    named = ask(created["id"].removeprefix(HERE))
    assert named["object"] == f"{HERE}/ap/r/{review.reference}"
    outbox = ask(f"/ap/s/{world.space.slug}/outbox?page=1")
    assert review.reference in str(outbox)
    assert "Mona Quill" not in str([named, outbox, ask(f"/ap/s/{world.space.slug}/contents?page=1")])


def test_nothing_is_read_from_a_space_elsewhere_before_it_accepted_us():
    group = somebody("garden", "127.0.0.1:9", "Group").known()
    mirror = RemoteSpace.objects.create(
        actor=group, space=make_space("there"), known_since=clock.now(), next_page="https://127.0.0.1:9/outbox"
    )
    follow = Follow.objects.create(actor="p/x", remote=group, ours=True, uri="x", at=clock.now())

    assert read_due(now=clock.now()) == 0

    Follow.objects.filter(pk=follow.pk).update(state=FollowState.ACCEPTED)
    assert read_due(now=clock.now()) == 1
    mirror.refresh_from_db()
    assert mirror.next_page == ""  # no address that may be asked: refused, and that is the end of it
