"""Where something was written, said in one word with a link to the original. For the pages above this floor."""

from typing import Any

from django import template
from django.db.models import OuterRef, Subquery

from apps.federation.models import Heard, RemoteSpace, RemoteVote, SpaceFederation
from apps.federation.selectors import origin_of
from apps.spaces.models import Space, Visibility

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
    mirrored = RemoteSpace.objects.filter(space=OuterRef("pk")).values("actor__peer__host")
    chosen = SpaceFederation.objects.filter(space=OuterRef("pk")).values("open")
    space = Space.objects.annotate(host=Subquery(mirrored), chosen=Subquery(chosen)).filter(slug=slug).first()
    if space is None:
        return {"slug": slug, "open": False, "host": ""}
    may = space.visibility == Visibility.PUBLIC and not space.imported and not space.host
    wants = not space.health_data if space.chosen is None else space.chosen
    return {"slug": slug, "open": may and wants, "host": space.host or ""}
