"""Apomediaries: who helps well, now, on one topic; no level, no right, and it fades by itself.

What it is: for each person, topic and space, S = the sum over the person's answers on the topic of
2^(−age / 60 days) × w, plus 0.4 times the sum over all their answers in the space of 2^(−age / 5 days) × w:
who is there now. The weight w of an answer is best + 0.15 × ln(1 + thanks) − 0.2 if its score is below zero +
0.3 + 0.7 × (1 − the share of questions solved). "Best" is the answer chosen by the person who asked, or by
votes: where few questions are ever marked solved, being best says little, and any answer counts as much.

Two figures, never one: how much somebody helps at the moment (S), and how often the answers are judged best
(a rate of the last year, drawn towards three in ten while answers are few, with its interval of 90 %). A third list,
"rising", names people with two best answers in 60 days who are not among the usual helpers of the space: the fifty
with most best answers, in a small space the upper half.

One question that waits is another matter. Who could help now: help on its topic (0.3 + the long sum), times who is
there now (1 + the short sum), times the square root of 0.1 + how much the questions answered before look like this
one. A question looks like another as far as it has its words, the rare ones counting more; each answer counts
2^(−age / 180 days) × w. Those found are proposed, never assigned, the best judged first: the logarithm of the odds of
being best in the whole space (drawn to three in ten times the share of questions solved), plus half the mean of
ln(1 + thanks) per answer.

Why it matters: on years of a real forum, counting only recent help found the helpers of the next sixty days far
better than any lifetime reputation; and it can be said in one sentence. The weights were chosen on the forum's
first eighteen months, how fast "there now" fades on its first three and a half years, so that the list changes with
the people; the figures of the following year were in sight while choosing it, and flatter it a little.

For whom: whoever was best more often with the questions of newcomers is so again, on the same topic, about one
fourteenth more often than others; so the explanation says how many such questions there were. Other kinds of question
(long, "how to", yes or no, prices) foretold nothing we could measure.

What it misses: good advice that nobody marks or thanks, and help given elsewhere. Mostly it finds people already
active: hence the rising list. It says nothing about character and is never converted.

Sources: Eysenbach, JMIR 2008;10(3):e22; Zhang, Ackerman, Adamic, WWW 2007 (what we compared with); our own
measures.
"""

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from apps.algorithms import words

NAME = "apomediary"
VERSION = "1.2"

DAY = 86400.0
HALF_LIFE = 60.0  # days after which an answer counts half
THANKS = 0.15  # weight of ln(1 + thanks)
BELOW_ZERO = 0.2  # taken off for an answer whose score is below zero
ANSWER = 0.3  # weight of any answer
UNSOLVED = 0.7  # added to it where no question is ever marked solved
PRESENCE = 5.0  # days after which an answer counts half for who is there now
BACK_OFF = 0.4  # share of the whole space's short sum that counts on each topic
LISTED_FROM = 1.5  # strength from which somebody is suggested
WINDOW = 60  # days the explanation speaks of
QUALITY_HALF_LIFE = 365.0  # the same, for how often answers are judged best
QUALITY_BEST, QUALITY_ANSWERS = 0.9, 3.0  # what is supposed before any answer: 0.9 best in 3
THANKED, THANKED_ANSWERS = 0.5, 5.0  # weight of the mean thanks in how one is judged; answers that draw it to none
ALIKE_HALF_LIFE = 180.0  # days after which an answer to a question like this one counts half
ALIKE_WITHIN = 365  # days of answers that are looked at for it
LEAST_HELP, LEAST_THERE, LEAST_ALIKE = 0.3, 1.0, 0.1  # added, so that lacking one of the three does not bar anybody
WORD, STEM = 4, 5  # letters a word has at least; letters of it that count
LEAST_SOLVED = 0.05  # share of questions solved that is supposed at least, where next to none are
INTERVAL = 0.9  # probability that the rate lies within its interval
RISING_BEST, USUAL = 2, 50  # best answers a newcomer needs; how many people are the usual ones


