"""An auditor's own program, on Go's library, tells an honest log from any other."""

import json
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from apps.accountability import services as alerts
from apps.accountability.models import Alert, Tally
from apps.base import clock
from apps.ledger import FILING, checkpoints, declare, sequencer, services
from apps.ledger.key_files import key_of
from apps.signatures import keys, notes
from apps.signatures.notes import WITNESS, Voucher
from apps.spaces.models import Role
from apps.spaces.services import mandate_grant
from tests.accountability.world import NOON, crowd, press, surge
from tests.factories import operator, person
from tests.ledger import copies
from tests.ledger.copies import audit
from tests.ledger.filling import fill

pytestmark = pytest.mark.django_db
declare("test.handed_in", entry=FILING)
EYE = keys.from_seed(bytes(range(32)))  # the key of a witness


@pytest.fixture
def trust(tmp_path):
    """What an auditor was given by other ways than from the site."""
    (tmp_path / "log.key").write_text("".join(f"{voucher.vkey}\n" for voucher in checkpoints.vouchers()))
    (tmp_path / "witness.key").write_text(Voucher(copies.WITNESS, WITNESS, EYE.public_key()).vkey)
    return {
        "key": ["-key", tmp_path / "log.key"],
        "remembered": ["-remember", tmp_path / "remembered"],
        "witnessed": ["-witness", tmp_path / "witness.key", "-quorum", "1"],
    }


def log_key():
    return key_of(str(settings.LOG_KEY_FILES[0]))


def seen(folder):
    """A witness has signed the copy's checkpoint."""
    file = folder / "checkpoint"
    text = notes.parse(file.read_text()).text
    file.write_text(file.read_text() + notes.cosign(text, copies.WITNESS, EYE, copies.AT))


def test_an_honest_log_passes_and_grows_and_a_receipt_opens_it(client, tmp_path, trust):
    for count in (1, 255, 1, 30):
        fill(count)
        assert copies.fetch(client, tmp_path / "log")
        found = audit("log", *trust["key"], *trust["remembered"], tmp_path / "log")
        assert found.returncode == 0, found.stderr
    assert "287 entries" in found.stdout
    with copies.served(tmp_path / "log") as address:
        assert audit("log", *trust["key"], *trust["remembered"], address).stdout == found.stdout

    token = services.new_token()
    for secret, link in (({"words": "à moi"}, token), ({}, ""), ({}, "")):
        services.append(
            kind="test.handed_in", actor="", object="x", secret=secret, owner="r", token=link, now=clock.now()
        )
    assert client.get(reverse("ledger:receipt_proof", args=[token])).status_code == 409
    sequencer.seal(now=clock.now())
    proof = client.get(reverse("ledger:receipt_proof", args=[token]))
    copies.put(tmp_path / "mine.tlog-proof", proof.content)
    copies.put(tmp_path / "mine.json", client.get(reverse("ledger:receipt_file", args=[token])).content)

    found = audit("receipt", *trust["key"], tmp_path / "mine.tlog-proof", tmp_path / "mine.json")
    assert (found.returncode, "opens it" in found.stdout) == (0, True), found.stderr
    mine = json.loads((tmp_path / "mine.json").read_text())
    copies.put(tmp_path / "mine.json", json.dumps({**mine, "payload": '{"words":"à toi"}'}).encode())
    assert audit("receipt", *trust["key"], tmp_path / "mine.tlog-proof", tmp_path / "mine.json").returncode == 1
    copies.put(tmp_path / "mine.tlog-proof", proof.content.replace(b"\nindex 2", b"\nindex 1"))
    assert audit("receipt", *trust["key"], tmp_path / "mine.tlog-proof").returncode == 1


def test_after_an_erasure_every_verifier_still_agrees(client, tmp_path, trust):
    fill(3, owner="me")
    copies.fetch(client, tmp_path / "log")
    assert audit("log", *trust["key"], *trust["remembered"], tmp_path / "log").returncode == 0

    services.openings_erase(owner="me", now=clock.now())
    sequencer.seal(now=clock.now())
    copies.fetch(client, tmp_path / "log", bodies=True)

    found = audit("log", *trust["key"], *trust["remembered"], "-bodies", tmp_path / "log")
    assert found.returncode == 0, found.stderr
    assert "3 public texts have the digest of their entry; 0 are not shown" in found.stdout


