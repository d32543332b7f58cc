"""Which port, and nobody else's: the web server itself would silently share one with its neighbour."""

import errno
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from trustmgmt.launcher.errors import LaunchError

DEFAULT = 8000
TRIES = 100
# One launcher at a time looks and takes. An abstract name lives where ports live (this machine's network, not its
# disk) and dies with its process: nothing is ever stale.
TURN = "\0trustmgmt-ports"
PATIENCE = 10.0  # seconds for our turn; a turn takes less than a thousandth of one


def hold(host: str, wanted: str | None) -> socket.socket:
    """A bound socket that reserves the port until the site stops.

    It never listens, so it receives nothing; with SO_REUSEPORT the web server may bind beside it, while
    another clone's plain bind is refused and moves on to the next port.
    """
    if wanted:
        return _hold_given(host, wanted)
    for port in range(DEFAULT, DEFAULT + TRIES):
        if held := _hold(host, port):
            return held
    raise LaunchError(f"Every port from {DEFAULT} to {DEFAULT + TRIES - 1} is busy: name a free one with PORT=….")


def hold_any(host: str) -> socket.socket:
    """Any port that is free, for a neighbour that nobody types the address of."""
    held = _hold(host, 0)
    if held is None:
        raise LaunchError(f"No port of {host} is free.")
    return held


def number(held: socket.socket) -> int:
    """The port that is held."""
    return int(held.getsockname()[1])


def _hold_given(host: str, wanted: str) -> socket.socket:
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise LaunchError(f"PORT must be a number between 1 and 65535, not {wanted!r}.")
    held = _hold(host, int(wanted))
    if held is None:
        raise LaunchError(f"Port {wanted} is busy: choose another PORT, or none and a free one is taken.")
    return held


def _hold(host: str, port: int) -> socket.socket | None:
    """None when somebody has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with _our_turn():
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what has just ended does not count
                probe.bind((host, port))
            return _beside(family, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise LaunchError(f"Cannot listen at {host}, port {port}: {error.strerror}.") from error


def _beside(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    """Bound so that our web server may bind too, which is why the probe and this need a turn."""
    held = socket.socket(family)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError:
        held.close()
        raise
    return held


@contextmanager
def _our_turn() -> Iterator[None]:
    """Alone among the launchers of this machine, whichever clone or person they belong to."""
    until = time.monotonic() + PATIENCE
    with socket.socket(socket.AF_UNIX) as turn:
        while not _taken(turn):
            if time.monotonic() > until:
                raise LaunchError("Another site has been choosing its port for too long: stop it, or try again.")
            time.sleep(0.005)
        yield


def _taken(turn: socket.socket) -> bool:
    try:
        turn.bind(TURN)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise
    return True
