"""Checkpoints (c2sp.org/tlog-checkpoint) and proofs to keep (c2sp.org/tlog-proof): the state of a log in three lines.

Why: the name of the log, how many entries it has, and the root of their tree, signed. Whoever keeps one can hold the
log to it for ever; a proof to keep is a checkpoint with one entry's path under it, in one file that needs no server.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from apps.signatures.errors import BadProof
from apps.signatures.trees import HASH

PROOF = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file to keep: place, path, checkpoint; and the entry itself, which its hash then proves."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str  # a signed note
    entry: bytes = b""

    @property
    def text(self) -> str:
        extra = f"extra {base64.b64encode(self.entry).decode()}\n" if self.entry else ""
        return f"{PROOF}\n{extra}index {self.index}\n{hash_lines(self.path)}\n{self.checkpoint}"


def read_head(text: str) -> Head:
    """The first three lines of a note's text, or BadProof; further lines are not ours to read."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not is_number(lines[1]):
        raise BadProof("This is not a checkpoint.")
    return Head(lines[0], int(lines[1]), read_hash(lines[2]))


def hash_lines(hashes: Iterable[bytes]) -> str:
    """One hash a line."""
    return "".join(f"{base64.b64encode(found).decode()}\n" for found in hashes)


def read_hash(line: str) -> bytes:
    """A hash of such a line, or BadProof."""
    try:
        found = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != HASH:
        raise BadProof("This line is not a hash.")
    return found


def is_number(text: str) -> bool:
    """Whether it is a size as checkpoints write it: no sign, no leading zero."""
    return text.isascii() and text.isdecimal() and (text == "0" or not text.startswith("0")) and len(text) < 19
