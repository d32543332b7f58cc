"""Nearly the same text: how much two reviews share, without keeping either.

What it is: a text is cut into runs of five letters, spaces and punctuation folded; 60 times, the runs are
shuffled in a published way and the smallest one is kept. The share of equal places in two such signatures is,
on average, the share of runs the texts have in common (MinHash, Broder 1997). A signature is 240 bytes
whatever the length of the text, and texts alike at 0.5 meet in at least one of 20 `bands` 93 times in 100, at
0.7 nearly always: a table with an index finds them.

Why it matters: reviews that were sold are often the same text with two words changed.

What it misses: a text rewritten in other words, and a translation. Texts under 40 letters are not compared:
"Très bien, je recommande" is not a copy. The estimate is off by 0.05 or so in either direction.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

NAME = "near_duplicates"
VERSION = "1.0"

RUN = 5  # letters in a run
PLACES = 60  # places of a signature
BANDS = 20  # groups of places that a look-up compares
SHORTEST = 40  # letters a text must have to be compared
ALIKE_FROM = 0.7  # two texts count as nearly the same from here
LONGEST = 100_000  # letters read of a text

_LETTERS_TOGETHER = 50_000
_NOT_LETTERS = re.compile(r"[\W_]+")


def _shuffles() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The published shuffles: taken from the digest of this module's name, so that anyone finds the same."""
    stream = b"".join(hashlib.sha256(f"{NAME} {number}".encode()).digest() for number in range(PLACES))
    numbers = np.frombuffer(stream, "<u8")[: 2 * PLACES]
    return numbers[:PLACES] | np.uint64(1), numbers[PLACES:]


_TIMES, _PLUS = _shuffles()


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text: 60 numbers, from which the text cannot be read."""

    places: tuple[int, ...]

    def as_bytes(self) -> bytes:
        return np.array(self.places, "<u4").tobytes()

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        return cls(tuple(np.frombuffer(stored, "<u4").tolist()))

    def bands(self) -> tuple[str, ...]:
        """Short keys; two texts worth comparing share at least one. A database finds them by equality."""
        width = PLACES // BANDS
        parts = np.array(self.places, "<u4").reshape(BANDS, width)
        return tuple(f"{number:02x}{part.tobytes().hex()}" for number, part in enumerate(parts))


def fold(text: str) -> str:
    """Letters and digits only, lower case, accents dropped, one space between words."""
    letters = text[:LONGEST].lower() if text.isascii() else _without_accents(text[:LONGEST])
    return _NOT_LETTERS.sub(" ", letters).strip()


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).lower()
    marks = {ord(letter): None for letter in set(plain) if unicodedata.combining(letter)}
    return plain.translate(marks) if marks else plain


def signature(text: str) -> Signature | None:
    """The signature of a text, or None when it is too short to compare."""
    folded = fold(text)
    if len(folded) < SHORTEST:
        return None
    hashed = np.unique(_mixed(folded))  # each distinct run once
    places = np.empty(PLACES, np.uint32)
    for place in range(PLACES):
        places[place] = ((hashed * _TIMES[place] + _PLUS[place]) >> np.uint64(32)).astype(np.uint32).min()
    return Signature(tuple(places.tolist()))


def signatures(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The same for many texts at once: which of them can be compared, and a row of places for each of those."""
    folded = [fold(text) for text in texts]
    long_enough = np.array([number for number, text in enumerate(folded) if len(text) >= SHORTEST], np.int64)
    rows = [_places(some) for some in _by_letters([folded[number] for number in long_enough])]
    return long_enough, np.concatenate([np.empty((0, PLACES), np.uint32), *rows])


def similarity(one: Signature, other: Signature) -> float:
    """The share of runs two texts have in common, estimated."""
    return float(np.mean(np.array(one.places) == np.array(other.places)))


def nearest(own: Signature, others: list[Signature]) -> tuple[float, int]:
    """The similarity of the nearest other text, and how many are nearly the same: two facts of a review."""
    if not others:
        return 0.0, 0
    table = np.array([other.places for other in others])
    alike = (table == np.array(own.places)).mean(axis=1)
    return float(alike.max()), int((alike >= ALIKE_FROM).sum())


def _mixed(folded: str) -> NDArray[np.uint64]:
    """Each run of letters as a well mixed number."""
    codes = np.frombuffer(folded.encode("utf-32-le"), "<u4").astype(np.uint64)
    count = len(codes) - RUN + 1
    mixed = np.zeros(count, np.uint64)
    for column in range(RUN):
        mixed = mixed * np.uint64(0x100000001B3) + codes[column : column + count]
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def _by_letters(folded: list[str]) -> Iterator[list[str]]:
    """Some texts at once, as many as stay near the processor."""
    some: list[str] = []
    letters = 0
    for text in folded:
        some.append(text)
        letters += len(text)
        if letters >= _LETTERS_TOGETHER:
            yield some
            some, letters = [], 0
    if some:
        yield some


def _places(folded: list[str]) -> NDArray[np.uint32]:
    """The places of each text; runs across two texts are left out. A run met twice changes no smallest number."""
    ends = np.cumsum([len(text) for text in folded])
    within = np.ones(int(ends[-1]), bool)
    for last in range(1, RUN):
        within[ends - last] = False
    hashed = _mixed("".join(folded))[within[: 1 - RUN]]
    starts = np.concatenate([[0], ends[:-1]]) - (RUN - 1) * np.arange(len(ends))
    places = np.empty((len(folded), PLACES), np.uint32)
    for place in range(PLACES):  # the smallest number first, cut to its upper half afterwards: the same number
        places[:, place] = np.minimum.reduceat(hashed * _TIMES[place] + _PLUS[place], starts) >> np.uint64(32)
    return places
