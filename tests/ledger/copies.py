"""Copies of a log in a folder, as an auditor or a mirror has them; and what a dishonest keeper would do to one."""

import hashlib
import json
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from apps.signatures import keys, notes, trees
from apps.signatures.checkpoints import Head
from apps.signatures.keys import PrivateKey
from trustmgmt.launcher.up import BASE_DIR

KIT = BASE_DIR / "deploy" / "auditor"
WITNESS = "witness.example/w1"
AT = 1_790_000_000


@cache
def auditor() -> Path:
    """The kit as its script builds it, once per version of its source."""
    digest = hashlib.sha256(b"".join((KIT / name).read_bytes() for name in ("auditor.go", "build.sh"))).hexdigest()
    built = BASE_DIR / "var" / "auditor" / digest[:16]
    if not built.exists():
        built.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run([KIT / "build.sh", f"{built}.new"], check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        Path(f"{built}.new").rename(built)
    return built


def audit(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """One run of the kit."""
    words = [str(auditor()), command, *map(str, arguments)]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=120)


def fetch(client, folder: Path, *, bodies: bool = False) -> int:
    """What a mirror downloads: the checkpoint, each tile, each bundle; the size."""
    note = client.get("/log/checkpoint")
    assert note.status_code == 200
    put(folder / "checkpoint", note.content)
    size = int(note.content.split(b"\n")[1])
    for level, number, width in trees.widths(size):
        names = [f"tile/{level}", *(["tile/entries"] if level == 0 else [])]
        for name in names:
            path = f"{name}/{trees.tile_path(number)}" + (f".p/{width}" if width < trees.WIDTH else "")
            answer = client.get(f"/log/{path}")
            assert answer.status_code == 200, path
            put(folder / path, answer.content)
    for index in range(size) if bodies else []:
        answer = client.get(f"/log/body/{index}", follow=True)
        if answer.status_code == 200:
            put(folder / "body" / str(index), answer.content)
    return size


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A copy at an address, by a plain file server: a mirror needs no more."""

    class Files(SimpleHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            """Tests say enough."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def entries_of(folder: Path) -> list[bytes]:
    """All entries of a copy, in order."""
    found = []
    size = int((folder / "checkpoint").read_text().split("\n")[1])
    for level, number, width in trees.widths(size):
        if level == 0:
            name = trees.tile_path(number) + (f".p/{width}" if width < trees.WIDTH else "")
            data = (folder / "tile" / "entries" / name).read_bytes()
            while data:
                length = int.from_bytes(data[:2], "big")
                found.append(data[2 : 2 + length])
                data = data[2 + length :]
    return found


def write(folder: Path, entries: list[bytes], origin: str, key: PrivateKey, seen_by: PrivateKey | None = None) -> None:
    """A log with these entries, whole and signed: what the keeper of the key can make whenever they like."""
    shutil.rmtree(folder, ignore_errors=True)
    tiles = trees.grow(0, entries, lambda level, number: b"")
    for level, number, width in trees.widths(len(entries)):
        name = trees.tile_path(number) + (f".p/{width}" if width < trees.WIDTH else "")
        put(folder / "tile" / str(level) / name, tiles[level, number])
        if level == 0:
            part = entries[number * trees.WIDTH : number * trees.WIDTH + width]
            put(folder / "tile" / "entries" / name, trees.bundle(part))
    root = trees.root(len(entries), trees.from_tiles(lambda level, number: tiles[level, number]))
    head = Head(origin, len(entries), root)
    note = f"{head.text}\n{notes.sign(head.text, origin, key)}"
    note += notes.cosign(head.text, WITNESS, seen_by, AT) if seen_by else ""
    put(folder / "checkpoint", note.encode())


# --- what a dishonest keeper does -------------------------------------------------------------------------


@dataclass
class Forger:
    """Has the key of the log and a copy of it; has not the key of the witness."""

    honest: Path
    folder: Path
    origin: str
    key: PrivateKey
    rng: random.Random

    def forge(self) -> str:
        """Do one thing of the catalogue to a fresh copy; its name."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.honest, self.folder)
        name = self.rng.choice(sorted(CATALOGUE))
        CATALOGUE[name](self)
        return name

    def sign_again(self, entries: list[bytes], key: PrivateKey | None = None) -> None:
        write(self.folder, entries, self.origin, key or self.key)

    def one_of(self, entries: list[bytes]) -> int:
        return self.rng.randrange(len(entries))

    def file(self, *under: str) -> Path:
        files = sorted(path for path in self.folder.joinpath(*under).rglob("*") if path.is_file())
        return self.rng.choice(files)


def _other_entry(entry: bytes, rng: random.Random) -> bytes:
    fields = json.loads(entry)
    fields["object"] = rng.randbytes(8).hex()
    return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()


def _rewritten(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    place = forger.one_of(entries)
    entries[place] = _other_entry(entries[place], forger.rng)
    forger.sign_again(entries)


def _rewritten_and_grown(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    place = forger.one_of(entries)
    entries[place] = _other_entry(entries[place], forger.rng)
    more = forger.rng.randint(1, 300)
    forger.sign_again([*entries, *(_other_entry(entries[0], forger.rng) for _ in range(more))])


def _removed(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    del entries[forger.one_of(entries)]
    forger.sign_again(entries)


def _removed_and_filled_up(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    del entries[forger.one_of(entries)]
    forger.sign_again([*entries, _other_entry(entries[0], forger.rng)])


def _shortened(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    forger.sign_again(entries[: forger.rng.randint(1, len(entries) - 1)])


def _swapped(forger: Forger) -> None:
    entries = entries_of(forger.folder)
    one = forger.rng.randrange(len(entries) - 1)
    other = next(at for at in range(one + 1, len(entries) + one) if entries[at % len(entries)] != entries[one])
    entries[one], entries[other % len(entries)] = entries[other % len(entries)], entries[one]
    forger.sign_again(entries)


def _signed_by_another(forger: Forger) -> None:
    forger.sign_again(entries_of(forger.folder), keys.from_seed(forger.rng.randbytes(32)))


def _checkpoint_altered(forger: Forger) -> None:
    file = forger.folder / "checkpoint"
    lines = file.read_text().split("\n")
    lines[1] = str(int(lines[1]) + forger.rng.choice([-1, 1]))
    file.write_text("\n".join(lines))


def _file_altered(forger: Forger, *under: str) -> None:
    file = forger.file(*under)
    data = bytearray(file.read_bytes())
    place = forger.rng.randrange(len(data))
    data[place] ^= 1 << forger.rng.randrange(8)
    file.write_bytes(data)


def _bundle_altered(forger: Forger) -> None:
    _file_altered(forger, "tile", "entries")


def _tile_altered(forger: Forger) -> None:
    _file_altered(forger, "tile", forger.rng.choice(["0", "1"]))


def _file_missing(forger: Forger) -> None:
    forger.file("tile").unlink()


def _file_cut(forger: Forger) -> None:
    file = forger.file("tile")
    data = file.read_bytes()
    file.write_bytes(data[: forger.rng.randrange(len(data))])


def _file_longer(forger: Forger) -> None:
    file = forger.file("tile", "entries")
    file.write_bytes(file.read_bytes() + forger.rng.randbytes(forger.rng.randint(1, 40)))


CATALOGUE: dict[str, Callable[[Forger], None]] = {
    "rewritten": _rewritten,
    "rewritten and grown": _rewritten_and_grown,
    "removed": _removed,
    "removed and filled up": _removed_and_filled_up,
    "shortened": _shortened,
    "swapped": _swapped,
    "signed by another": _signed_by_another,
    "checkpoint altered": _checkpoint_altered,
    "bundle altered": _bundle_altered,
    "tile altered": _tile_altered,
    "file missing": _file_missing,
    "file cut": _file_cut,
    "file longer": _file_longer,
}
