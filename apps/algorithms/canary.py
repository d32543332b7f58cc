"""The canary: whether a model about to serve would bother one group, or one subject, more than today.

What it is: a set of reviews, read twice by people who agreed and set aside for good (the gold set), is flagged
by what serves now and by the candidate. For each group, and for all unfavourable reviews together, we count the
genuine ones flagged. The candidate is blocked when in any of them the share rises by more than two points and
by more reviews than chance explains (two standard deviations). Subjects on which flags surge are listed for
whoever releases the model: among recent reviews, decided or not, those that gain at least five flags and end with
three times as many as before. A better model does that too, where somebody cheats; a person must look which it is.

Why it matters: whoever can decide can teach. Relabelling seventy genuine unfavourable reviews out of two thousand
left the usual quality figure unchanged and bothered nine to sixteen more genuine unfavourable reviews of a
hundred. Only the error by group shows it.

What it misses: a drift smaller than the gold set can show; with few gold reviews of a group, almost any. The
answer gives the number of reviews each figure rests on. A blocked model needs two people to release it.

Sources: canary releases in operations; our own measure of poisoned decisions.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NAME = "canary"
VERSION = "1.0"

MOST_RISE = 0.02  # of the share of genuine reviews flagged, in a group
CHANCE = 2.0  # standard deviations a rise must exceed before it counts
SURGE_FLAGS = 5  # flags a subject must gain
SURGE_TIMES = 3.0  # and how many times as many as before it must then have
_UNFAVOURABLE = "low"

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed for one group: genuine gold reviews flagged before and after."""

    group: str
    reviews: int
    before: int
    after: int
    blocks: bool


@dataclass(frozen=True, slots=True)
class Watch:
    """What the canary saw; released only if no group blocks."""

    drifts: tuple[Drift, ...]
    surges: Mapping[str, tuple[int, int]]  # subject: flags before and after
    version: str = VERSION

    @property
    def blocks(self) -> bool:
        return any(drift.blocks for drift in self.drifts)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "blocks": self.blocks}


def watch(before: Flags, after: Flags, groups: NDArray[Any], genuine: Flags, subjects: Mapping[str, Any]) -> Watch:
    """Compare flags on the gold set; `subjects` gives (before, after) of recent reviews by subject."""
    names = np.asarray(groups)
    low = np.char.startswith(names.astype(str), _UNFAVOURABLE + "/") if len(names) else np.zeros(0, bool)
    parts = {name: names == name for name in sorted(set(names.tolist()))} | {_UNFAVOURABLE: low}
    drifts = tuple(_drift(name, before[rows & genuine], after[rows & genuine]) for name, rows in parts.items())
    surging = {subject: flags for subject, flags in subjects.items() if _surges(*flags)}
    return Watch(drifts, surging)


def flags_by_subject(before: Flags, after: Flags, subjects: NDArray[Any]) -> dict[str, tuple[int, int]]:
    """How many recent reviews of each subject are flagged, before and after."""
    names, place = np.unique(np.asarray(subjects), return_inverse=True)
    counts = [np.bincount(place, weights=flags, minlength=len(names)).astype(int).tolist() for flags in (before, after)]
    return {str(name): (old, new) for name, old, new in zip(names.tolist(), *counts, strict=True) if old or new}


def _drift(name: str, before: Flags, after: Flags) -> Drift:
    count, old, new = len(before), int(before.sum()), int(after.sum())
    changed = int((before != after).sum())  # only those that changed can differ by chance
    rises = new - old > max(MOST_RISE * count, CHANCE * float(np.sqrt(changed)))
    return Drift(name, count, old, new, bool(rises))


def _surges(before: int, after: int) -> bool:
    return after - before >= SURGE_FLAGS and after >= SURGE_TIMES * max(before, 1)
