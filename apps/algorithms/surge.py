"""Surge: whether many independent people report an operator at once. Calm, possible or confirmed.

What it is, for now: one rule over the last 24 hours, counted anew at each voice. Voices that may come from
one hand count as one (`clusters`). From three independent voices the surge is possible. It is confirmed from
five independent voices, of which three of members. Two figures always stand side by side: voices received and
independent voices.

Why it matters: one angry evening is not a scandal, and a scandal should not wait for a meeting. A confirmed
surge binds the operator to answer within 72 hours, so visitors without an account cannot confirm one by
themselves.

What it misses: abuse that many people report over weeks; what is usual for an operator at that hour (the rule
knows no baseline yet); a brigade of patient members from many networks. It measures reports, not whether they
are true.

Sources: sliding windows instead of fixed hours, because a genuine surge of thirty voices in one hour was
missed by fixed ones (our simulation).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from apps.algorithms import words

NAME = "surge"
VERSION = "1.0"

WINDOW_HOURS = 24  # hours of the window, which slides: it always ends now
POSSIBLE_FROM = 3  # independent voices from which a surge is possible
CONFIRMED_FROM = 5  # independent voices from which it is confirmed,
CONFIRMED_MEMBERS = 3  # as many of them being of members
STATES = ("calm", "possible", "confirmed")


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice as far as the rule needs it."""

    at: float  # seconds since 1970
    cluster: str  # voices of one cluster count as one
    member: bool = False


@dataclass(frozen=True, slots=True)
class Surge:
    """The state and the figures that make it."""

    state: str  # one of STATES
    voices: int
    independent: int
    members: int  # independent voices of members
    version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which the state became another."""

    at: float
    surge: Surge


def surge(voices: Iterable[Voice], now: float) -> Surge:
    """The state now."""
    opens = now - WINDOW_HOURS * 3600
    return _judged([voice for voice in voices if opens < voice.at <= now])


def changes(voices: Iterable[Voice]) -> tuple[Change, ...]:
    """Every change of state in the life of an alert, from calm, in order: what the page's curve is drawn from."""
    ordered = sorted(voices, key=lambda voice: voice.at)
    window = WINDOW_HOURS * 3600.0
    moments = sorted({voice.at for voice in ordered} | {voice.at + window for voice in ordered})
    found: list[Change] = []
    state, first, last = "calm", 0, 0
    for moment in moments:
        while last < len(ordered) and ordered[last].at <= moment:
            last += 1
        while first < last and ordered[first].at <= moment - window:
            first += 1
        now = _judged(ordered[first:last])
        if now.state != state:
            state = now.state
            found.append(Change(moment, now))
    return tuple(found)


def state_of(independent: int, members: int) -> str:
    """The rule itself."""
    if independent >= CONFIRMED_FROM and members >= CONFIRMED_MEMBERS:
        return "confirmed"
    return "possible" if independent >= POSSIBLE_FROM else "calm"


def _judged(window: Sequence[Voice]) -> Surge:
    by_members = Counter(voice.cluster for voice in window if voice.member)
    independent = len({voice.cluster for voice in window})
    return Surge(state_of(independent, len(by_members)), len(window), independent, len(by_members))


SENTENCES: words.Templates = {
    "fr": {
        "figures": "En {window} heures : {voices:|voix|voix}, dont {independent:|indépendante|indépendantes} et, "
        "parmi elles, {members:|de membre|de membres}.",
        "calm": "Calme. Une vague devient possible à partir de {possible:|voix indépendante|voix indépendantes}.",
        "possible": "Vague possible. Elle est confirmée à partir de {confirmed:|voix indépendante|voix "
        "indépendantes}, dont {confirmed_members} de membres.",
        "confirmed": "Vague confirmée : l’opérateur doit répondre publiquement sous 72 heures. Elle compte les "
        "signalements ; elle ne dit pas s’ils sont fondés.",
    },
    "en": {
        "figures": "In {window} hours: {voices:|voice|voices}, of which {independent:|independent|independent} and, "
        "among these, {members:|of a member|of members}.",
        "calm": "Calm. A surge becomes possible from {possible:|independent voice|independent voices}.",
        "possible": "Possible surge. It is confirmed from {confirmed:|independent voice|independent voices}, of "
        "which {confirmed_members} of members.",
        "confirmed": "Confirmed surge: the operator must answer in public within 72 hours. It counts reports; it "
        "does not say whether they are founded.",
    },
}


def sentence(found: Surge, language: str) -> str:
    """What the state means, without any figure that could single somebody out."""
    limits = {"possible": POSSIBLE_FROM, "confirmed": CONFIRMED_FROM, "confirmed_members": CONFIRMED_MEMBERS}
    return words.say(SENTENCES, found.state, limits, language)


def figures_sentence(found: Surge, language: str) -> str:
    """The two figures side by side: for people without a link to the operator, and for batches once published."""
    return words.say(SENTENCES, "figures", asdict(found) | {"window": WINDOW_HOURS}, language)
