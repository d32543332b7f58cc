#!/usr/bin/env python3
"""A witness of public logs (c2sp.org/tlog-witness), in one file that shares nothing with the logs it watches.

It remembers, for each log, the longest state it has signed. Shown a new one, it signs the log's size and root together
with the time, if and only if the log proves that the new state has grown out of the one it remembers. A log that was
rewritten, shortened, or shown differently to somebody else is refused for ever, and its signed request is kept as
evidence. Run it where the log's operator has no say. It needs Python 3.11 and python3-cryptography, nothing else.

    witness.py init  --state DIR --name NAME     make the key, print the line that logs and auditors configure
    witness.py serve --state DIR --listen 127.0.0.1:8479 [--logs FILE]
    witness.py seen  --state DIR                 what it has signed last, log by log
    witness.py evidence --state DIR              requests that contradict what it had signed

FILE (DIR/logs when not given) has the key of a log on each line, as the log publishes it; two keys of one name are one
log that changes its key. It is read anew at each request. Lose the state, and the key must never be used again.
"""

import argparse
import base64
import binascii
import hashlib
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LONGEST_REQUEST = 64 * 1024
MOST_PROOF_LINES = 63
MOST_SIGNATURES = 64
MOST_EVIDENCE = 1_000  # of each log: enough to prove a lie, too little to fill a disk
PATIENCE = 10  # seconds for a request to arrive
OF_A_LOG, OF_A_WITNESS = 0x01, 0x04
TEXT, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"
TABLES = """
CREATE TABLE seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL);
CREATE TABLE evidence (digest TEXT PRIMARY KEY, origin TEXT NOT NULL, at INTEGER NOT NULL, request TEXT NOT NULL);
"""


class Refused(Exception):
    """What the log is answered instead of a signature."""

    def __init__(self, status: HTTPStatus, body: str = "", content_type: str = TEXT) -> None:
        super().__init__(status.phrase)
        self.status, self.body, self.content_type = status, body or f"{status.phrase}\n", content_type


class Contradiction(Refused):
    """What the log signed is not a growth of what it had signed before."""


# --- keys and notes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    """A public key by its name, as a `vkey` line says it."""

    name: str
    kind: int
    raw: bytes

    @property
    def number(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.raw).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.number.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def read_vkey(line: str) -> Key:
    """The key of a log, or ValueError."""
    name, _, rest = line.strip().partition("+")
    number, _, said = rest.partition("+")
    raw = base64.b64decode(said, validate=True)
    key = Key(name, OF_A_LOG, raw[1:])
    if len(raw) != 33 or raw[0] != OF_A_LOG or not name or key.number.hex() != number:
        raise ValueError(f"not the Ed25519 key of a log: {line.strip()[:80]}")
    return key


@dataclass(frozen=True)
class Request:
    """What a log shows: where it was, how it grew, what it is now."""

    old: int
    proof: list[bytes]
    text: str  # the signed lines of the checkpoint
    signatures: list[tuple[str, bytes, bytes]]  # name, key number, signature
    note: str

    @property
    def origin(self) -> str:
        return self.text.split("\n")[0]

    @property
    def size(self) -> int:
        return _whole(self.text.split("\n")[1])

    @property
    def root(self) -> bytes:
        return _hash(self.text.split("\n")[2])


def read_request(body: str) -> Request:
    """The parts of a request; Refused with 400 when it is not one."""
    try:
        head, gap, note = body.partition("\n\n")
        text, gap_too, beneath = note.rpartition("\n\n")
        first, *proof = head.split("\n")
        if not gap or not gap_too or not first.startswith("old ") or len(proof) > MOST_PROOF_LINES:
            raise ValueError
        request = Request(_whole(first[4:]), [_hash(line) for line in proof], f"{text}\n", _signatures(beneath), note)
        _ = request.size, request.root  # they must be there
    except (ValueError, IndexError, binascii.Error) as wrong:
        raise Refused(HTTPStatus.BAD_REQUEST) from wrong
    return request


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18 or (text != "0" and text.startswith("0")):
        raise ValueError
    return int(text)


def _hash(line: str) -> bytes:
    found = base64.b64decode(line, validate=True)
    if len(found) != 32:
        raise ValueError
    return found


