"""Words of threat or bargain: stars offered against an advantage, found by published patterns.

What it is: a list of phrases in French and in English, read sentence by sentence. In an author's own words we look for
somebody who says "I" and offers to take back, change or leave a review, under a condition put to the professional
("if you refund me", "unless", "otherwise", "in exchange"). In the words of the other party (the reply, a report by
the professional) we look for a threat or a blackmail said to be about a review; their word alone counts for half.
A rating changed afterwards adds to it; alone it says nothing: people are often reconciled.

How it counts: a sentence with such words weighs +1.5, and +1.0 more when the rating was changed since. More sentences
weigh no more. Two sentences are read together when the second begins with "otherwise". Accents, capitals and
punctuation do not matter. A sentence that says it asks for nothing is left alone, and so is "I will not change my
review", or what somebody else offered ("they would refund me if I removed it": that is pressure on the author). In a
language we have no list for, nothing is said.

Why it matters: a customer who bargains with stars misleads readers and harms honest work; and a professional who is
threatened has nowhere else to say so.

What it misses: whether the demand was fair: who asks for the money they are owed is no blackmailer, and only a person
can tell. Bargains made by telephone, in private messages or in other words; irony; quotations without quotation
marks. Saying that one will update a review once a problem is solved is not a bargain, and the difference is sometimes
thin: a person reads. Its accuracy is unknown until audited; `bench.patterns` says how many of its own invented
sentences it finds.

Sources: guidance on review blackmail of consumer authorities; our own list.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

NAME = "bargain_words"
VERSION = "1.0"

THREAT = 1.5  # weight of words of bargain by the author
THREAT_CHANGED = 1.0  # more, when the rating was changed after the review was published
TOLD = 0.5  # share of both that counts when only the other party says so
LONGEST = 20_000  # letters read of a text
BETWEEN = 6  # words that may stand between a verb and what it is about

# How people call what they bargain with.
STARS: Mapping[str, str] = {
    "fr": r"(?:avis|commentaires?|notes?|etoiles?|evaluations?|critiques?)",
    "en": r"(?:reviews?|ratings?|stars?|comments?|feedback|scores?)",
}
# "I take back, I change".
TAKE_BACK: Mapping[str, str] = {
    "fr": r"(?<!\bsi )(?<!\bque )(?<!\bqu )\bje (?:vous )?(?:(?:vais|peux|pourrais?|veux bien|suis prete? a"
    r"|serais prete? a|m engage a|accepte de|compte) )?(?:l |le |la |les )?(?:retir|supprim|enlev|effac|modifi|chang"
    r"|corrig|remont|revis|reverr|mett|met|pass)\w*",
    "en": r"(?<!\bif )(?<!\bthat )\bi (?:will|ll|would|can|could|may|might|am going to|m going to|am happy to"
    r"|m happy to|am willing to|m willing to|am ready to|m ready to|promise to) (?:happily |gladly |also "
    r"|then )?(?:remove|delete|take down|change|update|edit|withdraw|revise|amend|raise|improve|give|leave|post)",
}
# "I will leave one".
LEAVE: Mapping[str, str] = {
    "fr": r"(?<!\bsi )(?<!\bque )(?<!\bqu )\bje (?:vous |leur )?(?:(?:vais|compte|peux) )?(?:vous |leur )?(?:laiss"
    r"|mett|mets|post|publi|ecri|donn)\w*",
    "en": r"(?<!\bif )(?<!\bthat )\bi (?:will|ll|would|can|am going to|m going to|shall) (?:also |then "
    r"|have to )?(?:leave|post|write|give|put|publish)",
}
# What one calls a bad one.
BAD: Mapping[str, str] = {
    "fr": r"(?:mauvais\w*|negati\w+|pires?|(?:une|1|zero|0|aucune) etoiles?|assassin\w*|incendiaire\w*)",
    "en": r"(?:bad|negative|terrible|poor|awful|scathing|(?:one|1|zero|0) stars?)",
}
# What is at stake for the professional, without any review being named.
RUIN: Mapping[str, str] = {
    "fr": r"\bje (?:vais )?(?:vous )?(?:ruin|detrui|pourri|coul|sali|bousill)\w* (?:votre|vos|la|l)"
    r" (?:reputation|note|commerce|image|etablissement|hotel|restaurant|entreprise)",
    "en": r"\bi (?:will|ll|am going to|m going to|can) (?:ruin|destroy|wreck|tank|trash) your"
    r" (?:reputation|rating|business|name|hotel|restaurant|company)",
}
# "Refund me or the stars go down".
DEMAND_OR: Mapping[str, str] = {
    "fr": r"\b(?:remboursez|offrez|accordez|donnez|faites|payez)(?: \w+){1,8} ou(?: \w+){1,6}",
    "en": r"\b(?:refund|reimburse|compensate|pay|give|offer) (?:me|us|the|my|our)(?: \w+){0,6} or(?: \w+){1,5}",
}
# A condition put to the professional.
TO_YOU: Mapping[str, str] = {
    "fr": r"\b(?:si vous|des que vous|tant que vous|a moins que vous|a condition que vous|quand vous (?:m )?aurez)\b",
    "en": r"\b(?:if you|unless you|once you|as soon as you|until you|provided you|when you have)\b",
}
# Any condition.
CONDITION: Mapping[str, str] = {
    "fr": r"\b(?:si (?:vous|on|l on|je suis|je ne suis|je n ai|je recois|j ai|j obtiens)|sinon|autrement|sans quoi"
    r"|a moins|faute d|en echange|en contrepartie|contre (?:un|une|le|la|mon)|tant que|des que|une fois|ou alors"
    r"|ou bien)",
    "en": r"\b(?:if (?:you|i (?:get|receive|am|m|don t|do not))|unless|or else|otherwise|in exchange|in return"
    r"|as soon as|once|until|provided|for a|or i)\b",
}
# The advantage that is asked for.
ADVANTAGE: Mapping[str, str] = {
    "fr": r"\b(?:rembours\w*|geste|un avoir|bons? d achat|reduction|remise|surclass\w*|gratuit\w*|dedommag\w*"
    r"|indemnis\w*|compens\w*|cadeau|une nuit offerte|offr\w+|rabais)\b",
    "en": r"\b(?:refund\w*|money back|compensat\w*|discount|voucher|free (?:night|meal|stay|upgrade)|upgrade|credit"
    r"|reimburse\w*|gift|rebate)\b",
}
# Who says so asks for nothing.
DENIAL: Mapping[str, str] = {
    "fr": r"\bje ne (?:vous |leur )?(?:demande|veux|voulais|reclame|exige|cherche|attends)\b|\bsans (?:rien )?"
    r"(?:demander|attendre|exiger)\b",
    "en": r"\bi (?:do not|don t|am not|m not|did not|didn t|never) (?:even )?(?:want|ask|asking|request|demand|expect"
    r"|looking|threaten|threatening)\b|\bwithout asking\b",
}
# What the other party calls a threat.
ALLEGED: Mapping[str, str] = {
    "fr": r"\b(?:menac\w+|chantage\w*|extor\w+)",
    "en": r"\b(?:threat\w*|blackmail\w*|extort\w*)",
}
# When they say there was none.
NOT_ALLEGED: Mapping[str, str] = {
    "fr": r"\b(?:pas|jamais|aucune?|sans|ni)(?: \w+){0,3} (?:menac|chantage|extor)",
    "en": r"\b(?:no|not|never|without|nor|didn t|don t)(?: \w+){0,3} (?:threat|blackmail|extort)",
}
# A sentence that begins so goes with the one before.
OTHERWISE = ("sinon", "autrement", "sans quoi", "ou alors", "otherwise", "or else", "if not")

LANGUAGES = tuple(STARS)

_END_OF_SENTENCE = re.compile(r"[.!?…;\n]+")
_NOT_WORDS = re.compile(r"[\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of one language, ready to search."""

    back: re.Pattern[str]  # an offer to take back or change a review
    leave: re.Pattern[str]  # an announcement of a bad one
    ruin: re.Pattern[str]
    demand_or: re.Pattern[str]
    to_you: re.Pattern[str]
    condition: re.Pattern[str]
    advantage: re.Pattern[str]
    denial: re.Pattern[str]
    stars: re.Pattern[str]
    alleged: re.Pattern[str]
    not_alleged: re.Pattern[str]
    gate: re.Pattern[str]  # without any of this in a text, no sentence of it can bargain

    def is_bargain(self, said: str) -> bool:
        """An offer or a threat by whoever says "I", under a condition put to the professional."""
        if self.denial.search(said):
            return False
        if self.demand_or.search(said):
            return True
        if not self.condition.search(said):
            return False
        for_you, wants = self.to_you.search(said), self.advantage.search(said)
        if self.back.search(said) or self.leave.search(said) or self.ruin.search(said):
            return bool(for_you or wants)
        return False

    def is_alleged(self, said: str) -> bool:
        """A threat about a review, as the other party tells it."""
        if not self.alleged.search(said) or self.not_alleged.search(said):
            return False
        return bool(self.stars.search(said))


