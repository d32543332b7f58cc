"""Earned status: what a member has earned in one space and topic, by the feedback others gave there.

What it is: feedback for and against is added up, halved every 90 days, at most one unit from the same giver
in any 90 days, the earlier first. Feedback counts one when its giver has earned a status there or the dealing
is verified; nothing verifies one here yet, for two accounts can confirm anything to each other. Otherwise it counts
one half at most: against at once, in favour the more the longer its giver has been there, for new accounts of today
say nothing. Where words have a size (a note from one to ten), they count
by its square root. The level is read from a cautious figure, mean less one standard deviation of Beta(1 + for,
1 + against), and from how many different full givers have spoken in the last year. A level needs both. It is
never added to a status from elsewhere.

Severe givers: whoever speaks against people of whom others think well is more severe than most. Past a
published point, their words against count less, in proportion; their words in favour count as they are. It
says something about a way of judging, not about a person, and only trust managers see it.

Referrals that went wrong: whoever referred somebody who was sanctioned bears a small mark. It stands beside the
feedback against as a quarter of one unfavourable word, and halves every 180 days. All marks together lower a status by
one level at most, and nobody else's.

What one may expect: beside the cautious figure stands the share of favourable words to expect next, from the
same feedback, the last weeks a little apart. No level is read from it; it is how the sums are measured.

Why it matters: with fewer feedbacks the cautious figure is lower, so newcomers are not judged on one opinion;
because it fades, a status says what somebody does now; because one giver counts once, twenty friends are not
two hundred.

What it bounds: people who have earned nothing never count among the givers a level asks for, so a group in
which nobody has an earned status or a verified dealing earns nothing, however many accounts it has.

How good it is: on a market of strangers, forward in time, the expected share alone put a favourable word before
an unfavourable one in 91 of 100 pairs, with the giver known in 96 of 100 (the last fifth of the part we tuned
on: elsewhere it will be less).

What changed: 2.1 counts a mark among the unfavourable words, where 2.0 took it from the cautious figure, where it
weighed as much as several such words. 2.0 brought words against, words with a size, and severity.

What it misses: exchanged favours between people who have both earned a status, fear of giving bad feedback,
and good work that nobody notices. A giver who changes their mind within 90 days is heard when the 90 days are
over.

Sources: Jøsang and Ismail 2002 (Beta reputation); half-life measured on two rating networks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from apps.algorithms import words

NAME = "earned_status"
VERSION = "2.1"

DAY = 86400.0
HALF_LIFE = 90.0  # days after which feedback counts half
GIVER_WINDOW = 90  # days in which one giver counts at most one unit
GIVER_YEAR = 365  # days a giver counts among those a level asks for
FULL, PARTIAL = 1.0, 0.5  # units of a giver with a status or a verified dealing; of any other, at most
SETTLED = 30.0  # days after which a favourable word of such another counts half of that
FOUNDERS = 12  # first members of a space, whose words count in full before anybody has earned anything
SIZE_POWER = 0.5  # the part of its size, from 0 to 1, by which a word counts
BEFORE_FOR, BEFORE_AGAINST = 1.0, 1.0  # what is supposed before any feedback, for the cautious figure
SEVERE = 0.3  # leniency under which words against count less, in proportion
LENIENT_FOR, LENIENT_AGAINST = 1.0, 0.2  # what is supposed of a giver before any of their words
MARK_HALF_LIFE = 180.0  # days after which the mark of a referral that went wrong counts half
MARK_LEVELS = 1  # levels that all marks together may lower
EXPECT_FOR, EXPECT_AGAINST = 0.3, 0.06  # what is supposed before any feedback, for the expected share
LATELY, LATELY_SHARE = 7.0, 0.3  # half-life in days of the last weeks, and their part in the expected share
OWN_SHARE = 0.3  # part of the giver's own expected share, where the giver is known
ANSWERED = 1.0  # log-odds that a word is like the one its receiver said of its giver before


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's feedback about the member, at a moment."""

    giver: str
    at: float  # seconds since 1970
    favourable: bool = True
    giver_earned: bool = False  # the giver had an earned status here at that moment, or was a founder
    verified: bool = False  # somebody other than the two verified the dealing between them
    size: float = 1.0  # from 0 to 1
    giver_days: float = 0.0  # how long the giver had been here
    leniency: float = 1.0  # of the giver, at that moment


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a space's published scale."""

    code: str
    at_least: float  # the cautious figure
    givers: int  # different full givers in the last year


