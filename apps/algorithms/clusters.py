"""Clusters: which voices may come from the same hand, so that they count as one.

What it is: voices without an account, or of members without earlier activity in that space, are put together
when they came from the same network block within a day; those of such members also when their accounts were
made within ten minutes of each other, when one person's invitations brought them, and with the voice of that
person. Voices of members who were active there before are put together from the fourth of a day and block on.
Anybody's are put together when their wording is nearly the same within a week. There are three ranks: no
account, an account without earlier activity there, earlier activity there. Voices of a lower rank never bring
two of a higher one together: nobody can silence members by imitating them. The first voice of a cluster counts;
each other stays visible, is marked as discounted, and says why. A cluster of more than five voices still counts
as one; it makes nothing invalid, and the alert is marked "under review".

Why it matters: a brigade of two hundred accounts is a handful of hands; a genuine surge is many.

What it misses: brigades that come from many networks in their own words, with accounts of long standing; and it
may put together people who share a house, an office or a telephone operator, or who made their accounts in the
same minutes of anger. That is why nothing is dropped, why no reason is a verdict, and why one may contest it: a
voice that an auditor finds to stand on its own is put together with no other any more. Network blocks are known
only as keyed digests, for thirty days; who came by whose invitation, for a year, and not who brought the one who
brought them. A later voice may bring two clusters together: what was published stays as it was.

Sources: union of sets (Tarjan 1975); near-identical wording by `near_duplicates`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from apps.algorithms import near_duplicates, words
from apps.algorithms.near_duplicates import Signature

NAME = "clusters"
VERSION = "2.1"

DAY = 86400.0
SAME_BLOCK_DAYS = 1.0  # days within which voices without earlier activity there from one block are put together
SAME_WORDING_DAYS = 7.0  # days within which nearly the same words put voices together
ALIKE_FROM = 0.8  # similarity from which words are nearly the same
BLOCK_MEMBERS = 3  # voices of members active there before, from one block in a day, that count each for itself
CREATED_MINUTES = 10.0  # minutes within which two accounts without earlier activity there were made together
OVER_FULL_FROM = 6  # voices from which a cluster marks the alert as under review
BLOCK_DAILY = 5  # voices without an account from one block in a day; further ones say so


@dataclass(frozen=True, slots=True)
class Trace:
    """What is known of a voice for as long as it may be known."""

    voice: str
    at: float  # seconds since 1970
    block: str = ""  # keyed digest of the network block; empty when forgotten
    wording: Signature | None = None
    member: bool = False
    known: bool = False  # a member with earlier activity in that space
    created: float | None = None  # when the account was made, in seconds since 1970
    invitation: str = ""  # whose invitation brought the account here
    invites: str = ""  # what the invitations of the account itself are known by
    apart: bool = False  # contested, and found to stand on its own

    @property
    def rank(self) -> int:
        """0 without an account, 1 with one, 2 with earlier activity in that space."""
        return self.member + (self.member and self.known)


@dataclass(frozen=True, slots=True)
class Link:
    """Why a voice was put together with an earlier one."""

    code: str  # block, members, wording, created, invitation, daily or chain
    with_voice: str
    minutes: float
    similarity: float = 0.0
    rank: int = 0

    def sentence(self, language: str) -> str:
        """The reason in words."""
        values = {"minutes": self.minutes, "similarity": self.similarity, "rank": self.rank}
        return words.say(
            SENTENCES,
            _variant(self),
            values | {"hours": self.minutes / 60, "daily": BLOCK_DAILY, "members": BLOCK_MEMBERS},
            language,
        )


@dataclass(frozen=True, slots=True)
class Clusters:
    """Each voice's cluster (named by its first voice), and why the others are discounted."""

    of: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, Link] = field(default_factory=dict)

    def independent(self) -> int:
        """How many hands, as far as one can tell."""
        return len(set(self.of.values()))

    def over_full(self) -> bool:
        """Whether one cluster is so large that people should look at it. It counts as one, like any other."""
        return max(Counter(self.of.values()).values(), default=0) >= OVER_FULL_FROM


