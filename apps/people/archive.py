"""The zip of one person: for each holding JSON for machines and CSV for spreadsheets, a page that explains, a manifest.

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
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from apps.ledger.site_key import sign
from apps.people.holdings import Holding, all_holdings
from apps.people.models import Account

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what starts so


@dataclass(frozen=True, slots=True)
class Part:
    """One holding in the archive."""

    key: str
    label: str | Promise
    rows: int


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
        for language, _name in settings.LANGUAGES:
            _add_readme(shelf, language, account, parts, now)
        zipped.writestr("manifest.json", _manifest(shelf, account, parts, now))
    unfinished.replace(to)


def _add_holding(shelf: Shelf, holding: Holding, account: Account, scratch: Path) -> Part:
    lines = scratch / f"{holding.key}.jsonl"
    columns, count = _spool(holding, account, lines)
    if count:
        shelf.add(f"data/{holding.key}.json", _as_json(lines))
        shelf.add(f"data/{holding.key}.csv", _as_csv(lines, columns))
    lines.unlink()
    return Part(holding.key, holding.label, count)


def _spool(holding: Holding, account: Account, lines: Path) -> tuple[list[str], int]:
    """One row a line; return the columns met and the number of rows."""
    columns: dict[str, None] = {}
    count = 0
    with lines.open("w", encoding="utf-8") as file:
        for row in holding.rows(account):
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


def _add_readme(shelf: Shelf, language: str, account: Account, parts: list[Part], now: datetime) -> None:
    with translation.override(language):
        context = {"account": account, "parts": parts, "now": now, "site_url": settings.SITE_URL, "language": language}
        page = render_to_string("people/readme.html", context)
    shelf.add(f"README.{language}.html", iter([page.encode()]))


def _manifest(shelf: Shelf, account: Account, parts: list[Part], now: datetime) -> str:
    manifest = {
        "site": settings.SITE_URL,
        "account": account.reference,
        "made_at": now.isoformat(),
        "rows": {part.key: part.rows for part in parts},
        "sha256": shelf.digests,
    }
    return json.dumps({**manifest, "proof": sign(manifest, now=now)}, ensure_ascii=False, indent=2)