# The scale a space starts with (cautious figure, givers); each space may publish another.
LEVELS = (Level("known", 0.5, 3), Level("recognised", 0.65, 5), Level("reference", 0.75, 10))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one referral that went wrong costs."""

    at: float
    amount: float  # unfavourable units, fresh


@dataclass(frozen=True, slots=True)
class Earned:
    """What has been earned, and from what."""

    level: str | None
    cautious: float
    expected: float
    in_favour: float
    against: float
    givers: int
    marked: float  # unfavourable units for referrals that went wrong, beside those against
    lowered: bool  # by one level, for marks
    next_level: str | None
    next_at_least: float
    next_givers: int
    version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Sums:
    """Words for and against, halved every so many days; read and added to at any later moment."""

    half_life: float
    in_favour: float = 0.0
    against: float = 0.0
    at: float = -math.inf

    def read(self, now: float) -> tuple[float, float]:
        """As they are worth now."""
        kept = 2.0 ** ((self.at - now) / DAY / self.half_life)
        return self.in_favour * kept, self.against * kept

    def add(self, amount: float, favourable: bool, at: float) -> None:
        """One more."""
        for_, against = self.read(at)
        self.in_favour, self.against = for_ + amount * favourable, against + amount * (not favourable)
        self.at = at


@dataclass(slots=True)
class Tally:
    """The feedback about one member in one space and topic: told in the order of time, read at any moment."""

    long: Sums = field(default_factory=lambda: Sums(HALF_LIFE))
    short: Sums = field(default_factory=lambda: Sums(LATELY))
    spent: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # giver → what they counted lately
    full: dict[str, float] = field(default_factory=dict)  # full giver → last time they spoke in favour

    def add(self, item: Feedback) -> float:
        """Count one more word, and say what it counted for: never more than one unit of a giver in 90 days."""
        lately = [(at, amount) for at, amount in self.spent.get(item.giver, ()) if item.at - at < GIVER_WINDOW * DAY]
        amount = max(0.0, min(units(item), FULL - sum(amount for _at, amount in lately)))
        self.spent[item.giver] = [*lately, (item.at, amount)]
        if item.favourable and in_full(item):
            self.full[item.giver] = item.at
        self.long.add(amount, item.favourable, item.at)
        self.short.add(amount, item.favourable, item.at)
        return amount

    def givers(self, now: float) -> int:
        """Different full givers who spoke in favour in the last year."""
        return sum(now - at <= GIVER_YEAR * DAY for at in self.full.values())

    def expected(self, now: float) -> float:
        """The share of favourable words to expect next."""
        return expected(self.long.read(now), self.short.read(now))

    def reached(self, now: float, levels: Sequence[Level], mark: float) -> tuple[int, int]:
        """How many levels, from the lowest: with these units of marks, and without any."""
        (in_favour, against), givers = self.long.read(now), self.givers(now)
        without = _reached(levels, cautious(in_favour, against), givers)
        if not mark:
            return without, without
        return max(_reached(levels, cautious(in_favour, against + mark), givers), without - MARK_LEVELS), without

    def earned(self, now: float, levels: Sequence[Level] = LEVELS, marks: Iterable[Mark] = ()) -> Earned:
        """The level."""
        in_favour, against = self.long.read(now)
        mark = marked(marks, now)
        reached, without = self.reached(now, levels, mark)
        ahead = levels[reached] if reached < len(levels) else Level("", 0.0, 0)
        return Earned(
            level=levels[reached - 1].code if reached > 0 else None,
            cautious=round(cautious(in_favour, against + mark), 3),
            expected=round(self.expected(now), 3),
            in_favour=round(in_favour, 2),
            against=round(against, 2),
            givers=self.givers(now),
            marked=round(mark, 3),
            lowered=reached < without,
            next_level=ahead.code or None,
            next_at_least=ahead.at_least,
            next_givers=ahead.givers,
        )


def earned(
    feedback: Iterable[Feedback], now: float, levels: Sequence[Level] = LEVELS, marks: Iterable[Mark] = ()
) -> Earned:
    """The level somebody has earned in one space and topic."""
    return tally(item for item in feedback if item.at <= now).earned(now, levels, marks)


def held_since(
    feedback: Iterable[Feedback], now: float, levels: Sequence[Level] = LEVELS, marks: Sequence[Mark] = ()
) -> float | None:
    """Since when the level of now was held without a break, as far as the words tell; None where there is none."""
    known = sorted((item for item in feedback if item.at <= now), key=_order)
    wanted = tally(known).reached(now, levels, marked(marks, now))[0]
    counted, since = Tally(), None
    for item in known if wanted else ():
        mark = marked(marks, item.at)
        if since is not None and counted.reached(item.at, levels, mark)[0] < wanted:
            since = None
        counted.add(item)
        if since is None and counted.reached(item.at, levels, mark)[0] >= wanted:
            since = item.at
    return since


def tally(feedback: Iterable[Feedback]) -> Tally:
    """All of it, in the order of time."""
    counted = Tally()
    for item in sorted(feedback, key=_order):
        counted.add(item)
    return counted


def _order(item: Feedback) -> tuple[float, str, bool, float]:
    return (item.at, item.giver, item.favourable, units(item))


def _reached(levels: Sequence[Level], figure: float, givers: int) -> int:
    return max(
        (n for n, level in enumerate(levels, 1) if figure >= level.at_least and givers >= level.givers), default=0
    )


def cautious(in_favour: float, against: float) -> float:
    """Mean less one standard deviation of the Beta: what one may count on."""
    a, b = in_favour + BEFORE_FOR, against + BEFORE_AGAINST
    mean = a / (a + b)
    return max(0.0, mean - math.sqrt(mean * (1 - mean) / (a + b + 1)))


def expected(long: tuple[float, float], short: tuple[float, float]) -> float:
    """The share of favourable words to expect next: the long sums and, a little, those of the last weeks."""
    odds = (1 - LATELY_SHARE) * _log_odds(*long) + LATELY_SHARE * _log_odds(*short)
    return _share(odds)


def in_full(item: Feedback) -> bool:
    """Whether its giver counts among those a level asks for."""
    return item.giver_earned or item.verified


def units(item: Feedback) -> float:
    """What a feedback may count for."""
    whole = FULL if in_full(item) else PARTIAL * (settled(item.giver_days) if item.favourable else 1.0)
    fair = 1.0 if item.favourable else min(1.0, item.leniency / SEVERE)
    return whole * fair * math.pow(item.size, SIZE_POWER)


def settled(days: float) -> float:
    """From 0, for an account of today, towards 1."""
    return 1.0 - math.pow(2.0, -max(0.0, days) / SETTLED)


def marked(marks: Iterable[Mark], now: float) -> float:
    """What marks count for now, in unfavourable units."""
    return math.fsum(m.amount * 2.0 ** (-(now - m.at) / DAY / MARK_HALF_LIFE) for m in marks if m.at <= now)


# --- givers ---


def surprise(favourable: bool, share: float) -> float:
    """How much a word tells about its giver: little when it says what was to be expected."""
    return 1.0 - share if favourable else share


def leniency(in_favour: float, against: float) -> float:
    """From 0 to 1: of the words of a giver that surprise, the share in favour."""
    return (in_favour + LENIENT_FOR) / (in_favour + against + LENIENT_FOR + LENIENT_AGAINST)


def expected_from(share: float, lenient: float, own: float, answered: int = 0) -> float:
    """The same share where the giver is known: their leniency, what is expected of them, and what the receiver had
    said of them before (1 in favour, −1 against, 0 nothing). For measuring; nobody's level is read from it."""
    odds = math.log(share / (1 - share)) + math.log(lenient / (1 - lenient))
    return _share(odds + OWN_SHARE * math.log(own / (1 - own)) + ANSWERED * answered)


