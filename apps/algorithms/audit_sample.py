"""The draw of an audit: which items are looked at, and by whom, chosen by a number that nobody could know before.

What it is: an audit is announced with the list of all it could look at, the list of those who could look, and how many
of each it takes. The digests of both are on the public log. The seed is the SHA-256 of the first checkpoint of that log
which outside witnesses signed after the announcement was in it. Each item gets a lot: the SHA-256 of the seed, the
audit, what is drawn and the item, each on its line. The lowest lots are drawn; those who look are drawn the same way.

How it counts: an item is wrong when all who looked say so. Where they differ, or one cannot tell, it stays open. The
interval begins where Wilson's interval begins if every open item were right, and ends where it ends if all were wrong.

Why it matters: who chooses what is looked at chooses what is found. Here neither the operator nor the auditor nor this
site chooses, and anybody draws again with one line of any language.

What it misses: whoever runs the log decides what else goes into a checkpoint, and could prepare several before one is
shown to a witness. A witness signs only one log, so the choice must be made before it is asked; several witnesses make
this harder, not impossible. An item that was never on record is in no list. Auditors may be wrong together.

Sources: C2SP tlog-witness for the checkpoints; Cordero, Wagner and Dill (2006) on draws that anybody repeats; Wilson
(1927).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from apps.algorithms.error_rates import wilson

NAME = "audit_sample"
VERSION = "1.0"

LARGEST_SAMPLE = 200  # items a person can look at with care
ROTATE = 1  # audits of the same operator that somebody sits out after one of their own


class What(StrEnum):
    """What is drawn, as it stands in the lot."""

    ITEMS = "items"
    AUDITORS = "auditors"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the items looked at were wrong, and between what the share of all of them lies, 95 times in 100."""

    looked_at: int
    wrong: int
    open: int
    low: float
    high: float


def seed_of(checkpoint: str) -> str:
    """The digest of the three lines that are signed."""
    return hashlib.sha256(checkpoint.encode()).hexdigest()


def lot(seed: str, audit: str, what: str, item: str) -> str:
    """The lot of one item, in hex."""
    return hashlib.sha256(f"{seed}\n{audit}\n{what}\n{item}".encode()).hexdigest()


def drawn(seed: str, audit: str, what: str, items: Iterable[str], take: int) -> list[str]:
    """The items with the lowest lots, the lowest first. The order of the list does not matter."""
    return sorted(set(items), key=lambda item: lot(seed, audit, what, item))[:take]


def share(looked_at: int, wrong: int, undecided: int) -> Share:
    """The share of wrong items, as wide as what stayed open makes it."""
    low, _high = wilson(wrong, looked_at)
    _low, high = wilson(wrong + undecided, looked_at)
    return Share(looked_at, wrong, undecided, low, high)
