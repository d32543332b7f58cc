"""Public counts: how many voices, said late and in batches, so that no figure gives anybody away.

What it is: figures are looked at when an hour is over. A batch is published when at least three new voices
have come since the last one and each hides among at least five people: the people who were around the
operator during those hours, divided by the voices. Otherwise the voices wait for the next hour, and for ever
if none comes. While no batch has been published, one voice or a hundred are shown as "fewer than 3".

Why it matters: with a live count, a simulated operator who knew who had visited when could name 87 of 100
people who reported; with these batches, none.

What it misses: an operator who knows of only one person with a reason to complain needs no count to guess.
People who visited are counted from what the site knows; visitors without an account count only when the
caller can tell them apart.

Sources: k-anonymity (Sweeney 2002); our own simulation of an operator who watches.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from apps.algorithms import words

NAME = "public_counts"
VERSION = "1.0"

HOUR = 3600
BATCH_FROM = 3  # new voices a batch must have
HIDES_AMONG = 5  # people each voice must hide among


@dataclass(frozen=True, slots=True)
class CountedVoice:
    """When a voice came, and whether it counts as independent."""

    at: float  # seconds since 1970
    independent: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """What was published when an hour was over."""

    hour: int  # the moment of publication, in seconds since 1970
    new_voices: int
    new_independent: int
    voices: int  # published so far
    independent: int
    hides_among: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PublicCount:
    """What anybody may see now."""

    batches: tuple[Batch, ...]
    voices: int | None  # None: fewer than 3
    independent: int | None
    any_voice: bool


def public_count(
    voices: Iterable[CountedVoice], people_by_hour: Mapping[int, Collection[str]], now: float
) -> PublicCount:
    """Fold the voices into batches; told again tomorrow, the past gives the same batches.

    `people_by_hour` maps the start of an hour to whoever was around then (opaque references): the crowd one
    hides in.
    """
    over = hour_of(now)
    ordered = sorted((voice for voice in voices if voice.at <= now), key=lambda voice: voice.at)
    batches: list[Batch] = []
    waiting: list[CountedVoice] = []
    for close in sorted({hour_of(voice.at) + HOUR for voice in ordered}):
        if close > over:
            break
        waiting += [voice for voice in ordered if hour_of(voice.at) + HOUR == close]
        among = hides_among(waiting, people_by_hour)
        if len(waiting) >= BATCH_FROM and among >= HIDES_AMONG:
            batches.append(_batch(close, waiting, batches[-1] if batches else None, among))
            waiting = []
    last = batches[-1] if batches else None
    return PublicCount(
        batches=tuple(batches),
        voices=last.voices if last else None,
        independent=last.independent if last else None,
        any_voice=bool(ordered),
    )


def hides_among(waiting: Collection[CountedVoice], people_by_hour: Mapping[int, Collection[str]]) -> int:
    """Among how many people each voice hides, for an operator who knows exactly who was around.

    Told that `v` of `p` people spoke and nothing else, a guess about any of them is right with probability v
    / p.
    """
    people: set[str] = set()
    for hour in {hour_of(voice.at) for voice in waiting}:
        people |= set(people_by_hour.get(hour, ()))
    return math.floor(len(people) / len(waiting)) if waiting else 0


def hour_of(at: float) -> int:
    """The start of the hour, in seconds since 1970."""
    return int(at // HOUR) * HOUR


def _batch(close: int, waiting: Collection[CountedVoice], last: Batch | None, among: int) -> Batch:
    new, independent = len(waiting), sum(voice.independent for voice in waiting)
    return Batch(
        hour=close,
        new_voices=new,
        new_independent=independent,
        voices=new + (last.voices if last else 0),
        independent=independent + (last.independent if last else 0),
        hides_among=among,
    )


SENTENCES: words.Templates = {
    "fr": {
        "none": "Aucune voix.",
        "few": "Moins de {minimum} voix publiées. Les chiffres paraissent par lots, pour que personne ne soit reconnu.",
        "batches": "{voices:|voix|voix}, dont {independent:|indépendante|indépendantes}, à la dernière heure publiée.",
    },
    "en": {
        "none": "No voice.",
        "few": "Fewer than {minimum} voices published. Figures appear in batches, so that nobody can be recognised.",
        "batches": "{voices:|voice|voices}, of which {independent:|independent|independent}, at the last published "
        "hour.",
    },
}


def sentence(count: PublicCount, language: str) -> str:
    """What the page says."""
    key = "batches" if count.voices is not None else "few" if count.any_voice else "none"
    return words.say(SENTENCES, key, asdict(count) | {"minimum": BATCH_FROM}, language)
