"""A PostgreSQL and a Valkey for this test session, up before Django reads its settings.

A pytest plugin (`-p tests.servers` in pyproject.toml) because pytest-django reads the settings before any
conftest.py. TEST_DATABASE_URL and TEST_REDIS_URL name servers to use instead; DATABASE_URL never does:
no test runs on a database somebody lives in.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from trustmgmt import messages
from trustmgmt.environment import VARIABLES
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.places import Places
from trustmgmt.launcher.postgres import SPEED_OVER_SAFETY, Postgres
from trustmgmt.launcher.valkey import Valkey

PLACES = Places(Path(tempfile.mkdtemp(prefix="trustmgmt-tests-")))
SCHEMA = "TEST_SCHEMA"  # names the data directory of a stopped PostgreSQL whose database has every table
RUNNING: list[Child] = []


def start() -> None:
    """Start what is not given, and tell the settings."""
    atexit.register(stop)
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # otherwise a stopped session would leave its servers' files
    messages.compile_stale()  # before Django loads a catalogue and keeps it
    for variable in VARIABLES:
        os.environ.pop(variable.name, None)
    begin_with_tables(PLACES)
    os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or _started(
        Postgres(PLACES, SPEED_OVER_SAFETY), PLACES.database_url
    )
    os.environ["REDIS_URL"] = _given_valkey() or _started(Valkey(PLACES), PLACES.redis_url)
    os.environ["SECRET_KEY"] = "a-key-for-tests-alone-of-more-than-fifty-characters-as-asked"
    os.environ["DATA_DIR"] = str(PLACES.var / "data")
    (PLACES.var / "data" / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns without it


def has_schema() -> bool:
    """Whether our server begins with the tables that `make test` made once for all its workers."""
    return SCHEMA in os.environ and "TEST_DATABASE_URL" not in os.environ


def keep_schema() -> None:
    """Stop, and leave our PostgreSQL's data for the servers of the processes that we start from now on."""
    _stop_all()
    os.environ[SCHEMA] = str(PLACES.postgres)


def begin_with_tables(places: Places) -> None:
    """Where no server has begun yet. Copied with its owners, which may be of another user."""
    if has_schema():
        places.make()
        subprocess.run(["cp", "--archive", os.environ[SCHEMA], places.postgres], check=True)


def _given_valkey() -> str:
    """Where several workers share a given server, each takes a database of its own, as pytest-django does."""
    url, worker = os.environ.get("TEST_REDIS_URL", ""), os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{url.rstrip('/')}/{int(worker.removeprefix('gw')) + 1}" if url and worker else url


def _started(server: Child, url: str) -> str:
    server.start()
    RUNNING.append(server)
    server.wait_until_ready()
    return url


def _stop_all() -> None:
    while RUNNING:
        RUNNING.pop().stop()


def stop() -> None:
    """Last started, first stopped; what they kept is forgotten."""
    _stop_all()
    shutil.rmtree(PLACES.var, ignore_errors=True)


start()