def tamper(client, tmp_path, trust, count, seed):
    """How many forgeries of each kind were made, and those that passed."""
    for batch in (256, 256, 88):
        fill(batch)
    honest, rng = tmp_path / "log", random.Random(seed)
    copies.fetch(client, honest)
    seen(honest)
    assert audit("log", *trust["key"], *trust["remembered"], *trust["witnessed"], honest).returncode == 0
    key = log_key()
    forger = copies.Forger(honest, tmp_path / "forged", checkpoints.origin(), key, rng)
    made, passed = Counter(), []
    for number in range(count):
        name = forger.forge()
        held_to = trust[rng.choice(["remembered", "witnessed"])]
        made[name] += 1
        if audit("log", *trust["key"], *held_to, tmp_path / "forged").returncode != 1:
            passed.append((number, name, held_to[0]))
    return made, passed


def test_every_one_of_fifty_forgeries_is_found(client, tmp_path, trust):
    made, passed = tamper(client, tmp_path, trust, 50, seed=5)

    assert not passed
    assert made.keys() == copies.CATALOGUE.keys()


@pytest.mark.prove
def test_every_one_of_a_thousand_forgeries_is_found(client, tmp_path, trust, record_property):
    made, passed = tamper(client, tmp_path, trust, 1_000, seed=1_000)

    record_property("forgeries", dict(made))
    record_property("found", 1_000 - len(passed))
    assert not passed


def test_without_memory_and_witness_a_rewrite_signed_again_passes(client, tmp_path, trust):
    """Why both are part of the design: the log's own key proves nothing against its owner."""
    fill(5)
    copies.fetch(client, tmp_path / "log")
    entries = copies.entries_of(tmp_path / "log")
    entries[2] = entries[2].replace(b"case-2", b"case-9")
    copies.write(tmp_path / "forged", entries, checkpoints.origin(), log_key())

    assert audit("log", *trust["key"], tmp_path / "forged").returncode == 0
    assert audit("log", *trust["key"], *trust["witnessed"], tmp_path / "forged").returncode == 1


def test_other_words_of_an_alert_begin_at_zero_in_the_kit_as_on_its_page(client, tmp_path, trust):
    op, hour = operator(), timedelta(hours=1)
    crowd(op)
    surge(op, members=0, visitors=5)
    alerts.tallies_publish(now=NOON + hour)
    eye, alert = person(), Alert.objects.get()
    mandate_grant(account=eye, role=Role.AUDITOR, public_name="eye", now=NOON)
    words = alerts.IssueDraft("Le filtre", "The filter", "Says what happened.")
    alerts.issue_reword(account=eye, alert=alert, draft=words, now=NOON + 2 * hour)
    for number in range(4):
        press(op, network=f"new-{number}", issue=alert.reference, now=NOON + 3 * hour)
    alerts.tallies_publish(now=NOON + 5 * hour)
    sequencer.seal(now=clock.now())
    copies.fetch(client, tmp_path / "log", bodies=True)

    found = audit("tally", *trust["key"], "-published", "4,4", tmp_path / "log", alert.reference)

    assert (found.returncode, found.stderr) == (0, "")


def test_the_published_count_of_voices_is_what_the_log_adds_up_to(client, tmp_path, trust):
    op, hour = operator(), timedelta(hours=1)
    crowd(op)
    surge(op, members=0)
    alerts.tallies_publish(now=NOON + hour)
    surge(op, visitors=0, now=NOON + 3 * hour)
    alerts.tallies_publish(now=NOON + 5 * hour)
    sequencer.seal(now=clock.now())
    copies.fetch(client, tmp_path / "log", bodies=True)
    last = Tally.objects.last()
    figures, alert = f"{last.raw},{last.independent}", last.alert.reference
    kit = [*trust["key"], "-published", figures, tmp_path / "log", alert]

    page = client.get(reverse("accountability:alert", args=[op.slug, alert])).content.decode()
    assert f'<td class="num">{last.raw}</td><td class="num">{last.independent}</td>' in page
    found = audit("tally", *kit)
    assert (found.returncode, f"2 batches give {last.raw} voices" in found.stdout) == (0, True), found.stderr
    assert audit("tally", *trust["key"], "-published", "7,6", tmp_path / "log", alert).returncode == 1

    bodies = [file for file in (tmp_path / "log" / "body").iterdir() if b'"alert.tally"' in file.read_bytes()]
    bodies[0].write_bytes(bodies[0].read_bytes().replace(b'"raw":3', b'"raw":2'))
    assert "was changed" in audit("tally", *kit).stderr
    bodies[0].unlink()
    assert "not shown" in audit("tally", *kit).stderr
