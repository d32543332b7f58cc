"""Each kind of event declares how it reaches the public log, or that it does not (design §4–5)."""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Entry(Enum):
    """How an event becomes a leaf."""

    NONE = "none"  # internal
    DOCUMENT = "document"  # the digest of a public text
    PERSONAL = "personal"  # a commitment; kind and object are public, the payload is not
    FILING = "filing"  # a commitment only: no object, no operator, no space, no hour


DOCUMENT, PERSONAL, FILING = Entry.DOCUMENT, Entry.PERSONAL, Entry.FILING


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing that can happen, and its words on the log page."""

    name: str
    entry: Entry
    label: str | Promise


_KINDS: dict[str, Kind] = {}


def declare(name: str, *, entry: Entry = Entry.NONE, label: str | Promise = "") -> None:
    """Declare an event kind; called from `AppConfig.ready()`. Twice with different words is a mistake."""
    kind = Kind(name, entry, label or name)
    if _KINDS.setdefault(name, kind).entry is not entry:
        raise ValueError(f"{name} is declared twice, differently")


def kind_of(name: str) -> Kind:
    """The declaration; KeyError with the name when nobody declared it."""
    return _KINDS[name]


def public_kinds() -> dict[str, str | Promise]:
    """What a reader of the log can filter by."""
    shown = {k.name: k.label for k in _KINDS.values() if k.entry in {Entry.DOCUMENT, Entry.PERSONAL}}
    return {"sealed": _("sealed filing"), **shown}


def declare_own() -> None:
    """The log's own acts."""
    declare("erasure.done", entry=Entry.DOCUMENT, label=_("payload erased"))
