"""What the floors above put on a person's own page: told to `people` when they start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.people.models import Account


@dataclass(frozen=True, slots=True)
class Section:
    """One part of /me/: a template and what it draws; nothing is drawn when `content` returns None."""

    key: str
    template: str
    content: Callable[[Account, datetime], Any]
    order: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section of this page, ready."""

    key: str
    template: str
    content: Any


_SECTIONS: dict[str, Section] = {}


def register_section(key: str, template: str, content: Callable[[Account, datetime], Any], *, order: int = 50) -> None:
    """Put a part on /me/; the same key again replaces it."""
    _SECTIONS[key] = Section(key, template, content, order)


def sections_for(account: Account, now: datetime) -> Iterator[Drawn]:
    """The parts that have something to say, in order."""
    for section in sorted(_SECTIONS.values(), key=lambda s: (s.order, s.key)):
        content = section.content(account, now)
        if content is not None:
            yield Drawn(section.key, section.template, content)
