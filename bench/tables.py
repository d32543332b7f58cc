"""Tables that a bench reads and prints."""

import csv
import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path


def read_rows(path: Path, names: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV, gzipped or not; without a first line of names, its columns are taken to be `names`."""
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as lines:
        rows = list(csv.reader(lines))
    header = [name.strip().lower() for name in rows[0]] if rows else []
    if set(names) <= set(header):
        return [dict(zip(header, row, strict=False)) for row in rows[1:] if row]
    return [dict(zip(names, row, strict=False)) for row in rows if row]


def show(title: str, figures: Mapping[str, Mapping[str, float | None]]) -> None:
    """A row per method, a column per figure."""
    names = list(dict.fromkeys(name for row in figures.values() for name in row))
    print(f"\n{title}\n{'':44}" + "".join(f"{name:>20}" for name in names))
    for method, row in figures.items():
        print(f"{method:44}" + "".join(_cell(row.get(name)) for name in names))


def _cell(value: float | None) -> str:
    return f"{'–':>20}" if value is None else f"{value:>20.4f}"
