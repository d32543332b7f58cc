"""The registry by which every model says what it holds about a person, and how that is shown, exported and erased.

A model without an entry fails a test: being reachable by foreign key is not the criterion. A model that holds nothing
about a person says so, with the reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.functional import Promise

from apps.people.models import Account

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one model holds about a person.

    `rows` yields what is exported (field names to plain values); `erase` removes or detaches and returns how many
    rows it touched; `fate` says in words what erasing does. `keep_for` is the retention, None for "as long as you
    are here", and `purge` keeps it; `keep_note` adds what a number cannot say. Where a person may choose to leave
    their words without their name, `detach` and `detach_fate` are the other way to erase.
    """

    model: type[models.Model]
    label: str | Promise
    rows: Callable[[Account], Rows]
    erase: Callable[[Account, datetime], int]
    fate: str | Promise
    keep_for: timedelta | None = None
    purge: Callable[[datetime], int] | None = None
    order: int = field(default=50)  # erasure runs from low to high: what refers goes before what is referred to
    keep_note: str | Promise = ""  # when not the row but a part of it has its time, or the time begins later
    detach: Callable[[Account, datetime], int] | None = None
    detach_fate: str | Promise = ""
    about_me: bool = False  # not what the person did, but what was said, computed or looked up about them

    @property
    def key(self) -> str:
        """The name of its page and of its files: `posts-review`."""
        return self.model._meta.label_lower.replace(".", "-")


_HOLDINGS: dict[str, Holding] = {}
_NOTHING: dict[str, str] = {}


def register(holding: Holding) -> None:
    """Say what a model holds; once per model."""
    _HOLDINGS[holding.model._meta.label] = holding


def holds_nothing(model: type[models.Model], reason: str) -> None:
    """Say in writing why a model holds nothing about a person."""
    _NOTHING[model._meta.label] = reason


def all_holdings() -> Iterator[Holding]:
    """In the order of erasure."""
    yield from sorted(_HOLDINGS.values(), key=lambda h: (h.order, h.model._meta.label))


def holding_by_key(key: str) -> Holding | None:
    """The holding behind a page."""
    return next((holding for holding in _HOLDINGS.values() if holding.key == key), None)


def unanswered(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Models about which nobody said anything."""
    answered = _HOLDINGS.keys() | _NOTHING.keys()
    return sorted({m._meta.label for m in all_models} - answered)


def reasons() -> dict[str, str]:
    """Models that hold nothing, and why."""
    return dict(_NOTHING)
