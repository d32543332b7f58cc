"""The tables, read and written: below each address a line per method and state, and a cell per role.

    /s/<space>/r/<review>/
      GET  masked      200 200 200 200m 200 200m 200 200 200 200

A cell is the status, or `in` where one is led to the sign-in page, then a letter for each canary that the answer says:
`p`ublic words, words for members `o`nly, `m`asked, par`t`ly masked, `w`ithdrawn, `e`rased ones; `h`eld ones, in no
cell. `all` stands for ten times the same. An exclamation mark is a refusal that changed something: no table has one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.permissions.world import ROLES

TABLES = Path(__file__).parent / "tables"
MARKS = {"public": "p", "members": "o", "masked": "m", "partly": "t", "withdrawn": "w", "erased": "e"}
Key = tuple[str, str, str]  # address, method, state


@dataclass(frozen=True, slots=True)
class Row:
    """What the ten hear who ask the same."""

    address: str
    method: str
    state: str
    cells: tuple[str, ...]

    @property
    def key(self) -> Key:
        return self.address, self.method, self.state

    @property
    def same_for_all(self) -> bool:
        return len(set(self.cells)) == 1

    def __str__(self) -> str:
        cells = ["all", self.cells[0]] if self.same_for_all else [f"{cell:<9}" for cell in self.cells]
        return f"  {self.method:<5}{self.state:<10}{' '.join(cells)}".rstrip()


def read() -> dict[Key, Row]:
    """Every row of every table."""
    rows: dict[Key, Row] = {}
    for path in sorted(TABLES.glob("*.txt")):
        for row in _rows(path):
            assert row.key not in rows, f"{path.name} says {row.key} twice"
            rows[row.key] = row
    return rows


def _rows(path: Path) -> Iterator[Row]:
    address = ""
    for line in path.read_text().splitlines():
        if line.startswith("/"):
            address = line.strip()
        elif line.startswith("  ") and line.strip():
            method, state, *cells = line.split()
            if cells[0] == "all":
                cells = cells[1:] * len(ROLES)
            assert len(cells) == len(ROLES), f"{path.name}: {line.strip()}"
            yield Row(address, method, state, tuple(cells))


def written(rows: Iterable[Row]) -> str:
    """Rows as they stand in a table."""
    by_address = defaultdict(list)
    for row in rows:
        by_address[row.address].append(str(row))
    return "\n\n".join("\n".join([address, *lines]) for address, lines in by_address.items())
