"""Surge: whether many independent people report an operator at once. Calm, possible or confirmed.

What it is: a look at two sliding windows, of one hour and of six, at every full ten minutes. Voices that may
come from one hand count as one (`clusters`). A surge is possible from five independent voices within the hour,
or eight within six. It is confirmed from twelve within the hour, or eighteen within six, when eight of them are
of members with earlier activity in that space, and when so many would be most unlikely (less than one chance in
a hundred thousand) for this operator at that hour of the week. Each step needs two looks running. A state lasts
24 hours from the last look that reached it. Two figures always stand side by side: voices received and
independent voices.

What is usual: the independent voices of the past 26 weeks, by hour of the week, drawn towards the operator's
mean where little is known. An hour counts at most three, or four times the mean, so that a past surge does not
make the next one usual. Voices come in bunches: their number follows a negative binomial, which allows for more
than chance alone.

Why it matters: one angry evening is not a scandal, and a scandal should not wait for a meeting. A confirmed
surge binds the operator to answer within 72 hours, so neither visitors without an account nor accounts made for
the purpose can confirm one. And because a state turns only at full ten minutes, a look later, its turning does
not tell who spoke last.

What it misses: abuse that many people report over weeks; an operator without members here who were active
before, where only what members did elsewhere on this site can speak for them; a brigade of patient members from
many networks, in their own words. A brigade cannot hide a surge, but one that presses for weeks can make much
pressing look usual. It measures reports, not whether they are true.

Sources: the state rules of outage trackers; negative binomial surveillance of counts (Noufaily 2013); sliding
windows instead of fixed hours, because a genuine surge of thirty voices in one hour was missed by fixed ones
(our simulation).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from apps.algorithms import words

NAME = "surge"
VERSION = "2.0"

HOUR = 3600
LOOK_MINUTES = 10  # minutes between two looks
SHORT_HOURS, LONG_HOURS = 1, 6  # hours of the two windows, which slide: they end at each look
POSSIBLE_SHORT, POSSIBLE_LONG = 5, 8  # independent voices from which a surge is possible, in either window
CONFIRMED_SHORT, CONFIRMED_LONG = 12, 18  # independent voices from which it is confirmed, in either window,
CONFIRMED_KNOWN = 8  # as many of them being of members with earlier activity in that space,
UNUSUAL_ONE_IN = 100_000  # and so many being rarer than one chance in so many
LASTS_HOURS = 24  # hours a state lasts from the last look that reached it
BASELINE_WEEKS = 26  # weeks of the past that say what is usual
PRIOR_RATE = 0.05  # voices per hour of an operator of whom nothing is known,
PRIOR_WEEKS = 4  # as though so many weeks had been seen
LIKE_THE_MEAN_WEEKS = 8  # weeks after which an hour of the week speaks more for itself than the operator's mean
HOUR_AT_MOST, HOUR_TIMES_MEAN = 3, 4  # an hour of the past counts at most so many voices, or so many times the mean
BUNCHING = 3.0  # shape of the negative binomial: the smaller, the more voices come in bunches
HOURS_OF_WEEK = 168  # hours of a week
STATES = ("calm", "possible", "confirmed")
_LOOK = LOOK_MINUTES * 60
_WINDOWS = ((SHORT_HOURS, POSSIBLE_SHORT, CONFIRMED_SHORT), (LONG_HOURS, POSSIBLE_LONG, CONFIRMED_LONG))


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice as far as the rule needs it."""

    at: float  # seconds since 1970
    cluster: str  # voices of one cluster count as one
    known: bool = False  # of a member with earlier activity in that space


@dataclass(frozen=True)
class Baseline:
    """What is usual: voices per hour, for each hour of the week from Thursday 0 h UTC on, as 1970 began."""

    rates: tuple[float, ...] = (PRIOR_RATE,) * HOURS_OF_WEEK

    @cached_property
    def _sums(self) -> tuple[float, ...]:
        found = [0.0]
        for rate in (*self.rates, *self.rates):
            found.append(found[-1] + rate)
        return tuple(found)

    def expected(self, until: float, hours: int) -> float:
        """Voices expected in the window that ends at `until`."""
        end = (until / HOUR) % HOURS_OF_WEEK + HOURS_OF_WEEK
        return self._up_to(end) - self._up_to(end - hours)

    def _up_to(self, hour: float) -> float:
        whole = int(hour)
        return self._sums[whole] + (hour - whole) * self.rates[whole % HOURS_OF_WEEK]


