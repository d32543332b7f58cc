"""Reports as a weapon: who reports one person or one subject again and again, alone or together, and is never right.

What it is: a sum of reasons about one report, from what became of earlier ones by the same person (the fifty latest
that were decided): how many about the same author or the same subject were not upheld; how many were upheld; how many
different targets; and how many other people, whose decided reports were never upheld, reported the same target within a
week. Every report starts at −2.2, as if one in ten were malicious. From 0.0 on, whoever reads the report is told, with
the numbers. With fewer than three decided reports, or without an account, nothing is said of the person; what others
did at the same time is still told.

How it counts: each doubling weighs the same, so that the tenth unfounded report adds little to the ninth. A decision
that was overturned counts as it was overturned. A report that waits for a decision counts for nothing.

What it never does: delay, hide, rank or close a report. It is read like any other, in the same time, by the rule it
names; being wrong before proves nothing today, and somebody who is harassed may well report one person ten times. Who
reported is not shown.

Why it matters: the right to report is also a way to silence: a professional's friends against every poor review, a
group against one author.

What it misses: people who report once each from new accounts, and those who were right a few times first. Its accuracy
is unknown until audited; `bench.patterns` measures it on invented reports, with people who are harassed and people who
are zealous among the honest ones.

Sources: none with public labels was found; our own rule.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from apps.algorithms import words

NAME = "denunciation"
VERSION = "1.0"

BASE = -2.2  # where every report starts: the log-odds of one in ten
UNFOUNDED, UNFOUNDED_MOST = 1.0, 4.0  # per doubling of reports on this target that were not upheld; at most
TOGETHER, TOGETHER_MOST = 0.8, 2.4  # per doubling of others, never upheld, on this target in the same week; at most
UPHELD = -1.2  # per doubling of reports that were upheld
BREADTH = -0.5  # per doubling of other targets
LATEST = 50  # decided reports of a person that are looked at
LEAST_DECIDED = 3  # decided reports before anything is said of a person
WEEK_DAYS = 7  # others count within so many days before the report
TOLD_FROM = 0.0  # a score from here is told to whoever reads the report

CODES = ("base", "unfounded", "together", "upheld", "breadth")
OUTCOMES = ("too_little_data", "nothing_unusual", "worth_knowing")


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What became of earlier reports."""

    decided: int = 0  # of this person, decided
    unfounded: int = 0  # of those, about this author or this subject, and not upheld
    upheld: int = 0  # of those, upheld
    targets: int = 0  # of those, how many other authors
    together: int = 0  # other people, never upheld, who reported this target in the same week
    share: float = 0.05  # of the people who report whose reports were never upheld, for comparison


@dataclass(frozen=True, slots=True)
class Term:
    """One reason: its weight and the numbers its sentence needs."""

    code: str
    weight: float
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Denunciation:
    """A score, the reasons whose weights are the score, and what is made of it."""

    log_odds: float
    terms: tuple[Term, ...]
    outcome: str  # one of OUTCOMES
    version: str = VERSION


def judge(facts: ReportFacts) -> Denunciation:
    """The score of one report."""
    known = clean(facts)
    of_person = known.decided >= LEAST_DECIDED
    weights = {
        "base": BASE,
        "unfounded": min(UNFOUNDED_MOST, UNFOUNDED * _doublings(known.unfounded)) if of_person else 0.0,
        "together": min(TOGETHER_MOST, TOGETHER * _doublings(known.together)),
        "upheld": UPHELD * _doublings(known.upheld),
        "breadth": BREADTH * _doublings(known.targets),
    }
    terms = tuple(Term(code, round(weights[code], 3) + 0.0, _shown(code, known)) for code in CODES)
    total = round(sum(term.weight for term in terms), 3) + 0.0
    return Denunciation(total, terms, _outcome(total, known))


def clean(facts: ReportFacts) -> ReportFacts:
    """Figures as they can be."""
    counts = ("decided", "unfounded", "upheld", "targets", "together")
    known: dict[str, Any] = {name: max(0, int(getattr(facts, name))) for name in counts}
    share = 0.0 if math.isnan(facts.share) else min(max(facts.share, 0.0), 1.0)
    return replace(facts, **known, share=share)


def _doublings(count: int) -> float:
    return math.log2(1 + count)


def _outcome(total: float, facts: ReportFacts) -> str:
    if total >= TOLD_FROM:
        return "worth_knowing"
    return "too_little_data" if facts.decided < LEAST_DECIDED and not facts.together else "nothing_unusual"


