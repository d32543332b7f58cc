"""Where something was written, said in one word with a link to the original. For the pages above this floor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Count, F, OuterRef, Subquery
from django.template import Context

from apps.federation.models import Feed, FeedItem, Heard, HostWord, RemoteItem, RemoteSpace, RemoteVote, SpaceFederation
from apps.federation.states import FeedState
from apps.spaces.models import Space, Visibility

register = template.Library()
KEPT = "_origins"  # on the request: a page of fifty messages asks once


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one item comes from."""

    host: str
    url: str
    helped: int = 0
    imported: bool = False


@register.inclusion_tag("federation/origin.html", takes_context=True)
def origin(context: Context, reference: str) -> dict[str, Any]:
    """`{% origin page.reference %}`: nothing for what was written here."""
    request = context.get("request")
    known: dict[str, Origin] | None = getattr(request, KEPT, None)
    if known is None or reference not in known:
        known = (known or {}) | _origins({reference, *_together(context)})
        setattr(request, KEPT, known) if request is not None else None
    return {"origin": known.get(reference)}


def _together(context: Context) -> Iterable[str]:
    """Whatever else this page shows."""
    page = context.get("page")
    return [post.reference for post in getattr(page, "posts", [])]


def _origins(references: set[str]) -> dict[str, Origin]:
    votes = dict(
        RemoteVote.objects.filter(item__in=references, value=1).values_list("item").annotate(n=Count("pk")).order_by()
    )
    federated = RemoteItem.objects.filter(item__in=references).annotate(host=F("author__peer__host"))
    taken = FeedItem.objects.filter(item__in=references).values_list("item", "url", "feed__host")
    found = {one.item: Origin(one.host, one.url or one.uri, votes.get(one.item, 0)) for one in federated}
    return found | {item: Origin(host, url, imported=True) for item, url, host in taken}


@register.inclusion_tag("federation/decided_there.html")
def decided_there(reference: str) -> dict[str, Any]:
    """`{% decided_there page.reference %}`: what the site that hosts its space decided, and says, about this item."""
    heard = Heard.objects.filter(item=reference, kind="trust:StatementOfReasons").select_related("issuer__peer")
    words = HostWord.objects.filter(item=reference).select_related("by__peer").order_by("kind")
    return {"heard": list(heard), "words": list(words)} if reference else {"heard": [], "words": []}


@register.inclusion_tag("federation/space_line.html")
def space_elsewhere(slug: str) -> dict[str, Any]:
    """`{% space_elsewhere page.slug %}`: with whom a space federates, and the one field to come in from elsewhere."""
    mirrored = RemoteSpace.objects.filter(space=OuterRef("pk")).values("actor__peer__host")
    chosen = SpaceFederation.objects.filter(space=OuterRef("pk")).values("open")
    feed = Feed.objects.filter(space=OuterRef("pk")).exclude(state=FeedState.LOOKED).order_by("pk")
    space = (
        Space.objects.select_related("operator")
        .annotate(host=Subquery(mirrored), chosen=Subquery(chosen))
        .annotate(feed=Subquery(feed.values("reference")[:1]), feed_host=Subquery(feed.values("host")[:1]))
        .filter(slug=slug)
        .first()
    )
    if space is None:
        return {"slug": slug, "open": False, "host": ""}
    may = space.visibility == Visibility.PUBLIC and not space.imported and not space.host
    wants = not space.health_data if space.chosen is None else space.chosen
    return {
        "slug": slug,
        "open": may and wants,
        "host": space.host or "",
        "feed": space.feed or "",
        "feed_host": space.feed_host or "",
        "operator": space.operator.slug,
    }
