"""Where something was written, said in one word with a link to the original. For the pages above this floor."""

from typing import Any

from django import template

from apps.federation.models import Heard, RemoteSpace, RemoteVote
from apps.federation.selectors import openness, origin_of
from apps.spaces.models import Space

register = template.Library()


@register.inclusion_tag("federation/origin.html")
def origin(reference: str) -> dict[str, Any]:
    """`{% origin page.reference %}`: nothing for what was written here."""
    found = origin_of(reference)
    if found is None:
        return {"origin": None}
    votes = list(RemoteVote.objects.filter(item=reference).values_list("value", flat=True))
    return {"origin": found, "host": found.author.peer.host, "helped": votes.count(1)}


@register.inclusion_tag("federation/decided_there.html")
def decided_there(reference: str) -> dict[str, Any]:
    """`{% decided_there page.reference %}`: decisions of the site that hosts its space, about this item."""
    heard = Heard.objects.filter(item=reference, kind="trust:StatementOfReasons").select_related("issuer__peer")
    return {"heard": list(heard) if reference else []}


@register.inclusion_tag("federation/space_line.html")
def space_elsewhere(slug: str) -> dict[str, Any]:
    """`{% space_elsewhere page.slug %}`: with whom a space federates, and the one field to come in from elsewhere."""
    space = Space.objects.filter(slug=slug).first()
    mirror = RemoteSpace.objects.select_related("actor__peer").filter(space=space).first() if space else None
    return {
        "slug": slug,
        "open": bool(space and openness(space).open),
        "host": mirror.actor.peer.host if mirror else "",
    }
