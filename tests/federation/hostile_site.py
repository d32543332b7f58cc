"""A third site that lies: it stands on a port, shows what its lies need, and tries the whole catalogue on one of ours.

`python -m tests.federation.hostile_site HOST:PORT http://target` answers with one JSON line: what each lie was answered
and how often each status was seen, how many requests its own pages drew, and what was answered with an error of the
target's own. Exit 1 if any was. What the lies changed is asked at the target: `tests.federation.hostile_effects`.
"""

import gzip
import http.client
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

BOMB = gzip.compress(b" " * 50_000_000)
SECONDS = 90  # for one message, while the target is being started again
TRAPS = ("slow", "huge", "bomb", "inward", "loop", "page", "another", "torn")


class Shown:
    """What its addresses answer with, and how often they were asked."""

    def __init__(self) -> None:
        self.documents: dict[str, dict[str, Any]] = {}
        self.asked: Counter[str] = Counter()


class Handler(BaseHTTPRequestHandler):
    """Documents of its actors; behind some names, traps."""

    protocol_version = "HTTP/1.1"
    shown = Shown()

    def do_GET(self) -> None:
        name = self.path.rsplit("/", 1)[-1]
        self.shown.asked[name if name in TRAPS else "documents"] += 1
        trap = getattr(self, f"_{name}", None) if name in TRAPS else None
        if trap is not None:
            trap()
        elif self.path in self.shown.documents:
            self._answer(json.dumps(self.shown.documents[self.path]).encode())
        else:
            self._answer(b"{}", status=404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self._answer(b"", status=202)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base class
        """Quiet."""

    def _answer(self, body: bytes, *, status: int = 200, **lines: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": "application/activity+json", **lines}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _slow(self) -> None:
        """A letter a second, without end."""
        self.send_response(200)
        self.send_header("content-type", "application/activity+json")
        self.end_headers()
        for _ in range(60):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(1)

    def _huge(self) -> None:
        self._answer(b'{"x":"' + b"x" * 20_000_000 + b'"}')

    def _bomb(self) -> None:
        self._answer(BOMB, content_encoding="gzip")

    def _inward(self) -> None:
        """To where only the target itself may go."""
        self._answer(b"", status=302, location="http://127.0.0.1:5432/latest/meta-data/")

    def _loop(self) -> None:
        self._answer(b"", status=302, location=self.path)

    def _page(self) -> None:
        self._answer(b"<html></html>", content_type="text/html")

    def _another(self) -> None:
        """It says that it is somebody else."""
        self._answer(json.dumps({"id": "https://peer.example/users/anna", "type": "Person"}).encode())

    def _torn(self) -> None:
        """Less than it promised."""
        self.send_response(200)
        self.send_header("content-length", "100000")
        self.end_headers()
        self.wfile.write(b"{")
        self.close_connection = True


class Server(ThreadingHTTPServer):
    """Whoever hangs up on a trap does well: nothing is said about it."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet."""


def serve(place: str) -> Server:
    """Answering, in threads of its own."""
    host, port = place.split(":")
    server = Server((host, int(port)), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def deliver(message: Any) -> int:
    """The status; nought when the message cannot be sent at all. Who is being started again is waited for."""
    parts, until = urlsplit(message.url), time.monotonic() + SECONDS
    while True:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
        try:
            connection.request(message.method, message.request_target, message.body, dict(message.headers))
            return connection.getresponse().status
        except (ValueError, UnicodeError):
            return 0
        except (OSError, http.client.HTTPException):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        finally:
            connection.close()


def attack(place: str, target: str, seeds: range) -> dict[str, Any]:
    """Every class of the catalogue, then a message from behind each trap."""
    os.environ |= {"HOSTILE_FROM": f"http://{place}", "HOSTILE_AGAINST": target}
    from tests.federation import hostile

    answered: dict[str, list[int]] = {}
    ours: list[str] = []
    for name, make in hostile.CLASSES.items():
        for seed in seeds:
            hostile.NOW = datetime.now(UTC)
            peer = hostile.Peer(random.Random(f"{name} {seed}"), f"http://{place}/users/{name}-{seed}")
            sent = make(peer)
            Handler.shown.documents[urlsplit(peer.actor).path] = sent.sender
            for message in (*sent.before, sent.message):
                status = deliver(message)
                answered.setdefault(f"{name}-{seed}", []).append(status)
                if status >= 500:
                    ours.append(name)
    for trap in TRAPS:
        peer = hostile.Peer(random.Random(trap), f"http://{place}/users/{trap}")
        answered[trap] = [deliver(peer.sends(peer.act(), at=datetime.now(UTC)))]
    statuses = Counter(status for several in answered.values() for status in several)
    return {"statuses": dict(statuses), "errors": ours, "answered": answered}


def main(arguments: list[str]) -> int:
    place, target = arguments[0], arguments[1].rstrip("/")
    seeds = range(int(arguments[2]) if len(arguments) > 2 else 1)
    server = serve(place)
    told = attack(place, target, seeds)
    time.sleep(float(os.environ.get("HOSTILE_STAYS", "20")))  # its pages are still asked for
    server.shutdown()
    sys.stdout.write(json.dumps({**told, "asked": dict(Handler.shown.asked)}) + "\n")
    return 1 if told["errors"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
