"""Texts that are nearly the same, within one space: what is kept of a text, and how its neighbours are found.

The published signature has 60 places. Two texts are compared when one of 15 groups of four places is equal in both:
texts alike at 0.7 meet 98 times in 100, at 0.6 seven times in eight, at 0.1 twice in a thousand. One text finds its
neighbours by an index of the database; all texts of a space at once find them in memory, each compared with the same
ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms.near_duplicates import ALIKE_FROM, PLACES, Signature, nearest, signatures
from apps.base.statements import carry_out, rows_of
from apps.posts.models import STANDING, Review
from apps.scoring.lines import ahead
from apps.scoring.models import Imprint
from apps.spaces.models import Space

TOGETHER = 4  # places in a group
GROUPS = PLACES // TOGETHER
NEIGHBOURS = 50  # the latest; enough: the weight stops growing at a dozen copies
TEXTS, ROWS, PAIRS = 500, 2_000, 100_000  # in memory at once: texts read, rows looked up, pairs compared

# OFFSET 0 keeps the index of the keys in use: the planner would rather walk back through the whole space.
EARLIER = f"""
SELECT other.signature, other.review_id
FROM (SELECT * FROM scoring_imprint i WHERE i.keys && %s::bigint[] OFFSET 0) other
WHERE other.space_id = %s AND (other.at, other.review_id) < (%s, %s)
ORDER BY other.at DESC, other.review_id DESC LIMIT {NEIGHBOURS}"""  # noqa: S608 - nothing typed by anybody

STORE = """
INSERT INTO scoring_imprint (review_id, space_id, at, text_version, signature, keys)
SELECT review, space, at, version, signature::bytea, keys::bigint[] FROM unnest(
  %s::bigint[], %s::bigint[], %s::timestamptz[], %s::int[], %s::text[], %s::text[]
) AS given (review, space, at, version, signature, keys)
ON CONFLICT (review_id)
DO UPDATE SET text_version = excluded.text_version, signature = excluded.signature, keys = excluded.keys
"""

FORGET = "DELETE FROM scoring_imprint WHERE review_id = ANY(%s)"

_BEGUN = {at: blake2b(digest_size=8, salt=at.to_bytes(2, "big")) for at in range(0, 4 * PLACES, 4 * TOGETHER)}

Likeness = tuple[float, int]  # of the nearest earlier text; how many are nearly the same
Signatures = NDArray[np.uint32]  # a row of places per text


# --- what is kept ----------------------------------------------------------------------------------------------------


def imprints_take_in(space: Space) -> None:
    """Keep what is kept of every text of a space that has none yet, or an older one; texts are read meanwhile."""
    known = dict(Imprint.objects.filter(space=space).values_list("review_id", "text_version"))
    texts = Review.objects.filter(STANDING, space=space).exclude(text="")
    fields = ("space_id", "published_at", "version", "text")
    found = texts.only(*fields).iterator(chunk_size=TEXTS)
    stale = (review for review in found if known.get(review.pk) != review.version)
    for imprinted in ahead(_imprinted, iter(lambda: list(islice(stale, TEXTS)), [])):
        _store(imprinted)


@dataclass(frozen=True, slots=True)
class _Imprinted:
    """What is to be kept of some texts; those too short have nothing."""

    rows: list[tuple[Any, ...]]
    short: list[int]


def _imprinted(reviews: Sequence[Review]) -> _Imprinted:
    """Asks the database nothing: it may run aside."""
    kept, places = signatures([review.text for review in reviews])
    long_enough = set(kept.tolist())
    short = [review.pk for number, review in enumerate(reviews) if number not in long_enough]
    return _Imprinted([_row(reviews[number], some) for number, some in zip(kept, places, strict=True)], short)


def _store(imprinted: _Imprinted) -> None:
    if imprinted.short:
        carry_out(FORGET, [imprinted.short])
    if imprinted.rows:
        carry_out(STORE, list(map(list, zip(*imprinted.rows, strict=True))))


def _row(review: Review, places: Signatures) -> tuple[Any, ...]:
    stored = places.astype("<u4").tobytes()
    keys = ",".join(map(str, keys_of(stored)))
    at = review.published_at
    return review.pk, review.space_id, at, review.version, f"\\x{stored.hex()}", f"{{{keys}}}"


def keys_of(signature: bytes) -> list[int]:
    """One number per group of places; the number of the group is part of it."""
    width = 4 * TOGETHER
    digests = b"".join(_digest(signature[start : start + width], start) for start in range(0, len(signature), width))
    keys: list[int] = np.frombuffer(digests, ">i8").tolist()
    return keys


def _digest(places: bytes, group: int) -> bytes:
    begun = _BEGUN[group].copy()
    begun.update(places)
    return begun.digest()


# --- one text --------------------------------------------------------------------------------------------------------


def likeness_take(review: Review) -> Likeness:
    """Keep 60 numbers of a text, anew when it was edited; nothing of one too short to compare.

    Returns how near the nearest earlier text of the space is, and how many are nearly the same.
    """
    imprinted = _imprinted([review])
    _store(imprinted)
    if not imprinted.rows:
        return 0.0, 0
    *_rest, own, keys = imprinted.rows[0]
    earlier = rows_of(EARLIER, [keys, review.space_id, review.published_at, review.pk])
    return nearest(_signature(bytes.fromhex(own[2:])), [_signature(other) for other, _review in earlier])


def alike_to(review: Review, *, most: int = 3) -> list[tuple[int, float]]:
    """The earlier texts it is nearly the same as, by the number of their review, and the part they share."""
    kept = Imprint.objects.filter(review=review).first()
    if kept is None:
        return []
    own = np.array(_signature(kept.signature).places)
    earlier = rows_of(EARLIER, [kept.keys, kept.space_id, kept.at, review.pk])
    shares = [(pk, float((np.array(_signature(other).places) == own).mean())) for other, pk in earlier]
    return sorted(((pk, share) for pk, share in shares if share >= ALIKE_FROM), key=lambda pair: -pair[1])[:most]


def _signature(stored: bytes | memoryview) -> Signature:
    return Signature.from_bytes(bytes(stored))


# --- all texts of a space --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Likenesses:
    """For each text of a space, in order of time, what `likeness_of` says."""

    reviews: NDArray[np.int64]
    similarity: NDArray[np.float64]
    count: NDArray[np.int64]


def likeness_in(space: Space) -> Likenesses:
    """Each text compared with the latest fifty before it that share a group of places."""
    reviews, places = _all_of(space)
    before = _links(places)
    similarity, count = np.zeros(len(reviews)), np.zeros(len(reviews), np.int64)
    for start in range(0, len(reviews), ROWS):
        for own, other in _pieces(*_latest(*_met(before, start), len(reviews))):
            alike = (places[own] == places[other]).mean(axis=1)
            np.maximum.at(similarity, own, alike)
            np.add.at(count, own, alike >= ALIKE_FROM)
    return Likenesses(reviews, similarity, count)


def _all_of(space: Space) -> tuple[NDArray[np.int64], Signatures]:
    rows = Imprint.objects.filter(space=space).order_by("at", "review_id").values_list("review_id", "signature")
    ids, stored = [], []
    found = rows.iterator(chunk_size=TEXTS)
    while some := list(islice(found, TEXTS)):
        ids.append(np.array([review for review, _places in some], np.int64))
        stored.append(np.frombuffer(b"".join(places for _review, places in some), "<u4").reshape(-1, PLACES))
    return np.concatenate([np.empty(0, np.int64), *ids]), np.concatenate([np.empty((0, PLACES), np.uint32), *stored])


def _links(places: Signatures) -> list[NDArray[np.int32]]:
    """For each group of places, the text before each text that has the same ones; −1: none."""
    links = []
    for group in range(GROUPS):
        own = np.ascontiguousarray(places[:, TOGETHER * group : TOGETHER * (group + 1)]).view("<u8")
        _values, key = np.unique(own[:, 0] * np.uint64(0x9E3779B97F4A7C15) ^ own[:, 1], return_inverse=True)
        order = np.argsort(key, kind="stable").astype(np.int32)
        same = key[order][1:] == key[order][:-1]
        before = np.full(len(places), -1, np.int32)
        before[order[1:][same]] = order[:-1][same]
        links.append(before)
    return links


def _met(before: list[NDArray[np.int32]], start: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a text from these rows and one of the fifty before it in some group."""
    owns, others = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for link in before:
        other = link[start : start + ROWS].astype(np.int64)
        own = np.arange(start, start + len(other))
        for _step in range(NEIGHBOURS):
            own, other = own[other >= 0], other[other >= 0]
            if not len(own):
                break
            owns.append(own)
            others.append(other)
            other = link[other].astype(np.int64)
    return np.concatenate(owns), np.concatenate(others)


def _latest(
    own: NDArray[np.int64], other: NDArray[np.int64], texts: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each pair once, and of each text's the latest fifty."""
    pairs = np.unique(own * texts + other)
    own, other = pairs // max(texts, 1), pairs % max(texts, 1)
    last = np.searchsorted(own, own, side="right")
    late = last - np.arange(len(own)) <= NEIGHBOURS
    return own[late], other[late]


def _pieces(own: NDArray[np.int64], other: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    return ((own[at : at + PAIRS], other[at : at + PAIRS]) for at in range(0, len(own), PAIRS))
