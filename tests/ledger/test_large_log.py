"""A log of a million entries: sealing, serving and proving cost what they cost in a small one."""

import hashlib
from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest
from django.db import connection

from apps.base import clock
from apps.ledger import checkpoints, inspection, sequencer, tree
from apps.ledger.models import LogEntry, Pending
from apps.signatures import trees

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
MILLION = 1_000_000
SIZE = MILLION + 5_000
COPY = "COPY ledger_logentry (position, kind, object, hour, leaf, sealed_at) FROM STDIN"


def fill(count: int) -> None:
    now = clock.now()
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as rows:
        for position in range(count):
            digest = hashlib.sha256(b"%d" % position).hexdigest()
            leaf = f'{{"body_sha256":"{digest}","object":"o{position}","type":"version.published","v":1}}'
            rows.write_row((position, "version.published", f"o{position}", now, leaf.encode(), now))


def milliseconds(work: Callable[[int], object], places: list[int]) -> float:
    took = []
    for place in places:
        began = perf_counter()
        assert work(place)
        took.append((perf_counter() - began) * 1_000)
    return round(median(took), 2)


def seal_a_thousand() -> float:
    Pending.objects.bulk_create(
        Pending(kind="version.published", object=f"n{number}", body_sha256="0" * 64, at=clock.now())
        for number in range(1_000)
    )
    began = perf_counter()
    assert sequencer.seal(now=clock.now()) == 1_000
    return perf_counter() - began


def test_a_million_entries_are_served_and_proved_in_milliseconds(client, record_property):
    fill(MILLION)
    began = perf_counter()
    sequencer.seal(now=clock.now())
    record_property("seconds to build the tree of a million once", round(perf_counter() - began, 1))
    sealing = min(seal_a_thousand() for _ in range(5))

    places = list(range(7, 3_900, 97))
    figures = {
        "seconds to seal 1,000 more, best of five": round(sealing, 2),
        "ms per tile": milliseconds(lambda n: client.get(f"/log/tile/0/{trees.tile_path(n)}").content, places),
        "ms per bundle": milliseconds(lambda n: client.get(f"/log/tile/entries/{trees.tile_path(n)}").content, places),
        "ms per proof": milliseconds(lambda n: checkpoints.proof(n * 256, now=clock.now()), places),
        "ms per growth proof": milliseconds(lambda n: trees.consistency(n * 256 + 3, SIZE, tree.reader()), places),
    }
    began = perf_counter()
    inspection.go_on(now=clock.now())
    figures["seconds to look at 20,480"] = round(perf_counter() - began, 2)
    for name, figure in figures.items():
        record_property(name, figure)

    proof = trees.inclusion(123_456, SIZE, tree.reader())
    leaf = bytes(LogEntry.objects.get(position=123_456).leaf)
    assert trees.included(leaf, 123_456, SIZE, proof, bytes(checkpoints.newest().root))
    assert sealing < 1
    assert figures["ms per tile"] < 20
