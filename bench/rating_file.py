"""Rating files as people publish them: gzipped or not, with or without a line of names, whatever parts the columns.

A row is source, target, rating, time; a label is user, label. Lines that begin with # or %, and blank ones, are left
aside. What cannot be read is refused with the number of its line, never skipped: a figure over half a file is not one.
"""

import csv
import gzip
import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NAMES = ("source", "target", "rating", "time")
LABEL_NAMES = ("user", "label")
ALSO = {
    "source": {"from", "rater", "src", "giver"},
    "target": {"to", "ratee", "dst", "receiver"},
    "rating": {"weight", "sign", "value", "score"},
    "time": {"timestamp", "at", "date"},
    "user": {"id", "account", "node", "name"},
    "label": {"fraud", "class", "gt"},
}
COMMENTS = ("#", "%")
GZIPPED = b"\x1f\x8b"
LATEST = 1e11  # seconds: whoever goes beyond has counted milliseconds


class Unreadable(Exception):
    """A file is not what it should be: a sentence, with the line where there is one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of ratings."""

    source: str
    target: str
    rating: float
    time: float


def read_ratings(path: Path) -> list[Row]:
    """Every row, in the order of the file."""
    read = _Rows(path, NAMES, least=len(NAMES))
    return [
        Row(read.word(cells, 0), read.word(cells, 1), read.number(cells, 2), read.moment(cells, 3)) for cells in read
    ]


def read_labels(path: Path) -> dict[str, float | None]:
    """Each account with its label, as written; without one where the cell is empty."""
    read = _Rows(path, LABEL_NAMES, least=1)
    return {read.word(cells, 0): read.number(cells, 1) if "".join(cells[1:2]).strip() else None for cells in read}


def says_fraud(labels: Iterable[float]) -> float:
    """Which label is that of the fraudulent: −1 where there is one (REV2 writes −1 and 1), else 1 (of 0 and 1)."""
    return -1.0 if -1.0 in set(labels) else 1.0


class _Rows:
    """The cells of each line, in the order of `names`, and what they say."""

    def __init__(self, path: Path, names: Sequence[str], *, least: int) -> None:
        self.path, self.names, self.least, self.line = path, names, least, 0

    def __iter__(self) -> Iterator[list[str]]:
        places: list[int] | None = None
        for number, cells in self._cells():
            self.line = number
            if places is None:
                places = self._places(cells)
                if places is not None:
                    continue
                places = list(range(len(self.names)))
            if len(cells) < self.least:
                raise self._broken(f"{len(cells)} columns, where {', '.join(self.names)} are needed")
            yield [cells[place] if place < len(cells) else "" for place in places]

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        try:
            lines = _lines(self.path)
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as problem:
            raise Unreadable(f"{self.path} cannot be read: {problem}") from problem
        split: Callable[[str], list[str]] | None = None
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.lstrip().startswith(COMMENTS):
                split = split or _splitter(line)
                yield number, split(line)

    def _places(self, cells: list[str]) -> list[int] | None:
        """Where each column stands, if these are names; None if they are already a row."""
        said = [cell.strip().lower() for cell in cells]
        if any(_is_number(cell) for cell in said):
            return None
        found = [next((n for n, one in enumerate(said) if one in ALSO[name] | {name}), None) for name in self.names]
        if None not in found:
            return [place for place in found if place is not None]
        if any(place is not None for place in found):
            missing = ", ".join(name for name, place in zip(self.names, found, strict=True) if place is None)
            raise self._broken(f"the line of names lacks {missing}")
        return None

    def word(self, cells: list[str], place: int) -> str:
        """A name: any word will do."""
        said = cells[place].strip()
        if not said:
            raise self._broken(f"no {self.names[place]}")
        return said

    def number(self, cells: list[str], place: int) -> float:
        """A whole number or one with a point."""
        try:
            said = float(cells[place])
        except ValueError:
            said = math.nan
        if not math.isfinite(said):
            raise self._broken(f"the {self.names[place]} is “{cells[place].strip()}”, which is not a number")
        return said

    def moment(self, cells: list[str], place: int) -> float:
        """Seconds since 1970, or a date that ISO 8601 knows; in UTC where it says nothing else."""
        try:
            said = datetime.fromisoformat(cells[place].strip()) if "-" in cells[place].strip()[1:] else None
        except ValueError:
            said = None
        if said is not None:
            return said.timestamp() if said.tzinfo else said.replace(tzinfo=UTC).timestamp()
        seconds = self.number(cells, place)
        if abs(seconds) >= LATEST:
            raise self._broken(
                f"the {self.names[place]} is “{cells[place].strip()}”, which is not in seconds since 1970"
            )
        return seconds

    def _broken(self, what: str) -> Unreadable:
        return Unreadable(f"{self.path.name}, line {self.line}: {what}.")


def _lines(path: Path) -> list[str]:
    whole = path.read_bytes()
    text = (gzip.decompress(whole) if whole.startswith(GZIPPED) else whole).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _splitter(line: str) -> Callable[[str], list[str]]:
    """By what parts the first line that says something."""
    for mark in (",", ";", "\t"):
        if mark in line:
            return lambda one: next(csv.reader([one], delimiter=mark, skipinitialspace=True), [])
    return str.split
