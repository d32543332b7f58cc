"""A whole site of its own, with durable servers, that a test may kill piece by piece."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from trustmgmt.launcher import ports, site
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import Postgres
from trustmgmt.launcher.supervisor import Supervisor
from trustmgmt.launcher.up import wait_for_answer
from trustmgmt.launcher.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Site:
    """Its address, its database, its children, and the sessions prepared for it."""

    address: str
    places: Places
    supervisor: Supervisor
    sessions: list[str]
    space: str
    subject: str
    said: list[str] = field(default_factory=list)

    def child(self, name: str) -> Child:
        return next(w.child for w in self.supervisor.watched if w.child.name == name)

    def kill(self, name: str) -> bool:
        """kill -9, without a word; PostgreSQL the way a power cut stops it."""
        process = self.child(name).process
        if process is None or process.poll() is not None:
            return False
        with suppress(ProcessLookupError):
            if name == "PostgreSQL":
                _signal_tree(process.pid, signal.SIGQUIT)
            else:
                os.killpg(process.pid, signal.SIGKILL)
        return True

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.places.database_url) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str):
        return self.rows(query)[0][0]


def _signal_tree(pid: int, number: signal.Signals) -> None:
    """PostgreSQL may stand behind `unshare`: the signal goes to the server, which tells its own."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    is_server = b"postgres" in Path(f"/proc/{pid}/exe").resolve().name.encode()
    target = pid if is_server or not children else int(children[0])
    os.kill(target, number)


@contextmanager
def running_site(var: Path, *, accounts: int) -> Iterator[Site]:
    """Start everything under one supervisor, prepare accounts, stop everything."""
    places = Places(var)
    places.make()
    said: list[str] = []
    supervisor = Supervisor(said.append)
    with ports.hold("127.0.0.1", None) as held:
        port = ports.number(held)
        address = f"http://127.0.0.1:{port}"
        environment = _environment(places, address)
        stop = threading.Event()
        try:
            for server in (Postgres(places), Valkey(places)):
                supervisor.start(server)
            prepared = _prepare(environment, accounts)
            for child in (
                site.worker(places, environment=environment, log=places.log / "worker.log"),
                site.beat(places, environment=environment, log=places.log / "beat.log"),
                site.web(places, host="127.0.0.1", port=port, environment=environment, log=places.log / "web.log"),
            ):
                supervisor.start(child)
            wait_for_answer("127.0.0.1", port, supervisor.watched[-1].child)
            thread = threading.Thread(target=_watch, args=(supervisor, stop), daemon=True)
            thread.start()
            yield Site(address, places, supervisor, said=said, **prepared)
        finally:
            stop.set()
            supervisor.stop()


def _watch(supervisor: Supervisor, stop: threading.Event) -> None:
    def look() -> None:
        if stop.is_set():
            raise SystemExit

    with suppress(SystemExit):
        supervisor.watch(look)


def _environment(places: Places, address: str) -> dict[str, str]:
    return {
        "DATABASE_URL": places.database_url,
        "REDIS_URL": places.redis_url,
        "DATA_DIR": str(places.var / "data"),
        "SECRET_KEY": "a-key-for-tests-alone-of-more-than-fifty-characters-as-asked",
        "SITE_URL": address,
        "DEBUG": "no",
    }


def _prepare(environment: dict[str, str], accounts: int) -> dict:
    """Migrate, collect static files, and make people with sessions, in a process of that site."""
    everything = {**os.environ, **environment}
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=everything, check=True)
    told = subprocess.run(
        [sys.executable, "-m", "tests.crash.people", str(accounts)],
        cwd=ROOT, env=everything, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(told.stdout.splitlines()[-1])


class Faults(threading.Thread):
    """Kills one piece after another until told to stop."""

    PIECES = ("worker", "web", "Valkey", "PostgreSQL", "worker", "beat")

    def __init__(self, target: Site, seed: int) -> None:
        super().__init__(daemon=True)
        self.target, self.rng, self.stop_now = target, random.Random(seed), threading.Event()
        self.killed: list[str] = []

    def run(self) -> None:
        order = list(self.PIECES)
        self.rng.shuffle(order)
        for piece in order:
            if self.stop_now.wait(self.rng.uniform(0.5, 2.5)):
                return
            if self.target.kill(piece):
                self.killed.append(piece)


def wait_until(true, seconds: float = 60.0) -> bool:
    """Whether it became true in time; errors of a server that is coming back count as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            if true():
                return True
        time.sleep(0.25)
    return False
