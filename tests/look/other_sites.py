"""Other sites in the small world: who writes here from there, what a host decided, what is taken over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.federation.addresses import uri
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import (
    Activity,
    Feed,
    FeedPage,
    Follow,
    Heard,
    HostWord,
    InboxItem,
    Peer,
    PeerDelivery,
    RemoteActor,
    RemoteItem,
    RemoteSpace,
    SharedList,
)  # fmt: skip
from apps.federation.services.contents import item_take
from apps.federation.services.labels import label_hear
from apps.federation.services.peers import peer_decide
from apps.federation.states import FollowState, PeerState
from apps.labels.models import OutsideLabel
from apps.posts.models import Post, Source
from apps.spaces.models import Mandate, Operator, Space
from tests.federation.labels_of_others import change, envelope
from tests.federation.labels_of_others import label as label_of_others
from tests.federation.world import somebody

REASONS = {"finding": "Une personne privée est nommée.", "facts": "Son nom et sa rue.", "effect": "Un passage masqué."}
FIRST = {"kind": "post", "title": "Rye?", "author": "anna", "at": "2026-11-01T09:00:00+00:00", "text": "How long?",
         "url": "https://bread.example/t/1", "answers": False, "stars": None, "about": ""}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherSites:
    """What the ways to them lead to."""

    message: Post
    site: Peer
    mirror: Space
    decision: Heard
    seen: Feed
    read: Feed
    label: OutsideLabel
    letter: LetterHeard


def build_other_sites(space: Space, operator: Operator, manager: Mandate, now: datetime) -> OtherSites:
    """Something on each of their pages."""
    alice, group = somebody("alice"), somebody("balconies", "host.example", "Group")
    actor, host = alice.known(name="Alice"), group.known(name="Balcons")
    Follow.objects.create(
        actor=f"s/{space.slug}", remote=actor, ours=False, uri=f"{alice.uri}/f", state=FollowState.ACCEPTED, at=now
    )
    said = alice.page(uri(f"s/{space.slug}"))
    item_take(said, author=actor, activity={}, now=now)
    _messages(actor.peer, alice.uri, now)
    for name, state in (("spam.example", PeerState.BLOCKED), ("late.example", PeerState.LIMITED)):
        peer = somebody("x", name).known().peer
        peer_decide(peer=peer, state=state, reason="Quatre cents faux avis en une nuit.", mandate=manager, now=now)
    mirror = Space.objects.create(
        slug="balconies", name_fr="Balcons", name_en="Balconies", operator=operator, created_at=now
    )
    RemoteSpace.objects.create(actor=host, space=mirror, known_since=now)
    seen, read = _feeds(operator, mirror, now)
    line = {"object": "bulk.example", "trust:state": "blocked", "summary": "Deux cents comptes en une nuit."}
    SharedList.objects.create(author=host, uri="https://host.example/l", document={"orderedItems": [line]}, read_at=now)
    message = Post.objects.get(reference=RemoteItem.objects.get(uri=said["id"]).item)
    HostWord.objects.create(item=message.reference, kind="warned", by=host, reason="Sans nom, merci.", at=now)
    label = _label(operator, now)
    letter = _letter(host, space, now)
    return OtherSites(message, actor.peer, mirror, _decision(host, message, now), seen, read, label, letter)


def _letter(host: RemoteActor, space: Space, now: datetime) -> LetterHeard:
    """What the host of the mirror vouches for, for the space with a history."""
    said = {"fr": {"time": ["Membre depuis le 2 mai 2024."]}, "en": {"time": ["A member since 2 May 2024."]}}
    added = {"text": "Répond avec des dates.", "language": "fr", "by": "Bureau des balcons"}
    return LetterHeard.objects.create(
        uri="https://host.example/ap/v/1", issuer=host, space=space, subject="https://host.example/u/zoe", about="zoe",
        document={"trust:says": said, "trust:added": added}, received_at=now, until=now + timedelta(days=30),
    )  # fmt: skip


def _label(operator: Operator, now: datetime) -> OutsideLabel:
    """One that the host of the mirror gave, and suspended."""
    site = somebody("site", "host.example", "Application")
    given = label_of_others(uri(f"o/{operator.slug}"), site="https://host.example")
    return label_hear(envelope(site, given, change(why="Deux recours attendent.")), signer=site.known(), now=now)


def _messages(peer: Peer, actor: str, now: datetime) -> None:
    """What came and what went, done and failed."""
    for number, (state, reason) in enumerate([("done", ""), ("refused", "rating value"), ("failed", "no_connection")]):
        InboxItem.objects.create(
            activity=f"{actor}/{number}", peer=peer, actor=actor, kind="Create", thing=f"{number}", state=state,
            reason=reason, due_at=now, received_at=now, done_at=now,
        )  # fmt: skip
    activity = Activity.objects.create(actor="site", kind="Flag", key="seen", document={}, public=False, at=now)
    PeerDelivery.objects.create(
        activity=activity, peer=peer, inbox="https://x/", due_at=now, failure="HTTP 410", given_up_at=now
    )


def _decision(host: RemoteActor, message: Post, now: datetime) -> Heard:
    Heard.objects.create(
        uri="https://host.example/rules", kind="trust:OperatorRules", issuer=host, heard_at=now,
        document={"name": "Règles de l’hôte", "url": "https://host.example/rules"},
    )  # fmt: skip
    words = {"trust:reasons": {"fr": REASONS, "en": REASONS}, "url": "https://host.example/case/1"}
    return Heard.objects.create(
        uri="https://host.example/c/1", kind="trust:StatementOfReasons", issuer=host, item=message.reference,
        document=words, heard_at=now,
    )  # fmt: skip


def _feeds(operator: Operator, space: Space, now: datetime) -> tuple[Feed, Feed]:
    """One that somebody looks at, one that stopped with its reasons."""
    common = {"operator": operator, "host": "bread.example", "form": "discourse", "title": "Bread", "looked_at": now}
    preview = {"found": 3, "talks": 2, "pages": 2, "pause": 3, "left": {"empty": 1, "rating": 2}, "items": [FIRST]}
    seen = Feed.objects.create(address="https://bread.example/latest.json", preview=preview, **common)
    source = Source.objects.create(slug="bread", name="Bread", licence="CC BY 4.0", imported_at=now)
    read = Feed.objects.create(
        address="https://bread.example/c/1.json", state="stopped", failure="HTTP 403", left={"empty": 2}, taken=3,
        source=source, space=space, confirmed_at=now, every=24, **common,
    )  # fmt: skip
    for number, failure in enumerate(("", "HTTP 404", "robots")):
        FeedPage.objects.create(
            feed=read, url=f"https://bread.example/t/{number}.json", failure=failure, found=3, taken=3, read_at=now,
            state="failed" if failure else "read",
        )  # fmt: skip
    return seen, read
