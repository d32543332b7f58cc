"""The order of the desk: what a person should look at first, and why in one line.

What it is: harm × exposure × uncertainty, between 0 and 1, plus the age of the case on its way to its deadline, also
between 0 and 1. Harm comes from a published table by rule alleged; of several, the heaviest counts. Exposure grows
with the logarithm of the people who wrote in the same place in the last thirty days (about the same thing, in the same
talk), from a quarter at nobody to one at a hundred; what is masked is met by nobody. Uncertainty is one where a person
is most needed: an appeal, reports that weigh one or more together (`report_weight`; without an account they count for
nothing here), or a score right at its threshold; it is lowest (a half) far from it. Past its deadline a case comes
before any that is not.

Why it matters: a desk in order of arrival leaves a threat under forty complaints about a star; a desk in order of
anger leaves the quiet ones for ever. The age term means that everything is looked at before its deadline.

What it misses: harm that no rule names; a rarely seen page that one person reads every day. We count nobody's reading:
who wrote in a place stands for who may read it. A second voice counts, a tenth does not: a crowd moves nothing.
Nor does who reports change the harm or the exposure: an address stands there for all to read, whoever points at it.

What changed: 2.1 takes what reports weigh together where 2.0 took two reporters. Two people of whom nothing is known
yet weigh one, as before; friends count once, and whoever is never right brings nothing forward. No case moved ahead by
it, and the deadlines stayed. 2.0 takes the nine rules of the desk instead of fifteen reasons of its own, and people
who wrote instead of people who read, whom nobody counts. It is the first version that a desk goes by.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from apps.algorithms import words

NAME = "priority"
VERSION = "2.1"

# Harm by rule alleged, or by what brought the case where no rule is.
HARM: Mapping[str, float] = {
    "private_person": 1.0,
    "unlawful": 1.0,
    "order": 1.0,
    "insult": 0.8,
    "pressure": 0.8,
    "impersonation": 0.6,
    "not_real": 0.5,
    "hidden_link": 0.5,
    "noticed": 0.4,
    "audit": 0.4,
    "advertising": 0.4,
    "off_topic": 0.2,
    "random_draw": 0.1,
}
OTHER_HARM = 0.4  # a reason the table does not know
HEAVY = 0.8  # harm from which a case counts toward the limit that readers set themselves for a day
CIRCLE_OF_MOST = 100.0  # people who wrote there in thirty days from which exposure is one
LEAST_EXPOSURE = 0.25  # exposure of a place where nobody else wrote, or of what is masked
LEAST_UNCERTAINTY = 0.5  # uncertainty of a score far from its threshold
TWO_VOICES = 1.0  # weight of all reports together from which uncertainty is one: that of two people not known yet
WITHOUT_SCORE = 0.8  # uncertainty where one report and no score speak
DISTANCE = 2.0  # log-odds from the threshold at which a score leaves little doubt
OVERDUE = 2.0  # added once the deadline has passed


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the order is made from."""

    reason: str
    circle: float = 0.0  # people who wrote in the same place in the last thirty days
    reports: int = 0  # by different people with an account, linked ones once
    weight: float = 0.0  # of these reports together
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
    people = min(CIRCLE_OF_MOST, max(0.0, _finite(facts.circle)))
    return LEAST_EXPOSURE + (1 - LEAST_EXPOSURE) * math.log1p(people) / math.log1p(CIRCLE_OF_MOST)


def _uncertainty(facts: CaseFacts) -> float:
    if facts.appeal or facts.weight >= TWO_VOICES:
        return 1.0
    if facts.log_odds is None:
        return WITHOUT_SCORE
    away = min(1.0, abs(_finite(facts.log_odds)) / DISTANCE)
    return 1.0 - (1 - LEAST_UNCERTAINTY) * away


def _age(facts: CaseFacts) -> float:
    age, deadline = max(0.0, _finite(facts.age_hours)), max(1.0, _finite(facts.deadline_hours))
    return age / deadline if age < deadline else OVERDUE + min(1.0, age / deadline - 1)


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


REASON_NAMES: words.Templates = {
    "fr": {
        "private_person": "personne privée nommée",
        "unlawful": "contraire à la loi",
        "order": "ordre d’une autorité",
        "insult": "insulte ou haine",
        "pressure": "pression ou chantage",
        "impersonation": "se fait passer pour autrui",
        "not_real": "expérience non réelle",
        "hidden_link": "lien caché",
        "noticed": "remarqué par un algorithme",
        "audit": "mis en doute par un audit",
        "advertising": "publicité",
        "off_topic": "hors sujet",
        "random_draw": "tirage au sort",
    },
    "en": {
        "private_person": "names a private person",
        "unlawful": "against the law",
        "order": "order of an authority",
        "insult": "insult or hate",
        "pressure": "pressure or blackmail",
        "impersonation": "poses as somebody else",
        "not_real": "not a real experience",
        "hidden_link": "hidden link",
        "noticed": "noticed by an algorithm",
        "audit": "doubted by an audit",
        "advertising": "advertising",
        "off_topic": "off topic",
        "random_draw": "random draw",
    },
}

SENTENCES: words.Templates = {
    "fr": {
        "why": "{reason:w}, {circle}{reports}{doubt} ; {delay}.",
        "circle": "{count:|personne a|personnes ont} écrit là en trente jours",
        "nobody": "presque personne ne le voit",  # masked, or nobody else wrote there
        "reports": ", {count:|signalement|signalements}",
        "appeal": ", en appel",
        "near": ", score proche du seuil",
        "left": "reste {hours:.0} h",
        "late": "en retard de {hours:.0} h",
    },
    "en": {
        "why": "{reason:w}, {circle}{reports}{doubt}; {delay}.",
        "circle": "{count:|person|people} wrote there in thirty days",
        "nobody": "hardly anybody meets it",
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
    circle = round(max(0.0, _finite(facts.circle)))
    near = facts.log_odds is not None and abs(facts.log_odds) < DISTANCE / 2
    parts = {
        "reason": facts.reason,
        "circle": part("circle", count=circle) if circle else part("nobody"),
        "reports": part("reports", count=facts.reports) if facts.reports else "",
        "doubt": part("appeal") if facts.appeal else part("near") if near else "",
        "delay": part("left", hours=left) if left > 0 else part("late", hours=-left),
    }
    line = words.say(SENTENCES, "why", parts, language, names)
    return line[:1].upper() + line[1:]