@dataclass(frozen=True, slots=True)
class Decayed:
    """A sum that loses half its worth every half-life: kept at one moment, read at any other."""

    value: float
    at: float  # seconds since 1970
    half_life: float = HALF_LIFE  # days

    def read(self, now: float) -> float:
        """What it is worth now."""
        return self.value * self._worth(now - self.at)

    def plus(self, amount: float, at: float) -> "Decayed":
        """With one more amount; the order in which amounts come does not matter."""
        if at <= self.at:
            return replace(self, value=self.value + amount * self._worth(self.at - at))
        return replace(self, value=self.read(at) + amount, at=at)

    def _worth(self, seconds: float) -> float:
        halvings = max(-1000.0, min(1000.0, seconds / DAY / self.half_life))
        return math.exp2(-halvings)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it stands."""

    at: float  # seconds since 1970
    best: bool = False
    thanks: int = 0
    score: int = 0  # votes for, less votes against
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one person gave on one topic (or in the whole space), as eleven decayed sums: a JSON column keeps it."""

    best: Decayed = Decayed(0.0, 0.0)
    thanks: Decayed = Decayed(0.0, 0.0)
    below: Decayed = Decayed(0.0, 0.0)
    answers: Decayed = Decayed(0.0, 0.0)
    now_best: Decayed = Decayed(0.0, 0.0, PRESENCE)
    now_thanks: Decayed = Decayed(0.0, 0.0, PRESENCE)
    now_below: Decayed = Decayed(0.0, 0.0, PRESENCE)
    now_answers: Decayed = Decayed(0.0, 0.0, PRESENCE)
    year_best: Decayed = Decayed(0.0, 0.0, QUALITY_HALF_LIFE)
    year_answers: Decayed = Decayed(0.0, 0.0, QUALITY_HALF_LIFE)
    year_thanks: Decayed = Decayed(0.0, 0.0, QUALITY_HALF_LIFE)

    def changed(self, before: Answer | None, after: Answer | None) -> "Record":
        """After an answer was posted (None, answer), thanked, chosen, unchosen (old, new) or withdrawn (old, None)."""
        record = self if before is None else self._with(before, -1.0)
        return record if after is None else record._with(after, 1.0)

    def strength(self, now: float, solved: float) -> float:
        """Recent help, without the back-off; `solved` is the share of the space's questions with a best answer."""
        return _weighed(self.best, self.thanks, self.below, self.answers, now, solved)

    def presence(self, now: float, solved: float) -> float:
        """The same over a few days: who is there now."""
        return _weighed(self.now_best, self.now_thanks, self.now_below, self.now_answers, now, solved)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Record":
        return cls(**{field.name: Decayed(**stored[field.name]) for field in fields(cls)})

    def _with(self, answer: Answer, sign: float) -> "Record":
        thanks, below = math.log1p(max(0, answer.thanks)), float(answer.score < 0)
        amounts = {"best": float(answer.best), "thanks": thanks, "below": below, "answers": 1.0}
        amounts |= {f"now_{name}": amount for name, amount in amounts.items()}
        amounts |= {"year_best": float(answer.best), "year_answers": 1.0, "year_thanks": thanks}
        return Record(**{name: getattr(self, name).plus(sign * amount, answer.at) for name, amount in amounts.items()})


def _weighed(best: Decayed, thanks: Decayed, below: Decayed, answers: Decayed, now: float, solved: float) -> float:
    helped = best.read(now) + THANKS * thanks.read(now) - BELOW_ZERO * below.read(now)
    return helped + any_answer(solved) * answers.read(now)


def any_answer(solved: float) -> float:
    return ANSWER + UNSOLVED * (1.0 - min(1.0, max(0.0, solved)))


