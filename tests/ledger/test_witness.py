"""Somebody else remembers the log: a witness in a process of its own signs what grew, and refuses everything else."""

from datetime import timedelta
from subprocess import CalledProcessError
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings

from apps.base import clock
from apps.ledger import checkpoints, witnesses
from apps.ledger.key_files import key_of
from apps.ledger.models import Cosignature, LogEntry, Witness
from apps.ledger.state import log_state
from apps.signatures import keys, notes, trees
from apps.signatures.checkpoints import Head, hash_lines
from apps.signatures.notes import WITNESS, Voucher
from tests.ledger import copies, eyes
from tests.ledger.eyes import eye
from tests.ledger.filling import fill

pytestmark = pytest.mark.django_db
NOBODY = Voucher("witness.example/away", WITNESS, keys.from_seed(bytes(32)).public_key()).vkey


def log_key():
    return key_of(str(settings.LOG_KEY_FILES[0]))


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """One process for all."""
    with eye(tmp_path_factory.mktemp("witness"), []) as running:
        yield running


@pytest.fixture
def witness(watched, settings, request):
    """It watches a log of this test alone."""
    settings.LOG_ORIGIN = f"log.example/{request.node.name}"
    settings.WITNESSES, settings.WITNESS_QUORUM = [(watched.address, watched.vkey)], 1
    with (watched.state / "logs").open("a") as logs:
        logs.write(f"{checkpoints.vouchers()[0].vkey}\n")
    return watched


def show(witness, body):
    """What a witness answers to this request: status and text."""
    try:
        with urlopen(Request(f"{witness.address}/add-checkpoint", body.encode(), method="POST"), timeout=30) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def shown(old, entries, *, origin=None, key=None, proof=None):
    tiles = trees.grow(0, entries, lambda level, number: b"")
    read = trees.from_tiles(lambda level, number: tiles[level, number])
    head = Head(origin or checkpoints.origin(), len(entries), trees.root(len(entries), read))
    grown = trees.consistency(min(old, len(entries)), len(entries), read) if proof is None else proof
    signed = notes.sign(head.text, head.origin, key or log_key())
    return f"old {old}\n{hash_lines(grown)}\n{head.text}\n{signed}"


def test_a_witness_signs_what_grew_and_an_outsider_reads_it_there(client, tmp_path, witness):
    fill(3)
    waiting = client.get("/log/checkpoint").content.decode()
    assert "witness.example" not in waiting
    assert not log_state(now=clock.now()).shown.has_quorum

    assert witnesses.ask_all(now=clock.now()) == 1
    fill(300)
    assert witnesses.ask_all(now=clock.now()) == 1
    assert witnesses.ask_all(now=clock.now()) == 0  # nothing new to show
    copies.fetch(client, tmp_path / "log")
    (tmp_path / "log.key").write_text(checkpoints.vouchers()[0].vkey)
    (tmp_path / "witness.key").write_text(witness.vkey)

    told = ["-key", tmp_path / "log.key", "-witness", tmp_path / "witness.key", "-quorum", "1", tmp_path / "log"]
    found = copies.audit("log", *told)
    assert "303 entries, each under the root; 1 of your witnesses saw it" in found.stdout, found.stderr
    assert log_state(now=clock.now()).shown.has_quorum
    assert "303\n" in witness.says("seen")


def test_a_log_that_was_shown_differently_elsewhere_is_refused_and_everybody_reads_it(client, witness, english):
    fill(3)
    assert witnesses.ask_all(now=clock.now()) == 1
    ours = [bytes(leaf) for leaf in LogEntry.objects.order_by("position").values_list("leaf", flat=True)]
    assert show(witness, shown(3, [*ours, b"{}", b"{}"]))[0] == 200  # signed with the log's own key

    fill(1)
    assert witnesses.ask_all(now=clock.now()) == 0
    assert Witness.objects.get(origin=checkpoints.origin()).failure == "ahead"
    fill(3)
    assert witnesses.ask_all(now=clock.now() + timedelta(minutes=1)) == 0
    assert Witness.objects.get(origin=checkpoints.origin()).failure == "rewritten"

    assert Cosignature.objects.filter(checkpoint__origin=checkpoints.origin()).count() == 1
    page = client.get("/en/log/state/").content.decode()
    assert "The log is not in order" in page
    assert "has not grown out of the one that it signed" in page
    assert f"{checkpoints.origin()}\n7\n" in witness.says("evidence")


def test_a_witness_answers_as_the_protocol_says(witness):
    few, many = [b"%d" % n for n in range(5)], [b"%d" % n for n in range(300)]
    other, key = [b"other", *many[1:]], keys.from_seed(bytes(32))

    assert show(witness, shown(0, few, origin="log.example/unknown"))[0] == 404
    assert show(witness, shown(0, few, key=key))[0] == 403
    assert show(witness, "old 0\n\nnonsense")[0] == 400
    assert show(witness, "old 00" + shown(0, few)[5:])[0] == 400
    assert show(witness, shown(9, few))[0] == 400
    assert show(witness, shown(3, few)) == (409, "0\n")
    assert show(witness, shown(0, few))[0] == 200
    assert show(witness, shown(5, few))[0] == 200  # the same again
    assert show(witness, shown(0, many)) == (409, "5\n")
    assert show(witness, shown(5, other))[0] == 422
    assert show(witness, shown(5, many, proof=[bytes(32)] * 3))[0] == 422
    assert show(witness, shown(5, many))[0] == 200
    assert show(witness, shown(300, other)) == (409, "300\n")
    assert show(witness, shown(300, few))[0] == 400
    assert witness.says("evidence").count(f"\n{checkpoints.origin()}\n") == 2  # each checkpoint once


def test_a_witness_that_is_away_keeps_nobody_waiting_and_is_asked_again(client, settings):
    settings.WITNESSES, settings.WITNESS_QUORUM = [("http://127.0.0.1:9", NOBODY)], 1
    fill(3)
    now = clock.now()

    assert witnesses.ask_all(now=now) == 0
    assert Witness.objects.get().failure == "silent"
    assert witnesses.ask_all(now=now) == 0
    assert Witness.objects.get().failures == 1
    assert witnesses.ask_all(now=now + timedelta(seconds=6)) == 0
    assert Witness.objects.get().failures == 2
    assert b"\n3\n" in client.get("/log/checkpoint").content


def test_a_witness_without_its_memory_does_not_start(tmp_path):
    eyes.run("init", "--state", str(tmp_path / "w"), "--name", "witness.example/w2")
    (tmp_path / "w" / "seen.sqlite").unlink()

    with pytest.raises(CalledProcessError) as refused:
        eyes.run("serve", "--state", str(tmp_path / "w"))
    assert "never use its key again" in refused.value.stderr