@dataclass(frozen=True, slots=True)
class Surge:
    """The state, since which look, and the figures of the last look that made it."""

    state: str  # one of STATES
    voices: int
    independent: int
    known: int  # independent voices of members with earlier activity there
    hours: int = LONG_HOURS  # the window of these figures
    expected: float = 0.0  # what is usual in it
    reached_at: float = 0.0  # the first look of those that keep the state up; 0 when calm
    version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Change:
    """A look at which the state became another."""

    at: float
    surge: Surge


def usual(counts: Mapping[int, int], weeks: int) -> Baseline:
    """What is usual, from voices per past hour (hours since 1970) over so many weeks."""
    most = max(HOUR_AT_MOST, HOUR_TIMES_MEAN * sum(counts.values()) / max(1, weeks * HOURS_OF_WEEK))
    by_hour: dict[int, float] = defaultdict(float)
    for hour, count in counts.items():
        by_hour[hour % HOURS_OF_WEEK] += min(count, most)
    mean = (sum(by_hour.values()) + PRIOR_RATE * PRIOR_WEEKS * HOURS_OF_WEEK) / ((weeks + PRIOR_WEEKS) * HOURS_OF_WEEK)
    return Baseline(tuple(_rate(by_hour, hour, mean, weeks) for hour in range(HOURS_OF_WEEK)))


def _rate(by_hour: Mapping[int, float], hour: int, mean: float, weeks: int) -> float:
    """An hour of the week with its two neighbours, drawn towards the mean."""
    near = sum(by_hour.get((hour + step) % HOURS_OF_WEEK, 0) for step in (-1, 0, 1)) / 3
    return (near + mean * LIKE_THE_MEAN_WEEKS) / (weeks + LIKE_THE_MEAN_WEEKS)


def chance(count: int, expected: float) -> float:
    """How likely so many voices or more are, where so many are expected."""
    from scipy.special import betainc

    return 1.0 if count <= 0 else float(betainc(count, BUNCHING, expected / (expected + BUNCHING)))


