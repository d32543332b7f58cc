"""The parts of a report as files: RFC 4180, UTF-8, names as the act has them; and what somebody brings, read with care.

What cannot be read is told with its place and with what to do; the files that can be read are kept.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.accountability.reports.annex import HEADERS, LINES, file_name, normal
from apps.accountability.reports.findings import Finding, unclear, unreadable

MAX_FILE = 2_000_000  # bytes of one part, unpacked
MAX_FILES = 24  # in one parcel
MAX_ROWS = 5_000
ALWAYS_THE_SAME = (1980, 1, 1, 0, 0, 0)  # so that the same parts make the same parcel
FORMULA = re.compile(r"^[=@\t\r]|^[+-](?=[A-Za-z(=@\"'])")  # what a spreadsheet would carry out instead of showing


@dataclass(frozen=True, slots=True)
class Sheet:
    """One part: its number and its rows, without the header. `lines` says where each row stands in the file."""

    part: int
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def sheet(part: int, rows: Iterable[Sequence[str]]) -> Sheet:
    """A part made here; its first row is line 2."""
    kept = tuple(tuple(row) for row in rows)
    return Sheet(part, kept, tuple(range(2, len(kept) + 2)))


def as_csv(made: Sheet) -> str:
    """The file of a part."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADERS[made.part])
    writer.writerows(made.rows)
    return out.getvalue()


def as_zip(files: dict[str, str]) -> bytes:
    """All files in one, byte for byte the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, text in files.items():
            parcel.writestr(zipfile.ZipInfo(name, ALWAYS_THE_SAME), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Brought:
    """What could be read of what somebody brought, and what could not."""

    sheets: dict[int, Sheet]
    findings: list[Finding]


def read_files(files: Iterable[tuple[str, bytes]]) -> Brought:
    """CSV files, or parcels of them, under whatever names; each part is known by its header."""
    sheets: dict[int, Sheet] = {}
    findings: list[Finding] = []
    for name, body in _unpacked(files, findings):
        read = _read(name, body)
        findings += read.findings
        for part, found in read.sheets.items():
            if part in sheets:
                findings.append(unreadable("part_twice", part, file=name))
            else:
                sheets[part] = found
    return Brought(sheets, findings)


def _unpacked(files: Iterable[tuple[str, bytes]], findings: list[Finding]) -> Iterable[tuple[str, bytes]]:
    count = 0
    for name, body in files:
        for inner, content in _of_parcel(name, body, findings) if body[:4] == b"PK\x03\x04" else [(name, body)]:
            count += 1
            if count > MAX_FILES:
                findings.append(unreadable("too_many_files", 0, file=name, max=MAX_FILES))
                return
            yield inner, content


def _of_parcel(name: str, body: bytes, findings: list[Finding]) -> list[tuple[str, bytes]]:
    """The CSV files inside; nothing is unpacked beyond its announced size, no parcel inside a parcel is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as parcel:
            inside = [i for i in parcel.infolist() if not i.is_dir() and not i.filename.startswith("__MACOSX/")]
            return [_unwrapped(parcel, info) for info in inside[: MAX_FILES + 1] if _can_be_read(info, findings)]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        findings.append(unreadable("broken_parcel", 0, file=name))
        return []