def cluster(traces: Iterable[Trace]) -> Clusters:
    """Put voices together; the order they are given in does not matter."""
    ordered = sorted(traces, key=lambda trace: (trace.at, trace.voice))
    joined = _Sets(ordered)
    reasons: dict[str, Link] = {}
    for later, link in _links(ordered):
        if joined.join(link.with_voice, later.voice):
            reasons.setdefault(later.voice, link)
    of = {trace.voice: joined.first(trace.voice) for trace in ordered}
    reasons |= _beyond_daily(ordered)
    named = {voice: link for voice, link in reasons.items() if of[voice] != voice}
    return Clusters(of, _unnamed(ordered, of) | named)


class _Sets:
    """Disjoint sets; each is named by its earliest voice and knows the highest rank that speaks in it."""

    def __init__(self, ordered: Sequence[Trace]) -> None:
        self.place = {trace.voice: number for number, trace in enumerate(ordered)}
        self.parent = {trace.voice: trace.voice for trace in ordered}
        self.rank = {trace.voice: trace.rank for trace in ordered}
        self.highest = dict(self.rank)

    def first(self, voice: str) -> str:
        while self.parent[voice] != voice:
            self.parent[voice] = self.parent[self.parent[voice]]
            voice = self.parent[voice]
        return voice

    def join(self, one: str, other: str) -> bool:
        """Put both sets together; whether that was done."""
        a, b = sorted((self.first(one), self.first(other)), key=self.place.__getitem__)
        through = min(self.rank[one], self.rank[other])
        if a == b or min(self.highest[a], self.highest[b]) > through:
            return False
        self.parent[b] = a
        self.highest[a] = max(self.highest[a], self.highest[b])
        return True


