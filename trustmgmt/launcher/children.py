"""One child process: start it in its own group, watch it, stop it, leave nothing behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from trustmgmt.launcher.errors import LaunchError, sentence_for

PR_SET_PDEATHSIG = 1
LARGE_LOG = 20_000_000
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """A program the launcher answers for."""

    name: str
    command: list[str]
    log: Path | None = None  # None: it writes to our terminal
    environment: dict[str, str] = field(default_factory=dict)  # added to ours
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 20.0
    yields: int = 0  # 0 to 19: how far it steps back where others want the processor at the same moment
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches only the supervisor, which stops all in order."""
        output = _open(self.log) if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
                start_new_session=True,
                preexec_fn=_prepared(self.stop_signal, self.yields),
            )
        except OSError as error:
            raise LaunchError(f"{self.name} could not be started: {error}.") from error
        finally:
            if output:
                output.close()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait(self) -> int:
        """Until it ends by itself; its exit code."""
        return self.process.wait() if self.process else 0

    def stop(self) -> None:
        """Ask politely, then end the whole group: no orphan keeps a port or a lock."""
        if self.process is None:
            return
        if self.is_running():
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.stop_within)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
        self.clear()

    def clear(self) -> None:
        """End what is left of its group, whether it stopped or died."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def last_words(self) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            return log.read().decode(errors="replace")

    def is_ready(self) -> bool:
        """Servers know better."""
        return self.is_running()

    def wait_until_ready(self, seconds: float = 180.0) -> None:
        """Return when it answers; a sentence when it died or stays silent."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if not self.is_running():
                raise LaunchError(sentence_for(f"Starting {self.name}", self.last_words(), str(self.log or "")))
            if time.monotonic() > deadline:
                raise LaunchError(f"{self.name} did not answer within {seconds:.0f} s; see {self.log}.")
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _open(log: Path) -> BinaryIO:
    """Append; a log that has grown large starts anew, and one older part is kept."""
    if log.exists() and log.stat().st_size > LARGE_LOG:
        log.replace(log.with_suffix(".log.1"))
    return log.open("ab")


def _prepared(number: signal.Signals, yields: int) -> Callable[[], None]:
    """A killed supervisor takes its children with it (where the kernel lets us ask for that); who yields, yields."""

    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(number))
        if yields:
            os.nice(yields)
            _yield_as_a_session(yields)

    return prepare


def _yield_as_a_session(yields: int) -> None:
    """Each child leads a session of its own; some kernels share out among sessions before they look within one."""
    with contextlib.suppress(OSError), open("/proc/self/autogroup", "w") as group:
        group.write(str(yields))