@dataclass(frozen=True, slots=True)
class Quality:
    """How often somebody's answers are judged best, and between what and what."""

    rate: float
    low: float
    high: float
    answers: float  # those it rests on, the old ones counted less


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helps on a topic at the moment: two figures, side by side."""

    person: str
    strength: float
    quality: Quality
    judged: float  # by which people proposed for one question are ordered
    on_topic: float  # the long sum, of the topic
    there_now: float  # the short sum, of the whole space


@dataclass(frozen=True, slots=True)
class Explanation:
    """Three lines for the person, and the answers that weigh most, with their weight."""

    lines: tuple[str, str, str]
    heaviest: tuple[tuple[str, float], ...]


def strength(topic: Record, everywhere: Record, now: float, solved: float) -> float:
    """S: recent help on the topic, and a part of the help of the last days in the whole space."""
    return topic.strength(now, solved) + BACK_OFF * everywhere.presence(now, solved)


def quality(record: Record, now: float) -> Quality:
    """The rate of best answers over the last year or so, drawn to what is usual, with its interval."""
    from scipy.special import betaincinv  # scipy.stats would take a process two seconds to load

    answers = max(0.0, record.year_answers.read(now))
    best = min(answers, max(0.0, record.year_best.read(now)))
    for_, against = best + QUALITY_BEST, answers - best + QUALITY_ANSWERS - QUALITY_BEST
    low, high = (betaincinv(for_, against, tail) for tail in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    return Quality(for_ / (for_ + against), float(low), float(high), answers)


def judged(everywhere: Record, now: float, solved: float) -> float:
    """How well somebody's answers in the space are judged: the log-odds of being best, and their thanks."""
    thanks = max(0.0, everywhere.year_thanks.read(now))
    answers = max(0.0, everywhere.year_answers.read(now))
    best = min(answers, max(0.0, everywhere.year_best.read(now)))
    rate = (best + QUALITY_BEST * max(LEAST_SOLVED, min(1.0, solved))) / (answers + QUALITY_ANSWERS)
    return math.log(rate / (1.0 - rate)) + THANKED * thanks / (answers + THANKED_ANSWERS)


def stems(title: str) -> frozenset[str]:
    """What a question is about, as far as its title tells: beginnings of its words, in any language."""
    return frozenset(word[:STEM] for word in re.findall(rf"\w{{{WORD},}}", title.casefold()))


def rarity(question: Collection[str], titles: Sequence[Collection[str]]) -> dict[str, float]:
    """How much each word of a question tells: the logarithm of how few titles have it."""
    return {word: math.log((1 + len(titles)) / (1 + sum(word in title for title in titles))) for word in question}


def likeness(rare: Mapping[str, float], title: Collection[str]) -> float:
    """The share of a question that an earlier title has too, between 0 and 1."""
    whole = sum(rare.values())
    return sum(worth for word, worth in rare.items() if word in title) / whole if whole > 0 else 0.0


def alike(given: Iterable[tuple[float, Answer]], now: float, solved: float) -> float:
    """Help on questions like this one: what somebody answered, each with how much its question looks like this one."""
    return sum(share * Decayed(worth(answer, solved), answer.at, ALIKE_HALF_LIFE).read(now) for share, answer in given)


def could_help(on_topic: float, there_now: float, on_alike: float) -> float:
    """Who could answer one question now: three figures multiplied, so that none of them carries the day alone."""
    help_, there = LEAST_HELP + max(0.0, on_topic), LEAST_THERE + max(0.0, there_now)
    return help_ * there * math.sqrt(LEAST_ALIKE + max(0.0, on_alike))


def helpers(
    topic: Mapping[str, Record], everywhere: Mapping[str, Record], now: float, solved: float, most: int = 10
) -> tuple[Helper, ...]:
    """Who helps on a topic at the moment, the strongest first; only people who have answered on the topic."""
    found = [
        Helper(
            person,
            strength(record, everywhere.get(person, Record()), now, solved),
            quality(record, now),
            judged(everywhere.get(person, record), now, solved),
            record.strength(now, solved),
            everywhere.get(person, record).presence(now, solved),
        )
        for person, record in topic.items()
    ]
    listed = [helper for helper in found if helper.strength >= LISTED_FROM]
    return tuple(sorted(listed, key=lambda helper: (-helper.strength, helper.person))[:most])


def rising(recent_best: Mapping[str, int], lifetime_best: Mapping[str, int]) -> tuple[str, ...]:
    """People with two best answers on the topic in 60 days who are not among the usual ones of the space."""
    usual = usual_helpers(lifetime_best)
    found = [person for person, best in recent_best.items() if best >= RISING_BEST and person not in usual]
    return tuple(sorted(found, key=lambda person: (-recent_best[person], person)))


