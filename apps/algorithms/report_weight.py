"""The weight of a report: how often reports by this person, for this reason, on this topic, were upheld.

What it is: the share of a person's decided reports, for one reason on one topic, that were upheld; drawn towards one
half as if four more reports had been decided, two of them upheld. People who are linked, because one came here by the
other's invitation, count once: of their weights the largest.

How it counts: a report that waits for a decision counts for nothing, and so does one that its author's edit closed. A
decision that was overturned counts as it was overturned. Without an account a report weighs one half.

What it does: it is told beside the report, never with a name, and to whoever sent it, with its numbers, on their own
page. In the order of the desk (`priority`), the reports about one thing bring it forward once they weigh one together.

What it never does: hide or close anything, or move a deadline. A report of no weight is read like any other, before the
same deadline.

Why it matters: ten friends who press ten times are one voice; and somebody who is often right about bought reviews has
said nothing yet about insults.

What it misses: people whose link nobody knows; and somebody who is right about rare things, and therefore seldom.

Sources: a Beta prior on a share, in its simplest form; our own choice of numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.algorithms import words

NAME = "report_weight"
VERSION = "1.0"

PRIOR = 4.0  # decided reports that are supposed before any was
PRIOR_UPHELD = 0.5  # share of those that are supposed upheld
FEW = 3  # decided reports below which the numbers say little


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one person's reports for one reason on one topic."""

    decided: int = 0
    upheld: int = 0


def weight(record: Record) -> float:
    """Between 0 and 1, never quite either."""
    decided = max(0, record.decided)
    upheld = min(max(0, record.upheld), decided)
    return round((upheld + PRIOR * PRIOR_UPHELD) / (decided + PRIOR), 4)


def together(weights: Sequence[float], circles: Sequence[int]) -> float:
    """All reports about one thing, each circle counted once; `circles` names the circle of each weight."""
    largest: dict[int, float] = {}
    for one, circle in zip(weights, circles, strict=True):
        largest[circle] = max(one, largest.get(circle, 0.0))
    return round(sum(largest.values()), 4)


SENTENCES: words.Templates = {
    "fr": {
        "record": "Poids de ce signalement : {weight:.2}. Pour ce motif et sur ce thème, {upheld} sur "
        "{decided:|signalement décidé a été retenu|signalements décidés ont été retenus}.",
        "few": "Poids de ce signalement : {weight:.2}. Pour ce motif et sur ce thème, "
        "{decided:|signalement décidé|signalements décidés} : trop peu pour en dire plus.",
    },
    "en": {
        "record": "Weight of this report: {weight:.2}. For this reason and on this topic, {upheld} of "
        "{decided:|decided report was upheld|decided reports were upheld}.",
        "few": "Weight of this report: {weight:.2}. For this reason and on this topic, "
        "{decided:|decided report|decided reports}: too few to say more.",
    },
}


def sentence(record: Record, language: str) -> str:
    """The weight in words, with its numbers."""
    values: Mapping[str, float] = {"weight": weight(record), "decided": record.decided, "upheld": record.upheld}
    return words.say(SENTENCES, "record" if record.decided >= FEW else "few", values, language)
