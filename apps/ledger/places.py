"""Where a leaf leads: each app says, for the kinds it declares, how their objects are called and where they stand.

The log itself knows only references. A resolver gets all references of a page at once and leaves out what it does not
know: the leaf stays readable without it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

Key = tuple[str, str]  # the leaf's object and version


@dataclass(frozen=True, slots=True)
class Place:
    """What a leaf is about: its name, its page, and the exact bytes its digest is taken of."""

    name: str
    path: str = ""
    body_path: str = ""


Resolver = Callable[[list[Key]], dict[Key, Place]]
_RESOLVERS: dict[str, Resolver] = {}


def register_places(kind: str, resolver: Resolver) -> None:
    """Called from `AppConfig.ready()`, once per event kind."""
    _RESOLVERS[kind] = resolver


def register_own() -> None:
    """Tombstones lead to the entry that nobody can open any more."""
    register_places("erasure.done", _tombstones)


def _tombstones(keys: list[Key]) -> dict[Key, Place]:
    return {key: _tombstone(int(key[0])) for key in keys if key[0].isdecimal()}


def _tombstone(index: int) -> Place:
    name = _("entry %(n)s") % {"n": index}
    return Place(name, reverse("ledger:entry", args=[index]), reverse("tlog:tombstone", args=[index]))


def places_of(leaves: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Place]:
    """(kind, object, version) → place, asking each kind's app once."""
    by_kind: dict[str, list[Key]] = {}
    for kind, reference, version in leaves:
        by_kind.setdefault(kind, []).append((reference, version))
    found: dict[tuple[str, str, str], Place] = {}
    for kind, keys in by_kind.items():
        if resolver := _RESOLVERS.get(kind):
            found |= {(kind, *key): place for key, place in resolver(keys).items()}
    return found
