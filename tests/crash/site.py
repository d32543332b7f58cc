"""A whole site of its own, with durable servers, that a test kills piece by piece."""

import json
import os
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from trustmgmt.launcher.scratch import ScratchSite


@dataclass
class Target:
    """The site, the sessions prepared for it, and what may be asked of its database."""

    site: ScratchSite
    sessions: list[str]
    space: str
    space_id: int
    subject: str

    def kill(self, name: str) -> bool:
        """kill -9, without a word; PostgreSQL the way a power cut stops it."""
        process = self.site.child(name).process
        if process is None or process.poll() is not None:
            return False
        with suppress(ProcessLookupError, FileNotFoundError):
            if name == "PostgreSQL":
                os.kill(_server_of(process.pid), signal.SIGQUIT)
            else:
                os.killpg(process.pid, signal.SIGKILL)
        return True

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.site.places.database_url) as connection:
            return connection.execute(query).fetchall()

    def one(self, query: str):
        return self.rows(query)[0][0]


def _server_of(pid: int) -> int:
    """PostgreSQL may stand behind `unshare`, which execs it: then it is the same process."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    is_server = Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    return pid if is_server or not children else int(children[0])


def prepare(site: ScratchSite, *, name: str, accounts: int) -> Target:
    """A new space on the site, and people who can post in it."""
    prepared = json.loads(site.python("-m", "tests.crash.people", name, str(accounts)).splitlines()[-1])
    return Target(site, **prepared)


class Faults(threading.Thread):
    """Kills one piece after another, in an order and at moments drawn from the seed."""

    PIECES = ("worker", "web", "Valkey", "PostgreSQL", "worker", "beat")

    def __init__(self, target: Target, seed: int) -> None:
        super().__init__(daemon=True)
        self.target, self.rng = target, random.Random(seed)
        self.killed: list[str] = []

    def run(self) -> None:
        order = list(self.PIECES)
        self.rng.shuffle(order)
        for piece in order:
            time.sleep(self.rng.uniform(0.4, 2.0))
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
