"""Which port, and nobody else's: the web server itself would silently share one with its neighbour."""

import errno
import socket

from trustmgmt.launcher.errors import LaunchError

DEFAULT = 8000
TRIES = 100


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
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that just ended do not count
            probe.bind((host, port))
        held = socket.socket(family)
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return None
        raise LaunchError(f"Cannot listen at {host}, port {port}: {error.strerror}.") from error
    return held
