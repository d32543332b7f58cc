"""An open vote: how people propose a change to a rule, vote on it, and what the vote does.

What it is: whoever stands in a space proposes other words for a rule of its operator or of this site; anybody who
stands in some space, for a criterion of the label. The words are talked about for a week, then voted on for two, by all
who stood there before it was proposed. One person has one vote, for, against, or neither, and may change it until the
end. Nobody reads a vote, and no figure is told before the end but how many have voted, three at a time.

How it counts: a vote is heard when enough have voted: the square root of the number of those who may, and five at
least. Below, how they voted is not published, so that nobody is recognised. Heard, it carries when more are for than
against; as many for as against do not carry it.

What it does: the vote advises. Carried, whoever may change the rule decides within a month, in the open, with reasons,
and may decide otherwise: names here are free, and who brings many accounts must not write the law. What is not carried
is not decided on. When the rule has changed meanwhile, the proposal ends: it was about other words.

Why it matters: rules that bind people are read by them and could be better for it. Who may refuse must say why.

What it misses: a name is enough to vote, so a patient person may have several votes; that they stood in a space before
the proposal makes it slow, not impossible. Few people vote on rules, and they are not like the others.

Sources: Penrose (1946) for the square root; Ostrom (1990) on those bound by rules taking part in changing them.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

NAME = "open_vote"
VERSION = "1.0"

DISCUSSED_DAYS = 7  # days it is talked about before the vote
VOTED_DAYS = 14  # days of the vote
DECIDED_DAYS = 30  # days in which a carried proposal is decided on
LEAST_QUORUM = 5  # people who must vote at least
TOLD_FROM = 3  # people who must have voted since it was last told how many have
BINDING = False  # whether whoever may change the rule must follow the vote


class Outcome(StrEnum):
    """What a vote comes to."""

    CARRIED = "carried"
    REJECTED = "rejected"
    TIED = "tied"
    UNHEARD = "unheard"


@dataclass(frozen=True, slots=True)
class Count:
    """What a vote came to. Without a quorum, how people voted is not in it."""

    outcome: Outcome
    voters: int
    entitled: int
    quorum: int
    in_favour: int | None
    against: int | None
    neither: int | None


def quorum(entitled: int) -> int:
    """How many must vote for the vote to be heard."""
    return max(LEAST_QUORUM, math.isqrt(max(entitled - 1, 0)) + 1)


def count(votes: dict[str, int], entitled: int) -> Count:
    """`votes`: choice → people."""
    yes, no, neither = (votes.get(choice, 0) for choice in ("for", "against", "neither"))
    voters, needed = yes + no + neither, quorum(entitled)
    if voters < needed:
        return Count(Outcome.UNHEARD, voters, entitled, needed, None, None, None)
    outcome = Outcome.CARRIED if yes > no else Outcome.REJECTED if no > yes else Outcome.TIED
    return Count(outcome, voters, entitled, needed, yes, no, neither)
