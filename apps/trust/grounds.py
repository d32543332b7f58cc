"""What the floors above tell about what they granted: why it stands, where it is shown, how it is contested.

Filled in `ready()`; a kind registered again replaces the first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from apps.people.models import Account, Persona
from apps.spaces.models import Space
from apps.spaces.permissions import Visitor
from apps.trust.models import Basis, GrantedStatus

# --- why -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a status stands: a sentence, what went in as (label, value, path or nothing), and by which published rule."""

    sentence: str
    inputs: Sequence[tuple[str, str, str]]
    rule: str


@dataclass(frozen=True, slots=True)
class Held:
    """At which level a granted status counts now, and until when at the latest; none: until the day it was granted."""

    level: str
    until: datetime | None = None


Explain = Callable[[str], Grounds | None]
Recheck = Callable[[Sequence[GrantedStatus], datetime], Mapping[int, Held | None]]
_GROUNDS: dict[tuple[str, str], Explain] = {}  # by basis, and by the app that tells: several may grant on one basis
_RECHECKS: dict[tuple[str, str], Recheck] = {}


def register_grounds(basis: Basis, explain: Explain) -> None:
    """`explain(because)` says why a status of this basis was granted; None when nothing is known of it any more."""
    _GROUNDS[basis.value, explain.__module__] = explain


def grounds_of(basis: str, because: str) -> Grounds | None:
    """What whoever granted it says."""
    told = (explain(because) for (of, _by), explain in _GROUNDS.items() if of == basis)
    return next((grounds for grounds in told if grounds is not None), None)


def register_recheck(basis: Basis, recheck: Recheck) -> None:
    """`recheck(statuses, now)` is asked whenever such statuses are read: number of the row → how it is held now, None
    when it holds no more. A row that is not answered stands as it was granted. One call for all rows of a page."""
    _RECHECKS[basis.value, recheck.__module__] = recheck


def held_now(rows: Sequence[GrantedStatus], now: datetime) -> dict[int, Held | None]:
    """The level at which each row counts now, and until when; None: not any more."""
    answers: dict[int, Held | None] = {}
    for (basis, _by), recheck in _RECHECKS.items():
        asked = [row for row in rows if row.basis == basis]
        for pk, held in (recheck(asked, now) if asked else {}).items():
            answers[pk] = answers.get(pk) or held  # whoever does not know a row answers nothing for it
    return {row.pk: answers.get(row.pk, Held(row.level)) for row in rows}


# --- where it is shown -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TrustSection:
    """A part of a page, ready to draw."""

    name: str
    template: str
    content: Any


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    template: str
    selector: Callable[..., Any]
    order: int


_MINE: dict[str, _Part] = {}
_HERE: dict[str, _Part] = {}


def register_trust_section(
    name: str, template: str, selector: Callable[[Account, datetime], Any], order: int = 50
) -> None:
    """Put a part onto /me/trust/: `selector(account, now)`; nothing is drawn for None. The template reads `content`."""
    _MINE[name] = _Part(name, template, selector, order)


def register_scale_section(
    name: str, template: str, selector: Callable[[Space, Visitor, datetime], Any], order: int = 50
) -> None:
    """The same on a space's page "how to be recognised here": `selector(space, visitor, now)`."""
    _HERE[name] = _Part(name, template, selector, order)


def my_sections(account: Account, now: datetime) -> list[TrustSection]:
    """What the floors above have to say on /me/trust/."""
    return list(_drawn(_MINE, account, now))


def scale_sections(space: Space, visitor: Visitor, now: datetime) -> list[TrustSection]:
    """And on the page of a space."""
    return list(_drawn(_HERE, space, visitor, now))


def _drawn(parts: dict[str, _Part], *asked: Any) -> Iterator[TrustSection]:
    for part in sorted(parts.values(), key=lambda p: (p.order, p.name)):
        content = part.selector(*asked)
        if content is not None:
            yield TrustSection(part.name, part.template, content)


# --- what can be contested -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contestable:
    """Something that was counted, refused to or taken from somebody, as whoever decides about it reads it."""

    persona: Persona
    space: Space
    sentence: str
    inputs: Sequence[tuple[str, str, str]]
    path: str = ""  # where the person reads it
    case: str = ""  # the case behind it: whoever decided there does not decide here
    involved: frozenset[int] = frozenset()  # accounts that had a part in it, never shown
    named: Sequence[tuple[str, str, str]] = ()  # what can be taken out of the count: (reference, label, path)
    kind: str = ""  # under which it is contested, by whatever address somebody came
    reference: str = ""


Find = Callable[[str], Contestable | None]
Redo = Callable[[str, Sequence[str], datetime], None]
_CONTESTABLE: dict[str, tuple[Find, Redo]] = {}
_WORDS: dict[str, str | Promise] = {}
_OF_BASIS: dict[str, list[str]] = {}  # several may grant on one basis


def register_contestable(kind: str, find: Find, redo: Redo, *, word: str | Promise, basis: Basis | None = None) -> None:
    """`find(reference)` says what would be contested; None when there is no such thing. `word` names its kind in lists.

    `redo(reference, named, now)` counts it anew, without what is named; it raises a Refusal when that changes nothing.
    With a basis, it answers for the statuses that were granted for its references.
    """
    _CONTESTABLE[kind], _WORDS[kind] = (find, redo), word
    if basis is not None and kind not in _OF_BASIS.setdefault(basis.value, []):
        _OF_BASIS[basis.value].append(kind)


def contestable(kind: str, reference: str) -> Contestable | None:
    """What somebody contests, under the one name it has, however it was come to."""
    known = _CONTESTABLE.get(kind)
    found = known[0](reference) if known else None
    return found if found is None or found.kind else replace(found, kind=kind, reference=reference)


def granted_contestable(status: GrantedStatus) -> Contestable | None:
    """A granted status is contested as what granted it; None where nobody knows of it."""
    found = (contestable(kind, status.because) for kind in _OF_BASIS.get(status.basis, ()))
    return next((one for one in found if one is not None), None)


def count_anew(kind: str, reference: str, named: Sequence[str], now: datetime) -> None:
    """A person decided that it was wrong: whoever owns it sets it right. Raises a Refusal when nothing changes."""
    _CONTESTABLE[kind][1](reference, named, now)


def kind_words() -> dict[str, str]:
    """What each kind is called, in the order of their names."""
    return {kind: str(word) for kind, word in sorted(_WORDS.items())}