def _log_odds(in_favour: float, against: float) -> float:
    return math.log((in_favour + EXPECT_FOR) / (against + EXPECT_AGAINST))


def _share(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-odds))


# --- the words ---

LEVEL_NAMES: words.Templates = {
    "fr": {"known": "connu ici", "recognised": "reconnu ici", "reference": "référence ici"},
    "en": {"known": "known here", "recognised": "recognised here", "reference": "a reference here"},
}

SENTENCES: words.Templates = {
    "fr": {
        "earned": "« {level:w} » par sa propre activité : {givers:|personne|personnes} de confiance en un an, "
        "{in_favour:.1} retours favorables et {against:.1} défavorables (les plus anciens comptent moins) ; valeur "
        "prudente {cautious:.2}.",
        "own": "« {level:w} » par votre propre activité : {givers:|personne|personnes} de confiance en un an, "
        "{in_favour:.1} retours favorables et {against:.1} défavorables (les plus anciens comptent moins) ; valeur "
        "prudente {cautious:.2}.",
        "none": "Rien d’acquis ici pour le moment : {givers:|personne|personnes} de confiance en un an, "
        "{in_favour:.1} retours favorables et {against:.1} défavorables ; valeur prudente {cautious:.2}.",
        "lowered": "Un niveau de moins, pour un temps, et jamais plus d’un : un parrainage a mal tourné.",
        "next": "Pour « {next_level:w} », il faut {next_givers:|personne|personnes} et une valeur prudente de "
        "{next_at_least:.2}.",
    },
    "en": {
        "earned": "“{level:w}” by their own activity: {givers:|trusted person|trusted people} in a year, "
        "{in_favour:.1} for and {against:.1} against (older ones count less); cautious figure {cautious:.2}.",
        "own": "“{level:w}” by your own activity: {givers:|trusted person|trusted people} in a year, "
        "{in_favour:.1} for and {against:.1} against (older ones count less); cautious figure {cautious:.2}.",
        "none": "Nothing earned here for the moment: {givers:|trusted person|trusted people} in a year, "
        "{in_favour:.1} for and {against:.1} against; cautious figure {cautious:.2}.",
        "lowered": "One level lower for a time, and never more than one: a referral went wrong.",
        "next": "For “{next_level:w}”, {next_givers:|person|people} and a cautious figure of {next_at_least:.2} are "
        "needed.",
    },
}


def sentence(status: Earned, language: str, names: words.Templates = LEVEL_NAMES, *, own: bool = False) -> str:
    """The status with its basis; `names` says the levels of a space that has its own scale; `own`: read by whoever
    has it."""
    which = ("own" if own else "earned") if status.level else "none"
    said = words.say(SENTENCES, which, asdict(status), language, names)
    return f"{said} {words.say(SENTENCES, 'lowered', {}, language)}" if status.lowered else said


def what_would_change(status: Earned, language: str, names: words.Templates = LEVEL_NAMES) -> str:
    """What the next level asks for; nothing when there is none."""
    if status.next_level is None:
        return ""
    return words.say(SENTENCES, "next", asdict(status), language, names)
