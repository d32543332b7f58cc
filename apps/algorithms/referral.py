"""Referral: two members who have earned trust in a space vouch for a newcomer, for half a year.

What it is: a newcomer is referred when two different members who may refer in that space, or on that topic, vouch for
them within 90 days. It gives the level that the space publishes for it, never more, for 180 days, or until the
newcomer's own activity has earned as much. Whoever vouches has three slots. A slot is taken from the moment they vouch
until what it carries has ended, and for 180 days at least, also when they take it back.

Who may refer: whoever at least five people have found helpful there, by words that count in full, with at most one in
ten against. This does not fade, so that those who helped for years may vouch after a quiet spring. Who is themselves
referred, or recognised because of another space, cannot refer. Nobody is vouched for about whom somebody who may refer
there has said something unfavourable, or who is paused there; while a pause runs, a referral does not count.

What it costs: if the newcomer is sanctioned within 180 days after somebody vouched, and the time for appeal is over or
the appeal is decided, each of the two takes a mark of a quarter of one unfavourable word, which halves every 180 days.
Where several pairs vouched, one after the other or on different topics, the pair that came last answers: one sanction
never falls to more than two. All marks together lower nobody by more than one level, and it goes no further: whoever
vouched for those two loses nothing. Three such marks within 365 days suspend the right to vouch, not the status, until
the oldest of the three is 365 days old. A sanction that is overturned takes its marks away.

Why it matters: a newcomer known by people of good standing need not wait for months, and nobody can be talked into
opening the door to a crowd.

What it bounds: every referred person holds two slots of two people who have earned their own. People who are deceived
or bought, D of them, can thus let in at most 3/2 D at any moment, whatever the number of fake accounts, and however
often these ask, leave, come back and vouch for each other.

What changed: 1.1 lets one pair answer for a sanction, where several may have vouched.

What it misses: two people of good standing who are wrong at once, and a bad newcomer who behaves for 180 days. It says
nothing about newcomers whom nobody knows: to earn is the main road.

Sources: research on two rating networks, where newcomers whom two members of good standing rated well at the start
turned out badly half as often as others; slots after the limits of Advogato (Levien 2000).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAME = "referral"
VERSION = "1.1"

DAY = 86400.0
REFERRERS = 2  # different people who vouch
TOGETHER = 90  # days within which they do
SLOTS = 3  # newcomers for whom one person may stand at a time
OCCUPIED = 180  # days a slot is taken at least
PROVISIONAL = 180  # days a referral carries, from the second one on
GIVERS, AGAINST = 5, 0.1  # who may refer: helped so many people, of whom at most this share against them
MARK = 0.25  # unfavourable units that a sanction costs each of those who vouched
MARK_HALF_LIFE = 180  # days after which the mark counts half
ANSWERS_FOR = 180  # days after having vouched in which a sanction of the newcomer counts
SUSPENDED_BY, SUSPENDED_DAYS = 3, 365  # marks within so many days that suspend the right to refer


@dataclass(frozen=True, slots=True)
class Vouch:
    """One person vouches for one newcomer."""

    referrer: str
    referee: str
    at: float  # seconds since 1970
    ends: float  # when what it carries is over: planned, or as it was taken back, replaced or cut short


@dataclass(frozen=True, slots=True)
class Carried:
    """A word that has referred a newcomer, with another one of the same round."""

    referrer: str
    round: str
    at: float  # when it was given
    since: float  # when the second one of the round came
    taken_back: float = math.inf


def may_refer(in_favour: int, against: int) -> bool:
    """So many people have spoken well of somebody in full, so many against; it does not fade."""
    return in_favour >= GIVERS and against <= AGAINST * in_favour


def slot_free_at(vouch: Vouch) -> float:
    """When the slot that it took is free again."""
    return max(vouch.at + OCCUPIED * DAY, vouch.ends)


def slots_taken(by_referrer: Iterable[Vouch], now: float) -> list[float]:
    """Of one person: when each slot that is taken is free again, the earliest first."""
    return sorted(free for vouch in by_referrer if (free := slot_free_at(vouch)) > now)


def has_free_slot(by_referrer: Iterable[Vouch], now: float) -> bool:
    """Whether one more newcomer may be vouched for."""
    return len(slots_taken(by_referrer, now)) < SLOTS


def waits_until(at: float) -> float:
    """Until when a first vouch waits for a second one."""
    return at + TOGETHER * DAY


def carries(for_referee: Sequence[Vouch], now: float) -> tuple[Vouch, ...]:
    """The vouches that together refer somebody at this moment; nothing while one is missing."""
    newest = sorted((vouch for vouch in for_referee if vouch.at <= now < vouch.ends), key=_newest)
    found: dict[str, Vouch] = {}
    for vouch in newest:
        if vouch.referrer not in found and newest[0].at - vouch.at <= TOGETHER * DAY:
            found[vouch.referrer] = vouch
    return tuple(found.values())[:REFERRERS] if len(found) >= REFERRERS else ()


def _newest(vouch: Vouch) -> tuple[float, str]:
    return (-vouch.at, vouch.referrer)


def until(now: float) -> float:
    """Until when a referral that begins now carries."""
    return now + PROVISIONAL * DAY


def betrays(vouched_at: float, sanctioned_at: float) -> bool:
    """Whether a sanction of the newcomer falls to whoever vouched then."""
    return 0 <= sanctioned_at - vouched_at <= ANSWERS_FOR * DAY


def answering(words: Iterable[Carried], sanctioned_at: float) -> tuple[Carried, ...]:
    """Who answers for a sanction: of the referral that began last before it, whoever had not taken their word back."""
    before = sorted((word for word in words if word.since <= sanctioned_at), key=lambda word: (word.since, word.round))
    return tuple(
        word
        for word in before
        if word.round == before[-1].round and word.taken_back > sanctioned_at and betrays(word.at, sanctioned_at)
    )


def mark(marked_at: Iterable[float], now: float) -> float:
    """What the marks of one person weigh now, in unfavourable units."""
    ages = ((now - at) / DAY for at in marked_at if at <= now)
    return math.fsum(MARK * 2.0 ** (-age / MARK_HALF_LIFE) for age in ages)


def suspended_until(marked_at: Iterable[float], now: float) -> float | None:
    """Until when somebody may not vouch because of marks; nothing when they may."""
    recent = sorted((at for at in marked_at if at <= now < at + SUSPENDED_DAYS * DAY), reverse=True)
    if len(recent) < SUSPENDED_BY:
        return None
    return recent[SUSPENDED_BY - 1] + SUSPENDED_DAYS * DAY