def _rules(language: str) -> _Rules:
    stars, gap = STARS[language], rf"(?: \w+){{0,{BETWEEN}}}?"
    return _Rules(
        back=re.compile(rf"{TAKE_BACK[language]}{gap} {stars}\b"),
        leave=re.compile(rf"{LEAVE[language]}{gap} {BAD[language]}\b"),
        ruin=re.compile(RUIN[language]),
        demand_or=re.compile(rf"{DEMAND_OR[language]} {stars}\b"),
        to_you=re.compile(TO_YOU[language]),
        condition=re.compile(CONDITION[language]),
        advantage=re.compile(ADVANTAGE[language]),
        denial=re.compile(DENIAL[language]),
        stars=re.compile(rf"\b{stars}\b"),
        alleged=re.compile(ALLEGED[language]),
        not_alleged=re.compile(NOT_ALLEGED[language]),
        gate=re.compile(f"{ADVANTAGE[language]}|{TO_YOU[language]}|{DEMAND_OR[language]}"),
    )


_RULES = {language: _rules(language) for language in LANGUAGES}


def bargains_in(text: str, language: str) -> int | None:
    """In how many sentences the author bargains with stars; None when we have no list for the language."""
    rules = _RULES.get(language)
    if rules is None:
        return None
    if not rules.gate.search(fold(text[:LONGEST])):
        return 0
    return sum(rules.is_bargain(said) for said in _sentences(text))