def usual_helpers(lifetime_best: Mapping[str, int]) -> Collection[str]:
    """Of those with two best answers ever: the fifty with most, in a small space the upper half; with their equals."""
    counts = sorted((best for best in lifetime_best.values() if best >= RISING_BEST), reverse=True)
    places = min(USUAL, (len(counts) + 1) // 2)
    return {person for person, best in lifetime_best.items() if best >= counts[places - 1]} if counts else set()


def worth(answer: Answer, solved: float) -> float:
    """w: what one answer counts on the day it is given."""
    below = BELOW_ZERO if answer.score < 0 else 0.0
    return float(answer.best) + THANKS * math.log1p(max(0, answer.thanks)) - below + any_answer(solved)


def weight(answer: Answer, now: float, solved: float) -> float:
    """What one answer adds to S on its topic."""
    return Decayed(worth(answer, solved), answer.at).read(now)


# --- the words ---

SENTENCES: words.Templates = {
    "fr": {
        "recent": "Sur « {topic} », ces {window} derniers jours : {answers:|réponse|réponses}, dont {best:|choisie "
        "comme la meilleure|choisies comme les meilleures}, et {thanks:|merci|mercis}.",
        "recent.newcomers": "Sur « {topic} », ces {window} derniers jours : {answers:|réponse|réponses}, dont "
        "{best:|choisie comme la meilleure|choisies comme les meilleures}, et {thanks:|merci|mercis} ; "
        "{newcomers:|répondait|répondaient} à quelqu’un dont c’était la première question ici.",
        "quality": "Sur un an, les plus anciennes comptant moins, {rate:%} des réponses sont jugées les meilleures "
        "(entre {low:%} et {high:%}).",
        "quality.none": "Sur un an, trop peu de réponses pour dire combien sont jugées les meilleures.",
        "fades": "Aide en ce moment : {strength:.1}. Sans nouvelle réponse, il en reste moins de la moitié dans "
        "{half_life} jours ; personne n’en est averti, et cela ne donne aucun droit.",
    },
    "en": {
        "recent": "On “{topic}”, in the last {window} days: {answers:|answer|answers}, {best:|chosen as best|chosen "
        "as best}, {thanks:|thank-you|thank-yous}.",
        "recent.newcomers": "On “{topic}”, in the last {window} days: {answers:|answer|answers}, {best:|chosen as "
        "best|chosen as best}, {thanks:|thank-you|thank-yous}; {newcomers:|answered|answered} somebody’s first "
        "question here.",
        "quality": "Over a year, older ones counting less, {rate:%} of the answers are judged best (between {low:%} "
        "and {high:%}).",
        "quality.none": "Over a year, too few answers to say how many are judged best.",
        "fades": "Helping at the moment: {strength:.1}. Without a new answer, less than half of it is left in "
        "{half_life} days; nobody is told, and it gives no right.",
    },
}


def explain(
    *,
    topic: str,
    answers: Sequence[Answer],
    strength: float,
    now: float,
    solved: float,
    language: str,
    newcomers: Collection[str] = (),
) -> Explanation:
    """Why somebody is suggested, from their answers on the topic; `newcomers`: those given to first questions."""
    known = [answer for answer in answers if answer.at <= now]
    lines = (
        _recent_line(topic, [answer for answer in known if now - answer.at <= WINDOW * DAY], newcomers, language),
        _quality_line(known, now, language),
        words.say(SENTENCES, "fades", {"strength": strength, "half_life": HALF_LIFE}, language),
    )
    weights = [(answer.reference, round(weight(answer, now, solved), 3)) for answer in known]
    return Explanation(lines, tuple(sorted(weights, key=lambda pair: (-pair[1], pair[0]))[:3]))


def _recent_line(topic: str, recent: Sequence[Answer], newcomers: Collection[str], language: str) -> str:
    counts = {
        "answers": len(recent),
        "best": sum(answer.best for answer in recent),
        "thanks": sum(answer.thanks for answer in recent),
        "newcomers": sum(answer.reference in newcomers for answer in recent),
    }
    key = "recent.newcomers" if counts["newcomers"] else "recent"
    return words.say(SENTENCES, key, {"topic": topic, "window": WINDOW, **counts}, language)


def _quality_line(answers: Sequence[Answer], now: float, language: str) -> str:
    record = Record()
    for answer in answers:
        record = record.changed(None, answer)
    figure = quality(record, now)
    key = "quality" if figure.answers >= 1 else "quality.none"
    return words.say(SENTENCES, key, {"rate": figure.rate, "low": figure.low, "high": figure.high}, language)
