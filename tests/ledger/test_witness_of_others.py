"""A witness that is not ours (PyPI `aics-witness`) watches our log: it signs what grew, and refuses what did not.

It needs Python 3.12 or newer, which Debian 12 has not. Where no such Python is found, the figures of `make prove` say
so; what our own witness signs is read by Go's library in every `make test`.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from apps.base import clock
from apps.ledger import checkpoints, witnesses
from apps.ledger.models import Witness
from apps.ledger.state import log_state
from apps.signatures import notes
from tests.ledger.eyes import Eye
from tests.ledger.filling import fill
from tests.ledger.test_witness import show, shown
from trustmgmt.launcher import ports

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
PINNED = ("aics-witness==0.1.0", "aics-tlog==0.2.1")
ORIGIN = "log.example/watched-by-others"


def newer_python() -> str:
    """The first that runs, on the path or among pyenv's; empty when there is none."""
    named = [shutil.which(f"python3.{minor}") for minor in (12, 13, 14)]
    kept = sorted(str(found) for found in Path.home().glob(".pyenv/versions/3.1[2-9].*/bin/python3"))
    for python in [*filter(None, named), *kept]:
        if subprocess.run([python, "--version"], check=False, capture_output=True).returncode == 0:
            return python
    return ""


def run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextmanager
def theirs(folder: Path, python: str, log_key: str) -> Iterator[Eye]:
    """Installed, told of our log, up until it answers."""
    run(python, "-m", "venv", folder / "venv")
    run(folder / "venv" / "bin" / "pip", "install", "--quiet", *PINNED)
    program, config = folder / "venv" / "bin" / "aics-witness", folder / "witness.json"
    with ports.hold_any("127.0.0.1") as held:
        at = f"127.0.0.1:{ports.number(held)}"
    told = run(program, "init", "--config", config, "--name", "witness.example/theirs", "--listen", at)
    run(program, "add-log", "--config", config, "--origin", ORIGIN, "--vkey", log_key)
    vkey = next(word for word in told.split() if word.startswith("witness.example/theirs+"))
    with subprocess.Popen(
        [program, "serve", "--config", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(f"http://{at}/")
            yield Eye(folder, f"http://{at}", vkey)
        finally:
            process.terminate()


def _wait(address: str) -> None:
    until = monotonic() + 60
    while monotonic() < until:
        try:
            urlopen(address, timeout=5).close()
        except HTTPError:
            return
        except OSError:
            sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


def test_a_witness_of_others_signs_our_log_and_refuses_another(tmp_path, settings, record_property):
    settings.LOG_ORIGIN = ORIGIN
    python = newer_python()
    record_property("independent witness", " ".join(PINNED) if python else "no Python 3.12 on this machine: not run")
    if not python:
        return
    with theirs(tmp_path, python, checkpoints.vouchers()[0].vkey) as eye:
        settings.WITNESSES, settings.WITNESS_QUORUM = [(eye.address, eye.vkey)], 1
        sizes = []
        for count in (1, 2, 300):
            fill(count)
            assert witnesses.ask_all(now=clock.now()) == 1, Witness.objects.get().failure
            sizes.append(checkpoints.newest().size)
        assert log_state(now=clock.now()).shown.has_quorum
        shown_now = notes.parse(checkpoints.published(now=clock.now()).note)
        assert notes.vouched(shown_now, notes.read_vkey(eye.vkey))

        status, _said = show(eye, shown(303, [b"another"] * 303))
        evidence = run(tmp_path / "venv" / "bin" / "aics-witness", "evidence", "--config", tmp_path / "witness.json")

        assert status in {409, 422}
        assert ORIGIN in json.dumps(json.loads(evidence))
        record_property("cosigned sizes", sizes)
