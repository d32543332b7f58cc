"""What every writer of words does: checks them, locks them, moves them, says so; and the digest of what they say."""

import hashlib
from datetime import datetime
from typing import TypeVar, cast

from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import check_transition, clean_text
from apps.ledger.services import append
from apps.posts.markdown import MAX_TEXT
from apps.posts.models import Item, Post, Review
from apps.posts.states import TRANSITIONS, ItemState

AnyItem = TypeVar("AnyItem", bound=Post | Review)
MOVED = ["state", "state_at", "masked_spans", "case"]


def checked_text(text: str, field: str = "text") -> str:
    """What can be published, or BadInput."""
    cleaned = clean_text(text)
    if not cleaned:
        raise BadInput({field: _("Write a few words: stars alone help nobody.")})
    if len(cleaned) > MAX_TEXT:
        lengths = {"n": len(cleaned), "max": MAX_TEXT}
        sentence = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
        raise BadInput({field: sentence})
    return cleaned


def say(item: Item, kind: str, actor: str, now: datetime) -> None:
    """News of an item, for the floors above."""
    append(kind=kind, actor=actor, object=item.reference, payload={item._meta.model_name or "item": item.pk}, now=now)


def locked(item: AnyItem) -> AnyItem:
    """The item as it is now, held until this is over."""
    rows = type(item).objects.select_related("author").select_for_update(of=("self",))
    return cast(AnyItem, rows.get(pk=item.pk))


def move(item: Item, state: ItemState, now: datetime) -> None:
    """To another state, where the table has that step."""
    check_transition(TRANSITIONS, ItemState(item.state), state)
    item.state, item.state_at = state, now
    item.save(update_fields=MOVED)


def digest(item: Item) -> str:
    """SHA-256 of what an item says now: what a report or a voice was about."""
    return hashlib.sha256(f"{item.reference}\n{item.version}\n{item.text}".encode()).hexdigest()
