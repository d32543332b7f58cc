"""Words of other kinds than messages and reviews: told on floors above, decided on by moderation like any other.

An app of a floor above makes a model of `Spoken` and tells its kind here once. Moderation then reads, masks and
restores it without knowing that app; what the app does not tell (who may read it) it keeps itself.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.base.errors import NotNow
from apps.base.models import Referenced, check_transition
from apps.ledger.services import append
from apps.people.models import Persona
from apps.posts.languages import LANGUAGES
from apps.posts.masking import tidy
from apps.posts.states import TRANSITIONS, ItemState
from apps.spaces.models import Space


class Spoken(Referenced):
    """Words somebody said in a space. Most are never edited: whoever would say otherwise takes them back."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="fr")
    text = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=ItemState.choices, default=ItemState.PUBLISHED)
    masked_spans = models.JSONField(default=list)
    case = models.CharField(max_length=24, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(db_index=True)

    version: int
    html = ""
    source: None = None
    source_id: int | None = None
    edited_at: datetime | None = None
    stars: Any = None

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        """Published or masked: it keeps its place."""
        return self.state in {ItemState.PUBLISHED, ItemState.MASKED}


@dataclass(frozen=True, slots=True)
class SpokenKind:
    """One kind of such words: its name on cases, what they are about, where they are read, who is named for them."""

    name: str
    model: type[Spoken]
    title: Callable[[Any], str]
    about: Callable[[Any], str]
    path: Callable[[Any], str]
    nameless: str | Promise = ""  # who speaks, when it is nobody with a name here
    speaker: Callable[[Any], str] | None = None  # under which name, where it is said face uncovered: no pseudonym then
    own: Callable[[Any], str] | None = None  # where whoever said it rewords it, or takes it back
    about_whom: Callable[[list[Any]], dict[str, set[int]]] | None = None  # accounts that do not decide, by reference
    about_what: Callable[[list[Any]], dict[str, tuple[str, int | None]]] | None = None  # a subject, and who runs it
    near: tuple[str, ...] = ()  # what these functions read besides: one question for many


_KINDS: dict[str, SpokenKind] = {}


def register_spoken(kind: SpokenKind) -> None:
    """Called by the app that owns the model, from `ready()`; declares its events."""
    _KINDS[kind.name] = kind


def kind_of(item: Spoken) -> SpokenKind:
    """What was told about this model."""
    return next(kind for kind in _KINDS.values() if isinstance(item, kind.model))


def model_of(name: str) -> type[Spoken] | None:
    """The model of a kind; None for a kind nobody told."""
    kind = _KINDS.get(name)
    return kind.model if kind is not None else None


def spoken_by_reference(reference: str) -> Spoken | None:
    """The words behind this reference, whatever their kind."""
    for kind in _KINDS.values():
        found: Spoken | None = _rows(kind).filter(reference=reference).first()
        if found is not None:
            return found
    return None


def spoken_of(name: str, references: Iterable[str]) -> list[Spoken]:
    """Many of one kind; none for a kind nobody told."""
    kind = _KINDS.get(name)
    return list(_rows(kind).filter(reference__in=list(references))) if kind is not None else []


def uncovered(item: Spoken) -> str:
    """The name under which it is said face uncovered, never put beside a pseudonym; empty where a pseudonym speaks."""
    speaker = kind_of(item).speaker
    return speaker(item) if speaker is not None else ""


def uncovered_kinds() -> list[str]:
    """Names of the kinds that are said so."""
    return [kind.name for kind in _KINDS.values() if kind.speaker is not None]


def about_whom(name: str, references: Iterable[str]) -> dict[str, set[int]]:
    """By reference, the accounts that such words are about: none of them decides on them."""
    kind = _KINDS.get(name)
    if kind is None or kind.about_whom is None:
        return {}
    return kind.about_whom(spoken_of(name, references))


def about_what(name: str, references: Iterable[str]) -> dict[str, tuple[str, int | None]]:
    """By reference, the subject that such words concern and its operator: whoever has a link with them decides not."""
    kind = _KINDS.get(name)
    if kind is None or kind.about_what is None:
        return {}
    return kind.about_what(spoken_of(name, references))


def _rows(kind: SpokenKind) -> "models.QuerySet[Any]":
    return kind.model._default_manager.select_related("space", "author", *kind.near)


def digest(item: Spoken) -> str:
    """SHA-256 of what it says: what a report or a decision was about."""
    return hashlib.sha256(f"{item.reference}\n{item.version}\n{item.text}".encode()).hexdigest()


@transaction.atomic
def spoken_mask(*, item: Spoken, case: str, spans: list[tuple[int, int]], now: datetime) -> None:
    """Mask all of it, or the marked sentences. Only moderation calls this, after a person's decision."""
    _hold_these(item)
    item.case, item.masked_spans = case, [list(span) for span in tidy(spans, len(item.text))]
    _move(item, ItemState.MASKED, now)
    _say(item, "masked", now)


@transaction.atomic
def spoken_restore(*, item: Spoken, now: datetime) -> None:
    """Make it whole again. Only moderation calls this."""
    _hold_these(item)
    item.case, item.masked_spans = "", []
    _move(item, ItemState.PUBLISHED, now)
    _say(item, "restored", now)


@transaction.atomic
def spoken_withdraw(*, item: Spoken, by: Persona | None, now: datetime) -> None:
    """Its author takes it back, or its time is over: the words go, the place says so. The caller has checked whose it
    is, and names nobody where nobody chose it now."""
    _hold(item)
    item.text, item.masked_spans = "", []
    _move(item, ItemState.WITHDRAWN, now)
    _say(item, "withdrawn", now, by)


@transaction.atomic
def spoken_erase(*, item: Spoken, now: datetime) -> None:
    """The words go for good: nobody can contest their mask any more. Only moderation calls this."""
    _hold(item)
    item.text, item.masked_spans = "", []
    _move(item, ItemState.ERASED, now)


MOVED = ["state", "state_at", "text", "masked_spans", "case"]


def _hold(item: Spoken) -> None:
    """As it is now, until this is over: words taken back meanwhile are not written again by whoever masks them."""
    _read_anew(item, MOVED)


def _hold_these(item: Spoken) -> None:
    """The same, and they read as they did: reworded at this very moment, they are not masked in the wrong places."""
    version, edited = item.version, any(field.name == "version" for field in item._meta.concrete_fields)
    _read_anew(item, [*MOVED, "version"] if edited else MOVED)
    if item.version != version:
        raise NotNow(_("Its author changed the words at this very moment. Look again."))


def _read_anew(item: Spoken, fields: list[str]) -> None:
    rows = type(item)._default_manager.select_for_update(of=("self",))
    item.refresh_from_db(fields=fields, from_queryset=rows)


def _move(item: Spoken, state: ItemState, now: datetime) -> None:
    check_transition(TRANSITIONS, ItemState(item.state), state)
    item.state, item.state_at = state, now
    item.save(update_fields=MOVED)


def _say(item: Spoken, what: str, now: datetime, by: Persona | None = None) -> None:
    name = kind_of(item).name
    actor = by.reference if by else ""
    append(kind=f"{name}.{what}", actor=actor, object=item.reference, payload={name: item.pk}, now=now)
