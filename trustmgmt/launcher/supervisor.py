"""One process that answers for all others: starts them in order, restarts what dies, stops them in order."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from trustmgmt.launcher.children import Child
from trustmgmt.launcher.errors import LaunchError

BACK_OFF = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
STEADY_AFTER = 60.0  # a child that ran this long starts again at once
LOOK_EVERY = 0.2


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: not an error, and nothing on the way may swallow it."""


@dataclass
class Watched:
    """A child, and how patient we are with it."""

    child: Child
    failures: int = 0
    started_at: float = 0.0
    again_at: float | None = None


@dataclass
class Supervisor:
    """Knows its children in the order they were started."""

    say: Callable[[str], None]
    watched: list[Watched] = field(default_factory=list)

    def start(self, child: Child) -> None:
        """Start a child, wait until it answers, and answer for it from now on."""
        entry = Watched(child)
        self.watched.append(entry)
        child.start()
        child.wait_until_ready()
        entry.started_at = time.monotonic()

    def watch(self, look: Callable[[], None] = lambda: None) -> None:
        """Until somebody stops us: restart what died, with patience."""
        while True:
            for entry in self.watched:
                self._look_after(entry)
            look()
            time.sleep(LOOK_EVERY)

    def restart(self, names: set[str]) -> None:
        """Stop and start some children: their code has changed."""
        chosen = [entry for entry in self.watched if entry.child.name in names]
        for entry in reversed(chosen):
            entry.child.stop()
        for entry in chosen:
            entry.child.start()
            entry.started_at = time.monotonic()

    def stop(self) -> None:
        """Last started, first stopped."""
        for entry in reversed(self.watched):
            if entry.child.process is not None:
                self.say(f"  stopping {entry.child.name}")
                entry.child.stop()

    def _look_after(self, entry: Watched) -> None:
        now = time.monotonic()
        if entry.again_at is not None:
            if now >= entry.again_at:
                self._start_again(entry)
        elif not entry.child.is_running():
            self._plan_restart(entry, now)

    def _plan_restart(self, entry: Watched, now: float) -> None:
        code = entry.child.process.returncode if entry.child.process else None
        entry.child.clear()
        entry.failures = 0 if now - entry.started_at > STEADY_AFTER else entry.failures
        pause = BACK_OFF[min(entry.failures, len(BACK_OFF) - 1)]
        entry.failures += 1
        entry.again_at = now + pause
        self.say(f"{entry.child.name} ended ({_how(code)}); starting it again in {pause:.0f} s.{_see(entry.child)}")

    def _start_again(self, entry: Watched) -> None:
        entry.again_at = None
        entry.started_at = time.monotonic()
        try:
            entry.child.start()
            entry.child.wait_until_ready()
        except LaunchError as error:
            self.say(str(error))
            return
        self.say(f"{entry.child.name} runs again.")


def _how(code: int | None) -> str:
    if code is None:
        return "never started"
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _see(child: Child) -> str:
    return f" Its log: {child.log}" if child.log else ""


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise Stopped once; while stopping, further ones are ignored."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def alone(run: Path) -> Iterator[None]:
    """One supervisor per clone. The kernel drops the lock with the process: nothing is ever stale."""
    lock = (run / "supervisor.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        running = lock.read().strip() or "unknown"
        lock.close()
        raise LaunchError(f"This clone is already running (process {running}): stop it first with Ctrl-C.") from error
    try:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
    finally:
        lock.close()
