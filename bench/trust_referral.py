"""The referral half of `bench.trust`: who would have been referred, and how these turned out.

A favourable rating by somebody who may refer, to an account that has not earned that itself and was first rated at
most 90 days ago, is taken as vouching: nobody on that market knew of referrals, so all of them are spent on whoever
comes. An account counts as sanctioned as soon as two members or more, and more than those in favour, stand against
it; whoever vouched for it then takes a mark. `bad` are those of the referred against whom there were more ratings
than for them afterwards, of all that were referred. Printed beside it: `bad_of_rated`, of those alone whom anybody
rated afterwards; `everybody_bad`, of all accounts with four ratings or more.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from apps.algorithms import referral
from apps.algorithms.referral import DAY, Vouch
from bench.rating_networks import Ratings

LEAST = 2  # members against an account before it counts as sanctioned


@dataclass
class Market:
    """What the rule looks at, as it stands at one moment."""

    favour: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    against: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    first: dict[str, float] = field(default_factory=dict)
    by: dict[str, list[Vouch]] = field(default_factory=lambda: defaultdict(list))
    behind: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    referred: dict[str, float] = field(default_factory=dict)
    sanctioned: set[str] = field(default_factory=set)

    def may_refer(self, account: str) -> bool:
        """By ratings received so far."""
        return referral.may_refer(len(self.favour[account]), len(self.against[account]))

    def may_vouch(self, source: str, target: str, at: float) -> bool:
        """All that the published rule asks."""
        if target in self.referred or at - self.first.get(target, at) > referral.TOGETHER * DAY:
            return False
        if not self.may_refer(source) or self.may_refer(target):
            return False
        if any(self.may_refer(giver) for giver in self.against[target]):
            return False
        if referral.suspended_until(self.marks[source], at) is not None:
            return False
        mine = self.by[source]
        return referral.has_free_slot(mine, at) and all(vouch.referee != target for vouch in mine)

    def vouch(self, source: str, target: str, at: float) -> None:
        """A slot is taken; the second vouch refers."""
        self.by[source].append(Vouch(source, target, at, referral.waits_until(at)))
        self.behind[target].append(source)
        carrying = referral.carries(self.about(target), at)
        if carrying:
            self.referred[target] = at
            self.end(target, referral.until(at))

    def about(self, target: str) -> list[Vouch]:
        """Who vouches for somebody."""
        return [vouch for giver in self.behind[target] for vouch in self.by[giver] if vouch.referee == target]

    def end(self, target: str, ends: float) -> None:
        """What is vouched for somebody and not over yet carries until then."""
        for giver in self.behind[target]:
            self.by[giver] = [replace(v, ends=ends) if v.referee == target else v for v in self.by[giver]]

    def rate(self, source: str, target: str, rating: float, at: float) -> None:
        """What one rating changes."""
        had_earned = self.may_refer(target)
        if rating > 0 and self.may_vouch(source, target, at):
            self.vouch(source, target, at)
        (self.favour if rating > 0 else self.against)[target].add(source)
        (self.against if rating > 0 else self.favour)[target].discard(source)
        self.first.setdefault(target, at)
        if not had_earned and self.may_refer(target):
            self.end(target, at)
        self.sanction(target, at)

    def sanction(self, target: str, at: float) -> None:
        """Once, when more stand against an account than for it."""
        against = len(self.against[target])
        if target in self.sanctioned or against < LEAST or against <= len(self.favour[target]):
            return
        self.sanctioned.add(target)
        for vouch in self.about(target):
            if target in self.referred and referral.betrays(vouch.at, at):
                self.marks[vouch.referrer].append(at)


def played(ratings: Ratings) -> tuple[Market, dict[str, list[float]]]:
    """The market at its end, and what each of the referred received afterwards."""
    market = Market()
    afterwards: dict[str, list[float]] = defaultdict(list)
    columns = (ratings.source, ratings.target, ratings.rating, ratings.time)
    for source, target, rating, at in zip(*(column.tolist() for column in columns), strict=True):
        if target in market.referred:
            afterwards[target].append(rating)
        market.rate(source, target, rating, at)
    return market, afterwards


def measure(ratings: Ratings) -> dict[str, float | None]:
    """How many, and how many of them badly; beside these, in words, what a share alone hides."""
    market, afterwards = played(ratings)
    bad = sum(_mostly_against(afterwards[account]) for account in market.referred)
    rated = sum(bool(afterwards[account]) for account in market.referred)
    told = {"referral_admitted": len(market.referred), "referral_bad": _share(bad, len(market.referred))}
    beside = {"referral_bad_of_rated": _share(bad, rated), "referral_everybody_bad": _everybody(ratings)}
    for name, figure in (told | beside).items():
        print(f"  {name:28}{'–' if figure is None else f'{figure:g}':>10}")
    return told


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _mostly_against(received: list[float]) -> bool:
    return sum(rating < 0 for rating in received) > sum(rating > 0 for rating in received)


def _everybody(ratings: Ratings, at_least: int = 4) -> float | None:
    """The share of all accounts with so many ratings that ended mostly distrusted."""
    received: dict[str, list[float]] = defaultdict(list)
    for target, rating in zip(ratings.target.tolist(), ratings.rating.tolist(), strict=True):
        received[target].append(rating)
    known = [given for given in received.values() if len(given) >= at_least]
    return _share(sum(map(_mostly_against, known)), len(known))
