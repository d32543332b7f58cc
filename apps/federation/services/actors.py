"""Who speaks on other sites: asked for at their own site, kept for a day, given a face here when they speak here."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.base.models import clean_text
from apps.federation.addresses import host_of, is_ours
from apps.federation.errors import Refused
from apps.federation.fetching import document_at
from apps.federation.models import ActorKind, Peer, RemoteActor
from apps.federation.states import PeerState
from apps.ledger.services import append
from apps.outside import Budget
from apps.people.models import Persona
from apps.posts.markdown import plain

FRESH = timedelta(hours=24)
MOST_ALIASES = 16
LONGEST_PSEUDONYM = 40


def peer_at(host: str, *, now: datetime) -> Peer:
    """The row of a site; met for the first time, it is allowed."""
    peer, _first = Peer.objects.get_or_create(host=host[:260], defaults={"first_seen_at": now, "last_seen_at": now})
    return peer


def actor_at(address: str, *, now: datetime, budget: Budget | None = None, fresh: bool = False) -> RemoteActor:
    """The actor by this name; asked for when unknown, or when what we know is older than a day."""
    if is_ours(address):
        raise Refused("This is the name of somebody here.")
    known = RemoteActor.objects.select_related("peer", "persona").filter(uri=address).first()
    if known is not None and not fresh and known.fetched_at > now - FRESH:
        return known
    peer = peer_at(host_of(address), now=now)
    if peer.state == PeerState.BLOCKED:
        raise Refused("This site is blocked.")
    document = document_at(address, now=now, budget=budget or Budget())
    return actor_keep(document, peer=peer, now=now)


@transaction.atomic
def actor_keep(document: dict[str, Any], *, peer: Peer, now: datetime) -> RemoteActor:
    """Keep an actor as its own site describes it."""
    kind = document.get("type")
    if kind not in ActorKind.values:
        raise Refused("This is not an actor.")
    me = str(document["id"])
    inbox = _same_host(document.get("inbox"), me)
    if not inbox:
        raise Refused("This actor has no inbox at its own site.")
    endpoints = document.get("endpoints")
    shared = endpoints.get("sharedInbox") if isinstance(endpoints, dict) else ""
    aliases = document.get("alsoKnownAs")
    actor, _created = RemoteActor.objects.update_or_create(
        uri=me,
        defaults={
            "peer": peer,
            "kind": kind,
            "handle": _text(document.get("preferredUsername"), 260),
            "name": _text(document.get("name"), 300),
            "summary": _text(document.get("summary"), 2000),
            "url": _text(document.get("url"), 1000),
            "inbox": inbox,
            "shared_inbox": _same_host(shared, me),
            "followers": _same_host(document.get("followers"), me),
            "moderators": _same_host(document.get("attributedTo") or document.get("moderators"), me),
            "keys": _keys(document, me),
            "also_known_as": [a for a in aliases if isinstance(a, str)][:MOST_ALIASES]
            if isinstance(aliases, list)
            else [],
            "fetched_at": now,
            "gone_at": None,
        },
    )
    return RemoteActor.objects.select_related("peer", "persona").get(pk=actor.pk)


def _keys(document: dict[str, Any], me: str) -> dict[str, str]:
    """The keys the actor itself names as its own."""
    found: dict[str, str] = {}
    for key in _listed(document.get("publicKey")):
        if key.get("owner") == me and isinstance(key.get("publicKeyPem"), str) and _same_host(key.get("id"), me):
            found[key["id"]] = key["publicKeyPem"]
    for key in _listed(document.get("assertionMethod")):
        named, text = _same_host(key.get("id"), me), key.get("publicKeyMultibase")
        if key.get("controller") == me and isinstance(text, str) and named:
            found[named] = text
    return found


def _listed(value: Any) -> list[dict[str, Any]]:
    """One, several or none."""
    return [v for v in (value if isinstance(value, list) else [value])[:8] if isinstance(v, dict)]


def _same_host(value: Any, me: str) -> str:
    """An address at the actor's own site, or nothing."""
    if not isinstance(value, str) or len(value) > 1000 or host_of(value) != host_of(me):
        return ""
    return value


def _text(value: Any, at_most: int) -> str:
    return plain(clean_text(value))[:at_most] if isinstance(value, str) else ""


def key_of(key_id: str, *, now: datetime, fresh: bool = False, budget: Budget | None = None) -> str:
    """The public key by this name, from the actor it belongs to. An unknown one is asked for at its site."""
    known = RemoteActor.objects.filter(keys__has_key=key_id).first()
    if known is not None and not fresh and known.fetched_at > now - FRESH:
        return str(known.keys[key_id])
    actor = actor_at(known.uri if known else key_id.partition("#")[0], now=now, fresh=fresh, budget=budget)
    if key_id not in actor.keys:
        raise Refused("The actor does not name this key as its own.")
    return str(actor.keys[key_id])


def owner_of_key(key_id: str) -> RemoteActor | None:
    """Who signs with this key, as far as we know."""
    return RemoteActor.objects.select_related("peer").filter(keys__has_key=key_id).first()


@transaction.atomic
def persona_of(actor: RemoteActor, *, now: datetime) -> Persona:
    """The face here of somebody elsewhere: a pseudonym with an @, which nobody here can take; no account behind it."""
    actor = RemoteActor.objects.select_for_update(of=("self",)).select_related("peer", "persona").get(pk=actor.pk)
    if actor.persona is not None:
        return actor.persona
    digest = hashlib.sha256(actor.uri.encode()).hexdigest()
    shown = actor.shown_as
    if len(shown) > LONGEST_PSEUDONYM or Persona.objects.filter(pseudonym=shown).exists():
        shown = f"{(actor.handle or 'x')[:20]}@{digest[:12]}"
    persona = Persona.objects.create(account=None, pseudonym=shown, skeleton=f"@{digest[:64]}", created_at=now)
    RemoteActor.objects.filter(pk=actor.pk).update(persona=persona)
    append(kind="persona.created", actor=persona.reference, object=persona.reference, now=now)
    return persona
