"""The first command, whole: two clones side by side, deaths in the night, the end."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.servers import begin_with_tables
from trustmgmt.environment import VARIABLES
from trustmgmt.launcher.places import Places

PARTS = ("apps", "trustmgmt", "templates", "static", "deploy", "manage.py")
WELL = {"status": "ok", "database": True, "valkey": True}


class Clone:
    """A copy of the project with a supervisor of its own; no demo, to be quick."""

    def __init__(self, place: Path, origin: Path) -> None:
        self.place = place
        for part in PARTS:
            copy = shutil.copytree if (origin / part).is_dir() else shutil.copy2
            copy(origin / part, place / part)
        self.log = place / "terminal"

    def up(self, **given: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in {v.name for v in VARIABLES}}
        with self.log.open("wb") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "trustmgmt.launcher", "up"],
                cwd=self.place,
                env={**environment, "DEMO": "no", **given},
                stdout=log,
                stderr=log,
            )

    def port(self) -> int:
        """Once it is ready."""
        found = _eventually(lambda: re.search(r"Ready after .*http://localhost:(\d+)/", self.said()), self.said)
        return int(found[1])

    def said(self) -> str:
        return self.log.read_text()

    def health(self) -> dict[str, object]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port(), timeout=5)
        try:
            connection.request("GET", "/healthz")
            return json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return {}
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """Everything that runs in this clone or on its data."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                place = str((process / "cwd").resolve())
                state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if state != "Z" and (str(self.place) in command or place.startswith(str(self.place))):
                found[int(process.name)] = command
        return found

    def status(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port()}{path}", timeout=10) as answer:
            return answer.status

    def kill(self, word: str) -> int:
        """kill -9 the oldest process whose command has this word."""
        pid = min(pid for pid, command in self.processes().items() if word in command)
        os.kill(pid, signal.SIGKILL)
        return pid

    def gone(self) -> None:
        """Whatever became of the test, nobody is left to be waited for."""
        if supervisor := getattr(self, "supervisor", None):
            supervisor.wait(60)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.supervisor.send_signal(number)
        return self.supervisor.wait(60)


@pytest.fixture
def clones(tmp_path, pytestconfig):
    """Two of them; nothing of them survives the test."""
    made = [
        Clone(tmp_path / name, pytestconfig.rootpath) for name in ("one", "two") if (tmp_path / name).mkdir() is None
    ]
    yield made
    for clone in made:
        for pid in clone.processes():
            os.kill(pid, signal.SIGKILL)
        clone.gone()


def test_the_first_command_brings_up_a_whole_site_and_the_last_leaves_nothing_behind(clones):
    """It begins with the tables that `make test` has just made; with nothing begin `make prove` and bench.start."""
    clone = clones[0]
    begin_with_tables(Places(clone.place / "var"))
    clone.up()
    _eventually(lambda: clone.health() == WELL, clone.said)

    assert clone.status("/en/o/trustmgmt/algorithms/review-suspicion/") == 200  # our own card, without any demo

    assert clone.stop(signal.SIGINT) == 0
    stopped = re.findall(r"stopping (\w+)", clone.said())
    assert stopped == ["web", "beat", "worker", "witness", "Valkey", "PostgreSQL"]
    _eventually(lambda: not clone.processes(), lambda: str(clone.processes()))


@pytest.mark.prove
def test_two_clones_live_side_by_side_and_survive_the_night(clones):
    """What deaths do to people who write is in tests/crash, also in `make test`."""
    one, two = clones
    for clone in clones:
        begin_with_tables(Places(clone.place / "var"))
    one.up()
    two.up()
    assert one.port() != two.port()
    _eventually(lambda: one.health() == two.health() == WELL, lambda: one.said() + two.said())

    for word in ("granian", "valkey-server", "bin/postgres "):
        one.kill(word)

    _eventually(lambda: one.health().get("status") == "ok" and one.said().count("runs again") == 3, one.said)
    assert two.health()["status"] == "ok"
    assert one.stop() == two.stop() == 0
    _eventually(lambda: not one.processes() and not two.processes(), lambda: f"{one.processes()}{two.processes()}")


@pytest.mark.prove
def test_a_supervisor_that_is_killed_takes_all_with_it_and_starts_again(clones):
    clone = clones[0]
    begin_with_tables(Places(clone.place / "var"))
    clone.up()
    assert clone.port()

    clone.stop(signal.SIGKILL)
    _eventually(lambda: not clone.processes(), lambda: str(clone.processes()))
    clone.up()

    assert clone.health() == WELL
    assert clone.stop() == 0


@pytest.mark.prove
def test_a_fresh_clone_makes_every_table_itself(clones):
    fresh = clones[0]

    fresh.up()

    assert fresh.health() == WELL
    assert fresh.status("/en/o/trustmgmt/algorithms/review-suspicion/") == 200
    assert fresh.stop() == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "99999"}, "PORT must be a number"),
        ({"DATABASE_URL": "mysql://host/name", "REDIS_URL": "redis://127.0.0.1:1"}, "DATABASE_URL must be"),
        ({"DATABASE_URL": "postgres://me@127.0.0.1:1/name", "REDIS_URL": "redis://127.0.0.1:1"}, "PostgreSQL failed"),
    ],
)
def test_what_keeps_it_from_starting_is_one_sentence(clones, given, sentence):
    clone = clones[0]

    clone.up(**given)

    assert clone.supervisor.wait(60) == 1
    assert sentence in clone.said()
    assert "Traceback" not in clone.said()


def _eventually(condition, story, seconds=240):  # two first starts beside the rest of the tests; bench.start measures
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, story()
        time.sleep(0.1)
    return found
