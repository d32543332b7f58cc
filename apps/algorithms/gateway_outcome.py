"""Gateway outcome: how those who came by a conversion turned out, as a share, with how sure one can be of it.

What it is: of the people whose status was taken over from one space by another, thirty days ago or more, the share
that was sanctioned in the receiving space afterwards, after a decision that stands. With it comes the interval in which
the true share lies nineteen times out of twenty (Wilson). Below ten people nothing is said: a share of few people is
noise, and could point at somebody.

Why it matters: a table of recognitions is a promise about people nobody here knows yet. Those who wrote it, and those
who think of writing one, see what became of it.

What it misses: what nobody reported, people who left, and what they would have done without a status. Few sanctions
may also mean that a space looks away.

Sources: Wilson (1927).
"""

from dataclasses import dataclass

from apps.algorithms.error_rates import wilson

NAME = "gateway_outcome"
VERSION = "1.0"

FEW = 10  # people below which nothing is said
SETTLED_DAYS = 30  # days a conversion has to be old to be counted


@dataclass(frozen=True, slots=True)
class Turned:
    """Of so many people, so many were sanctioned; the share and its bounds only where there are enough."""

    people: int
    badly: int | None
    share: float | None
    low: float | None
    high: float | None
    version: str = VERSION

    @property
    def enough(self) -> bool:
        """Whether anything can be said."""
        return self.share is not None


def turned_out(people: int, badly: int) -> Turned:
    """What can be said of those who came through one gateway."""
    if people < FEW:
        return Turned(people, None, None, None, None)
    low, high = wilson(badly, people)
    return Turned(people, badly, badly / people, low, high)
