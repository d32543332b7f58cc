"""Where something was written, said in one word with a link to the original; and what other sites say of it. For the
pages above this floor: a page of fifty messages asks once for all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import template
from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.template import Context

from apps.base.compiled import Compiled, any_of, given
from apps.federation.addresses import our_host
from apps.federation.models import (
    Feed,
    FeedItem,
    Heard,
    HostWord,
    RemoteActor,
    RemoteItem,
    RemoteSpace,
    RemoteVote,
    SpaceFederation,
)
from apps.federation.states import FeedState, HostSays
from apps.spaces.models import Space, Visibility

T = TypeVar("T")
register = template.Library()
ORIGINS, SPOKEN = "_origins", "_spoken_elsewhere"  # kept on the request
HELPED, DECIDED = "helped", "decided"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one item comes from."""

    host: str
    url: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What another site says of one item: a word of the host, a decision (its reference), or how many it helped."""

    kind: str
    text: str
    host: str

    @property
    def label(self) -> str:
        """In words."""
        return str(HostSays(self.kind).label)


@register.inclusion_tag("federation/origin.html", takes_context=True)
def origin(context: Context, reference: str) -> dict[str, Any]:
    """`{% origin page.reference %}`: nothing for what was written here."""
    return {"origin": _kept(context, ORIGINS, reference, _origins).get(reference), **_of(context, reference)}


@register.inclusion_tag("federation/origin.html")
def home_of(pseudonym: str) -> dict[str, Any]:
    """`{% home_of page.speaker.name %}`: the site on which somebody lives, and their page there."""
    actor = RemoteActor.objects.select_related("peer").filter(persona__pseudonym=pseudonym).first()
    return {"origin": Origin(actor.peer.host, actor.url or actor.uri) if actor else None}


def _kept(context: Context, name: str, reference: str, ask: Callable[[set[str]], dict[str, T]]) -> dict[str, T]:
    """Asked once for all that the page shows."""
    request = context.get("request")
    known: tuple[set[str], dict[str, T]] = getattr(request, name, (set(), {}))
    if reference not in known[0]:
        asked = {reference, *_together(context)}
        known = (known[0] | asked, known[1] | ask(asked))
        setattr(request, name, known) if request is not None else None
    return known[1]


def _together(context: Context) -> Iterable[str]:
    """Whatever else this page shows."""
    page = context.get("page")
    return [post.reference for post in getattr(page, "posts", [])]


def _origins(references: set[str]) -> dict[str, Origin]:
    federated = RemoteItem.objects.filter(item__in=references).annotate(host=F("author__peer__host"))
    taken = FeedItem.objects.filter(item__in=references).values_list("item", "url", "feed__host")
    found = {one.item: Origin(one.host, one.url or one.uri) for one in federated}
    return found | {item: Origin(host, url, imported=True) for item, url, host in taken}


@register.inclusion_tag("federation/decided_there.html", takes_context=True)
def decided_there(context: Context, reference: str) -> dict[str, Any]:
    """`{% decided_there page.reference %}`: beside each thing, what the host of its space decided and says of it; and
    whom an item of ours helped elsewhere (one from there says so itself)."""
    said = _of(context, reference)
    return said if reference not in getattr(context.get("request"), ORIGINS, (set(), {}))[1] else said | {"helped": 0}


def _of(context: Context, reference: str) -> dict[str, Any]:
    said = _kept(context, SPOKEN, reference, _spoken).get(reference, [])
    return {
        "decided": [one for one in said if one.kind == DECIDED],
        "words": [one for one in said if one.kind in HostSays.values],
        "helped": sum(int(one.text) for one in said if one.kind == HELPED),
    }


def _spoken(references: set[str]) -> dict[str, list[Spoken]]:
    """One question for all three, because every talk and every review asks it."""
    found: dict[str, list[Spoken]] = {}
    items = list(references - {""})
    for item, what, text, host in sorted(SPOKEN_OF.rows(items=items) if items else ()):
        found.setdefault(item, []).append(Spoken(what, text, host))
    return found


def _words() -> QuerySet[Any, Any]:
    row = ("item", "what", "text", "host")
    of = {"item": any_of("items")}
    words = HostWord.objects.filter(**of).annotate(what=F("kind"), text=F("reason"), host=F("by__peer__host"))
    heard = Heard.objects.filter(**of, kind="trust:StatementOfReasons").order_by()
    decided = heard.annotate(what=Value(DECIDED), text=F("reference"), host=F("issuer__peer__host"))
    count = Cast(Count("pk"), CharField())
    votes = RemoteVote.objects.filter(**of, value=1).values("item").annotate(what=Value(HELPED), text=count)
    others = decided.values_list(*row), votes.annotate(host=Value("")).values_list(*row)
    return words.values_list(*row).union(*others, all=True)


SPOKEN_OF = Compiled(_words)


BESIDE = ("host", "chosen", "unread", "feed", "feed_host")


def _federated() -> QuerySet[Space, Any]:
    """A space with what other sites have to do with it."""
    mirrored = RemoteSpace.objects.filter(space=OuterRef("pk")).values("actor__peer__host")
    chosen = SpaceFederation.objects.filter(space=OuterRef("pk")).values("open")
    feed = Feed.objects.filter(space=OuterRef("pk")).exclude(state=FeedState.LOOKED.value).order_by("pk")
    unread = RemoteSpace.objects.filter(space=OuterRef("pk")).exclude(next_page="")
    return (
        Space.objects.annotate(host=Subquery(mirrored), chosen=Subquery(chosen), unread=Exists(unread))
        .annotate(feed=Subquery(feed.values("reference")[:1]), feed_host=Subquery(feed.values("host")[:1]))
        .filter(slug=given("slug"))
        .values_list("operator__slug", "visibility", "imported", "health_data", *BESIDE)
    )


FEDERATED = Compiled(_federated)


@register.inclusion_tag("federation/space_line.html")
def space_elsewhere(slug: str) -> dict[str, Any]:
    """`{% space_elsewhere page.slug %}`: with whom a space federates, and the one field to come in from elsewhere."""
    row = FEDERATED.row(slug=slug)
    return _beside(slug, _Federated(*row)) if row else {}


@dataclass(frozen=True, slots=True)
class _Federated:
    """A row of `FEDERATED`, in its order."""

    operator: str
    visibility: str
    imported: bool
    health_data: bool
    host: str | None  # of the site that hosts it
    chosen: bool | None  # whether whoever answers for it said that it is open
    unread: bool
    feed: str | None
    feed_host: str | None

    @property
    def open(self) -> bool:
        """To other sites. Where nobody chose, health data stay here."""
        may = self.visibility == Visibility.PUBLIC and not self.imported and not self.host
        return may and (not self.health_data if self.chosen is None else self.chosen)


def _beside(slug: str, row: _Federated) -> dict[str, Any]:
    return {
        "slug": slug,
        "open": row.open,
        "host": row.host or "",
        "unread": row.unread,
        "address": f"{slug}@{our_host()}",
        "feed": row.feed or "",
        "feed_host": row.feed_host or "",
        "operator": row.operator,
    }