def bargains_told(text: str, language: str) -> int | None:
    """In how many sentences the other party says so, or quotes it; None when we have no list for the language."""
    rules = _RULES.get(language)
    if rules is None:
        return None
    return sum(rules.is_alleged(said) or rules.is_bargain(said) for said in _sentences(text))


def names(text: str, subject: str) -> bool:
    """Whether a text names a subject: a message elsewhere in the space is heard only then."""
    wanted = fold(subject)
    return len(wanted) > 2 and f" {wanted} " in f" {fold(text[:LONGEST])} "


def weight(own: ArrayLike, told: ArrayLike, changed: ArrayLike) -> Floats:
    """What such words weigh: the author's own in full, the other party's by half, more once the rating was changed."""
    heard = np.where(np.nan_to_num(own) > 0, 1.0, np.where(np.nan_to_num(told) > 0, TOLD, 0.0))
    weights: Floats = heard * (THREAT + THREAT_CHANGED * (np.nan_to_num(changed) > 0))
    return weights


def fold(text: str) -> str:
    """Words in lower case without accents, one space between them."""
    return _NOT_WORDS.sub(" ", _plain(text)).strip()


def _plain(text: str) -> str:
    lower = text.lower()
    if lower.isascii():
        return lower
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", lower))


def _sentences(text: str) -> list[str]:
    """Folded sentences; one that begins with "otherwise" comes with the one before."""
    parts = _END_OF_SENTENCE.split(_plain(text[:LONGEST]))
    said = [folded for part in parts if (folded := _NOT_WORDS.sub(" ", part).strip())]
    joined = [f"{before} {now}" for before, now in pairwise(said) if now.startswith(OTHERWISE)]
    alone = [now for now in said if not now.startswith(OTHERWISE)]
    return alone + joined
