"""Figures of moderation: what is counted, from which decisions, and how much a count leaves open.

What it is: seven figures about decisions that were sent, and one about what waits. In time: of the cases whose hour
to decide came in the period, the share decided before it. Overturned: of the appeals answered, the share in which the
first decision did not stand. Missed: of what a public draw named among things nobody had contested, the share that
people found unacceptable. Precision of a rule: of the decided reports that named it, the share decided by that very
rule; for the published score, the share decided by a rule it looks for. Answered: of the reports filed, the share
whose case has an answer, and how long that took. Fairness: how much likelier a masking is on one side than on the
other: from one or two stars against four or five, in French against English, on a professional's doubt against a
member's report.

How it counts: each share has Wilson's interval, as in `error_rates`. The odds of a masking are the maskings over the
other decisions; the odds ratio divides those of one side by those of the other, a half being added to each of the four
counts. Its interval is that of its logarithm. Both hold in 95 of 100 such counts. Under twenty decisions on a side
nothing is said. Flow and age are whole counts: nothing is estimated. Only first decisions count for fairness; for
precision, the last word does.

Why it matters: whoever decides on others' words must show how often they err, and whether they err more against some.

What it misses: why two sides differ. Complaints often break the rule on private persons because they name who
answered; then the odds differ although the same rule met both. An interval that holds 1 does not prove that both sides
are treated alike, and one without it does not prove the contrary: it says where to look. No figure is made of others.

Sources: Wilson (1927); Woolf (1955) for the interval of the ratio; Haldane (1956) and Anscombe (1956) for the halves.
"""

import math
from dataclasses import dataclass

from apps.algorithms.error_rates import Rate, wilson

NAME = "decision_figures"
VERSION = "1.0"

DECISIONS_MINIMUM = 20  # decisions a share, or a side of a ratio, must have
ERRORS = 1.96  # standard errors either way: 95 of 100
HALF = 0.5  # added to each of the four counts of a ratio, so that none is nothing
LOW_UP_TO, HIGH_FROM = 2, 4  # stars of an unfavourable review at most; of a favourable one at least
TEAM_MINIMUM = 4  # people who decided before the middle of a team is said: of fewer, one could tell who did what


@dataclass(frozen=True, slots=True)
class Side:
    """Decisions about things alike in what must not matter, and how many of them masked."""

    decisions: int
    masked: int


@dataclass(frozen=True, slots=True)
class Odds:
    """How many times likelier a masking is on the first side, and between what bounds that holds."""

    ratio: float
    low: float
    high: float
    decisions: int

    @property
    def tells(self) -> str:
        """Which way it surely leans: "first", "second", or "neither" when the interval holds 1."""
        return "first" if self.low > 1 else "second" if self.high < 1 else "neither"


def share(hits: int, of: int) -> Rate | None:
    """A share with its interval; None when too few were decided."""
    return Rate(hits / of, *wilson(hits, of, ERRORS), of) if of >= DECISIONS_MINIMUM else None


def odds_ratio(first: Side, second: Side) -> Odds | None:
    """The odds of a masking on the first side over those on the second; None when too few were decided on either."""
    if min(first.decisions, second.decisions) < DECISIONS_MINIMUM:
        return None
    masked, kept = first.masked + HALF, first.decisions - first.masked + HALF
    masked_there, kept_there = second.masked + HALF, second.decisions - second.masked + HALF
    middle = math.log(masked * kept_there / (kept * masked_there))
    reach = ERRORS * math.sqrt(1 / masked + 1 / kept + 1 / masked_there + 1 / kept_there)
    bounds = (math.exp(middle), math.exp(middle - reach), math.exp(middle + reach))
    return Odds(*bounds, first.decisions + second.decisions)


def middle(counts: list[int]) -> float | None:
    """The middle of what each person of a team did; None for a team so small that one could tell who did what."""
    ordered, people = sorted(counts), len(counts)
    if people < TEAM_MINIMUM:
        return None
    return (ordered[(people - 1) // 2] + ordered[people // 2]) / 2
