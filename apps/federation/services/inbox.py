"""What comes in: checked at the door, kept once, worked off in order per object, each message all or nothing."""

import json
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest

from apps.base.errors import Refusal
from apps.federation import signing
from apps.federation.addresses import host_of, is_ours
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.fetching import read_strictly
from apps.federation.models import InboxItem, Peer
from apps.federation.services import actors, incoming
from apps.federation.states import InboxState, PeerState
from apps.gate.limits import check_limit
from apps.signatures.requests import Claim

log = structlog.get_logger()
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_NAME = 1000
DEEPEST = 4  # activities inside one another that still name one object
BATCH = 500


class Door(Refused):
    """Refused before anything is kept, with the status that says so."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


# --- at the door ------------------------------------------------------------------------------------------------------


def take_in(request: HttpRequest, body: bytes, *, now: datetime) -> None:
    """Keep a message, once. Raises Door or Refused; what was kept before is taken for good."""
    document = read_strictly(body)
    activity, actor = _names(document)
    host = host_of(actor)
    peer = Peer.objects.filter(host=host).first()
    if peer is not None and peer.state == PeerState.BLOCKED:
        raise _note(peer, Door(403, "This site is blocked here."))
    claim = _claim(request, body, actor, peer, now)
    if InboxItem.objects.filter(activity=activity).exists():
        return
    verified = _verified(claim, actor, peer, now)
    if not verified:
        check_limit(name="strangers", who=host, at_most=120, per_seconds=60)
    _keep(document, body, actor, peer or actors.peer_at(host, now=now), claim, verified=verified, now=now)


def _names(document: dict[str, Any]) -> tuple[str, str]:
    """The message and who says it, at one site; both are addresses."""
    activity, actor = document.get("id"), incoming.name_of(document.get("actor"))
    if not isinstance(activity, str) or not isinstance(document.get("type"), str) or not actor:
        raise Refused("A message has an id, a type and one actor.")
    if len(activity) > LONGEST_NAME or len(actor) > LONGEST_NAME or not host_of(actor):
        raise Refused("A name is at most 1000 characters, and an address.")
    if host_of(activity) != host_of(actor):
        raise Refused("The message and its actor are of different sites.")
    if is_ours(actor):
        raise Refused("This is the name of somebody here.")
    return activity, actor


def _claim(request: HttpRequest, body: bytes, actor: str, peer: Peer | None, now: datetime) -> Claim:
    try:
        claim = signing.claim_of(request, body, now=now)
        if host_of(claim.key_id) != host_of(actor):
            raise Refused("signature key of another site")
    except Refused as refused:
        raise _note(peer, Door(401, refused.reason)) from refused
    return claim


def _verified(claim: Claim, actor: str, peer: Peer | None, now: datetime) -> bool:
    """True when the key is known and made it; False when nobody here knows the key yet."""
    owner = actors.owner_of_key(claim.key_id)
    if owner is None or owner.fetched_at < now - actors.FRESH:
        return False
    try:
        if owner.uri != actor:
            raise Refused("signature key of somebody else")
        signing.check(claim, owner.keys[claim.key_id])
        signing.check_new(claim)
    except Refused as refused:
        if "wrong" in refused.reason and owner.fetched_at < now - timedelta(minutes=5):
            return False  # they may have changed their key: the worker asks
        raise _note(peer, Door(401, refused.reason)) from refused
    return True


def _note(peer: Peer | None, door: Door) -> Door:
    """Count what is turned away; no row is made for it."""
    if peer is not None:
        Peer.objects.filter(pk=peer.pk).update(refused=F("refused") + 1, last_refusal=door.reason[:200])
    return door


@transaction.atomic
def _keep(
    document: dict[str, Any], body: bytes, actor: str, peer: Peer, claim: Claim, *, verified: bool, now: datetime
) -> None:
    _item, first = InboxItem.objects.get_or_create(
        activity=document["id"],
        defaults={
            "peer": peer,
            "actor": actor,
            "kind": document["type"][:40],
            "thing": _thing(document)[:LONGEST_NAME],
            "body": body.decode(),
            "request": {} if verified else signing.claim_as_json(claim),
            "verified": verified,
            "due_at": now,
            "received_at": now,
        },
    )
    if first:
        Peer.objects.filter(pk=peer.pk).update(received=F("received") + 1, last_seen_at=now)
        transaction.on_commit(wake_up, robust=True)


def _thing(document: dict[str, Any]) -> str:
    """What it is about in the end: a reply to a follow stands in one line with the follow."""
    part: Any = document
    for _level in range(DEEPEST):
        inner = part.get("object") if isinstance(part, dict) else None
        if inner is None:
            break
        part = inner
    return incoming.name_of(part) or str(document["id"])


def wake_up() -> None:
    """Say "wake up"; unsaid, the sweep finds the row."""
    from apps.federation.tasks import receive

    try:
        receive.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)


# --- later ------------------------------------------------------------------------------------------------------------


def process_due(*, now: datetime, limit: int = BATCH) -> int:
    """Work off what is due; return how many were tried."""
    tried = 0
    while tried < limit and _process_one(now):
        tried += 1
    return tried


@transaction.atomic
def _process_one(now: datetime) -> bool:
    """The row is held while it is worked off; its effect and its end are one transaction."""
    earlier = InboxItem.objects.filter(thing=OuterRef("thing"), pk__lt=OuterRef("pk"), state=InboxState.WAITING)
    due = InboxItem.objects.due(now).filter(~Exists(earlier)).select_related("peer")
    item = due.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if item is None:
        return False
    _work_off(item, now)
    item.save(update_fields=["state", "reason", "attempts", "due_at", "done_at", "verified", "request"])
    return True


def _work_off(item: InboxItem, now: datetime) -> None:
    item.attempts += 1
    try:
        _check_signature(item, now)
        with transaction.atomic():
            incoming.take(json.loads(item.body), actor=item.actor, now=now)
    except Later as later:
        _again(item, later.reason, now)
    except Ignored as ignored:
        _end(item, InboxState.IGNORED, ignored.reason, now)
    except Refused as refused:
        _end(item, InboxState.REFUSED, refused.reason, now)
    except Refusal as refusal:
        _end(item, InboxState.REFUSED, str(refusal.sentence), now)
    except Exception as error:
        log.warning("inbox_failed", kind=item.kind, error=type(error).__name__)
        _again(item, type(error).__name__, now)
    else:
        _end(item, InboxState.DONE, "", now)


def _check_signature(item: InboxItem, now: datetime) -> None:
    """For those whose key nobody knew at the door: ask for it once, anew."""
    if item.verified:
        return
    claim = signing.claim_from_json(item.request)
    key = actors.key_of(claim.key_id, now=now, fresh=True)
    owner = actors.owner_of_key(claim.key_id)
    if owner is None or owner.uri != item.actor:
        raise Refused("signature key of somebody else")
    signing.check(claim, key)
    item.verified, item.request = True, {}


def _end(item: InboxItem, state: InboxState, reason: str, now: datetime) -> None:
    item.state, item.reason, item.done_at = state, reason[:300], now


def _again(item: InboxItem, reason: str, now: datetime) -> None:
    """Longer each time; then a person looks."""
    item.reason = reason[:300]
    if item.attempts >= MOST_ATTEMPTS:
        _end(item, InboxState.FAILED, reason, now)
    else:
        item.due_at = now + FIRST_PAUSE * 2**item.attempts


@transaction.atomic
def inbox_retry(*, peer: Peer, now: datetime) -> int:
    """Try again what failed at this site's messages."""
    failed = InboxItem.objects.filter(peer=peer, state=InboxState.FAILED)
    count = failed.update(state=InboxState.WAITING, attempts=0, due_at=now, done_at=None)
    if count:
        transaction.on_commit(wake_up, robust=True)
    return count


@transaction.atomic
def bodies_forget(*, before: datetime) -> int:
    """What was worked off keeps its name and its end, not its words."""
    return InboxItem.objects.filter(done_at__lt=before).exclude(body="").update(body="")
