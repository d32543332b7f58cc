"""`make run` and `make dev`, from nothing to an address."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from trustmgmt.launcher import ports, site
from trustmgmt.launcher.changes import Changes
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import Postgres
from trustmgmt.launcher.supervisor import Stopped, Supervisor, alone, stoppable
from trustmgmt.launcher.valkey import Valkey

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def say(line: str) -> None:
    """To the terminal, at once."""
    print(line, flush=True)


@dataclass
class Run:
    """One evening of the site."""

    places: Places
    reload: bool
    started: float = field(default_factory=time.monotonic)

    def until_stopped(self) -> int:
        """Everything, until Ctrl-C."""
        self.places.make()
        supervisor = Supervisor(say)
        with stoppable(), alone(self.places.run):
            try:
                host = os.environ.get("HOST") or "127.0.0.1"
                with ports.hold(host, os.environ.get("PORT")) as held, ports.hold_any("127.0.0.1") as beside:
                    self._start(supervisor, host, ports.number(held), ports.number(beside))
                    supervisor.watch(self._look_for_changes(supervisor))
            except Stopped:
                say("\nStopping.")
            finally:
                supervisor.stop()
        say("Stopped. Everything is kept; the same command finds it again.")
        return 0

    def _start(self, supervisor: Supervisor, host: str, port: int, witness_port: int) -> None:
        environment = self._environment(port) | self._watched_at(witness_port)
        for server in servers(self.places):
            self._start_one(supervisor, server)
        accounts = self.places.run / "demo-accounts"
        _prepare(environment, accounts, self.places.log_keys)
        if "WITNESSES" in environment:
            self._start_one(supervisor, site.witness(self.places, port=witness_port))
        log = None if self.reload else self.places.log
        for child in (
            site.worker(self.places, environment=environment, log=log and log / "worker.log"),
            site.beat(self.places, environment=environment, log=log and log / "beat.log"),
            site.web(self.places, host=host, port=port, environment=environment, log=log and log / "web.log"),
        ):
            self._start_one(supervisor, child)
        self._welcome(environment["SITE_URL"], accounts)

    def _environment(self, port: int) -> dict[str, str]:
        """The address follows the port unless somebody named another."""
        given = {"SITE_URL": os.environ.get("SITE_URL") or f"http://localhost:{port}"}
        return {**given, "DEBUG": "yes"} if self.reload else given

    def _watched_at(self, port: int) -> dict[str, str]:
        """By a witness on this machine, unless somebody named others."""
        if os.environ.get("WITNESSES"):
            return {}
        return {"WITNESSES": f"http://127.0.0.1:{port} {site.witness_key(self.places)}"}

    def _start_one(self, supervisor: Supervisor, child: Child) -> None:
        before = time.monotonic()
        print(f"  {child.name:<24}", end="", flush=True)
        supervisor.start(child)
        say(f"{time.monotonic() - before:6.1f} s")

    def _look_for_changes(self, supervisor: Supervisor) -> Callable[[], None]:
        if not self.reload:
            return lambda: None
        changes = Changes(BASE_DIR)

        def look() -> None:
            if changed := changes.since_last_look():
                say(f"{changed} changed: starting web, worker and beat again.")
                supervisor.restart({"web", "worker", "beat"})

        return look

    def _welcome(self, address: str, accounts: Path) -> None:
        say(f"\nReady after {time.monotonic() - self.started:.1f} s:  {address}/\n")
        if accounts.exists():
            say(accounts.read_text(encoding="utf-8").rstrip() + "\n")
        say("Ctrl-C stops everything.")


def servers(places: Places) -> list[Child]:
    """The embedded servers that no address in the environment replaces."""
    wanted: list[Child] = []
    if not os.environ.get("DATABASE_URL"):
        wanted.append(Postgres(places))
    if not os.environ.get("REDIS_URL"):
        wanted.append(Valkey(places))
    return wanted


def _prepare(environment: dict[str, str], accounts: Path, log_keys: Path) -> None:
    """Its lines go to our terminal; so does its one sentence when it fails."""
    accounts.unlink(missing_ok=True)
    steps = Child(
        "prepare", [sys.executable, "-m", "trustmgmt.launcher.prepare", str(accounts), str(log_keys)], None, environment
    )
    try:
        steps.start()
        if steps.wait():
            raise LaunchError("The site was not started.")
    finally:
        steps.stop()
