"""Federation costs nothing while no other site met us, and loses nothing when the first one comes."""

import random
import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.base import clock
from apps.federation.models import Activity, ActorKey, Follow, Peer
from apps.federation.services.actors import peer_at
from apps.federation.states import FollowState
from apps.ledger.models import Delivery
from apps.ledger.services import deliver_due
from tests.at_once import at_once
from tests.federation.world import HERE, somebody, work_off
from tests.making import make_persona, make_review, make_space

FULL = pytest.mark.prove


@pytest.mark.django_db
def test_until_another_site_meets_us_federation_asks_one_question_per_transaction(settle):
    space = make_space("garden")
    author = make_persona("", space)
    connection.run_on_commit.clear()  # as in a transaction of its own
    asked = []

    def counted(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        for _number in range(3):
            make_review(space, author)
        settle()

    assert len([sql for sql in asked if "federation_" in sql]) == 1
    assert not Delivery.objects.filter(handler__startswith="federation.").exists()
    assert not Activity.objects.exists()
    assert not ActorKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_first_site_waits_for_a_post_that_is_being_written():
    space, done = make_space("garden"), []

    def meet() -> None:
        peer_at("there.example", now=clock.now())
        done.append("met")
        connection.close()

    with transaction.atomic():
        review = make_review(space)
        meeting = threading.Thread(target=meet)
        meeting.start()
        time.sleep(0.3)
        assert not done
    meeting.join()

    assert done == ["met"]
    assert review.reference in read_all()
    assert not Delivery.objects.filter(handler__startswith="federation.").exists()
    make_review(space)
    assert Delivery.objects.filter(handler="federation.federate_item").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=FULL)])
def test_a_follow_that_comes_while_people_write_loses_no_post(rounds):
    for number in range(rounds):
        said, read, told = people_write_while_somebody_follows(number)
        assert len(said) == 12
        assert said - read - told == set(), number


def people_write_while_somebody_follows(number: int) -> tuple[set[str], set[str], set[str]]:
    """What was said, what the follower read as soon as it was accepted, and what it is told."""
    Peer.objects.all().delete()
    space, chance = make_space(f"garden-{number}"), random.Random(number)
    authors = [make_persona("", space) for _n in range(2)]
    said: set[str] = set()
    read: set[str] = set()
    over = threading.Event()

    def write(author) -> None:
        for _post in range(6):
            with transaction.atomic():
                said.add(make_review(space, author).reference)
                time.sleep(chance.random() / 50)

    def follow() -> None:
        time.sleep(chance.random() / 5)
        alice = somebody(f"alice{number}")
        alice.known()
        assert alice.send(alice.says("Follow", f"{HERE}/ap/s/{space.slug}")).status_code == 202
        work_off()
        assert Follow.objects.filter(actor=f"s/{space.slug}", state=FollowState.ACCEPTED).exists()
        read.update(read_all(space.slug))
        over.set()

    def deliver() -> None:
        while not over.is_set():
            deliver_due(now=clock.now())
            time.sleep(0.005)

    acts = [lambda: write(authors[0]), lambda: write(authors[1]), follow, deliver]
    at_once(4, lambda who: acts[who]())
    while deliver_due(now=clock.now()):
        pass
    told = Activity.objects.filter(key__startswith="announce:create:", actor=f"s/{space.slug}")
    return said, read, set(told.values_list("about", flat=True))


def read_all(slug: str = "garden") -> set[str]:
    """What a site that comes late reads of a space: the references of everything in it, page by page."""
    client, found, page = Client(SERVER_NAME="here.example"), set(), f"/ap/s/{slug}/contents?page=1"
    while page:
        listing = client.get(page, secure=True).json()
        found |= {thing["id"].rsplit("/", 1)[-1] for thing in listing["orderedItems"]}
        page = listing.get("next", "").removeprefix(HERE)
    return found
