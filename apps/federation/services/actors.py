"""Who speaks on other sites: asked for at their own site, kept for a day, given a face here when they speak here."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from apps.base.models import clean_text, validate_text
from apps.federation import identity, knocking, reading, selectors
from apps.federation.addresses import host_of, is_ours
from apps.federation.errors import Later, Refused
from apps.federation.fetching import document_at
from apps.federation.models import ActorKind, Peer, RemoteActor, RemoteSpace
from apps.federation.reading import Actor, Key
from apps.federation.reading.actors import LANGUAGES
from apps.federation.said import plain_text
from apps.federation.states import PeerState
from apps.ledger.conditions import Busy, make_true
from apps.ledger.services import append
from apps.outside import Budget
from apps.people.models import Persona
from apps.spaces.models import Space

FRESH = timedelta(hours=24)
LONGEST_PSEUDONYM = 40


def peer_at(host: str, *, now: datetime) -> Peer:
    """The row of a site; met for the first time, it is allowed."""
    return Peer.objects.filter(host=host[:260]).first() or _met(host[:260], now)


@transaction.atomic
def _met(host: str, now: datetime) -> Peer:
    """With the very first site our words begin to be told (`handlers`). No post falls between: what was written while
    we told nobody is committed before this is, so before any follow is taken, and is read from the space's lists."""
    if not selectors.somebody_hears():
        try:
            make_true()
        except Busy as busy:
            raise Later("We are busy: again in a while.") from busy
    peer, _first = Peer.objects.get_or_create(host=host, defaults={"first_seen_at": now, "last_seen_at": now})
    return peer


def actor_at(address: str, *, now: datetime, budget: Budget | None = None, fresh: bool = False) -> RemoteActor:
    """The actor by this name; asked for when unknown, or when what we know is older than a day."""
    if is_ours(address):
        raise Refused("This is the name of somebody here.")
    known = RemoteActor.objects.select_related("peer", "persona").filter(uri=address).first()
    if known is not None and not fresh and known.fetched_at > now - FRESH:
        return known
    host = host_of(address)
    if Peer.objects.filter(host=host, state=PeerState.BLOCKED).exists():
        raise Refused("This site is blocked.")
    document = document_at(address, now=now, budget=budget or Budget())
    return actor_keep(document, peer=peer_at(host, now=now), now=now)


@transaction.atomic
def actor_keep(document: dict[str, Any], *, peer: Peer, now: datetime) -> RemoteActor:
    """Keep an actor as its own site describes it."""
    said = reading.read_value(document)
    if isinstance(said, reading.Refused):
        raise Refused(f"{said.why} {said.what}".strip())
    if not isinstance(said, Actor):
        raise Refused("This is not an actor.")
    actor, _created = RemoteActor.objects.update_or_create(
        uri=said.id,
        defaults={
            "peer": peer,
            "kind": said.kind,
            "handle": said.username[:260],
            "name": _plain(said.name)[:300],
            "names": {language: plain for language, name in said.names if (plain := _plain(name)[:300])},
            "summary": _summary(said.summary),
            "summaries": {language: plain for language, text in said.summaries if (plain := _summary(text))},
            "url": said.url,
            "inbox": said.inbox,
            "shared_inbox": said.shared_inbox,
            "followers": said.followers,
            "moderators": said.moderators,
            "keys": {key.id: key.pem or key.multibase for key in (*said.keys, *said.document_keys)},
            "also_known_as": list(said.also_known_as),
            "identity": identity.proved_by(document)[:120],
            "fetched_at": now,
            "gone_at": None,
        },
    )
    if actor.kind == ActorKind.GROUP:
        _call_as_it_does(actor)
    if actor.identity:
        RemoteActor.objects.filter(pk=actor.pk, first_key="").update(first_key=actor.identity)
    knocking.said_by(peer, said.implements)
    return RemoteActor.objects.select_related("peer", "persona").get(pk=actor.pk)


def _call_as_it_does(actor: RemoteActor) -> None:
    """A space in which people of ours take part bears the names and the summary that its own site gives it today."""
    names = {f"name_{language}": actor.named_in(language)[:120] for language in LANGUAGES}
    summaries = {f"summary_{language}": actor.summed_up_in(language) for language in LANGUAGES}
    told = {name: words for name, words in (names | summaries).items() if words}
    mirrors = Space.objects.filter(pk__in=RemoteSpace.objects.filter(actor=actor).values("space"))
    if told:
        mirrors.exclude(**told).update(**told)


def _summary(text: str) -> str:
    return _plain(plain_text(text))[:2000]


def _plain(text: str) -> str:
    """What can be stored and shown without deceiving the eye; else nothing."""
    cleaned = clean_text(text)
    try:
        validate_text(cleaned)
    except ValidationError:
        return ""
    return cleaned


@dataclass(frozen=True, slots=True)
class Known:
    """A sender as the door needs it, without the rest of its row."""

    actor: Actor
    fetched_at: datetime
    gone: bool
    peer: Peer


def known_as(address: str) -> Known | None:
    """Who bears this name, and its site. Asked at every knock, so written out: making the query cost more than it."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_THE_DOOR, [address])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, handle, inbox, shown, fetched_at, gone_at, *site = row
    keys, document_keys = _keys_of(address, json.loads(shown))
    sender = Actor(address, kind, handle, "", "", inbox, keys=keys, document_keys=document_keys)
    return Known(sender, fetched_at, gone_at is not None, Peer(**dict(zip(_OF_THE_SITE, site, strict=True))))


_OF_THE_SITE = ("id", "host", "state", "speaks")
_AT_THE_DOOR = """
    SELECT a.kind, a.handle, a.inbox, a.keys::text, a.fetched_at, a.gone_at, p.id, p.host, p.state, p.speaks
    FROM federation_remoteactor a JOIN federation_peer p ON p.id = a.peer_id WHERE a.uri = %s
"""


def as_read(actor: RemoteActor) -> Actor:
    """What we keep of an actor, as the door asks for it: its name and the keys it shows as its own."""
    keys, document_keys = _keys_of(actor.uri, actor.keys)
    return Actor(
        id=actor.uri,
        kind=actor.kind,
        username=actor.handle,
        name=actor.name,
        summary="",
        inbox=actor.inbox,
        keys=keys,
        document_keys=document_keys,
    )


def _keys_of(owner: str, shown: dict[str, str]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """Those that sign requests, and those that sign documents."""
    pems = {key_id for key_id, text in shown.items() if text.lstrip().startswith("-----")}
    keys = tuple(Key(key_id, owner, pem=shown[key_id]) for key_id in shown if key_id in pems)
    return keys, tuple(Key(key_id, owner, multibase=shown[key_id]) for key_id in shown if key_id not in pems)


def key_of(key_id: str, *, now: datetime, fresh: bool = False, budget: Budget | None = None) -> str:
    """The public key by this name, from the actor it belongs to. An unknown one is asked for at its site."""
    known = RemoteActor.objects.filter(keys__has_key=key_id).first()
    if known is not None and not fresh and known.fetched_at > now - FRESH:
        return str(known.keys[key_id])
    actor = actor_at(known.uri if known else key_id.partition("#")[0], now=now, fresh=fresh, budget=budget)
    if key_id not in actor.keys:
        raise Refused("The actor does not name this key as its own.")
    return str(actor.keys[key_id])


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
