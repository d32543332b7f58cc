"""The supervisor restarts what dies, with patience, and leaves nothing behind."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from trustmgmt.launcher import supervisor
from trustmgmt.launcher.changes import Changes
from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError
from trustmgmt.launcher.supervisor import Stopped, Supervisor, alone, stoppable

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILS = [sys.executable, "-c", "import sys; print('the reason', flush=True); sys.exit(3)"]


@pytest.fixture
def said():
    return []


@pytest.fixture
def watch(said, monkeypatch):
    """Watch children until a condition holds, then stop them."""
    monkeypatch.setattr(supervisor, "BACK_OFF", (0.05, 0.1))
    monkeypatch.setattr(supervisor, "LOOK_EVERY", 0.01)
    watcher = Supervisor(said.append)

    def until(condition, seconds=10):
        deadline = time.monotonic() + seconds

        def look():
            if condition() or time.monotonic() > deadline:
                raise Stopped

        with pytest.raises(Stopped):
            watcher.watch(look)
        assert condition(), said

    yield watcher, until
    watcher.stop()


def test_a_killed_child_is_started_again(watch, said):
    watcher, until = watch
    child = Child("web", SLEEPS)
    watcher.start(child)
    first = child.process.pid

    os.kill(first, signal.SIGKILL)
    until(lambda: child.process is not None and child.process.pid != first)

    assert any("web ended (killed by SIGKILL)" in line for line in said)
    assert said[-1] == "web runs again."


def test_a_child_that_keeps_dying_is_tried_with_growing_patience(watch, said):
    watcher, until = watch
    child = Child("worker", SLEEPS)
    watcher.start(child)
    child.command = FAILS
    os.kill(child.process.pid, signal.SIGKILL)

    until(lambda: sum("exit code 3" in line for line in said) >= 2)

    assert watcher.watched[0].failures >= 3


def test_children_stop_in_the_opposite_order(watch, said):
    watcher, _ = watch
    for name in ("first", "second", "third"):
        watcher.start(Child(name, SLEEPS))

    watcher.stop()

    assert [line.split()[-1] for line in said] == ["third", "second", "first"]


def test_a_child_that_will_not_stop_is_ended(tmp_path):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Child("deaf", [sys.executable, "-c", deaf], tmp_path / "log", stop_within=0.2)
    child.start()
    while "deaf" not in child.last_words():
        time.sleep(0.01)

    child.stop()

    assert not child.is_running()


def test_grandchildren_go_with_their_parent(tmp_path):
    family = "import subprocess, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
    child = Child("family", [sys.executable, "-c", family], tmp_path / "log")
    child.start()
    while not child.last_words().strip():
        time.sleep(0.01)
    grandchild = int(child.last_words())

    child.stop()
    time.sleep(0.1)

    assert (
        not Path(f"/proc/{grandchild}/stat").exists() or Path(f"/proc/{grandchild}/stat").read_text().split()[2] == "Z"
    )


def test_a_program_that_dies_at_start_is_a_sentence_with_its_reason(tmp_path):
    child = Child("worker", FAILS, tmp_path / "log")
    child.start()
    child.wait()

    with pytest.raises(LaunchError, match="Starting worker failed: the reason"):
        child.wait_until_ready()


def test_a_log_that_has_grown_large_starts_anew(tmp_path, monkeypatch):
    monkeypatch.setattr("trustmgmt.launcher.children.LARGE_LOG", 10)
    log = tmp_path / "web.log"
    log.write_text("a long, long story")
    child = Child("web", FAILS, log)

    child.start()
    child.wait()

    assert log.read_text() == "the reason\n"
    assert (tmp_path / "web.log.1").read_text() == "a long, long story"


def test_one_supervisor_per_clone(tmp_path):
    with alone(tmp_path):
        again = alone(tmp_path)
        with pytest.raises(LaunchError, match=rf"already running \(process {os.getpid()}\)"):
            again.__enter__()

    with alone(tmp_path):
        pass


def test_ctrl_c_stops_once_and_a_second_one_does_not_disturb():
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    before = signal.getsignal(signal.SIGINT)  # a run in the background of a shell ignores it from the start

    with stoppable():
        timer.start()
        with pytest.raises(Stopped):
            time.sleep(5)
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is before


def test_a_changed_file_is_noticed_once(tmp_path, monkeypatch):
    monkeypatch.setattr("trustmgmt.launcher.changes.LOOK_EVERY", 0)
    (tmp_path / "apps" / "posts").mkdir(parents=True)
    changes = Changes(tmp_path)

    (tmp_path / "apps" / "posts" / "models.py").write_text("")

    assert str(changes.since_last_look()) == "apps/posts/models.py"
    assert changes.since_last_look() is None


def test_what_nobody_waits_for_yields_to_the_pages(tmp_path):
    steps_back = Child("worker", ["nice"], tmp_path / "log", yields=5)
    steps_back.start()
    steps_back.wait()

    assert int(steps_back.last_words()) == os.nice(0) + 5
