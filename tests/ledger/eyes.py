"""Witnesses for tests: the program of deploy/witness, each in a process and a folder of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

from trustmgmt.launcher import ports
from trustmgmt.launcher.up import BASE_DIR

PROGRAM = BASE_DIR / "deploy" / "witness" / "witness.py"


@dataclass
class Eye:
    """A running witness."""

    state: Path
    address: str
    vkey: str

    def says(self, command: str) -> str:
        return run(command, "--state", str(self.state))


@contextmanager
def eye(state: Path, logs: list[str], name: str = "witness.example/w1") -> Iterator[Eye]:
    """Up until it answers; its memory stays in `state`."""
    vkey = run("init", "--state", str(state), "--name", name).strip()
    (state / "logs").write_text("".join(f"{log}\n" for log in logs))
    with ports.hold_any("127.0.0.1") as held:
        at = f"127.0.0.1:{ports.number(held)}"
        with subprocess.Popen(
            [sys.executable, PROGRAM, "serve", "--state", state, "--listen", at], stderr=subprocess.DEVNULL
        ) as process:
            try:
                _wait(f"http://{at}/")
                yield Eye(state, f"http://{at}", vkey)
            finally:
                process.terminate()


def run(*words: str) -> str:
    """One of its commands; what it printed."""
    return subprocess.run([sys.executable, PROGRAM, *words], check=True, capture_output=True, text=True).stdout


def _wait(address: str, seconds: float = 60) -> None:
    until = monotonic() + seconds
    while True:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.05)
