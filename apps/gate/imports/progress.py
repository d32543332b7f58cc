"""A line on the error stream that says how far a long work is; nothing when nobody watches a terminal."""

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 28
EVERY = 0.1  # seconds


class Bar:
    """`[#####.....] 5,000 of 28,473 · 41,200/s`; on a pipe, one line at the end."""

    def __init__(self, word: str, stream: TextIO | None = None) -> None:
        self.word = word
        self.stream = stream or sys.stderr
        self.started = self.shown = time.monotonic()
        self.done = self.total = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end = "\n" if self.done or self.total else ""
        self.stream.write(("\r" if self.stream.isatty() else "") + (self.line() if end else "") + end)
        self.stream.flush()

    def at(self, done: int, total: int) -> None:
        """Say how far it is; drawn ten times a second at most."""
        self.done, self.total = done, total
        if self.stream.isatty() and time.monotonic() - self.shown >= EVERY:
            self.shown = time.monotonic()
            self.stream.write("\r" + self.line())
            self.stream.flush()

    def line(self) -> str:
        """What is drawn."""
        full = WIDTH * self.done // self.total if self.total else 0
        rate = self.done / max(time.monotonic() - self.started, 1e-6)
        return f"[{'#' * full}{'.' * (WIDTH - full)}] {self.done:,} of {self.total:,} {self.word} · {rate:,.0f}/s"