def surge(voices: Iterable[Voice], now: float, baseline: Baseline | None = None) -> Surge:
    """The state now: that of the last full ten minutes."""
    last = int(now // _LOOK) * _LOOK
    heard = [voice for voice in voices if voice.at <= last]
    looks = range(last - LASTS_HOURS * HOUR + _LOOK, last + _LOOK, _LOOK)
    return _folded(list(_steps(heard, looks, baseline or Baseline())))


def decided_after(found: Surge) -> float:
    """The voice that made the state came after this: two looks lie between, in which it hides."""
    return found.reached_at - 2 * _LOOK


def changes(voices: Iterable[Voice], baseline: Baseline | None = None) -> tuple[Change, ...]:
    """Every change of state in the life of an alert, from calm, in order."""
    ordered = sorted(voices, key=lambda voice: voice.at)
    if not ordered:
        return ()
    first, end = (int(voice.at // _LOOK) * _LOOK for voice in (ordered[0], ordered[-1]))
    looks = range(first, end + (LONG_HOURS + LASTS_HOURS + 1) * HOUR, _LOOK)
    steps = list(_steps(ordered, looks, baseline or Baseline()))
    kept = LASTS_HOURS * HOUR // _LOOK
    found: list[Change] = []
    state, last = "calm", -kept
    for number, (look, step) in enumerate(zip(looks, steps, strict=True)):
        if step.state == "calm" and number - last >= kept and state == "calm":
            continue
        last = number if step.state != "calm" else last
        now = _folded(steps[max(0, number - kept + 1) : number + 1])
        if now.state != state:
            state = now.state
            found.append(Change(float(look), now))
    return tuple(found)


def _folded(steps: Sequence[Surge]) -> Surge:
    """The highest of the steps, as of the last look that reached it; how long it has stood is said from the first."""
    highest = max((STATES.index(step.state) for step in steps), default=0)
    reached = [step for step in steps if STATES.index(step.state) == highest]
    if not highest:
        return replace(reached[-1], reached_at=0.0)
    return replace(reached[-1], reached_at=reached[0].reached_at)


def _steps(voices: Sequence[Voice], looks: Sequence[int], baseline: Baseline) -> Iterator[Surge]:
    """At each look, what this look and the one before both reach."""
    ordered = sorted(voices, key=lambda voice: voice.at)
    every = [looks[0] - _LOOK, *looks]
    windows = [list(_counted(ordered, every, hours)) for hours, _possible, _confirmed in _WINDOWS]
    before: Surge | None = None
    for look, *figures in zip(every, *windows, strict=True):
        here = _judged(look, figures, baseline)
        if before is not None:
            yield min(here, before, key=lambda found: STATES.index(found.state))
        before = here


def _counted(ordered: Sequence[Voice], looks: Sequence[int], hours: int) -> Iterator[tuple[int, int, int]]:
    """Voices, clusters and clusters with a known member in the window that ends at each look."""
    clusters, known = Counter[str](), Counter[str]()
    first = last = 0
    for look in looks:
        while last < len(ordered) and ordered[last].at <= look:
            _count(clusters, known, ordered[last], 1)
            last += 1
        while first < last and ordered[first].at <= look - hours * HOUR:
            _count(clusters, known, ordered[first], -1)
            first += 1
        yield last - first, len(clusters), len(known)


def _count(clusters: Counter[str], known: Counter[str], voice: Voice, step: int) -> None:
    for counter in (clusters, known) if voice.known else (clusters,):
        counter[voice.cluster] += step
        if not counter[voice.cluster]:
            del counter[voice.cluster]


def _judged(look: int, figures: Sequence[tuple[int, int, int]], baseline: Baseline) -> Surge:
    """The higher of what the two windows say; when they say the same, the shorter."""
    said = [
        Surge(
            state_of(independent, known, baseline.expected(look, hours), hours),
            voices,
            independent,
            known,
            hours,
            round(baseline.expected(look, hours), 3) if independent >= possible else 0.0,
            float(look),
        )
        for (hours, possible, _c), (voices, independent, known) in zip(_WINDOWS, figures, strict=True)
    ]
    return max(said, key=lambda found: STATES.index(found.state))


def state_of(independent: int, known: int, expected: float, hours: int) -> str:
    """The rule itself, for one window at one look."""
    _hours, possible, confirmed = next(window for window in _WINDOWS if window[0] == hours)
    if independent >= confirmed and known >= CONFIRMED_KNOWN and chance(independent, expected) * UNUSUAL_ONE_IN < 1:
        return "confirmed"
    return "possible" if independent >= possible else "calm"


SENTENCES: words.Templates = {
    "fr": {
        "figures": "En {window:|heure|heures} : {voices:|voix|voix}, dont {independent:|indépendante|indépendantes} "
        "et, parmi elles, {known:|de membre déjà actif ici|de membres déjà actifs ici}.",
        "calm": "Calme. Une vague devient possible à partir de {short:|voix indépendante|voix indépendantes} en une "
        "heure, ou {long} en six.",
        "possible": "Vague possible. Elle est confirmée à partir de {short:|voix indépendante|voix indépendantes} en "
        "une heure, ou {long} en six, dont {known} de membres déjà actifs ici, si c’est bien plus que d’habitude.",
        "confirmed": "Vague confirmée : l’opérateur doit répondre publiquement sous 72 heures. Elle compte les "
        "signalements ; elle ne dit pas s’ils sont fondés.",
    },
    "en": {
        "figures": "In {window:|hour|hours}: {voices:|voice|voices}, of which {independent:|independent|independent} "
        "and, among these, {known:|of a member active here before|of members active here before}.",
        "calm": "Calm. A surge becomes possible from {short:|independent voice|independent voices} within an hour, or "
        "{long} within six.",
        "possible": "Possible surge. It is confirmed from {short:|independent voice|independent voices} within an "
        "hour, or {long} within six, of which {known} of members active here before, if that is far more than usual.",
        "confirmed": "Confirmed surge: the operator must answer in public within 72 hours. It counts reports; it "
        "does not say whether they are founded.",
    },
}


def sentence(found: Surge, language: str) -> str:
    """What the state means, without any figure that could single somebody out."""
    short, long = (POSSIBLE_SHORT, POSSIBLE_LONG) if found.state == "calm" else (CONFIRMED_SHORT, CONFIRMED_LONG)
    return words.say(SENTENCES, found.state, {"short": short, "long": long, "known": CONFIRMED_KNOWN}, language)


def figures_sentence(found: Surge, language: str) -> str:
    """The two figures side by side: for people without a link to the operator, and for batches once published."""
    return words.say(SENTENCES, "figures", asdict(found) | {"window": found.hours}, language)
