"""What a copy holds besides the rows of the tables: told to `people` by the apps that know."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from apps.people.models import Account


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under `about-me/` that is not a table of ours: what others did about this person, put together."""

    key: str
    label: str | Promise
    rows: Callable[[Account], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file with a form of its own, written piece by piece."""

    name: str
    label: str | Promise
    chunks: Callable[[Account, datetime], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """Files of one kind, as many as there are."""

    key: str
    label: str | Promise
    named: Callable[[Account, datetime], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing on the readable page; the page escapes all of it."""

    at: datetime | None
    title: str
    text: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the readable page, in the language that is active."""

    key: str
    label: str | Promise
    said: Callable[[Account, datetime], Iterator[Said]]


_SHEETS: dict[str, Sheet] = {}
_FILES: dict[str, OwnFile] = {}
_FOLDERS: dict[str, OwnFiles] = {}
_CHAPTERS: dict[str, Chapter] = {}


def register_sheet(key: str, label: str | Promise, rows: Callable[[Account], Iterable[Mapping[str, Any]]]) -> None:
    """A table under `about-me/`."""
    _SHEETS[key] = Sheet(key, label, rows)


def register_file(name: str, label: str | Promise, chunks: Callable[[Account, datetime], Iterator[bytes]]) -> None:
    """A file of the copy."""
    _FILES[name] = OwnFile(name, label, chunks)


def register_files(
    key: str, label: str | Promise, named: Callable[[Account, datetime], Iterator[tuple[str, bytes]]]
) -> None:
    """Files of the copy, each with its name."""
    _FOLDERS[key] = OwnFiles(key, label, named)


def register_chapter(key: str, label: str | Promise, said: Callable[[Account, datetime], Iterator[Said]]) -> None:
    """A part of the readable page."""
    _CHAPTERS[key] = Chapter(key, label, said)


def sheets() -> list[Sheet]:
    return list(_SHEETS.values())


def files() -> list[OwnFile]:
    return list(_FILES.values())


def folders() -> list[OwnFiles]:
    return list(_FOLDERS.values())


def chapters() -> list[Chapter]:
    return list(_CHAPTERS.values())
