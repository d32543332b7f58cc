"""What other sites say at once is taken at once: nothing left out, nothing doubled, each told why not; nobody waits."""

import socket
import threading
import time

import pytest

from apps.base import clock
from apps.federation import tasks
from apps.federation.models import InboxItem, Peer, PeerDelivery, RemoteItem, RemoteSpace
from apps.federation.selectors import Door
from apps.federation.services import backfill
from apps.federation.services.sending import say
from apps.federation.states import InboxState
from apps.ledger.models import Delivery
from apps.posts.models import Post
from apps.spaces.services import posting_pause
from tests.federation.test_pages import somebody_answers
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_space

GROUP = f"{HERE}/ap/s/garden"


def states() -> dict[str, tuple[str, str]]:
    """What became of each message, by the name of what it carried."""
    return {item.thing: (item.state, item.reason) for item in InboxItem.objects.all()}


@pytest.fixture
def people(db):
    make_space("garden")
    made = [somebody(name) for name in ("alice", "bob", "carol")]
    for person in made:
        person.known()
    return made


def answer(person, to: str, words: str, **more) -> dict:
    return person.page(GROUP, type="Note", inReplyTo=to, content=f"<p>{words}</p>", **more)


@pytest.mark.django_db
def test_answers_that_come_together_are_taken_together_and_each_of_the_others_is_told_why(people, settle):
    alice, bob, carol = people
    begun = alice.page(GROUP)
    alice.send(alice.says("Create", begun))
    bob.send(bob.says("Create", answer(bob, begun["id"], "Before the pause.")))
    work_off()
    paused = Post.objects.get(number=2)
    later = clock.now().replace(year=clock.now().year + 1)
    posting_pause(persona=paused.author, space=paused.thread.space, until=later, now=clock.now())
    answers = [answer(alice if n % 2 else carol, begun["id"], f"Words {n}.") for n in range(20)]
    refused, deleted = answer(bob, begun["id"], "In the pause."), answer(carol, begun["id"], "Never said.")
    carol.send(carol.says("Delete", deleted["id"]))
    work_off()

    for said in [*answers[:10], refused, deleted, *answers[10:], answers[3]]:
        who = next(person for person in people if person.uri == said["attributedTo"])
        who.send(who.says("Create", said))
    work_off()
    settle()

    told = states()
    assert {told[said["id"]][0] for said in answers[:3]} == {InboxState.DONE}
    assert told[refused["id"]][0] == InboxState.REFUSED
    assert InboxItem.objects.filter(thing=deleted["id"], kind="Create").get().reason == "Its author deleted it."
    assert not Post.objects.filter(text__in=["In the pause.", "Never said."]).exists()
    assert Post.objects.filter(text="Words 3.").count() == 1
    assert sorted(Post.objects.values_list("number", flat=True)) == list(range(1, 23))
    assert RemoteItem.objects.filter(uri__in=[said["id"] for said in answers], author__uri=carol.uri).count() == 10
    assert not Delivery.objects.due(clock.now()).exists()


@pytest.mark.django_db
def test_twenty_answers_take_few_statements(people, django_assert_max_num_queries):
    alice = people[0]
    begun = alice.page(GROUP)
    alice.send(alice.says("Create", begun))
    work_off()
    for n in range(20):
        alice.send(alice.says("Create", answer(alice, begun["id"], f"Words {n}.")))

    with django_assert_max_num_queries(40):
        work_off()

    assert Post.objects.count() == 21


@pytest.mark.django_db
def test_a_page_from_elsewhere_stands_as_it_was_said_there(people, settle):
    group = somebody("meadow", kind="Group").known()
    mirror = RemoteSpace.objects.create(actor=group, space=make_space("meadow"), known_since=clock.now())
    alice, bob, carol = people
    begun = alice.page(group.uri)
    first = answer(bob, begun["id"], "First.")
    listed = [begun, first, answer(carol, first["id"], "Second."), answer(bob, begun["id"], "Third.")]
    foreign = {**answer(alice, begun["id"], "Not mine."), "attributedTo": "https://third.example/u/x"}

    for _time in range(2):
        asking = backfill._Asking(mirror, clock.now())
        backfill._take(asking.all_told([*listed, foreign, "https://127.0.0.1:9/n/1"]), clock.now())

    assert asking.finished
    said = Post.objects.filter(thread__space=mirror.space).order_by("number")
    assert [post.text.split()[0] for post in said] == ["He", "First.", "Second.", "Third."]


@pytest.mark.django_db(transaction=True)
def test_no_worker_and_no_other_site_waits_for_one_that_says_nothing(settings):
    silent, alive = somebody().known().peer, somebody("bob", "third.example").known().peer
    Peer.objects.filter(pk=silent.pk).update(failures=3)
    now = clock.now()
    with somebody_answers() as (place, heard), socket.create_server(("127.0.0.1", 0)) as listening:
        quiet = f"127.0.0.1:{listening.getsockname()[1]}"
        settings.REACH_ALSO = {place, quiet}
        to = [Door(silent.pk, f"http://{quiet}/inbox"), Door(alive.pk, f"http://{place}/inbox")]
        say(actor="site", document={"type": "Announce", "object": "https://x.example/1"}, key="k", to=to, now=now)

        tasks.deliver()
        asked, _from = listening.accept()  # the silent one was tried again
        until(lambda: PeerDelivery.objects.filter(peer=alive).exclude(done_at=None).exists())

        assert len(heard) == 1
        assert any(thread.name == "lane" for thread in threading.enumerate())  # it goes on waiting, alone
        asked.close()
    until(lambda: not any(thread.name == "lane" for thread in threading.enumerate()))
    silent.refresh_from_db()
    assert silent.failures == 4


def until(look) -> None:
    """Not longer than a site may take to answer."""
    deadline = time.monotonic() + 9
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.02)
