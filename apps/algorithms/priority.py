"""The order of the desk: what a person should look at first, and why in one line.

What it is: harm × exposure × uncertainty, between 0 and 1, plus the age of the case on its way to its deadline, also
between 0 and 1. Harm comes from a published table by kind of reason. Exposure grows with the logarithm of the people
who see the item in a day, from a quarter at nobody to one at a thousand. Uncertainty is one where a person is most
needed: an appeal, several reports, or a score right at its threshold; it is lowest (a half) far from it. Past its
deadline a case comes before any that is not.

Why it matters: a desk in order of arrival leaves a threat under forty complaints about a star; a desk in order of
anger leaves the quiet ones for ever. The age term means that everything is looked at before its deadline.

What it misses: harm that no reason code names; a rarely seen page that one person reads every day.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from apps.algorithms import words

NAME = "priority"
VERSION = "1.0"

# Harm by kind of reason.
HARM: Mapping[str, float] = {
    "threat": 1.0,
    "private_data": 1.0,
    "harassment": 0.9,
    "hate": 0.9,
    "blackmail": 0.8,
    "denunciation": 0.8,
    "illegal": 0.8,
    "defamation": 0.7,
    "bought_review": 0.5,
    "masked_professional": 0.5,
    "conflict_of_interest": 0.5,
    "doubt_of_professional": 0.4,
    "spam": 0.4,
    "off_topic": 0.2,
    "random_draw": 0.1,
}
OTHER_HARM = 0.4  # a reason the table does not know
SEEN_BY_MOST = 1000.0  # people a day from which exposure is one
LEAST_EXPOSURE = 0.25  # exposure of what nobody sees
LEAST_UNCERTAINTY = 0.5  # uncertainty of a score far from its threshold
DISTANCE = 2.0  # log-odds from the threshold at which a score leaves little doubt
OVERDUE = 2.0  # added once the deadline has passed


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the order is made from."""

    reason: str
    seen_a_day: float = 0.0
    reports: int = 0
    log_odds: float | None = None  # of the score, less its threshold
    appeal: bool = False
    age_hours: float = 0.0
    deadline_hours: float = 168.0  # from opening to the time by which it should be decided


@dataclass(frozen=True, slots=True)
class Priority:
    """A place in the order and its parts."""

    value: float
    harm: float
    exposure: float
    uncertainty: float
    age: float
    facts: CaseFacts
    version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def priority(facts: CaseFacts) -> Priority:
    """The higher, the sooner."""
    harm = HARM.get(facts.reason, OTHER_HARM)
    exposure, doubt, age = _exposure(facts), _uncertainty(facts), _age(facts)
    value = harm * exposure * doubt + age
    return Priority(round(value, 4), harm, round(exposure, 3), round(doubt, 3), round(age, 3), facts)


def _exposure(facts: CaseFacts) -> float:
    seen = min(SEEN_BY_MOST, max(0.0, _finite(facts.seen_a_day)))
    return LEAST_EXPOSURE + (1 - LEAST_EXPOSURE) * math.log1p(seen) / math.log1p(SEEN_BY_MOST)


def _uncertainty(facts: CaseFacts) -> float:
    if facts.appeal or facts.reports > 1:
        return 1.0
    if facts.log_odds is None:
        return 0.8
    away = min(1.0, abs(_finite(facts.log_odds)) / DISTANCE)
    return 1.0 - (1 - LEAST_UNCERTAINTY) * away


def _age(facts: CaseFacts) -> float:
    age, deadline = max(0.0, _finite(facts.age_hours)), max(1.0, _finite(facts.deadline_hours))
    return age / deadline if age < deadline else OVERDUE + min(1.0, age / deadline - 1)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


REASON_NAMES: words.Templates = {
    "fr": {
        "threat": "menace",
        "private_data": "données privées",
        "harassment": "harcèlement",
        "hate": "haine",
        "blackmail": "chantage à l’avis",
        "denunciation": "dénonciation malveillante",
        "illegal": "contenu illégal",
        "defamation": "diffamation",
        "bought_review": "avis acheté",
        "masked_professional": "professionnel masqué",
        "conflict_of_interest": "conflit d’intérêts",
        "doubt_of_professional": "doute motivé d’un professionnel",
        "spam": "publicité",
        "off_topic": "hors sujet",
        "random_draw": "tirage au sort",
    },
    "en": {
        "threat": "threat",
        "private_data": "private data",
        "harassment": "harassment",
        "hate": "hate",
        "blackmail": "review blackmail",
        "denunciation": "malicious denunciation",
        "illegal": "illegal content",
        "defamation": "defamation",
        "bought_review": "bought review",
        "masked_professional": "masked professional",
        "conflict_of_interest": "conflict of interest",
        "doubt_of_professional": "reasoned doubt of a professional",
        "spam": "advertising",
        "off_topic": "off topic",
        "random_draw": "random draw",
    },
}

SENTENCES: words.Templates = {
    "fr": {
        "why": "{reason:w}, {seen}{reports}{doubt} ; {delay}.",
        "seen": "vu par {count:|personne|personnes} par jour",
        "reports": ", {count:|signalement|signalements}",
        "appeal": ", en appel",
        "near": ", score proche du seuil",
        "left": "reste {hours:.0} h",
        "late": "en retard de {hours:.0} h",
    },
    "en": {
        "why": "{reason:w}, {seen}{reports}{doubt}; {delay}.",
        "seen": "seen by {count:|person|people} a day",
        "reports": ", {count:|report|reports}",
        "appeal": ", on appeal",
        "near": ", score near its threshold",
        "left": "{hours:.0} h left",
        "late": "{hours:.0} h late",
    },
}


def sentence(place: Priority, language: str, names: words.Templates = REASON_NAMES) -> str:
    """Why it stands where it stands, in one line."""
    facts = place.facts

    def part(key: str, **values: float) -> str:
        return words.say(SENTENCES, key, values, language)

    left = _finite(facts.deadline_hours) - _finite(facts.age_hours)
    near = facts.log_odds is not None and abs(facts.log_odds) < DISTANCE / 2
    parts = {
        "reason": facts.reason,
        "seen": part("seen", count=round(max(0.0, _finite(facts.seen_a_day)))),
        "reports": part("reports", count=facts.reports) if facts.reports else "",
        "doubt": part("appeal") if facts.appeal else part("near") if near else "",
        "delay": part("left", hours=left) if left > 0 else part("late", hours=-left),
    }
    line = words.say(SENTENCES, "why", parts, language, names)
    return line[:1].upper() + line[1:]
