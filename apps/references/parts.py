"""What a letter may say, part by part: each is ticked by the member or is not in it. Floors above add theirs.

A part answers sentences of the space, about one of its members, in the language of the moment; nothing where there is
nothing to say. Counts are facts ("12 messages on food"), bands where a count could be read as a grade.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from apps.people.models import Persona
from apps.spaces.models import Space

Sentences = Callable[[Persona, Space, datetime], Sequence[str]]
Told = tuple[str, Callable[[Persona, Space, datetime], list[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a letter can say. `ticked`: proposed at first; never for what could harm the member."""

    code: str
    label: str | Promise  # as the member ticks it
    title: str | Promise  # as the letter says it
    help_text: str | Promise
    sentences: Sentences
    order: int
    ticked: bool = True
    told: Told | None = None  # the same for programs: a name in the letter, and what stands under it


_PARTS: dict[str, Part] = {}


def register_part(part: Part) -> None:
    """The same code again replaces it."""
    _PARTS[part.code] = part


def all_parts() -> list[Part]:
    """In the order in which a letter says them."""
    return sorted(_PARTS.values(), key=lambda part: (part.order, part.code))


def said_of(persona: Persona, space: Space, codes: Sequence[str], now: datetime) -> dict[str, dict[str, list[str]]]:
    """For each language and part, what this space says of its member."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            chosen = [part for part in all_parts() if part.code in codes]
            said[language] = {part.code: [str(s) for s in part.sentences(persona, space, now)] for part in chosen}
    return said


def told_of(persona: Persona, space: Space, codes: Sequence[str], now: datetime) -> dict[str, list[dict[str, Any]]]:
    """What programs read of the parts that were ticked."""
    chosen = [part.told for part in all_parts() if part.code in codes and part.told is not None]
    return {name: told(persona, space, now) for name, told in chosen}