def _shown(code: str, facts: ReportFacts) -> dict[str, Any]:
    shown: Mapping[str, tuple[str, ...]] = {
        "base": (),
        "unfounded": ("decided", "unfounded", "share"),
        "together": ("together",),
        "upheld": ("upheld", "decided"),
        "breadth": ("targets",),
    }
    values = {name: getattr(facts, name) for name in shown[code]}
    return values | ({"base": BASE} if code == "base" else {})


SENTENCES: words.Templates = {
    "fr": {
        "base": "Tout signalement part du même point : {base:+.1}.",
        "unfounded": "Sur {decided:|signalement décidé|signalements décidés} de cette personne, {unfounded} visaient "
        "le même auteur ou le même objet sans être retenus ; {share:%} de ceux qui signalent n’ont jamais été suivis.",
        "unfounded.few": "{decided:|signalement décidé|signalements décidés} de cette personne : trop peu pour en dire "
        "quelque chose.",
        "together": "La même semaine, {together:|autre personne jamais suivie a|autres personnes jamais suivies ont} "
        "signalé la même cible.",
        "together.none": "Personne d’autre, jamais suivi, n’a signalé la même cible cette semaine-là.",
        "upheld": "{upheld} de ses {decided:|signalement décidé|signalements décidés} ont été retenus.",
        "breadth": "Ses signalements visaient aussi {targets:|autre auteur|autres auteurs}.",
        "too_little_data": "Rien n’est dit de qui signale : trop peu de décisions.",
        "nothing_unusual": "Rien d’inhabituel chez qui signale : {log_odds:.1}.",
        "worth_knowing": "À savoir : d’autres signalements semblables n’ont pas été retenus ({log_odds:.1}). Celui-ci "
        "est lu comme tout autre : avoir eu tort ne prouve rien aujourd’hui.",
        "change": "Un signalement retenu ferait passer le total à {after:.1}.",
    },
    "en": {
        "base": "Every report starts from the same point: {base:+.1}.",
        "unfounded": "Of {decided:|decided report|decided reports} by this person, {unfounded} were about the same "
        "author or the same subject and not upheld; {share:%} of people who report were never upheld.",
        "unfounded.few": "{decided:|decided report|decided reports} by this person: too few to say anything.",
        "together": "In the same week, {together:|other person who was never upheld|other people who were never "
        "upheld} reported the same target.",
        "together.none": "Nobody else who was never upheld reported the same target that week.",
        "upheld": "{upheld} of their {decided:|decided report|decided reports} were upheld.",
        "breadth": "Their reports were also about {targets:|other author|other authors}.",
        "too_little_data": "Nothing is said of who reports: too few decisions.",
        "nothing_unusual": "Nothing unusual about who reports: {log_odds:.1}.",
        "worth_knowing": "Worth knowing: other reports like it were not upheld ({log_odds:.1}). This one is read like "
        "any other: having been wrong proves nothing today.",
        "change": "One upheld report would bring the total to {after:.1}.",
    },
}


def sentence(term: Term, language: str) -> str:
    """The reason in words, with its numbers."""
    return words.say(SENTENCES, _variant(term), term.values, language)


def outcome_sentence(found: Denunciation, language: str) -> str:
    """What came out, in words."""
    return words.say(SENTENCES, found.outcome, {"log_odds": found.log_odds}, language)


def what_would_change(found: Denunciation, language: str) -> str:
    """What one upheld report would do."""
    upheld = next(term for term in found.terms if term.code == "upheld")
    one_more = UPHELD * _doublings(upheld.values["upheld"] + 1)
    return words.say(SENTENCES, "change", {"after": found.log_odds - upheld.weight + one_more}, language)


def heaviest(found: Denunciation, count: int = 3) -> tuple[Term, ...]:
    """The reasons that weigh most towards telling."""
    return tuple(sorted((term for term in found.terms if term.weight > 0), key=lambda term: -term.weight)[:count])


def counter_evidence(found: Denunciation) -> tuple[Term, ...]:
    """What speaks against, the starting point aside."""
    return tuple(term for term in found.terms if term.weight < 0 and term.code != "base")


def _variant(term: Term) -> str:
    if term.code == "unfounded" and term.values["decided"] < LEAST_DECIDED:
        return "unfounded.few"
    if term.code == "together" and not term.values["together"]:
        return "together.none"
    return term.code