def _signatures(beneath: str) -> list[tuple[str, bytes, bytes]]:
    lines = beneath.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ValueError
    return [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, name, said = line.split(" ")
    raw = base64.b64decode(said, validate=True)
    if dash != "—" or not name or len(raw) < 5:
        raise ValueError
    return name, raw[:4], raw[4:]


# --- growth (RFC 9162, 2.1.4.2) -----------------------------------------------------------------------


def has_grown(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows that the tree of `new` entries begins with the tree of `old` entries."""
    if old == 0:
        return not proof and (new > 0 or new_root == hashlib.sha256(b"").digest())
    if old == new:
        return not proof and old_root == new_root
    if old > new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for found in path[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            before, after = _joined(found, before), _joined(found, after)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            after = _joined(after, found)
        place, last = place >> 1, last >> 1
    return not last and (before, after) == (old_root, new_root)


def _joined(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


# --- what it remembers --------------------------------------------------------------------------------


class State:
    """A folder of its own: the key, the name, and a small database that is on disk before anything is signed."""

    def __init__(self, folder: Path, logs: Path | None = None) -> None:
        self.folder, self.logs = folder, logs or folder / "logs"
        if not (folder / "seen.sqlite").exists() or not (folder / "key.pem").exists():
            raise SystemExit(f"{folder} is not the state of a witness: run init first, or never use its key again.")
        self.name = (folder / "name").read_text(encoding="utf-8").strip()
        loaded = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
        if not isinstance(loaded, Ed25519PrivateKey):
            raise SystemExit(f"{folder}/key.pem is not an Ed25519 key.")
        self.key = loaded
        raw = loaded.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.public = Key(self.name, OF_A_WITNESS, raw)

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """One writer at a time: between looking and writing nobody else comes."""
        with closing(sqlite3.connect(self.folder / "seen.sqlite", timeout=PATIENCE, isolation_level=None)) as found:
            found.execute("PRAGMA synchronous = FULL")
            found.execute("BEGIN IMMEDIATE")
            try:
                yield found
                found.execute("COMMIT")
            except BaseException:
                found.execute("ROLLBACK")
                raise

    def keys_of(self, origin: str) -> list[Key]:
        """The keys that this log may sign with."""
        lines = self.logs.read_text(encoding="utf-8").splitlines() if self.logs.exists() else []
        return [read_vkey(line) for line in lines if line.startswith(f"{origin}+")]

    def add(self, body: str, at: int) -> str:
        """The signature on what a log shows, once it is remembered; or Refused."""
        request = read_request(body)
        check_signed(request, self.keys_of(request.origin))
        if request.old > request.size:
            raise Refused(HTTPStatus.BAD_REQUEST)
        try:
            with self.database() as rows:
                remember(rows, request)
        except Contradiction:
            self.keep(request, body, at)
            raise
        return self.sign(request.text, at)

    def sign(self, text: str, at: int) -> str:
        signature = self.key.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        said = base64.b64encode(self.public.number + at.to_bytes(8, "big") + signature).decode()
        return f"— {self.name} {said}\n"

    def keep(self, request: Request, body: str, at: int) -> None:
        """The log itself signed this, whatever it may explain later."""
        row = (hashlib.sha256(request.text.encode()).hexdigest(), request.origin, at, body)
        with self.database() as rows:
            kept = rows.execute("SELECT count(*) FROM evidence WHERE origin = ?", [request.origin]).fetchone()[0]
            if kept < MOST_EVIDENCE:
                rows.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?)", row)


def check_signed(request: Request, keys: list[Key]) -> None:
    """By the log itself: signatures of others say nothing here, a false one of the log refuses all."""
    if not keys:
        raise Refused(HTTPStatus.NOT_FOUND)
    named = {(key.name, key.number): key for key in keys}
    known = [(named[name, number], said) for name, number, said in request.signatures if (name, number) in named]
    if not known or not all(key.has_signed(request.text.encode(), said) for key, said in known):
        raise Refused(HTTPStatus.FORBIDDEN)


def remember(rows: sqlite3.Connection, request: Request) -> None:
    """Take the new state in the place of the old one, if it has grown out of it."""
    size, root = seen(rows, request.origin)
    if request.size == size and size and request.root != root:
        raise Contradiction(HTTPStatus.CONFLICT, f"{size}\n", SIZE)
    if request.old != size:
        raise Refused(HTTPStatus.CONFLICT, f"{size}\n", SIZE)
    if not has_grown(size, root, request.size, request.root, request.proof):
        raise Contradiction(HTTPStatus.UNPROCESSABLE_ENTITY)
    row = (request.origin, request.size, request.root, request.note)
    rows.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", row)


def seen(rows: sqlite3.Connection, origin: str) -> tuple[int, bytes]:
    """The size and the root that were signed last; nothing of a log that was never shown."""
    found = rows.execute("SELECT size, root FROM seen WHERE origin = ?", [origin]).fetchone()
    return (found[0], found[1]) if found else (0, b"")


# --- the door -----------------------------------------------------------------------------------------


class Door(BaseHTTPRequestHandler):
    """Logs come with POST /add-checkpoint; everybody may read what was signed last at GET /."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "witness", ""
    timeout = PATIENCE
    state: State

    def do_POST(self) -> None:
        try:
            if self.path != "/add-checkpoint":
                raise Refused(HTTPStatus.NOT_FOUND)
            self.answer(HTTPStatus.OK, self.state.add(self._body(), int(time.time())))
        except Refused as refused:
            self.answer(refused.status, refused.body, refused.content_type)

    def do_GET(self) -> None:
        if self.path != "/":
            self.answer(HTTPStatus.NOT_FOUND, "Nothing here.\n")
            return
        with self.state.database() as rows:
            signed = [note for (note,) in rows.execute("SELECT note FROM seen ORDER BY origin")]
        self.answer(HTTPStatus.OK, "\n".join([f"{self.state.public.vkey}\n", *signed]))

    def _body(self) -> str:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LONGEST_REQUEST:
            self.close_connection = True
            raise Refused(HTTPStatus.BAD_REQUEST)
        try:
            return self.rfile.read(int(length)).decode()
        except UnicodeDecodeError as wrong:
            raise Refused(HTTPStatus.BAD_REQUEST) from wrong

    def answer(self, status: HTTPStatus, body: str, content_type: str = TEXT) -> None:
        said = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the standard library
        sys.stderr.write(f"{self.log_date_time_string()} {format % args}\n")


class Server(ThreadingHTTPServer):
    """Beside a socket that holds the port for it, if there is one."""

    allow_reuse_port = True
    daemon_threads = True


# --- commands -----------------------------------------------------------------------------------------


def init(folder: Path, name: str) -> None:
    """Make what is missing; a state that stands is left as it is."""
    if not name or any(letter.isspace() or letter == "+" for letter in name):
        raise SystemExit("The name of a witness is an address without scheme, such as witness.example/w1.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / "key.pem").exists():
        return
    with closing(sqlite3.connect(folder / "seen.sqlite")) as database:
        database.executescript(TABLES)
    (folder / "name").write_text(f"{name}\n", encoding="utf-8")
    (folder / "logs").touch()
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(folder / "key.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def serve(state: State, listen: str) -> None:
    """Until somebody stops it."""
    host, _, port = listen.rpartition(":")
    Door.state = state
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Server((host.strip("[]"), int(port)), Door) as server:
        sys.stderr.write(f"{state.public.vkey} listens at {listen}\n")
        server.serve_forever()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="A witness of public logs.")
    parser.add_argument("command", choices=["init", "serve", "seen", "evidence"])
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--name", default="")
    parser.add_argument("--listen", default="127.0.0.1:8479")
    parser.add_argument("--logs", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "init":
        init(given.state, given.name)
        sys.stdout.write(f"{State(given.state).public.vkey}\n")
        return 0
    state = State(given.state, given.logs)
    if given.command == "serve":
        serve(state, given.listen)
        return 0
    query = "SELECT note FROM seen" if given.command == "seen" else "SELECT request FROM evidence ORDER BY at"
    with state.database() as rows:
        sys.stdout.write("\n".join(text for (text,) in rows.execute(query)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
