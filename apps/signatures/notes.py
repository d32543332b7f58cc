"""Signed notes (c2sp.org/signed-note) and cosignatures (c2sp.org/tlog-cosignature): a text, and who vouches for it.

Why: a text of a few lines with a signature beneath each other is what logs, witnesses and auditors exchange, and Go's
own library reads it. A key is named and numbered, so that a reader ignores the keys it does not know and never the ones
it does. A witness signs the time with the text: "at that moment this was the longest log I had seen".
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from apps.signatures import keys
from apps.signatures.errors import BadKey, BadProof
from apps.signatures.keys import PrivateKey, PublicKey

PLAIN, WITNESS = 0x01, 0x04  # Ed25519 over the text; over the time and the text
LONGEST = 64 * 1024  # characters of a note we read
MOST_LINES = 64
_NAME = re.compile(r"[^\s+]{1,200}")
_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\n")


@dataclass(frozen=True, slots=True)
class Voucher:
    """A key somebody trusts, by the name and the number that its signatures carry."""

    name: str
    kind: int
    key: PublicKey

    @property
    def number(self) -> bytes:
        """Four bytes: they tell keys apart, they prove nothing."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + keys.raw(self.key)).digest()[:4]

    @property
    def vkey(self) -> str:
        """The line that people configure: `name+number+key`."""
        said = base64.b64encode(bytes([self.kind]) + keys.raw(self.key)).decode()
        return f"{self.name}+{self.number.hex()}+{said}"


@dataclass(frozen=True, slots=True)
class Line:
    """One signature beneath a note, not verified."""

    name: str
    number: bytes
    signature: bytes
    text: str  # as it stands, with its line end


@dataclass(frozen=True, slots=True)
class Note:
    """A text, with its last line end, and the signatures beneath."""

    text: str
    lines: tuple[Line, ...]


def read_vkey(text: str) -> Voucher:
    """The key of such a line, or BadKey."""
    name, _, rest = text.strip().partition("+")
    number, _, said = rest.partition("+")
    raw = _decoded(said)
    if not _NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in {PLAIN, WITNESS}:
        raise BadKey("This is not an Ed25519 key of a log or of a witness (name+number+key).")
    voucher = Voucher(name, raw[0], keys.PublicKey.from_public_bytes(raw[1:]))
    if voucher.number.hex() != number:
        raise BadKey("The number of this key is not the one of its name and bytes: a letter is wrong.")
    return voucher


def sign(text: str, name: str, key: PrivateKey) -> str:
    """The signature line of the author of a note."""
    return _line(Voucher(name, PLAIN, key.public_key()), key.sign(text.encode()))


def cosign(text: str, name: str, key: PrivateKey, at: int) -> str:
    """The signature line of a witness, at a second of POSIX time."""
    return _line(Voucher(name, WITNESS, key.public_key()), at.to_bytes(8, "big") + key.sign(_seen(text, at)))


def parse(note: str) -> Note:
    """A note in its parts; nothing of it is verified. Raises BadProof."""
    text, gap, beneath = note.rpartition("\n\n")
    if not gap or len(note) > LONGEST or any(letter < " " and letter != "\n" for letter in note):
        raise BadProof("This is not a signed note.")
    return Note(text + "\n", read_lines(beneath))


def read_lines(beneath: str) -> tuple[Line, ...]:
    """Signature lines, one after another. Raises BadProof."""
    lines = [_read(found) for found in _LINE.finditer(beneath)]
    if not lines or len(lines) > MOST_LINES or "".join(line.text for line in lines) != beneath:
        raise BadProof("What stands beneath the note are not signatures.")
    return tuple(lines)


def vouched(note: Note, voucher: Voucher) -> int | None:
    """The time a witness says, 0 for an author, None when this key has not signed. Raises BadProof on a false one."""
    mine = [line for line in note.lines if (line.name, line.number) == (voucher.name, voucher.number)]
    return max((_verified(note.text, line, voucher) for line in mine), default=None)


def _verified(text: str, line: Line, voucher: Voucher) -> int:
    at, signature, message = 0, line.signature, text.encode()
    if voucher.kind == WITNESS:
        at, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
        message = _seen(text, at)
    if not keys.verify(voucher.key, signature, message):
        raise BadProof(f"A signature of {voucher.name} is not of this note.")
    return at


def _seen(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _line(voucher: Voucher, signature: bytes) -> str:
    if not _NAME.fullmatch(voucher.name):
        raise BadKey("The name of a key has neither spaces nor a plus.")
    return f"— {voucher.name} {base64.b64encode(voucher.number + signature).decode()}\n"


def _read(found: re.Match[str]) -> Line:
    raw = _decoded(found[2])
    if len(raw) < 5:
        raise BadProof("A signature beneath the note is too short.")
    return Line(found[1], raw[:4], raw[4:], found[0])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
