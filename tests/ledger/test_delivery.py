"""Nothing accepted is ever lost; nothing is done twice."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.base import clock
from apps.ledger import FILING, PERSONAL, declare, on, sequencer, services
from apps.ledger.models import Delivery, Event, LogEntry, Opening, Pending

pytestmark = pytest.mark.django_db
heard: list[int] = []
glanced: list[int] = []

declare("test.rang")
declare("test.broke")
declare("test.many")
declare("test.decided", entry=PERSONAL)
declare("test.filed", entry=FILING)


@on("test.rang")
def hear(event) -> None:
    heard.append(event.event_id)


@on("test.broke")
def choke(event) -> None:
    Event.objects.create(kind="half.done", at=event.at)
    raise RuntimeError("personal text that must not be kept")


@on("test.many", idle=lambda news: {event.event_id for event in news if event.payload["n"] % 10})
def glance(event) -> None:
    glanced.append(event.payload["n"])


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()
    glanced.clear()


def ring(kind="test.rang", **more):
    return services.append(kind=kind, actor="a", object="o", now=clock.now(), **more)


@transaction.atomic
def ring_then_fail():
    ring()
    raise RuntimeError


def test_each_listener_hears_an_event_once(settle):
    event = ring()

    settle()
    settle()

    assert heard == [event.pk]


def test_a_rolled_back_change_is_no_news(settle):
    with pytest.raises(RuntimeError):
        ring_then_fail()

    settle()

    assert heard == []


def test_an_undeclared_kind_is_refused():
    with pytest.raises(KeyError):
        ring("test.unheard_of")


def test_a_handler_that_fails_five_times_is_set_aside_and_leaves_no_half_effect():
    ring("test.broke")
    for minute in range(1, 10):
        services.deliver_due(now=clock.now() + timedelta(minutes=minute))

    delivery = Delivery.objects.get(event__kind="test.broke")
    assert delivery.attempts == services.MAX_ATTEMPTS
    assert delivery in Delivery.objects.quarantined()
    assert not Event.objects.filter(kind="half.done").exists()
    assert delivery.failure == "RuntimeError"  # the kind of error, never the text it choked on


def test_positions_have_no_gaps_and_sealing_twice_seals_nothing_twice():
    for _ in range(5):
        ring("test.decided", secret={"text": "private"})

    first, second = sequencer.seal(now=clock.now()), sequencer.seal(now=clock.now())

    assert (first, second) == (5, 0)
    assert list(LogEntry.objects.values_list("position", flat=True)) == list(range(5))


def test_a_leaf_never_holds_the_secret_and_its_owner_can_open_it():
    ring("test.decided", secret={"text": "private"}, owner="me")
    sequencer.seal(now=clock.now())

    entry, opening = LogEntry.objects.get(), Opening.objects.get(owner="me")

    assert b"private" not in bytes(entry.leaf)
    assert services.commitment_of(opening).encode() in bytes(entry.leaf)
    assert opening.entry == entry


def test_filings_wait_for_company_and_say_neither_object_nor_hour():
    ring("test.filed", secret={"n": 1}, owner="one")
    ring("test.filed", secret={"n": 2}, owner="two")
    assert sequencer.seal(now=clock.now()) == 0
    ring("test.filed", secret={"n": 3}, owner="three")

    sequencer.seal(now=clock.now(), rng=random.Random(4))

    entries = LogEntry.objects.all()
    assert [e.kind for e in entries] == ["sealed"] * 3
    assert all(e.object == "" and e.hour is None and b'"object"' not in bytes(e.leaf) for e in entries)
    assert Opening.objects.order_by("pk").values_list("entry_id", flat=True)[0] != 0  # shuffled


def test_erasing_deletes_payload_and_key_and_leaves_a_tombstone():
    ring("test.decided", secret={"text": "private"}, owner="me")
    sequencer.seal(now=clock.now())

    services.openings_erase(owner="me", now=clock.now())
    sequencer.seal(now=clock.now())

    assert not Opening.objects.exists()
    assert LogEntry.objects.get(kind="erasure.done").object == "0"


def test_what_was_not_sealed_yet_is_withdrawn_rather_than_buried():
    ring("test.decided", secret={"text": "private"}, owner="me")

    services.openings_erase(owner="me", now=clock.now())

    assert not Pending.objects.exists()
    assert sequencer.seal(now=clock.now()) == 0


def test_a_listener_has_one_row_per_event():
    event = ring()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=event, handler=event.deliveries.get().handler, due_at=clock.now())


def test_what_leaves_nothing_to_do_is_done_together_and_the_rest_is_told(settle, django_assert_max_num_queries):
    services.append_all(kind="test.many", news=[services.Told("a", "o", {"n": n}) for n in range(30)], now=clock.now())

    with django_assert_max_num_queries(23):
        settle()

    assert glanced == [0, 10, 20]
    assert not Delivery.objects.filter(done_at=None).exists()


def test_many_events_of_a_kind_with_an_entry_are_refused():
    with pytest.raises(ValueError, match="leaf"):
        services.append_all(kind="test.decided", news=[], now=clock.now())
