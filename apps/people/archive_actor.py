"""Who a copy is of, in the words of ActivityStreams 2: the name that speaks where no other was chosen, then others."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from apps.people.models import Account, Persona

CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {"schema": "https://schema.org/", "trust": f"{settings.SITE_URL}/ns/trust#"},
]


def actor_id(persona: Persona) -> str:
    """The same address that other sites know the person by."""
    return f"{settings.SITE_URL}/ap/p/{persona.reference}"


def actor(account: Account, now: datetime) -> Iterator[bytes]:
    """One Person; its other names beside it, for in one's own copy they are one."""
    first, *others = account.personas.order_by("-is_main", "pk")
    document = {
        "@context": CONTEXT,
        **_person(first),
        "outbox": "outbox.json",
        "trust:otherNames": list(map(_person, others)),
    }
    yield (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _person(persona: Persona) -> dict[str, Any]:
    return {
        "type": "Person",
        "id": actor_id(persona),
        "preferredUsername": persona.pseudonym,
        "name": persona.pseudonym,
        "published": persona.created_at.isoformat(),
    }
