"""Bitstring status lists: one bit per label says whether it was revoked, another list whether it is suspended.

Why: whoever checks a label asks for the list of all labels, so that nobody learns which one was checked. A list has at
least 131,072 places, whatever is in it.

Source: W3C Bitstring Status List 1.0, sections 3.3 and 3.4.
"""

import base64
import gzip
import zlib
from collections.abc import Iterable

from apps.signatures.errors import BadProof

PLACES = 131_072
_LONGEST = 1_000_000  # characters of a list we read
_LARGEST = 4 * 1024 * 1024  # bytes of it unpacked: what would not end is not unpacked


def encode(places: Iterable[int]) -> str:
    """The list in which these places are set; the same places always give the same text."""
    bits = bytearray(PLACES // 8)
    for place in places:
        if not 0 <= place < PLACES:
            raise ValueError(f"A status list has {PLACES} places; {place} is none of them.")
        bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def is_set(encoded: str, place: int) -> bool:
    """Whether a place of a list is set."""
    bits = _unpacked(encoded)
    if not 0 <= place < len(bits) * 8:
        raise BadProof("The status list has no such place.")
    return bool(bits[place // 8] & 0x80 >> place % 8)


def _unpacked(encoded: str) -> bytes:
    if not encoded.startswith("u") or len(encoded) > _LONGEST:
        raise BadProof("This is not a status list.")
    text = encoded[1:]
    unpacking = zlib.decompressobj(wbits=31)
    try:
        bits = unpacking.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), _LARGEST)
    except (ValueError, zlib.error) as wrong:
        raise BadProof("This is not a status list.") from wrong
    if not unpacking.eof:
        raise BadProof("This status list breaks off, or is longer than we read.")
    if len(bits) * 8 < PLACES:
        raise BadProof("This status list is shorter than the standard allows.")
    return bits
