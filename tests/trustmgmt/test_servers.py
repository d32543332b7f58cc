"""PostgreSQL and Valkey start, stop, and survive what happens to them."""

import os
import shutil
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from trustmgmt.launcher import identity, postgres
from trustmgmt.launcher.errors import LaunchError, sentence_for
from trustmgmt.launcher.places import LONGEST_RUN_DIRECTORY, Places
from trustmgmt.launcher.postgres import SPEED_OVER_SAFETY, Postgres
from trustmgmt.launcher.valkey import Valkey

pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture(scope="module")
def _made(tmp_path_factory):
    """initdb is the slow part: once."""
    places = Places(tmp_path_factory.mktemp("made"))
    with Postgres(places, SPEED_OVER_SAFETY):
        pass
    return places


@pytest.fixture
def places(_made, tmp_path):
    """A clone that ran before."""
    shutil.copytree(_made.postgres, tmp_path / "postgres", copy_function=shutil.copy2)
    (tmp_path / "postgres").chmod(0o700)
    return Places(tmp_path)


def test_postgresql_makes_our_database_and_nothing_else(places):
    with Postgres(places, SPEED_OVER_SAFETY) as server, server.connect("trustmgmt") as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1").fetchall()
        listens = connection.execute("SHOW listen_addresses").fetchone()

    assert names == [("postgres",), ("trustmgmt",)]
    assert listens == ("",)


def test_it_does_not_run_as_root(places):
    with Postgres(places, SPEED_OVER_SAFETY) as server:
        assert server.process is not None
        namespace_user = subprocess.run(
            ["cat", f"/proc/{server.process.pid}/uid_map"], check=True, capture_output=True, text=True
        ).stdout.split()

    assert os.geteuid() != 0 or identity.not_root()[0] == "setpriv" or namespace_user[0] == str(identity.NOBODY)


def test_a_second_start_finds_what_was_written(places):
    with Postgres(places) as server, server.connect("trustmgmt") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")

    with Postgres(places) as server, server.connect("trustmgmt") as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_pid_file_left_by_a_crash_is_no_obstacle(places):
    (places.postgres / "postmaster.pid").write_text(f"{os.getpid()}\n{places.postgres}\n")

    with Postgres(places, SPEED_OVER_SAFETY) as server:
        assert server.answers()


def test_a_server_that_outlived_its_supervisor_is_stopped_first(places):
    orphan = Postgres(places, SPEED_OVER_SAFETY)
    orphan.start()
    orphan.wait_until_ready()
    old = orphan.process.pid

    with Postgres(places, SPEED_OVER_SAFETY) as server:
        assert orphan.process.poll() is not None
        assert server.process.pid != old


def test_a_killed_supervisor_takes_its_servers_along(places):
    script = (
        "import os, sys; from pathlib import Path; from trustmgmt.launcher.places import Places;"
        "from trustmgmt.launcher.valkey import Valkey; v = Valkey(Places(Path(sys.argv[1])));"
        "v.start(); v.wait_until_ready(); print(v.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    told = subprocess.run([sys.executable, "-c", script, str(places.var)], capture_output=True, text=True, check=False)
    pid = int(told.stdout)

    for _ in range(100):
        if not _is_alive(pid):
            break
        time.sleep(0.05)
    assert not _is_alive(pid)


def test_data_of_another_version_is_refused_and_left_alone(places):
    (places.postgres / "PG_VERSION").write_text("12\n")

    with pytest.raises(LaunchError, match="was made by PostgreSQL 12, this is PostgreSQL 18"):
        Postgres(places).start()

    assert (places.postgres / "PG_VERSION").read_text() == "12\n"


def test_a_directory_that_is_not_postgresqls_is_refused(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "diary.txt").write_text("mine")

    with pytest.raises(LaunchError, match="not a data directory"):
        Postgres(Places(tmp_path)).start()


def test_a_full_disk_is_told_in_a_sentence():
    sentence = sentence_for("Making the data directory", "x\ninitdb: error: No space left on device\n")

    assert sentence.startswith("The disk is full")


def test_user_nobody_can_run_it_or_is_told_why_not(tmp_path_factory, monkeypatch):
    """The way for root where user namespaces are forbidden, as in many containers."""
    if os.geteuid() != 0:
        return
    place = tmp_path_factory.mktemp("nobody")
    for directory in (place, *place.parents):
        if directory.stat().st_mode & 0o005 != 0o005:
            directory.chmod(0o755)
    monkeypatch.setattr(identity, "not_root", lambda: tuple(identity.SETPRIV))

    if _nobody_can_read(postgres.binary("postgres")):
        with Postgres(Places(place), SPEED_OVER_SAFETY):
            assert (place / "postgres" / "postmaster.pid").stat().st_uid == identity.NOBODY
    else:
        with pytest.raises(LaunchError, match="user nobody cannot read"):
            Postgres(Places(place)).start()


def test_a_dead_postgresql_is_started_again_on_the_same_data(places):
    server = Postgres(places, SPEED_OVER_SAFETY)
    with server:
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        server.clear()
        _start_patiently(server)
        assert server.answers()


def test_valkey_answers_on_its_socket_alone(tmp_path):
    with Valkey(Places(tmp_path)) as server, server._client() as client:
        assert client.config_get("port") == {"port": "0"}
        assert (tmp_path / "run" / "valkey.sock").stat().st_mode & 0o777 == 0o700


def test_a_long_path_gets_short_sockets_and_both_sides_agree(tmp_path):
    deep = tmp_path / ("long" * 30)
    places = Places(deep)

    assert len(os.fsencode(places.run)) <= LONGEST_RUN_DIRECTORY
    assert places.run == Places(deep).run != Places(deep / "other").run
    assert str(places.run) in places.redis_url


def test_sockets_are_closed_to_others(tmp_path):
    Places(tmp_path).make()

    assert Places(tmp_path).run.stat().st_mode & 0o777 == 0o700


def test_the_wheel_says_its_version():
    assert postgres.major_version() == "18"


def _start_patiently(server):
    """Backends of the killed server need a moment to notice."""
    for _ in range(20):
        server.start()
        try:
            server.wait_until_ready()
        except (LaunchError, psycopg.OperationalError):
            server.clear()
            time.sleep(0.2)
        else:
            return


def _nobody_can_read(path):
    return subprocess.run([*identity.SETPRIV, "test", "-x", str(path)], check=False).returncode == 0


def _is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
