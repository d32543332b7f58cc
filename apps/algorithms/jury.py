"""A jury: who may sit, how it is drawn and balanced, when it has answered, and what it answers.

What it is: after an appeal was answered, the author or a reporter may ask once for a jury. Everybody who may be drawn
stands on a list whose digest goes to the public log first. The seed is the first checkpoint of that log that witnesses
signed afterwards. The draw is the one of audits: each name gets a lot, the lowest come first. Five members of the space
are drawn, and two people who help on its topic at the moment, where there are any.

Who may sit: members for a month who wrote something in the space. Not the author, a reporter, or anybody linked with
them; nobody who decided the case, holds a mandate there, or speaks for what it is about. One seat for each person.

Balance: of the five members, at most three are experienced, and at most three are not. At most two had words of their
own restricted, at most two reported others. The next seat goes to the lowest lot with whom five can still sit in
balance. Where the list is too short for that, it is said, and the next lot sits that breaks the least. Who declines, or
is silent for four days, gives the seat to the next lot in the same way.

The answer: each votes alone for one measure, and says why. The jury's answer is the strictest measure that more than
half of the votes would take at least; where votes are split evenly, the milder one. More than half of the seats must
vote. Otherwise, after fourteen days, what was masked is shown again, unless an authority ordered it.

Bias: in each group, the share of votes for the author's side: a milder measure than the one contested, or none. The
interval is Wilson's. A group of fewer than thirty votes is not judged.

Why it matters: whoever decides alone may err alone, and people accept more readily what their peers have weighed.
Jurors side with their own kind; experience nearly ends that, larger juries do not. So the jury is mixed, and trained.

What it misses: sides are known only from what was reported and decided here. People may know each other elsewhere, and
not say so. A jury can be wrong together; it judges what is shown, never what the rules should be.

Sources: Kwan, Yang and Zhang (2024) on jurors of a marketplace; Fan and Zhang (2020) and Pan and others (2022) on the
legitimacy of juries; Wilson (1927).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations_with_replacement

from apps.algorithms import audit_sample
from apps.algorithms.error_rates import wilson

NAME = "jury"
VERSION = "1.1"

MEMBERS = 5  # members of the space who are drawn
HELPERS = 2  # people who help on the topic who are drawn
LEAST_MEMBERS = 3  # members without whom there is no jury
MOST_ALIKE = 3  # members who are experienced, and as many who are not, at most
MOST_OF_A_SIDE = 2  # members who stood on the author's side before, and as many on a reporter's, at most
MEMBER_DAYS = 30  # days of membership before one may be drawn
EXPERIENCED_TEXTS = 10  # texts in the space from which on a member is experienced; or one vote in a jury
SILENT_DAYS = 4  # days to accept before the next lot is invited
ANSWER_DAYS = 14  # days from the request to the answer
TRAINING = 5  # cases with feedback before a first vote
TOLD_FROM = 30  # votes of a group from which on its share is judged


class Group(StrEnum):
    """By what a seat is balanced."""

    NEW = "new"
    EXPERIENCED = "experienced"
    HELPER = "helper"


class Side(StrEnum):
    """Where somebody stood before, in cases of this space."""

    AUTHOR = "author"  # words of theirs were restricted
    REPORTER = "reporter"  # they reported others
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be drawn, under a lot that only they and this site can tell apart."""

    lot: str
    group: str
    side: str


def in_order(seed: str, jury: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """By lot, the lowest first: the draw of audits."""
    by_lot = {candidate.lot: candidate for candidate in candidates}
    return [by_lot[lot] for lot in audit_sample.drawn(seed, jury, "jurors", by_lot, len(by_lot))]


Kind = tuple[str, str]  # group and side: all that balance looks at


def members_next(order: Sequence[Candidate], seated: Sequence[Candidate], gone: Collection[str]) -> Candidate | None:
    """The lowest lot that leads to balance; without one, the lowest that keeps it so far, or keeps half of it."""
    sitting = {candidate.lot for candidate in seated}
    left = [one for one in order if one.lot not in gone and one.lot not in sitting]
    leading = _leading(seated, left)
    for keeps in (lambda one, _seated: _kind(one) in leading, _keeps_both, _keeps_groups):
        found = next((one for one in left if keeps(one, seated)), None)
        if found is not None:
            return found
    return left[0] if left else None


def _kind(one: Candidate) -> Kind:
    return one.group, one.side


def _leading(seated: Sequence[Candidate], left: Sequence[Candidate]) -> set[Kind]:
    """Of which kind the next may be so that all seats can still be taken in balance, by those who are left."""
    taken, waiting = [_kind(one) for one in seated], Counter(_kind(one) for one in left)
    return {kind for kind in waiting if _completes([*taken, kind], waiting - Counter([kind]))}


def _completes(taken: Sequence[Kind], waiting: Counter[Kind]) -> bool:
    """Some of those who wait fill the seats that are free, and all of them together are balanced."""
    ways = combinations_with_replacement(sorted(waiting), MEMBERS - len(taken))
    return any(Counter(more) <= waiting and _balanced([*taken, *more]) for more in ways)


def _balanced(kinds: Sequence[Kind]) -> bool:
    groups = Counter(group for group, _side in kinds)
    sides = Counter(side for _group, side in kinds if side != Side.NEITHER)
    return max(groups.values(), default=0) <= MOST_ALIKE and max(sides.values(), default=0) <= MOST_OF_A_SIDE


def _keeps_groups(one: Candidate, seated: Sequence[Candidate]) -> bool:
    return sum(other.group == one.group for other in seated) < MOST_ALIKE


def _keeps_both(one: Candidate, seated: Sequence[Candidate]) -> bool:
    return _balanced([_kind(other) for other in (*seated, one)])


def is_balanced(seated: Sequence[Candidate]) -> bool:
    """What the page says of the members who sit."""
    return _balanced([_kind(one) for one in seated])


def has_answered(votes: int, seats: int) -> bool:
    """More than half of the seats."""
    return 2 * votes > seats


def answer(strictness: Sequence[int]) -> int:
    """The strictest measure that more than half of the votes would take at least."""
    return sorted(strictness, reverse=True)[len(strictness) // 2]


def share(favour: int, votes: int) -> tuple[float, float]:
    """Between what the share of votes for the author's side lies, 95 times in 100."""
    return wilson(favour, votes)
