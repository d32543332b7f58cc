"""The default port gives way, a named one does not, and two clones never share one."""

import socket
import subprocess
import sys

import pytest

from trustmgmt.launcher import ports
from trustmgmt.launcher.errors import LaunchError

HERE = "127.0.0.1"


@pytest.fixture
def busy():
    """A port where somebody listens."""
    with socket.socket() as listener:
        listener.bind((HERE, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_default_port_gives_way_to_the_next(busy, monkeypatch):
    monkeypatch.setattr(ports, "DEFAULT", busy)

    with ports.hold(HERE, None) as held:
        assert busy < ports.number(held) < busy + ports.TRIES


def test_a_named_busy_port_is_refused(busy):
    with pytest.raises(LaunchError, match=f"Port {busy} is busy"):
        ports.hold(HERE, str(busy))


@pytest.mark.parametrize("wanted", ["0", "65536", "-1", "eighty", "8000.5", "²"])
def test_a_port_that_is_none_is_refused(wanted):
    with pytest.raises(LaunchError, match="PORT must be a number"):
        ports.hold(HERE, wanted)


def test_a_held_port_is_closed_to_another_clone_and_open_to_our_web_server():
    with ports.hold(HERE, None) as held, socket.socket() as web:
        with pytest.raises(LaunchError, match="busy"):
            ports.hold(HERE, str(ports.number(held)))

        web.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        web.bind((HERE, ports.number(held)))


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(LaunchError, match="Cannot listen at"):
        ports.hold("192.0.2.1", None)


TAKES_TURNS = """
import os, sys
from trustmgmt.launcher import ports
from trustmgmt.launcher.errors import LaunchError
port, mark = sys.argv[1:]
held_once = 0
print("here", flush=True)
sys.stdin.readline()
while held_once < 1000:
    try:
        held = ports.hold("127.0.0.1", port)
    except LaunchError:
        continue
    os.close(os.open(mark, os.O_CREAT | os.O_EXCL))  # fails when both hold it
    os.unlink(mark)
    held.close()
    held_once += 1
"""


def test_two_launchers_at_once_never_hold_the_same_port(tmp_path):
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", TAKES_TURNS, str(port), str(tmp_path / "mark")]
    both = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for one in both:
        one.stdout.readline()
    for one in both:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in both:
        one.communicate(timeout=60)

    assert [one.returncode for one in both] == [0, 0]
