"""What a person did, in words: each app says how its events read to the one who caused them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from apps.ledger.models import Event

Named = Mapping[str, tuple[str, str]]  # reference → what it is called, where it is read
Naming = Callable[[Iterable[str]], Named]


@dataclass(frozen=True, slots=True)
class Doing:
    """One line of the time line."""

    at: datetime
    sentence: str
    path: str


@dataclass(frozen=True, slots=True)
class _Words:
    sentence: Promise
    gone: Promise | None
    naming: Naming | None


_WORDS: dict[str, _Words] = {}


def register_doing(kind: str, sentence: Promise, *, naming: Naming | None = None, gone: Promise | None = None) -> None:
    """`sentence` may hold %(name)s, which `naming` finds for all rows at once; `gone` is said when it finds nothing."""
    _WORDS[kind] = _Words(sentence, gone, naming)


def doing_kinds() -> list[str]:
    """The kinds that have words."""
    return sorted(_WORDS)


def in_words(events: Iterable[Event]) -> list[Doing]:
    """Each event as a sentence; every app is asked once for all its names. What has no name left is not told."""
    return list(in_words_by_event(events).values())


def in_words_by_event(events: Iterable[Event]) -> dict[int, Doing]:
    """The same, by the event's number."""
    rows = [event for event in events if event.kind in _WORDS]
    names = _names(rows)
    told = {row.pk: _doing(row, names.get(row.object)) for row in rows}
    return {pk: doing for pk, doing in told.items() if doing is not None}


def _names(rows: list[Event]) -> dict[str, tuple[str, str]]:
    wanted: dict[Naming, set[str]] = {}
    for row in rows:
        naming = _WORDS[row.kind].naming
        if naming is not None:
            wanted.setdefault(naming, set()).add(row.object)
    found: dict[str, tuple[str, str]] = {}
    for naming, references in wanted.items():
        found |= naming(references)
    return found


def _doing(event: Event, named: tuple[str, str] | None) -> Doing | None:
    words = _WORDS[event.kind]
    if words.naming is None:
        return Doing(event.at, str(words.sentence), "")
    if named is None:
        return Doing(event.at, str(words.gone), "") if words.gone else None
    name, path = named
    return Doing(event.at, str(words.sentence) % {"name": name}, path)
