"""The zip of one person: a page to read, for each holding JSON for machines and CSV for spreadsheets, what stands about
them, ActivityStreams, a signed manifest, and digests that anybody's tools check.

Rows stream through a file on disk, so that a thousand and a million cost the same memory.
"""

import base64
import csv
import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.utils.functional import Promise

from apps.ledger.site_key import sign, site_key
from apps.people import archive_page
from apps.people.archive_parts import OwnFile, OwnFiles, Sheet, files, folders, sheets
from apps.people.holdings import Holding, Rows, all_holdings
from apps.people.models import Account
from apps.signatures import keys

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what starts so


@dataclass(frozen=True, slots=True)
class Part:
    """One holding in the archive."""

    key: str
    label: str | Promise
    rows: int | None  # of a table; a file with a form of its own has none
    files: tuple[str, ...]


class Shelf:
    """A zip that remembers the digest of all it was given."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self.zipped = zipped
        self.digests: dict[str, str] = {}

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """Write one file, piece by piece."""
        digest = hashlib.sha256()
        with self.zipped.open(name, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
        self.digests[name] = digest.hexdigest()


def write(*, account: Account, to: Path, now: datetime) -> None:
    """Make the archive beside its place, then put it there whole."""
    unfinished = to.with_suffix(".part")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    unfinished.touch(mode=0o600)
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as zipped, TemporaryDirectory(dir=to.parent) as scratch:
        shelf = Shelf(zipped)
        parts = [_add_holding(shelf, holding, account, Path(scratch)) for holding in all_holdings()]
        parts += [_add_sheet(shelf, sheet, account, Path(scratch)) for sheet in sheets()]
        parts += [_add_file(shelf, file, account, now) for file in files()]
        parts += [_add_files(shelf, folder, account, now) for folder in folders()]
        _add_pages(shelf, account, parts, now)
        shelf.add("manifest.json", iter([_manifest(shelf, account, parts, now).encode()]))
        _add_sums(shelf)
    unfinished.replace(to)


def _add_holding(shelf: Shelf, holding: Holding, account: Account, scratch: Path) -> Part:
    folder = "about-me" if holding.about_me else "data"
    return _add_rows(shelf, f"{folder}/{holding.key}", holding.key, holding.label, holding.rows(account), scratch)


def _add_sheet(shelf: Shelf, sheet: Sheet, account: Account, scratch: Path) -> Part:
    return _add_rows(shelf, f"about-me/{sheet.key}", sheet.key, sheet.label, sheet.rows(account), scratch)


def _add_rows(shelf: Shelf, name: str, key: str, label: str | Promise, rows: Rows, scratch: Path) -> Part:
    lines = scratch / f"{key}.jsonl"
    columns, count = _spool(rows, lines)
    if count:
        shelf.add(f"{name}.json", _as_json(lines))
        shelf.add(f"{name}.csv", _as_csv(lines, columns))
    lines.unlink()
    return Part(key, label, count, (f"{name}.json", f"{name}.csv") if count else ())


def _add_file(shelf: Shelf, file: OwnFile, account: Account, now: datetime) -> Part:
    shelf.add(file.name, file.chunks(account, now))
    return Part(file.name, file.label, None, (file.name,))


def _add_files(shelf: Shelf, folder: OwnFiles, account: Account, now: datetime) -> Part:
    names = []
    for name, content in folder.named(account, now):
        shelf.add(name, iter([content]))
        names.append(name)
    return Part(folder.key, folder.label, len(names), tuple(names))


def _spool(rows: Rows, lines: Path) -> tuple[list[str], int]:
    """One row a line; return the columns met and the number of rows."""
    columns: dict[str, None] = {}
    count = 0
    with lines.open("w", encoding="utf-8") as file:
        for row in rows:
            columns |= dict.fromkeys(row)
            file.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
            count += 1
    return list(columns), count


def plain(value: Any) -> Any:
    """What JSON has no word for."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def readable(row: Mapping[str, Any]) -> dict[str, str]:
    """One row for the eye."""
    return {name: _text(json.loads(json.dumps(value, default=plain))) for name, value in row.items()}


def _as_json(lines: Path) -> Iterator[bytes]:
    yield b"["
    with lines.open("rb") as file:
        for number, line in enumerate(file):
            yield (b",\n" if number else b"\n") + line.rstrip(b"\n")
    yield b"\n]\n"


def _as_csv(lines: Path, columns: list[str]) -> Iterator[bytes]:
    table = lines.with_suffix(".csv")
    with lines.open(encoding="utf-8") as rows, table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(_cells(json.loads(row)) for row in rows)
    with table.open("rb") as file:
        yield from iter(lambda: file.read(1 << 16), b"")
    table.unlink()


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str:
    """Text that a spreadsheet would take for a formula is disarmed with an apostrophe; the JSON is exact."""
    disarm = isinstance(value, str) and value.startswith(FORMULA)
    return f"'{value}" if disarm else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _add_pages(shelf: Shelf, account: Account, parts: list[Part], now: datetime) -> None:
    shelf.add("index.html", iter([archive_page.first_page(account)]))
    for language, _name in settings.LANGUAGES:
        shelf.add(f"index.{language}.html", archive_page.page(language, account, list(parts), now))


def _add_sums(shelf: Shelf) -> None:
    """The digests again, as `sha256sum` and `openssl` read them: see docs/audiences/members.md."""
    sums = "".join(f"{digest}  {name}\n" for name, digest in shelf.digests.items()).encode()
    shelf.zipped.writestr("SHA256SUMS", sums)
    shelf.zipped.writestr("SHA256SUMS.sig", site_key().sign(sums))
    shelf.zipped.writestr("site-key.pem", keys.public_pem(site_key().public_key()))


def _manifest(shelf: Shelf, account: Account, parts: list[Part], now: datetime) -> str:
    manifest = {
        "site": settings.SITE_URL,
        "account": account.reference,
        "made_at": now.isoformat(),
        "rows": {part.key: part.rows for part in parts if part.rows is not None},
        "sha256": shelf.digests,
    }
    return json.dumps({**manifest, "proof": sign(manifest, now=now)}, ensure_ascii=False, indent=2)