def _links(ordered: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    """Every pair to put together, the later voice first named; highest ranks first, then in order of time."""
    bound = [trace for trace in ordered if not trace.apart]
    new = [trace for trace in bound if trace.rank == 1]
    found = [*_newcomers_by_block(bound), *_known_by_block(bound), *_by_wording(bound)]
    found += [*_by_creation(new), *_by_invitation(bound)]
    rank = {trace.voice: trace.rank for trace in ordered}
    return sorted(found, key=lambda pair: (-min(pair[0].rank, rank[pair[1].with_voice]), pair[0].at))


def _newcomers_by_block(bound: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    """Each with the last visitor and the last new member of its block: a link never hangs on the other rank."""
    last: dict[tuple[str, int], Trace] = {}
    found = []
    for trace in bound:
        if trace.rank == 2 or not trace.block:
            continue
        for rank in (0, 1):
            earlier = last.get((trace.block, rank))
            if earlier and trace.at - earlier.at <= SAME_BLOCK_DAYS * DAY:
                found.append((trace, Link("block", earlier.voice, _minutes(trace, earlier))))
        last[trace.block, trace.rank] = trace
    return found


def _known_by_block(bound: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    days: dict[tuple[str, int], list[Trace]] = defaultdict(list)
    found = []
    for trace in bound:
        if trace.rank < 2 or not trace.block:
            continue
        today = days[trace.block, int(trace.at // DAY)]
        today.append(trace)
        if len(today) > BLOCK_MEMBERS:
            third = today[BLOCK_MEMBERS - 1]
            found.append((trace, Link("members", third.voice, _minutes(trace, third), rank=len(today))))
    return found


def _by_wording(bound: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    """Each with the last voice of each rank that shares part of its signature: a thousand copies are quickly read."""
    shelves: dict[tuple[str, int], Trace] = {}
    found = []
    for trace in bound:
        if trace.wording is None:
            continue
        bands = trace.wording.bands()
        seen = [shelves.get((band, rank)) for band in bands for rank in (0, 1, 2)]
        nearby = {earlier.voice: earlier for earlier in seen if earlier}
        found += [(trace, link) for earlier in nearby.values() if (link := _same_wording(trace, earlier))]
        shelves |= {(band, trace.rank): trace for band in bands}
    return found


def _by_creation(new: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    """Accounts made one after the other, each within minutes of the one before."""
    made = sorted((trace for trace in new if trace.created is not None), key=lambda trace: (trace.created, trace.voice))
    found = []
    for before, after in pairwise(made):
        apart = ((after.created or 0.0) - (before.created or 0.0)) / 60
        if apart <= CREATED_MINUTES:
            earlier, later = sorted((before, after), key=lambda trace: (trace.at, trace.voice))
            found.append((later, Link("created", earlier.voice, round(apart, 1))))
    return found


def _by_invitation(bound: Sequence[Trace]) -> list[tuple[Trace, Link]]:
    """New members with the last one of the same hand, and with that hand, whichever spoke first."""
    last: dict[str, Trace] = {}
    found = []
    for trace in bound:
        brought = trace.invitation if trace.rank == 1 else ""
        for hand in filter(None, (brought, trace.invites)):
            if earlier := last.get(hand):
                found.append((trace, Link("invitation", earlier.voice, _minutes(trace, earlier))))
            last[hand] = trace
    return found


def _same_wording(trace: Trace, earlier: Trace) -> Link | None:
    if trace.wording is None or earlier.wording is None:
        return None
    near = trace.at - earlier.at <= SAME_WORDING_DAYS * DAY
    if not near and (not trace.block or trace.block != earlier.block):
        return None
    alike = near_duplicates.similarity(trace.wording, earlier.wording)
    return Link("wording", earlier.voice, _minutes(trace, earlier), alike) if alike >= ALIKE_FROM else None


def _beyond_daily(ordered: Sequence[Trace]) -> dict[str, Link]:
    """Voices without an account beyond the fifth of a day from one block."""
    heard: Counter[tuple[str, int]] = Counter()
    last: dict[str, Trace] = {}
    beyond = {}
    for trace in ordered:
        if trace.member or trace.apart or not trace.block:
            continue
        today = (trace.block, int(trace.at // DAY))
        heard[today] += 1
        if heard[today] > BLOCK_DAILY:
            earlier = last[trace.block]
            beyond[trace.voice] = Link("daily", earlier.voice, _minutes(trace, earlier), rank=heard[today])
        last[trace.block] = trace
    return beyond


def _unnamed(ordered: Sequence[Trace], of: Mapping[str, str]) -> dict[str, Link]:
    """For a voice joined only through others, the reason names its cluster's first voice."""
    traces = {trace.voice: trace for trace in ordered}
    pairs = [(traces[voice], traces[first]) for voice, first in of.items() if voice != first]
    return {trace.voice: Link("chain", first.voice, _minutes(trace, first)) for trace, first in pairs}


def _minutes(trace: Trace, earlier: Trace) -> float:
    return round((trace.at - earlier.at) / 60, 1)


def _variant(link: Link) -> str:
    return f"{link.code}.hours" if link.code in ("block", "wording") and link.minutes >= 120 else link.code


SENTENCES: words.Templates = {
    "fr": {
        "block": "Compte avec une autre voix : venue du même réseau {minutes:.0} min plus tôt.",
        "block.hours": "Compte avec une autre voix : venue du même réseau {hours:.0} h plus tôt.",
        "wording": "Compte avec une autre voix : presque le même texte ({similarity:%}), {minutes:.0} min plus tôt.",
        "wording.hours": "Compte avec une autre voix : presque le même texte ({similarity:%}), {hours:.0} h plus tôt.",
        "daily": "{rank:o} voix sans compte venue de ce réseau dans la journée ; au-delà de {daily}, elles comptent "
        "ensemble.",
        "members": "{rank:o} voix de membre venue de ce réseau dans la journée ; au-delà de {members}, elles "
        "comptent ensemble.",
        "created": "Compte avec une autre voix : les deux comptes ont été créés à {minutes:.0} min d’écart, sans "
        "activité plus ancienne ici.",
        "invitation": "Compte avec une autre voix : une même personne a invité les deux comptes, ou l’un a invité "
        "l’autre ; qui fut invité est nouveau ici.",
        "chain": "Compte avec une autre voix : une troisième les relie.",
    },
    "en": {
        "block": "Counts together with another voice: from the same network, {minutes:.0} min earlier.",
        "block.hours": "Counts together with another voice: from the same network, {hours:.0} h earlier.",
        "wording": "Counts together with another voice: nearly the same text ({similarity:%}), {minutes:.0} min "
        "earlier.",
        "wording.hours": "Counts together with another voice: nearly the same text ({similarity:%}), {hours:.0} h "
        "earlier.",
        "daily": "{rank:o} voice without an account from this network that day; beyond {daily}, they count together.",
        "members": "{rank:o} voice of a member from this network that day; beyond {members}, they count together.",
        "created": "Counts together with another voice: both accounts were made within {minutes:.0} min, without "
        "earlier activity here.",
        "invitation": "Counts together with another voice: one person invited both accounts, or one of them the other; "
        "whoever was invited is new here.",
        "chain": "Counts together with another voice: a third one links them.",
    },
}
