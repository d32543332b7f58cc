"""Activities: who does what with which object, addressed to a space and the world."""

from collections.abc import Iterable
from typing import Any

from apps.federation.addresses import PUBLIC, uri

Document = dict[str, Any]


def activity(kind: str, actor: str, thing: Any, *, to: Iterable[str], cc: Iterable[str] = (), **more: Any) -> Document:
    """An activity without its id, which its row gives."""
    return {"type": kind, "actor": uri(actor), "object": thing, "to": [*to], "cc": [*cc], **more}


def in_space(kind: str, actor: str, thing: Any, group: str, **more: Any) -> Document:
    """Said in a space, to the world. `group` is the space's full name, here or elsewhere."""
    return activity(kind, actor, thing, to=[group, PUBLIC], cc=[f"{group}/followers"], audience=group, **more)


def by_group(slug: str, kind: str, thing: Any, **more: Any) -> Document:
    """What a space of ours itself says to those who follow it."""
    return activity(kind, f"s/{slug}", thing, to=[PUBLIC], cc=[uri(f"s/{slug}/followers")], **more)


def name_of(thing: Any) -> str:
    """The name of an object given whole or by its name."""
    if isinstance(thing, str):
        return thing
    named = thing.get("id") if isinstance(thing, dict) else ""
    return named if isinstance(named, str) else ""
