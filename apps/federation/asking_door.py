"""Who asks: a signed request, checked by the key that its space shows at its own site, and taken once."""

from datetime import datetime
from typing import Any

from redis.exceptions import RedisError

from apps.federation import door, origins, reading
from apps.federation.errors import Refused
from apps.federation.models import RemoteActor
from apps.federation.services.actors import FRESH, actor_at, as_read
from apps.gate.limits import check_limit, client
from apps.outside import Budget
from apps.signatures import requests
from apps.signatures.errors import BadKey, BadRequestSignature
from apps.signatures.requests import Claim, Message

AN_HOUR = 120  # questions of one site
ASKED_WHO = 30  # how often an hour one site is asked who knocks, in whoever's name
KEY_CHANGE = 300  # seconds: how soon a site is asked again for a key that does not fit


class Unsigned(Refused):
    """Nobody proved who asks."""


class Seen:
    """Remembers requests in Valkey until their window closes. While it is away nobody is let in."""

    def is_new(self, mark: str, until: datetime) -> bool:
        seconds = max(1, int(2 * requests.WINDOW.total_seconds()))
        try:
            return bool(client().set(f"asked:{mark}", 1, nx=True, ex=seconds))
        except RedisError:
            return False


def question_of(message: Message, *, now: datetime) -> tuple[dict[str, Any], RemoteActor]:
    """The question and the space that asks it. Raises Unsigned, Refused, TooMany."""
    document = reading.parse(message.body)
    if isinstance(document, reading.Refused):
        raise Refused(f"{document.why} {document.what}".strip())
    named, actor = document.get("id"), document.get("actor")
    if not isinstance(named, str) or not isinstance(actor, str) or not origins.same(named, actor):
        raise Refused("The document is of another site.")
    try:
        claim = requests.read(message, now=now)
    except BadRequestSignature as wrong:
        raise Unsigned(f"signature_{wrong.flaw}") from wrong
    if not origins.same(claim.key_id, actor) or origins.unreachable(actor):
        raise Unsigned("signature_key")
    asker = _asker(actor, claim, now)
    check_limit(name="questions", who=origins.host(actor), at_most=AN_HOUR, per_seconds=3600)  # its own, not a forger's
    if not Seen().is_new(claim.mark, claim.until):
        raise Unsigned("signature_replayed")
    return document, asker


def _asker(actor: str, claim: Claim, now: datetime) -> RemoteActor:
    """By the key that we know, else by the one that its site shows now."""
    known = RemoteActor.objects.select_related("peer", "persona").filter(uri=actor).first()
    if known is not None and known.fetched_at > now - FRESH and _signed_by(known, claim):
        return known
    if known is not None and (now - known.fetched_at).total_seconds() < KEY_CHANGE:
        raise Unsigned("signature_wrong")
    check_limit(name="askers", who=origins.host(actor), at_most=ASKED_WHO, per_seconds=3600)
    asker = actor_at(actor, now=now, budget=Budget(fetches=2, seconds=5), fresh=True)
    if not _signed_by(asker, claim):
        raise Unsigned("signature_wrong")
    return asker


def _signed_by(asker: RemoteActor, claim: Claim) -> bool:
    shown = as_read(asker)
    for key in (*shown.keys, *shown.document_keys):
        if key.id == claim.key_id and origins.key_speaks_for(key_id=key.id, owner=key.owner, actor=asker.uri):
            try:
                requests.check(claim, door.public_key(key))
            except (BadKey, BadRequestSignature):
                return False
            return True
    return False
