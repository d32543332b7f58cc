"""Sites of our own beside one another, each with somebody inside who does what its people do."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from trustmgmt.launcher import ports
from trustmgmt.launcher.federate import neighbours
from trustmgmt.launcher.scratch import ScratchSite
from trustmgmt.launcher.up import BASE_DIR

SECONDS = 120


@dataclass
class Neighbour:
    """A site, and somebody inside."""

    address: str
    inside: "subprocess.Popen[str]"

    def __call__(self, act: str, **more: Any) -> Any:
        assert self.inside.stdin is not None
        self.inside.stdin.write(json.dumps({"act": act, **more}) + "\n")
        self.inside.stdin.flush()
        return self.told()

    def told(self) -> Any:
        """Its answer to the last act; to none yet, that it is ready."""
        assert self.inside.stdout is not None
        answer = json.loads(self.inside.stdout.readline() or '{"error": "It has stopped."}')
        assert "error" not in answer, answer
        return answer["told"]

    @property
    def host(self) -> str:
        return self.address.removeprefix("http://")

    def work(self) -> int:
        """Work off what is due; how much it was. A whole site does so by itself."""
        return 0


@dataclass
class WholeSite(Neighbour):
    """With servers, workers and a supervisor that starts again what is killed."""

    site: ScratchSite


@dataclass
class SmallSite(Neighbour):
    """All in one process, which works when it is told to."""

    def work(self) -> int:
        return int(self("work"))


def free_places(count: int) -> list[tuple[str, str]]:
    """Ports that nobody uses, held only until the sites hold them."""
    with ExitStack() as held:
        return [
            ("127.0.0.1", str(ports.number(held.enter_context(ports.hold("127.0.0.1", None))))) for _ in range(count)
        ]


@contextmanager
def inside(environment: dict[str, str], *options: str) -> Iterator["subprocess.Popen[str]"]:
    """A Python process with the site's environment that waits for acts."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.federation.inside", *options],
        cwd=BASE_DIR,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def started(tmp_path: Path, count: int, strangers: list[tuple[str, str]] | None = None) -> Iterator[list[WholeSite]]:
    """So many whole sites, ready for acts."""
    with neighbours(tmp_path, free_places(count), strangers=strangers) as running, ExitStack() as insides:
        made = [WholeSite(one.address, insides.enter_context(inside(one.environment)), one) for one in running]
        for site in made:
            site.told()
        yield made


def eventually(look: Callable[[], Any], sites: list[WholeSite] | list[SmallSite]) -> Any:
    """What is seen once it is true."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        seen = look()
        if seen:
            return seen
        if not sum(site.work() for site in sites):
            time.sleep(0.5)
    pytest.fail("\n".join(json.dumps(site("traffic"), indent=1) for site in sites))


def kill(neighbour: WholeSite, name: str) -> bool:
    """kill -9, the whole group; its supervisor starts it again. What is down already stays down."""
    process = neighbour.site.child(name).process
    if process is None or process.poll() is not None:
        return False
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return True
