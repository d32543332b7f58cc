"""A whole site for a while: its own servers, database and port, for benches, screenshots and tests that kill."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from trustmgmt.launcher import ports, site
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import Postgres
from trustmgmt.launcher.supervisor import Supervisor
from trustmgmt.launcher.up import BASE_DIR
from trustmgmt.launcher.valkey import Valkey

KEY = "a-key-of-a-site-for-a-while-with-more-than-fifty-characters"


@dataclass
class ScratchSite:
    """Where it answers, what it runs, and what its supervisor said."""

    address: str
    places: Places
    supervisor: Supervisor
    environment: dict[str, str]
    said: list[str] = field(default_factory=list)

    def child(self, name: str) -> Child:
        """One of: PostgreSQL, Valkey, worker, beat, web."""
        return next(w.child for w in self.supervisor.watched if w.child.name == name)

    def manage(self, *arguments: str) -> str:
        """A management command of this site; what it printed."""
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        """A Python process with this site's environment; what it printed."""
        told = subprocess.run(
            [sys.executable, *arguments],
            cwd=BASE_DIR,
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout


@contextmanager
def scratch_site(
    var: Path, *, demo: bool = False, at: tuple[str, str | None] = ("127.0.0.1", None), reach: str = ""
) -> Iterator[ScratchSite]:
    """Start everything under one supervisor that restarts what dies; stop everything at the end.

    `at` is where it answers; `reach` names the other sites that it may speak to.
    """
    places = Places(var)
    places.make()
    said: list[str] = []
    supervisor, over = Supervisor(said.append), threading.Event()
    watcher = threading.Thread(target=_watch, args=(supervisor, over), daemon=True)
    with ports.hold(*at) as held:
        port = ports.number(held)
        address = f"http://{at[0]}:{port}"
        environment = {**_environment(places, address), "REACH_ALSO": reach}
        scratch = ScratchSite(address, places, supervisor, environment, said)
        try:
            _start(scratch, port, demo=demo)
            watcher.start()
            yield scratch
        finally:
            over.set()
            if watcher.is_alive():
                watcher.join()  # else it might start again what we are stopping
            supervisor.stop()


def _start(scratch: ScratchSite, port: int, *, demo: bool) -> None:
    for server in (Postgres(scratch.places), Valkey(scratch.places)):
        scratch.supervisor.start(server)
    scratch.manage("migrate", "-v0")
    scratch.manage("collectstatic", "-v0", "--noinput")
    if demo:
        scratch.manage("load_demo")
    places, environment, log = scratch.places, scratch.environment, scratch.places.log
    host = urlsplit(scratch.address).hostname or "127.0.0.1"
    web = site.web(places, host=host, port=port, environment=environment, log=log / "web.log")
    scratch.supervisor.start(site.worker(places, environment=environment, log=log / "worker.log"))
    scratch.supervisor.start(site.beat(places, environment=environment, log=log / "beat.log"))
    scratch.supervisor.start(web)


def _watch(supervisor: Supervisor, over: threading.Event) -> None:
    def look() -> None:
        if over.is_set():
            raise SystemExit

    with suppress(SystemExit):
        supervisor.watch(look)


def _environment(places: Places, address: str) -> dict[str, str]:
    return {
        "DATABASE_URL": places.database_url,
        "REDIS_URL": places.redis_url,
        "DATA_DIR": str(places.var / "data"),
        "SECRET_KEY": KEY,
        "SITE_URL": address,
        "DEBUG": "no",
    }
