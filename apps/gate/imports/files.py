"""Rows of a file, one by one: CSV, JSON lines or one JSON array; plain, gzip or xz.

Memory does not grow with the file.
"""

import csv
import gzip
import json
import lzma
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

Row = Mapping[str, Any]
LONGEST_FIELD = 5_000_000
PIECE = 1 << 20


class BadFile(Exception):
    """The file cannot be read at all; the message is a sentence."""


class BadRow(Exception):
    """This row cannot be taken; the message is the reason in the report."""


@dataclass
class Source:
    """An open file: its rows with their line numbers, and how far it has been read."""

    path: Path
    delimiter: str = ","
    encoding: str = "utf-8-sig"

    def __post_init__(self) -> None:
        if not self.path.is_file():
            raise BadFile(f"There is no file {self.path}.")
        self.size = self.path.stat().st_size
        self._raw: BinaryIO | None = None

    @property
    def position(self) -> int:
        """Bytes of the file read so far, as it lies on the disk."""
        return self.size if self._raw is None or self._raw.closed else self._raw.tell()

    def rows(self) -> Iterator[tuple[int, Row | BadRow]]:
        """Line number and row; a line that is no row comes as the reason why."""
        form = _form(self.path)
        with self.path.open("rb") as raw:
            self._raw = raw
            try:
                yield from form(self._text(raw), self)
            except (EOFError, gzip.BadGzipFile, lzma.LZMAError) as error:
                raise BadFile(f"{self.path.name} is damaged or cut short: {error}.") from error

    def _text(self, raw: BinaryIO) -> TextIO:
        """Bytes that are no text become lone surrogates: the row that holds them is refused, the others are read."""
        opened = {".gz": gzip.open, ".xz": lzma.open}.get(self.path.suffix)
        how: dict[str, Any] = {"encoding": self.encoding, "errors": "surrogateescape", "newline": ""}
        if opened is not None:
            return cast(TextIO, opened(raw, "rt", **how))  # type: ignore[operator]
        return cast(TextIO, open(raw.fileno(), closefd=False, **how))


def _form(path: Path) -> Any:
    bare = path.with_suffix("") if path.suffix in {".gz", ".xz"} else path
    forms = {".csv": _csv, ".tsv": _csv, ".jsonl": _json_lines, ".ndjson": _json_lines, ".json": _json}
    if bare.suffix not in forms:
        raise BadFile(f"{path.name}: only .csv, .jsonl and .json are read, plain, .gz or .xz.")
    return forms[bare.suffix]


def _csv(text: TextIO, source: Source) -> Iterator[tuple[int, Row | BadRow]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(text, delimiter=source.delimiter)
    header = [name.strip() for name in next(reader, [])]
    while True:
        line = reader.line_num + 1
        try:
            values = next(reader, None)
        except csv.Error as error:
            yield line, BadRow(f"not a row of CSV: {error}")
            continue
        if values is None:
            return
        if values:
            yield line, _csv_row(header, values)


def _csv_row(header: list[str], values: list[str]) -> Row | BadRow:
    if len(values) < len(header) and any(header[len(values) :]):
        return BadRow(f"missing column: {len(values)} instead of {len(header)}")
    if len(values) > len(header):
        return BadRow(f"too many columns: {len(values)} instead of {len(header)}")
    return dict(zip(header, values, strict=False))


def _json_lines(text: TextIO, source: Source) -> Iterator[tuple[int, Row | BadRow]]:
    for number, line in enumerate(text, 1):
        if line.strip():
            yield number, _json_row(line)


def _json_row(line: str) -> Row | BadRow:
    try:
        return _checked(json.loads(line))
    except (ValueError, RecursionError) as error:
        return BadRow(f"not JSON: {error}")


def _checked(value: Any) -> Row | BadRow:
    return value if isinstance(value, dict) else BadRow("not a JSON object")


def _json(text: TextIO, source: Source) -> Iterator[tuple[int, Row | BadRow]]:
    """An array of objects, read piece by piece; the number is the place in the array."""
    decoder, buffer, number = json.JSONDecoder(), text.read(PIECE).lstrip(), 0
    if not buffer.startswith("["):
        raise BadFile(f"{source.path.name} is not an array of objects.")
    buffer = buffer[1:]
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(buffer)
        except ValueError as error:
            more = text.read(max(PIECE, len(buffer)))
            if not more:
                raise BadFile(f"{source.path.name} is not JSON after object {number}: {error}.") from error
            buffer += more
            continue
        buffer, number = buffer[end:], number + 1
        yield number, _checked(value)


class InOrder(Source):
    """The same rows in the order of a key, through a file on the disk: only keys and places are kept in memory."""

    def __init__(self, source: Source, key: Callable[[Row], Any]) -> None:
        super().__init__(source.path, source.delimiter, source.encoding)
        self.source, self.key, self._given = source, key, 0

    @property
    def position(self) -> int:
        """How many rows have been given back, as a share of the file."""
        return self._given

    def rows(self) -> Iterator[tuple[int, Row | BadRow]]:
        """Refused lines first, then the rows."""
        places: list[tuple[Any, int, int]] = []
        with tempfile.TemporaryFile() as spool:
            for line, row in self.source.rows():
                if isinstance(row, BadRow):
                    yield line, row
                    continue
                places.append((self.key(row), line, spool.tell()))
                spool.write(json.dumps(row).encode() + b"\n")
            places.sort(key=lambda place: place[:2])
            for number, (_key, line, place) in enumerate(places, 1):
                spool.seek(place)
                self._given = self.size * number // len(places)
                yield line, json.loads(spool.readline())
