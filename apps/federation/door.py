"""The door, without a database: what arrived is read, and turned away with a reason or let in to be worked off.

Why apart: everything here is decided by the request alone, and then by the sender's own document. No other site is
asked, nothing is stored, so tens of thousands of hostile messages can be tried on it in seconds. What needs memory (is
it a member, a moderator, an answer to what we asked) is decided later, by whoever works the message off.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from apps.federation import origins, reading
from apps.federation.origins import Believe
from apps.federation.reading import Activity, Actor, No, Post, Refused, Statement
from apps.signatures import keys, request_keys, requests
from apps.signatures.errors import BadKey, BadRequestSignature, Flaw
from apps.signatures.requests import Claim, Memory, Message

PROFILE = "https://www.w3.org/ns/activitystreams"
_WHOLE = {"Create", "Update"}  # what comes along is the author's own, now


@dataclass(frozen=True, slots=True)
class Knock:
    """A message that may be worked off once its signature is checked."""

    activity: Activity
    claim: Claim


@dataclass(frozen=True, slots=True)
class Turned:
    """Turned away: a status for the sender, a code and a place for rows and pages."""

    status: int
    why: str
    what: str = ""


def knock(message: Message, *, now: datetime) -> Knock | Turned:
    """Everything that can be said before anybody looks for a key. `message.url` is our own address."""
    if not is_activity_type(message.headers.get("content-type", "")):
        return Turned(415, "media_type")
    document = reading.parse(message.body)
    if isinstance(document, Refused):
        return Turned(413 if document.why is No.LARGE else 400, document.why, document.what)
    try:
        claim = requests.read(message, now=now, query_matters=False)
    except BadRequestSignature as wrong:
        return Turned(401, f"signature_{wrong.flaw}")
    activity = reading.read_value(document)
    if isinstance(activity, Refused):
        return Turned(400, activity.why, activity.what)
    if not isinstance(activity, Activity):
        return Turned(400, "not_a_message")
    return _speaks_for_itself(activity, claim, message.url) or Knock(activity, claim)


def admit(knock: Knock, sender: Actor, memory: Memory | None = None) -> Turned | None:
    """Whether the actor, by its own document, signed this; None lets it in. With a memory, each request once."""
    if sender.id != knock.activity.actor:
        return Turned(401, "signature_key", "actor")
    found = next((key for key in (*sender.keys, *sender.document_keys) if key.id == knock.claim.key_id), None)
    if found is None or not origins.key_speaks_for(key_id=found.id, owner=found.owner, actor=sender.id):
        return Turned(401, "signature_key", "owner")
    try:
        requests.check(knock.claim, public_key(found))
        if memory is not None:
            requests.check_new(knock.claim, memory)
    except BadKey:
        return Turned(401, f"signature_{Flaw.KEY}")
    except BadRequestSignature as wrong:
        return Turned(401, f"signature_{wrong.flaw}")
    return None


def is_activity_type(content_type: str) -> bool:
    """`application/activity+json`, or `application/ld+json` with the profile of ActivityStreams; nothing else."""
    media, *parameters = (part.strip() for part in content_type.split(";"))
    if media.lower() == "application/activity+json":
        return True
    profiles = [part[len("profile=") :].strip('"') for part in parameters if part.lower().startswith("profile=")]
    return media.lower() == "application/ld+json" and any(PROFILE in profile.split() for profile in profiles)


def public_key(key: reading.Key) -> request_keys.Public:
    return _opened(key.pem, key.multibase)


@lru_cache(maxsize=1024)  # who writes once writes again
def _opened(pem: str, multibase: str) -> request_keys.Public:
    return request_keys.read_pem(pem) if pem else keys.from_multibase(multibase)


def _speaks_for_itself(activity: Activity, claim: Claim, ours: str) -> Turned | None:
    """The rules of origin that need nothing but the message."""
    actor = activity.actor
    if origins.same(actor, ours):
        return Turned(400, No.ORIGIN, "one of ours")
    if why := origins.unreachable(actor):
        return Turned(400, why)
    if not origins.same(claim.key_id, actor):
        return Turned(401, "signature_key", "origin")
    if origins.believe_sent(signer=actor, actor=actor, activity=activity.id) is not Believe.YES:
        return Turned(400, No.ORIGIN, "id")
    what = _wrong_about(activity, ours)
    return Turned(400, No.ORIGIN, what) if what else None


def _wrong_about(activity: Activity, ours: str) -> str:
    """What the actor may not say about this object; empty when it may."""
    actor, thing = activity.actor, activity.thing
    if activity.kind in _WHOLE and not _is_own(actor, thing):
        return "object"
    if activity.kind == "Delete" and not activity.audience and not origins.same(actor, activity.object):
        return "object"  # a moderator's deletion names the group it is said in
    if activity.kind == "Undo" and isinstance(thing, Activity) and thing.actor != actor:
        return "actor"
    if activity.kind in {"Accept", "Reject"} and isinstance(thing, Activity):
        answered = thing.object == actor and origins.same(thing.actor, ours)
        return "" if answered else "object"
    if activity.kind == "Move" and activity.object != actor:
        return "object"
    return ""


def _is_own(actor: str, thing: object) -> bool:
    """What the actor sends whole is the actor itself, or something of its own house that names it as its author."""
    if isinstance(thing, Post):
        believed = origins.believe_embedded(actor=actor, document=thing.id, authors=thing.authors)
        return believed is Believe.YES and origins.authors_are_local(thing.id, thing.authors)
    if isinstance(thing, Actor):
        return thing.id == actor
    if isinstance(thing, Statement):
        return origins.same(actor, thing.id) and origins.same(actor, thing.issuer)
    return origins.same(actor, getattr(thing, "id", ""))
