"""What programs of others read: addresses, types and lifetimes as c2sp.org/tlog-tiles has them."""

import gzip

import pytest

from apps.base import clock
from apps.ledger import DOCUMENT, checkpoints, declare, sequencer, services
from apps.signatures import notes
from tests.ledger.filling import fill

pytestmark = pytest.mark.django_db
declare("test.told", entry=DOCUMENT, label="told")


@pytest.fixture
def log():
    fill(258)


def test_an_empty_log_says_so(client):
    answer = client.get("/log/checkpoint")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_checkpoint_tiles_and_bundles_stand_where_others_look_for_them(client, log):
    checkpoint = client.get("/log/checkpoint")
    full, part, above = (client.get(f"/log/tile/{path}") for path in ("0/000", "0/001.p/2", "1/000.p/1"))
    bundle = client.get("/log/tile/entries/001.p/2")

    assert notes.vouched(notes.parse(checkpoint.content.decode()), checkpoints.vouchers()[0]) == 0
    assert checkpoint["Cache-Control"] == "public, max-age=2"
    assert [len(found.content) // 32 for found in (full, part, above)] == [256, 2, 1]
    for found in (full, part, above, bundle):
        assert found["Content-Type"] == "application/octet-stream"
        assert "immutable" in found["Cache-Control"]
        assert found["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in found.get("Vary", "")
    assert client.get("/log/tile/0/000.p/255").content == full.content[: 255 * 32]
    packed = client.get("/log/tile/entries/000", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == client.get("/log/tile/entries/000").content


ELSEWHERE = (
    "0/001", "0/001.p/3", "0/002.p/1", "1/000", "2/000.p/1", "64/000", "00/000", "0/000.p/0", "0/000.p/256", "0/0",
    "0/x000/000", "0/x999/x999/x999/x999/x999/999", "entries/001", "entries/001.p/3", "entries/x000/000", "0/000.p/01",
    "0/000/", "-1/000", "0/000%0a",
)  # fmt: skip


def test_what_the_log_has_not_is_not_there(client, log):
    found = {path: client.get(f"/log/tile/{path}", follow=True).status_code for path in ELSEWHERE}

    assert set(found.values()) == {404}, found


def test_the_keys_and_the_proof_of_an_entry_are_public(client, log):
    keys = client.get("/log/keys").content.decode()
    proof = client.get("/log/proof/257.tlog-proof").content.decode()

    assert keys == f"{checkpoints.vouchers()[0].vkey}\n"
    assert proof.startswith("c2sp.org/tlog-proof@v1\nextra ")
    assert client.get("/log/proof/258.tlog-proof").status_code == 404
    assert client.get("/log/body/0").status_code == 404


def test_a_log_that_changes_its_key_is_signed_by_both(client, log, settings, tmp_path):
    old = checkpoints.vouchers()
    settings.LOG_KEY_FILES = [tmp_path / "new.pem", *settings.LOG_KEY_FILES]
    services.append(kind="test.told", actor="", object="next", body_sha256="0" * 64, now=clock.now())
    sequencer.seal(now=clock.now())

    note = notes.parse(client.get("/log/checkpoint").content.decode())

    assert [notes.vouched(note, voucher) for voucher in (*old, *checkpoints.vouchers())] == [0, 0, 0]
