"""Where something was written, said in one word with a link to the original. For the pages above this floor."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.template import Context

from apps.federation.addresses import our_host
from apps.federation.models import Feed, FeedItem, Heard, HostWord, RemoteItem, RemoteSpace, RemoteVote, SpaceFederation
from apps.federation.states import FeedState
from apps.spaces.models import Space, Visibility

register = template.Library()
KEPT, KEPT_THERE = "_origins", "_there"  # on the request: a page of fifty messages asks once


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


@dataclass(frozen=True, slots=True)
class There:
    """What the site that hosts a space decided, and says, about one item."""

    heard: tuple[Heard, ...] = ()
    words: tuple[HostWord, ...] = ()


@register.inclusion_tag("federation/decided_there.html", takes_context=True)
def decided_there(context: Context, reference: str) -> dict[str, Any]:
    """`{% decided_there page.reference %}`: beside each thing, what its host decided and says of it."""
    request = context.get("request")
    known: dict[str, There] | None = getattr(request, KEPT_THERE, None)
    if known is None or reference not in known:
        known = (known or {}) | _there({reference, *_together(context)} - {""}, context)
        setattr(request, KEPT_THERE, known) if request is not None else None
    said = known.get(reference, There())
    return {"heard": said.heard, "words": said.words}


def _there(references: set[str], context: Context) -> dict[str, There]:
    """Asked once for a page, and only of spaces that another site hosts."""
    place = getattr(context.get("page"), "space", None)
    if place is not None and not RemoteSpace.objects.filter(space__slug=place.slug).exists():
        return dict.fromkeys(references, There())
    heard = Heard.objects.filter(item__in=references, kind="trust:StatementOfReasons").select_related("issuer__peer")
    words = HostWord.objects.filter(item__in=references).select_related("by__peer").order_by("kind")
    decided, said = list(heard), list(words)
    return {
        one: There(tuple(h for h in decided if h.item == one), tuple(w for w in said if w.item == one))
        for one in references
    }


@register.inclusion_tag("federation/space_line.html")
def space_elsewhere(slug: str) -> dict[str, Any]:
    """`{% space_elsewhere page.slug %}`: with whom a space federates, and the one field to come in from elsewhere."""
    mirrored = RemoteSpace.objects.filter(space=OuterRef("pk")).values("actor__peer__host")
    chosen = SpaceFederation.objects.filter(space=OuterRef("pk")).values("open")
    feed = Feed.objects.filter(space=OuterRef("pk")).exclude(state=FeedState.LOOKED).order_by("pk")
    unread = RemoteSpace.objects.filter(space=OuterRef("pk")).exclude(next_page="")
    space = (
        Space.objects.select_related("operator")
        .annotate(host=Subquery(mirrored), chosen=Subquery(chosen), unread=Exists(unread))
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
        "unread": space.unread,
        "address": f"{space.slug}@{our_host()}",
        "feed": space.feed or "",
        "feed_host": space.feed_host or "",
        "operator": space.operator.slug,
    }
