"""The log's hash tree, kept in tiles: it grows by what was sealed, and no page or proof ever hashes the log again."""

from collections.abc import Iterator

from apps.ledger.models import LogEntry, Tile
from apps.signatures import trees
from apps.signatures.trees import HASH, Read

AT_ONCE = 20_000


def grow(old: int, new: int) -> None:
    """Add the entries from `old` on to the tree; the sequencer alone calls this, under its lock."""
    while old < new:
        until = min(new, old + AT_ONCE)
        changed = trees.grow(old, _entries(old, until), tile)
        rows = [Tile(level=level, number=number, hashes=hashes) for (level, number), hashes in changed.items()]
        Tile.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["level", "number"], update_fields=["hashes"], batch_size=200
        )
        old = until


def _entries(start: int, end: int) -> Iterator[bytes]:
    rows = LogEntry.objects.filter(position__gte=start, position__lt=end).order_by("position")
    expected = start
    for position, leaf in rows.values_list("position", "leaf").iterator(2000):
        if position != expected:
            raise ValueError(f"the log has no entry {expected}")
        expected += 1
        yield bytes(leaf)


def tile(level: int, number: int) -> bytes:
    """The hashes of a tile, as far as the log goes; empty when it does not reach there."""
    hashes = Tile.objects.filter(level=level, number=number).values_list("hashes", flat=True).first()
    return bytes(hashes or b"")


def part_of_tile(level: int, number: int, width: int) -> bytes | None:
    """Exactly so many hashes, or None."""
    hashes = tile(level, number)[: width * HASH]
    return hashes if len(hashes) == width * HASH else None


def part_of_bundle(number: int, width: int) -> bytes | None:
    """Exactly so many entries, each after its length, or None."""
    start = number * trees.WIDTH
    rows = LogEntry.objects.filter(position__gte=start, position__lt=start + width).order_by("position")
    entries = [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
    return trees.bundle(entries) if len(entries) == width else None


def reader() -> Read:
    """Subtrees, each tile asked for once."""
    return trees.from_tiles(tile)
