"""Earned status: what a member has earned in one space and topic, by the feedback others gave there.

What it is: feedback for and against is added up, halved every 90 days, at most one unit from the same giver
in any 90 days, the earlier first. Feedback counts one when its giver has earned a status there or the dealing
is verified, one fifth otherwise. The level is read from a cautious figure, mean less one standard deviation
of Beta(1 + for, 1 + against), and from how many different full givers have spoken in the last year. A level
needs both. It is never added to a status from elsewhere.

Why it matters: with fewer feedbacks the cautious figure is lower, so newcomers are not judged on one opinion;
because it fades, a status says what somebody does now; because one giver counts once, twenty friends are not
two hundred.

What it bounds: people who have earned nothing give at most a fifth each and never count among the givers a
level asks for, so a group in which nobody has an earned status or a verified dealing earns nothing, however
many accounts it has.

What it misses: exchanged favours between people who have both earned a status, fear of giving bad feedback,
and good work that nobody notices. A giver who changes their mind within 90 days is heard when the 90 days are
over.

Sources: Jøsang and Ismail 2002 (Beta reputation); half-life measured on two rating networks.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from apps.algorithms import words

NAME = "earned_status"
VERSION = "1.0"

DAY = 86400.0
HALF_LIFE = 90.0  # days after which feedback counts half
GIVER_WINDOW = 90  # days in which one giver counts at most one unit
GIVER_YEAR = 365  # days a giver counts among those a level asks for
FULL, PARTIAL = 1.0, 0.2  # units of a giver with a status or a verified dealing; of any other
BEFORE_FOR, BEFORE_AGAINST = 1.0, 1.0  # what is supposed before any feedback


@dataclass(frozen=True, slots=True)
class Feedback:
    """One person's feedback about the member, at a moment."""

    giver: str
    at: float  # seconds since 1970
    favourable: bool = True
    giver_earned: bool = False  # the giver had an earned status here at that moment
    verified: bool = False  # the dealing between them is verified


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a space's published scale."""

    code: str
    at_least: float  # the cautious figure
    givers: int  # different full givers in the last year


# The scale a space starts with (cautious figure, givers); each space may publish another.
LEVELS = (Level("known", 0.5, 3), Level("recognised", 0.65, 5), Level("reference", 0.75, 10))


@dataclass(frozen=True, slots=True)
class Earned:
    """What has been earned, and from what."""

    level: str | None
    cautious: float
    in_favour: float
    against: float
    givers: int
    next_level: str | None
    next_at_least: float
    next_givers: int
    version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def earned(feedback: Iterable[Feedback], now: float, levels: Sequence[Level] = LEVELS) -> Earned:
    """The level somebody has earned in one space and topic."""
    known = sorted((item for item in feedback if item.at <= now), key=_order)
    counted = _counted(known)
    in_favour, against = (_decayed(counted, now, side) for side in (True, False))
    figure = cautious(in_favour, against)
    givers = _full_givers(known, now)
    reached = [level for level in levels if figure >= level.at_least and givers >= level.givers]
    missing = [level for level in levels if level not in reached]
    ahead = missing[0] if missing else Level("", 0.0, 0)
    return Earned(
        level=reached[-1].code if reached else None,
        cautious=round(figure, 3),
        in_favour=round(in_favour, 2),
        against=round(against, 2),
        givers=givers,
        next_level=ahead.code or None,
        next_at_least=ahead.at_least,
        next_givers=ahead.givers,
    )


def _order(item: Feedback) -> tuple[float, str, bool, float]:
    return (item.at, item.giver, item.favourable, units(item))


def cautious(in_favour: float, against: float) -> float:
    """Mean less one standard deviation of the Beta: what one may count on."""
    a, b = in_favour + BEFORE_FOR, against + BEFORE_AGAINST
    mean = a / (a + b)
    return max(0.0, mean - math.sqrt(mean * (1 - mean) / (a + b + 1)))


def units(item: Feedback) -> float:
    """What a feedback may count for."""
    return FULL if item.giver_earned or item.verified else PARTIAL


def _counted(known: Sequence[Feedback]) -> list[tuple[Feedback, float]]:
    """Each feedback with what it counts for: never more than one unit of a giver in 90 days."""
    spent: dict[str, list[tuple[float, float]]] = {}
    counted: list[tuple[Feedback, float]] = []
    for item in known:
        earlier = spent.setdefault(item.giver, [])
        used = sum(amount for at, amount in earlier if item.at - at < GIVER_WINDOW * DAY)
        amount = max(0.0, min(units(item), FULL - used))
        earlier.append((item.at, amount))
        counted.append((item, amount))
    return counted


def _decayed(counted: Sequence[tuple[Feedback, float]], now: float, favourable: bool) -> float:
    return math.fsum(
        amount * 2.0 ** (-(now - item.at) / DAY / HALF_LIFE)
        for item, amount in counted
        if item.favourable is favourable
    )


def _full_givers(known: Sequence[Feedback], now: float) -> int:
    recent = [item for item in known if item.favourable and now - item.at <= GIVER_YEAR * DAY]
    return len({item.giver for item in recent if units(item) >= FULL})


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
        "none": "Rien d’acquis ici pour le moment : {givers:|personne|personnes} de confiance en un an, "
        "{in_favour:.1} retours favorables et {against:.1} défavorables ; valeur prudente {cautious:.2}.",
        "next": "Pour « {next_level:w} », il faut {next_givers:|personne|personnes} et une valeur prudente de "
        "{next_at_least:.2}.",
    },
    "en": {
        "earned": "“{level:w}” by their own activity: {givers:|trusted person|trusted people} in a year, "
        "{in_favour:.1} for and {against:.1} against (older ones count less); cautious figure {cautious:.2}.",
        "none": "Nothing earned here for the moment: {givers:|trusted person|trusted people} in a year, "
        "{in_favour:.1} for and {against:.1} against; cautious figure {cautious:.2}.",
        "next": "For “{next_level:w}”, {next_givers:|person|people} and a cautious figure of {next_at_least:.2} are "
        "needed.",
    },
}


def sentence(status: Earned, language: str, names: words.Templates = LEVEL_NAMES) -> str:
    """The status with its basis; `names` says the levels of a space that has its own scale."""
    return words.say(SENTENCES, "earned" if status.level else "none", asdict(status), language, names)


def what_would_change(status: Earned, language: str, names: words.Templates = LEVEL_NAMES) -> str:
    """What the next level asks for; nothing when there is none."""
    if status.next_level is None:
        return ""
    return words.say(SENTENCES, "next", asdict(status), language, names)
