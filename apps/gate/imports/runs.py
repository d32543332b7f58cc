"""Take a file in: batches that are whole or not at all, a checkpoint to continue from, a report of what was refused.

The checkpoint is written in the transaction of its batch: a run that was killed goes on where it stopped, and a run
that finished is not repeated. What was refused stands in DATA_DIR/imports: line number and reason.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import transaction

from apps.gate.imports.files import BadRow, Row, Source
from apps.gate.models import FileTaken
from apps.ledger.services import append

ROWS_TOGETHER = 10_000
HERE_ALREADY = "duplicate: it is here already"
LETTERS_TOGETHER = 16_000_000  # a batch of long texts is cut earlier: memory stays bounded

Taken = TypeVar("Taken")
Numbered = tuple[int, Taken]
Tell = Callable[[int, int, int], None]  # bytes read, bytes in all, rows so far


@dataclass(frozen=True)
class Import(Generic[Taken]):
    """One file into one place: how a row is read, how a batch is written.

    `read` raises BadRow with the reason; `write` returns the lines it did not take, each with the reason.
    """

    source: Source
    target: str  # the place and the mapping, in words that change when they change
    read: Callable[[Row], Taken]
    write: Callable[[Sequence[Numbered[Taken]]], Sequence[tuple[int, str]]]
    length: Callable[[Taken], int] = lambda _row: 0
    finish: Callable[[FileTaken], None] = lambda _taken: None  # once, in the transaction that says "finished"


@dataclass
class Report:
    """Refused lines, in a file that a resumed run cuts back to its checkpoint."""

    path: Path

    def begin(self, size: int) -> None:
        """Forget what a killed run had written after its last batch."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            with self.path.open("ab") as file:
                file.truncate(size)

    def add(self, refused: Sequence[tuple[int, str]]) -> int:
        """Write lines; return the new size. Nothing refused, no file."""
        if not refused:
            return self.path.stat().st_size if self.path.exists() else 0
        with self.path.open("ab") as file:
            for line, reason in refused:
                file.write(f"{line}\t{reason}\n".encode(errors="backslashreplace"))
            return file.tell()


def _nobody(read: int, size: int, rows: int) -> None:
    """Nobody watches."""


def file_take(work: Import[Any], *, now: datetime, tell: Tell = _nobody) -> FileTaken:
    """Take in what is left of a file; return how it stands now."""
    taken = _checkpoint(work, now)
    if taken.finished_at is not None:
        return taken
    report = Report(report_path(taken))
    report.begin(taken.report_size)
    for batch, last_row in _ahead(_batches(work, skip=taken.rows_read)):
        _batch_take(work, batch, taken, report, last_row)
        tell(work.source.position, work.source.size, taken.rows_read)
    with transaction.atomic():
        taken.finished_at = now
        taken.save(update_fields=["finished_at"])
        work.finish(taken)
    return taken


def taken_say(taken: FileTaken, *, place: str, source: str, now: datetime) -> None:
    """Tell the public log that this file came in, from where: its digest, never its content."""
    append(
        kind="content.imported",
        actor="",
        object=place,
        payload={"source": source, "rows": taken.rows_taken},
        version=source[:32],
        body={
            "type": "content.imported",
            "place": place,
            "source": source,
            "rows": taken.rows_taken,
            "file_sha256": taken.file_sha256,
        },
        now=now,
    )


def report_path(taken: FileTaken) -> Path:
    """Where the refused lines of a run stand."""
    return Path(settings.DATA_DIR) / "imports" / f"{taken.name}-{taken.key[:12]}.refused.tsv"


def _checkpoint(work: Import[Any], now: datetime) -> FileTaken:
    file_sha256 = _sha256(work.source.path)
    key = hashlib.sha256(f"{file_sha256}\n{work.target}".encode()).hexdigest()
    fields = {"name": work.source.path.name[:120], "file_sha256": file_sha256, "started_at": now}
    return FileTaken.objects.get_or_create(key=key, defaults=fields)[0]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class _Batch:
    good: list[Numbered[Any]]
    bad: list[tuple[int, str]]


Ready = tuple[_Batch, int]


def _batches(work: Import[Any], *, skip: int) -> Iterator[Ready]:
    """Rows in groups, with the number of the last one; the first `skip` were taken by an earlier run."""
    batch, letters, number = _Batch([], []), 0, skip
    for number, (line, row) in enumerate(work.source.rows(), 1):
        if number <= skip:
            continue
        letters += _sort(work, batch, line, row)
        if len(batch.good) + len(batch.bad) >= ROWS_TOGETHER or letters >= LETTERS_TOGETHER:
            yield batch, number
            batch, letters = _Batch([], []), 0
    if batch.good or batch.bad:
        yield batch, number


def _ahead(batches: Iterator[Ready]) -> Iterator[Ready]:
    """While the database takes one batch, the next one is read."""
    with ThreadPoolExecutor(1, "reader") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


def _sort(work: Import[Any], batch: _Batch, line: int, row: Row | BadRow) -> int:
    try:
        if isinstance(row, BadRow):
            raise row
        read = work.read(row)
    except BadRow as reason:
        batch.bad.append((line, str(reason)))
        return 0
    batch.good.append((line, read))
    return work.length(read)


@transaction.atomic
def _batch_take(work: Import[Any], batch: _Batch, taken: FileTaken, report: Report, last_row: int) -> None:
    left = work.write(batch.good) if batch.good else []
    refused = [*batch.bad, *left]
    taken.rows_read = last_row
    taken.rows_taken += len(batch.good) - len(left)
    taken.rows_refused += len(refused)
    taken.report_size = report.add(sorted(refused))
    taken.save(update_fields=["rows_read", "rows_taken", "rows_refused", "report_size"])
