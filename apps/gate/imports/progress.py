"""A line on the error stream that says how far a long work is; on a pipe, one line at the end."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 28
EVERY = 0.1  # seconds


class Bar:
    """`[#####.......] 5,000 reviews · 41,200/s`."""

    def __init__(self, noun: str, stream: TextIO | None = None) -> None:
        self.noun = noun
        self.stream = stream or sys.stderr
        self.started = self.shown = time.monotonic()
        self.share, self.count = 0.0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._draw("\n")

    def at(self, done: int, total: int, count: int | None = None) -> None:
        """Say how far it is, and how many that makes when `done` counts something else; ten times a second at most."""
        self.share, self.count = done / total if total else 1.0, done if count is None else count
        if self.stream.isatty() and time.monotonic() - self.shown >= EVERY:
            self.shown = time.monotonic()
            self._draw("")

    def line(self) -> str:
        """What is drawn."""
        full = round(WIDTH * min(1.0, self.share))
        rate = self.count / max(time.monotonic() - self.started, 1e-6)
        return f"[{'#' * full}{'.' * (WIDTH - full)}] {self.count:,} {self.noun} · {rate:,.0f}/s"

    def _draw(self, end: str) -> None:
        self.stream.write(("\r" if self.stream.isatty() else "") + self.line() + end)
        self.stream.flush()
