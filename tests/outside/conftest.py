"""A small server that does as it is told, and a client that may reach it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps.outside import Client


@dataclass
class Peer:
    """What it was asked, and what it answers: a function that writes to the handler."""

    port: int = 0
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[BaseHTTPRequestHandler], None] = lambda handler: say(handler, 200, b"hello")

    def url(self, path: str = "/", host: str = "peer.test") -> str:
        return f"http://{host}:{self.port}{path}"


def say(handler, status, body=b"", **lines):
    handler.send_response(status)
    for name, value in {"content-length": str(len(body)), **lines}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def peer() -> Iterator[Peer]:
    told = Peer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            told.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            try:
                told.answer(self)
            except OSError:
                self.close_connection = True  # who asked has left

        do_POST = do_GET  # noqa: N815 - their names in the base class

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None  # who asked has left
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def to_peer(peer) -> Client:
    """`peer.test` leads to the small server; every other name to itself."""
    numbers = {"peer.test": ["127.0.0.1"]}
    return Client(
        also=frozenset({f"peer.test:{peer.port}"}),
        resolve=lambda host, port, seconds: numbers.get(host, ["127.0.0.1"]),
        seconds=2,
    )
