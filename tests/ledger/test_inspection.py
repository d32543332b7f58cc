"""Every index opens, is a public text, or has a tombstone; whatever is not so, everybody reads."""

import json
from datetime import timedelta
from time import process_time

import pytest
from django.db import IntegrityError, connection, transaction

from apps.base import clock
from apps.ledger import DOCUMENT, PERSONAL, checkpoints, declare, inspection, sequencer, services
from apps.ledger.models import Checkpoint, LogEntry, Opening, Tile, Violation
from tests.at_once import at_once
from tests.ledger.filling import fill

pytestmark = pytest.mark.django_db
declare("test.looked_at", entry=PERSONAL, label="looked at")
declare("test.text", entry=DOCUMENT, label="text")
DIGEST = "0" * 64


def act(count, owner="me"):
    for number in range(count):
        services.append(
            kind="test.looked_at", actor="", object=f"case-{number}", secret={"n": number}, owner=owner, now=clock.now()
        )
    services.append(kind="test.text", actor="", object="rules", body_sha256=DIGEST, now=clock.now())
    sequencer.seal(now=clock.now())


def walk():
    return inspection.go_through(now=clock.now())


def standing():
    return list(Violation.objects.filter(mended_at=None).order_by("position").values_list("position", "flaw"))


def as_the_owner_of_the_database(statement, *given):
    """What somebody with all rights over the database can do: the triggers are told to look away."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, given)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_texts_openings_and_tombstones_are_counted_and_nothing_is_wrong():
    act(3, owner="me")
    act(2, owner="other")
    services.openings_erase(owner="me", now=clock.now())

    before = walk()  # the tombstones still wait for their turn
    sequencer.seal(now=clock.now())
    after = walk()

    assert (before.texts, before.openings, before.tombstones, before.violations) == (2, 2, 3, 0)
    assert (after.texts, after.openings, after.tombstones, after.violations) == (5, 2, 3, 0)
    assert not standing()


def test_each_silent_change_is_found_listed_and_remembered_when_mended(client, english):
    act(8)
    walk()
    kept = Opening.objects.get(entry=0)
    Opening.objects.filter(entry=0).delete()
    Opening.objects.filter(entry=1).update(payload=b'{"n":99}')
    as_the_owner_of_the_database("UPDATE ledger_logentry SET leaf = %s WHERE position = 2", b'{"type":"x"}')
    as_the_owner_of_the_database("UPDATE ledger_opening SET entry_id = NULL WHERE entry_id = 3")
    as_the_owner_of_the_database("DELETE FROM ledger_logentry WHERE position = 3")
    services.append(kind="erasure.done", actor="", object="4", body_sha256=DIGEST, now=clock.now())

    found = walk()

    assert found.violations == 5
    assert standing() == [(0, "missing"), (1, "false"), (2, "changed"), (3, "absent"), (4, "kept")]
    page = client.get("/en/log/state/").content.decode()
    assert "The log is not in order" in page
    assert "Nothing opens it, and no tombstone says why." in page
    twin = client.get("/api/log/state/").json()
    assert (twin["violations"][0]["position"], twin["violations"][0]["flaw"]) == (0, "missing")

    kept.save(force_insert=True)
    inspection.go_through(now=clock.now() + timedelta(hours=1))
    assert (0, "missing") not in standing()
    assert Violation.objects.exclude(mended_at=None).get().position == 0


def test_a_long_log_is_walked_through_piece_by_piece():
    act(9)
    pieces = [inspection.go_on(now=clock.now(), at_once=4) for _ in range(4)]

    assert [piece.position for piece in pieces] == [4, 8, 10, 4]
    assert pieces[2].ended_at
    assert pieces[3].pk != pieces[2].pk


@pytest.mark.parametrize("model", [Checkpoint, Tile])
def test_the_database_itself_keeps_checkpoints_and_hashes(model):
    act(2)
    changes = {Checkpoint: {"root": bytes(32)}, Tile: {"hashes": bytes(96)}}[model]

    for change in (lambda rows: rows.update(**changes), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            change(model.objects.all())


def test_an_older_log_without_a_tree_gets_one_at_the_next_sealing(settings):
    fill(300)
    tiles = {(row.level, row.number): bytes(row.hashes) for row in Tile.objects.all()}
    head = checkpoints.newest().text
    as_the_owner_of_the_database("DELETE FROM ledger_tile")
    as_the_owner_of_the_database("DELETE FROM ledger_checkpoint")

    sequencer.seal(now=clock.now())

    assert {(row.level, row.number): bytes(row.hashes) for row in Tile.objects.all()} == tiles
    assert checkpoints.newest().text == head


def test_another_name_of_the_log_has_checkpoints_of_its_own_over_the_same_tree(settings):
    act(3)
    settings.LOG_ORIGIN = "moved.example/log"

    sequencer.seal(now=clock.now())

    assert checkpoints.newest().text.startswith("moved.example/log\n4\n")
    assert Checkpoint.objects.count() == 2


def test_a_thousand_entries_are_sealed_within_a_second():
    began = process_time()
    fill(1_000)  # and all that waits is written, too
    assert process_time() - began < 1
    assert json.loads(bytes(LogEntry.objects.get(position=999).leaf))["object"] == "case-999"
    assert walk().openings == 1_000


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sealed_while_somebody_is_being_erased():
    """Else a leaf could be sealed after its opening is gone, and nothing would say why."""
    services.append(kind="test.looked_at", actor="", object="case", secret={}, owner="me", now=clock.now())
    services.append(kind="test.looked_at", actor="", object="case", secret={}, owner="other", now=clock.now())
    sealed = []

    with transaction.atomic():
        services.openings_erase(owner="me", now=clock.now())
        at_once(1, lambda _n: sealed.append(sequencer.seal(now=clock.now())))
    sealed.append(sequencer.seal(now=clock.now()))

    assert sealed == [0, 1]
    assert walk().violations == 0
