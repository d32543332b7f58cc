"""Hash trees (RFC 6962): one short hash stands for a whole list, and a few more prove a place in it, or its growth.

Why: who keeps 32 bytes of yesterday's log can tell today whether one letter of yesterday was changed, without keeping
the log. What it misses: two logs shown to two people, each of them whole. Against that stand witnesses (`notes`).

Nothing here reads a database or a file: a `Read` says the hash of a complete subtree, wherever it is kept. Hashes are
kept in tiles of 256, as c2sp.org/tlog-tiles has them.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

HASH = 32  # bytes
HEIGHT = 8  # levels of the tree in a tile
WIDTH = 1 << HEIGHT  # hashes in a full tile
EMPTY = hashlib.sha256(b"").digest()
Read = Callable[[int, int], bytes]  # (height, number) → the hash of the 2**height leaves from number * 2**height on
Tile = Callable[[int, int], bytes]  # (level, number) → the hashes of that tile, as far as it goes
_PATH = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}")


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """The root of a complete subtree, from its hashes side by side (a power of two of them)."""
    while len(hashes) > HASH:
        step = 2 * HASH
        hashes = b"".join(
            hashlib.sha256(b"\x01" + hashes[at : at + step]).digest() for at in range(0, len(hashes), step)
        )
    return hashes


def root(size: int, read: Read) -> bytes:
    """The one hash that stands for the first `size` entries."""
    return _range(0, size, read) if size else EMPTY


def inclusion(index: int, size: int, read: Read) -> list[bytes]:
    """What proves that the entry at `index` is among the first `size`: from its neighbour up to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} among {size}")
    return list(_path(index, 0, size, read))


def consistency(old: int, new: int, read: Read) -> list[bytes]:
    """What proves that the first `old` entries of the tree of `new` are those of the tree of `old`."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} is no growth of one of {old}")
    return list(_growth(old, 0, new, read, known=True)) if 0 < old < new else []


def included(entry: bytes, index: int, size: int, proof: Iterable[bytes], top: bytes) -> bool:
    """Whether the proof shows this entry at this place under this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf_hash(entry)
    for other in proof:
        if not last:
            return False
        if place & 1 or place == last:
            found = node_hash(other, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, other)
        place, last = place >> 1, last >> 1
    return not last and found == top


def _range(start: int, end: int, read: Read) -> bytes:
    """The hash of the entries from `start` to `end`, where `start` is one at which RFC 6962 divides."""
    parts = list(_complete(start, end))
    found = read(*parts[-1])
    for part in reversed(parts[:-1]):
        found = node_hash(read(*part), found)
    return found


def _complete(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees of a range, the largest first."""
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def _half(start: int, end: int) -> int:
    """Where RFC 6962 divides: at the largest power of two that is smaller than the number of entries."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _path(index: int, start: int, end: int, read: Read) -> Iterator[bytes]:
    if end - start == 1:
        return
    half = _half(start, end)
    if index < half:
        yield from _path(index, start, half, read)
        yield _range(half, end, read)
    else:
        yield from _path(index, half, end, read)
        yield _range(start, half, read)


def _growth(old: int, start: int, end: int, read: Read, *, known: bool) -> Iterator[bytes]:
    """RFC 6962, 2.1.2: `known` while the subtree is one whose hash the reader already has."""
    if old == end:
        if not known:
            yield _range(start, end, read)
        return
    half = _half(start, end)
    if old <= half:
        yield from _growth(old, start, half, read, known=known)
        yield _range(half, end, read)
    else:
        yield from _growth(old, half, end, read, known=False)
        yield _range(start, half, read)


# --- tiles ------------------------------------------------------------------------------------------------


def from_tiles(tile: Tile) -> Read:
    """A reader of subtrees over tiles; each tile is asked for once."""
    kept: dict[tuple[int, int], bytes] = {}

    def read(height: int, number: int) -> bytes:
        level, above = divmod(height, HEIGHT)
        first = number << above
        place = (level, first // WIDTH)
        if place not in kept:
            kept[place] = tile(*place)
        begin = first % WIDTH * HASH
        hashes = kept[place][begin : begin + (HASH << above)]
        if len(hashes) != HASH << above:
            raise ValueError(f"the tile {place} does not reach so far")
        return fold(hashes)

    return read


def grow(size: int, entries: Iterable[bytes], tile: Tile) -> dict[tuple[int, int], bytes]:
    """The tiles that change when entries are added to a tree of `size`: (level, number) → all their hashes."""
    ends: dict[int, tuple[int, bytearray]] = {}  # level → number and hashes of the last tile
    changed: dict[tuple[int, int], bytearray] = {}

    def add(level: int, found: bytes) -> None:
        number, hashes = ends[level] if level in ends else _last_tile(level, size, tile)
        hashes += found
        changed[level, number] = hashes
        full = len(hashes) == WIDTH * HASH
        ends[level] = (number + 1, bytearray()) if full else (number, hashes)
        if full:
            add(level + 1, fold(bytes(hashes)))

    for entry in entries:
        add(0, leaf_hash(entry))
    return {place: bytes(hashes) for place, hashes in changed.items()}


def _last_tile(level: int, size: int, tile: Tile) -> tuple[int, bytearray]:
    number, inside = divmod(size >> (HEIGHT * level), WIDTH)
    return number, bytearray(tile(level, number)) if inside else bytearray()


def tile_path(number: int) -> str:
    """`x001/x234/067`, as addresses and files have it."""
    digits = f"{number:03d}".zfill(-(-len(f"{number:03d}") // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def tile_number(path: str) -> int | None:
    """The number of such a path; None when it is not written in the one way."""
    if not _PATH.fullmatch(path) or len(path) > 32:
        return None
    number = int(path.replace("x", "").replace("/", ""))
    return number if tile_path(number) == path else None


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries side by side, each after its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def widths(size: int) -> Iterator[tuple[int, int, int]]:
    """(level, number, hashes) of every tile of a tree: what a copy of it needs."""
    level = 0
    while count := size >> (HEIGHT * level):
        edges = [*range(0, count, WIDTH), count]
        yield from ((level, number, end - begin) for number, (begin, end) in enumerate(pairwise(edges)))
        level += 1
