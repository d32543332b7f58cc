"""Reads for federation: which spaces are open to other sites, who follows, where things come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from apps.federation.addresses import uri
from apps.federation.models import (
    Activity,
    Follow,
    Home,
    IdentityProof,
    Peer,
    PeerDecision,
    PeerDelivery,
    RemoteActor,
    RemoteItem,
    RemoteSpace,
    SpaceFederation,
)
from apps.federation.states import FollowState, PeerState
from apps.people.models import Persona
from apps.posts.models import Post, Review
from apps.spaces.models import Membership, Space, Visibility


@dataclass(frozen=True, slots=True)
class Openness:
    """Whether other sites take part in a space, and whether reading it takes a signature."""

    open: bool
    signed_reading: bool


SPOKEN_TO = (PeerState.ALLOWED, PeerState.LIMITED, PeerState.PAUSED)
CLOSED = Openness(open=False, signed_reading=True)


def openness(space: Space) -> Openness:
    """What the space chose. Without a choice: public spaces are open, those about health and imports are not."""
    if not may_be_open(space):
        return CLOSED
    chosen = SpaceFederation.objects.filter(space=space).first()
    if chosen is not None:
        return Openness(chosen.open, chosen.signed_reading)
    return Openness(open=not space.health_data, signed_reading=space.health_data)


def may_be_open(space: Space) -> bool:
    """Whether there is anything to choose: never for members' spaces, imports, and what another site hosts."""
    return space.visibility == Visibility.PUBLIC and not space.imported and not is_elsewhere(space)


def is_elsewhere(space: Space) -> bool:
    """Whether another site hosts it."""
    return RemoteSpace.objects.filter(space=space).exists()


def group_of(space: Space) -> RemoteActor | None:
    """The group elsewhere that a space mirrors."""
    mirror = RemoteSpace.objects.select_related("actor__peer").filter(space=space).first()
    return mirror.actor if mirror else None


def open_spaces() -> list[Space]:
    """Every space that takes part."""
    candidates = Space.objects.filter(visibility=Visibility.PUBLIC, imported=False).select_related("operator")
    return [space for space in candidates.order_by("slug") if openness(space).open]


def takes_part(persona: Persona) -> bool:
    """Whether a pseudonym is known outside: it stands in a space that other sites see."""
    if persona.erased_at is not None or is_remote(persona):
        return False
    memberships = Membership.objects.filter(persona=persona).select_related("space__operator")
    return any(openness(m.space).open or is_elsewhere(m.space) for m in memberships)


def speaks_among_patients(reference: str) -> bool:
    """Whether a person stands in an open space that only signed requests read: what they say is read likewise."""
    memberships = Membership.objects.filter(persona__reference=reference).select_related("space__operator")
    return any(chosen.open and chosen.signed_reading for chosen in (openness(m.space) for m in memberships))


def is_remote(persona: Persona | None) -> bool:
    """Whether somebody of another site speaks under it."""
    return persona is not None and persona.account_id is None and RemoteActor.objects.filter(persona=persona).exists()


def origin_of(reference: str) -> RemoteItem | None:
    """Where an item comes from; None when it was written here."""
    return RemoteItem.objects.select_related("author__peer").filter(item=reference).first() if reference else None


def followers(path: str) -> QuerySet[Follow]:
    """Who follows an actor of ours, accepted."""
    return (
        Follow.objects.filter(actor=path, ours=False, state=FollowState.ACCEPTED)
        .select_related("remote__peer")
        .order_by("pk")
    )


def homes_of(persona: Persona) -> dict[str, Any]:
    """What a person chose to say of their other homes, as their actor shows it."""
    homes = list(Home.objects.filter(persona=persona).select_related("actor").order_by("pk"))
    moved = [home.actor.uri for home in homes if home.moved_at]
    proof = IdentityProof.objects.filter(persona=persona).first()
    return {
        "alsoKnownAs": [home.actor.uri for home in homes],
        **({"movedTo": moved[0]} if moved else {}),
        **({"attachment": [proof.statement]} if proof else {}),
    }


def doors_that_heard(path: str) -> list["Door"]:
    """Every inbox that something of a person of ours reached, said by them or passed on by a space."""
    theirs = Activity.objects.filter(Q(actor=path) | Q(document__object__actor=uri(path)))
    heard = PeerDelivery.objects.filter(activity__in=theirs, peer__state__in=SPOKEN_TO).exclude(done_at=None)
    return [Door(peer, inbox) for peer, inbox in heard.values_list("peer", "inbox").distinct()]


@dataclass(frozen=True, slots=True)
class Door:
    """Where something is delivered."""

    peer_id: int
    inbox: str


def doors(actors: Iterable[RemoteActor], *, shared: bool = True) -> list[Door]:
    """One inbox per site where it shares one; nobody of a blocked site."""
    found = {}
    for actor in actors:
        if actor.peer.state != PeerState.BLOCKED and actor.gone_at is None:
            inbox = (actor.shared_inbox if shared else "") or actor.inbox
            found[inbox] = Door(actor.peer_id, inbox)
    return list(found.values())


def doors_of_followers(path: str) -> list[Door]:
    """Where what an actor of ours says goes."""
    return doors(follow.remote for follow in followers(path))


def item_of(uri_or_reference: str) -> Post | Review | None:
    """Our review or message with this opaque reference, whatever its state."""
    review = Review.objects.select_related("space__operator", "subject", "author").filter(reference=uri_or_reference)
    post = Post.objects.select_related("thread__space__operator", "author").filter(reference=uri_or_reference)
    return review.first() or post.first()


def somebody_hears() -> bool:
    """Whether another site ever met us: without one there is nobody to tell anything."""
    return Peer.objects.exists()


def block_list() -> list[PeerDecision]:
    """The decision that holds for each site that is not simply allowed."""
    latest = PeerDecision.objects.order_by("peer", "-decided_at", "-pk").distinct("peer").select_related("peer")
    return [d for d in latest if d.peer.state != PeerState.ALLOWED]


def known_sites(space: Space) -> list[str]:
    """With whom a space federates: the hosts of those who follow it, or the one that hosts it."""
    group = group_of(space)
    if group is not None:
        return [group.peer.host]
    hosts = followers(f"s/{space.slug}").filter(~Q(remote__peer__state=PeerState.BLOCKED))
    return sorted(set(hosts.values_list("remote__peer__host", flat=True)))