def _can_be_read(info: zipfile.ZipInfo, findings: list[Finding]) -> bool:
    """Asked before a byte of it is unpacked; what cannot be read is said."""
    shown = _shown(info)
    if info.flag_bits & 1:
        findings.append(unreadable("encrypted", 0, file=shown))
    elif not shown.casefold().endswith(".csv"):
        findings.append(unreadable("not_csv", 0, file=shown))
    elif info.file_size > MAX_FILE:
        findings.append(unreadable("too_large", 0, file=shown, max=MAX_FILE // 1_000_000))
    else:
        return True
    return False


def _unwrapped(parcel: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, bytes]:
    with parcel.open(info) as opened:
        return _shown(info), opened.read(MAX_FILE + 1)  # a size that was announced may be a lie


def _shown(info: zipfile.ZipInfo) -> str:
    """Its name without the folders of whoever packed it."""
    return info.filename.rsplit("/", 1)[-1]


def _read(name: str, body: bytes) -> Brought:
    if len(body) > MAX_FILE:
        return Brought({}, [unreadable("too_large", 0, file=name, max=MAX_FILE // 1_000_000)])
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Brought({}, [unreadable("not_utf8", 0, file=name)])
    if "\0" in text:
        return Brought({}, [unreadable("not_csv", 0, file=name)])
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    try:
        table = _table(text, delimiter)
    except csv.Error:
        return Brought({}, [unreadable("not_csv", 0, file=name)])
    return _known(name, table, delimiter)


def _table(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Each row with the line it begins on; empty lines are none."""
    reader, rows, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), [], 1
    for row in reader:
        if any(cell.strip() for cell in row):
            rows.append((line, row))
        line = reader.line_num + 1
    return rows


def _known(name: str, table: list[tuple[int, list[str]]], delimiter: str) -> Brought:
    if not table:
        return Brought({}, [unreadable("empty_file", 0, file=name)])
    if len(table) > MAX_ROWS:
        return Brought({}, [unreadable("too_many_rows", 0, file=name, max=MAX_ROWS)])
    header = [normal(cell) for cell in table[0][1]]
    part = _part_of(name, header, table)
    if part == 0:
        return Brought({}, [unreadable("unknown_part", 0, file=name)])
    findings = [unclear("separator", part, file=name)] if delimiter == ";" else []
    known = {normal(column) for column in HEADERS[part]}
    extra = [cell for cell in table[0][1] if cell.strip() and normal(cell) not in known]
    findings += [unclear("column_unknown", part, line=table[0][0], said=cell.strip()[:80]) for cell in extra]
    missing = [column for column in HEADERS[part] if normal(column) not in header and not _may_lack(column)]
    if missing:
        lacks = [unreadable("missing_column", part, line=table[0][0], column=column.strip()) for column in missing]
        return Brought({}, [*findings, *lacks])
    places = [header.index(normal(column)) if normal(column) in header else -1 for column in HEADERS[part]]
    rows, lines = [], []
    for line, row in table[1:]:
        cells = tuple(_cell(row, at) for at in places)
        wrong = [column for column, cell in zip(HEADERS[part], cells, strict=True) if FORMULA.match(cell)]
        findings += [unreadable("formula", part, line=line, column=column.strip()) for column in wrong]
        rows.append(cells)
        lines.append(line)
    if any(finding.rule == "formula" for finding in findings):
        return Brought({}, findings)
    return Brought({part: Sheet(part, tuple(rows), tuple(lines))}, findings)


def _cell(row: list[str], at: int) -> str:
    """As it stands."""
    return row[at] if 0 <= at < len(row) else ""


def _may_lack(column: str) -> bool:
    """Context may be left out: the act says "may"."""
    return column.casefold().startswith("contextual")


def _part_of(name: str, header: list[str], table: list[tuple[int, list[str]]]) -> int:
    """By the header; parts 7 to 9 share theirs, so by the rows too; a broken header by the name of the file."""
    wanted = {part: {normal(c) for c in columns if not _may_lack(c)} for part, columns in HEADERS.items()}
    exact = [part for part, columns in wanted.items() if columns == {h for h in header if not _may_lack(h)} - {""}]
    fits = exact or [part for part, columns in wanted.items() if columns <= set(header)]
    if len(fits) > 1:
        fits = [max(fits, key=lambda part: (len(wanted[part]), _alike(part, header, table)))]
    return fits[0] if fits else _by_name(name, header, wanted)


def _alike(part: int, header: list[str], table: list[tuple[int, list[str]]]) -> int:
    if "indicator" not in header:
        return 0
    at = header.index("indicator")
    known = {normal(line.indicator) for line in LINES.get(part, [])}
    return sum(normal(_cell(row, at)) in known for _line, row in table[1:])


def _by_name(name: str, header: list[str], wanted: dict[int, set[str]]) -> int:
    """Only where half of the columns are there: then it can be told which are missing."""
    for part in sorted(wanted, reverse=True):
        stem = file_name(part).removesuffix(".csv").casefold()
        if stem.split("_", 2)[2] in name.casefold() or re.search(rf"(?<!\d){part}(?!\d)", name):
            there = wanted[part] & set(header)
            if len(there) * 2 >= len(wanted[part]):
                return part
    return 0
