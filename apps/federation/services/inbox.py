"""What comes in: checked at the door, kept once, worked off in order per object, each message all or nothing."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from apps.base.errors import Refusal
from apps.federation import door, knocking, reading, signing
from apps.federation.addresses import host_of
from apps.federation.asking_first import AskFirst, asking_first, bringing
from apps.federation.door import Knock, Turned
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.models import InboxItem, Peer
from apps.federation.reading import Activity
from apps.federation.services import actors, incoming
from apps.federation.services.together import answers_take
from apps.federation.states import InboxState, PeerState
from apps.gate.limits import check_limit
from apps.ledger.services import somebody_delivers
from apps.outside import Budget, over_all
from apps.signatures.requests import Message

log = structlog.get_logger()
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_NAME = 1000
NEW_KEY = frozenset({"signature_key", "signature_wrong", "signature_algorithm"})
KEY_CHANGE = timedelta(minutes=5)  # how often we ask whether a key changed
BATCH = 500
AT_ONCE = 50
MOMENT = 0.05  # seconds
_about_to_say = threading.Lock()
BODIES_KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = frozenset({InboxState.IGNORED, InboxState.REFUSED})
LETTER = "Offer"


class Door(Refused):
    """Refused before anything is kept, with the status that says so."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


# --- at the door ------------------------------------------------------------------------------------------------------


def take_in(message: Message, *, now: datetime) -> None:
    """Keep a message, once: its row is what remembers it, and a signature covers its name. Raises Door."""
    knock = door.knock(message, now=now)
    if isinstance(knock, Turned):
        raise Door(knock.status, f"{knock.why} {knock.what}".strip())
    activity = knock.activity
    if max(len(activity.id), len(activity.actor)) > LONGEST_NAME:
        raise Door(400, "A name is at most 1000 characters.")
    known = actors.known_as(activity.actor)
    peer = known.peer if known else Peer.objects.filter(host=host_of(activity.actor)).first()
    if peer is not None and peer.state == PeerState.BLOCKED:
        raise _note(peer, Door(403, "This site is blocked here."))
    if known is not None and _is_verified(knock, known, now):
        _keep(knock, message.body, known.peer, verified=True, now=now)
    elif not InboxItem.objects.filter(activity=activity.id).exists():
        _keep_for_later(knock, message.body, peer, now)


def _keep_for_later(knock: Knock, body: bytes, peer: Peer | None, now: datetime) -> None:
    """Nobody knows its sender: the worker asks their site. Not too many of one host."""
    host = host_of(knock.activity.actor)
    check_limit(name="strangers", who=host, at_most=120, per_seconds=60)
    _keep(knock, body, peer or actors.peer_at(host, now=now), verified=False, now=now)


def _is_verified(knock: Knock, sender: actors.Known, now: datetime) -> bool:
    """True when they signed it with a key we know; False when the worker must ask their site first."""
    old = sender.fetched_at < now - actors.FRESH and knock.activity.kind != "Delete"
    if sender.gone or old:
        return False  # who has gone cannot be asked any more: a farewell is checked with the key we know
    turned = door.admit(knock, sender.actor)
    if turned is None:
        return True
    if turned.why in NEW_KEY and sender.fetched_at < now - KEY_CHANGE:
        return False  # they may have changed their key
    raise _note(sender.peer, Door(turned.status, turned.why))


def _note(peer: Peer | None, door_: Door) -> Door:
    """Count what is turned away; no row is made for it."""
    if peer is not None:
        Peer.objects.filter(pk=peer.pk).update(refused=F("refused") + 1, last_refusal=door_.reason[:200])
    return door_


def _keep(knock: Knock, body: bytes, peer: Peer, *, verified: bool, now: datetime) -> None:
    """One row per message. One that nobody has checked yet cannot take its name: anybody may have sent it."""
    activity = knock.activity
    InboxItem.objects.all().keep(
        activity=activity.id if verified else f"unchecked:{knock.claim.mark}",
        peer_id=peer.pk,
        actor=activity.actor,
        kind=activity.kind[:40],
        thing=_thing(activity)[:LONGEST_NAME],
        body=body.decode(),
        request=json.dumps({} if verified else signing.claim_as_json(knock.claim)),
        verified=verified,
        state=InboxState.WAITING.value,
        reason="",
        attempts=0,
        due_at=now,
        received_at=now,
    )
    knocking.shown_by(peer, knock.claim.form)
    if not somebody_delivers():
        transaction.on_commit(wake_up, robust=True)


def _thing(activity: Activity) -> str:
    """What it is about in the end: a reply to a follow stands in one line with the follow."""
    part = activity
    while isinstance(part.thing, Activity) and part.thing.object:
        part = part.thing
    return part.object or activity.id


def wake_up() -> None:
    """Say "wake up" in a moment, once for all that comes until then; unsaid, the sweep finds the rows."""
    if _about_to_say.acquire(blocking=False):
        saying = threading.Timer(MOMENT, _say_wake_up)
        saying.daemon = True
        saying.start()


def _say_wake_up() -> None:
    from apps.federation.tasks import receive

    _about_to_say.release()  # before it is said: what is kept from now on needs another call
    try:
        receive.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)


# --- later ------------------------------------------------------------------------------------------------------------


def process_due(*, now: datetime, limit: int = BATCH) -> int:
    """Work off what is due, oldest first, what is alike together; return how many were tried."""
    tried: list[InboxItem] = []
    while len(tried) < limit and (found := _due(now)):
        worked = _together(found, now)
        alone = sorted(set(found) - {item.pk for item in worked})
        worked += [item for pk in alone if (item := _process_one(pk, now)) is not None]
        tried += worked
        if not worked:
            break  # somebody else is at all of them
    _count(tried, now)
    return len(tried)


def _due(now: datetime) -> list[int]:
    return list(_first_in_line(now).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _first_in_line(now: datetime) -> QuerySet[InboxItem]:
    """In order per object: nothing earlier about the same waits. No site holds up another."""
    same = {"peer": OuterRef("peer"), "thing": OuterRef("thing")}
    earlier = InboxItem.objects.filter(**same, pk__lt=OuterRef("pk"), state=InboxState.WAITING)
    return InboxItem.objects.due(now).filter(~Exists(earlier))


def _together(pks: list[int], now: datetime) -> list[InboxItem]:
    """Those of these that could be worked off in one go. Whatever goes wrong is met again, and told, one by one."""
    try:
        return _process_together(pks, now)
    except Exception as error:
        log.warning("inbox_one_by_one", error=type(error).__name__)
        return []


@transaction.atomic
def _process_together(pks: list[int], now: datetime) -> list[InboxItem]:
    """Answers in talks that we know: the rows are held, and their effect and their end are one transaction."""
    first = _first_in_line(now).filter(pk__in=pks, verified=True, kind__in=incoming.SAYS)
    held = first.exclude(peer__state=PeerState.BLOCKED).select_for_update(skip_locked=True, of=("self",))
    items = {item.pk: item for item in held.order_by("pk")}
    told = incoming.told_by({pk: (json.loads(item.body), item.actor) for pk, item in items.items()}, now=now)
    taken = answers_take([*told.values()], now=now)
    done = [items[pk] for pk, one in told.items() if one.thing["id"] in taken]
    for item in done:
        item.attempts += 1
    ends = {"state": InboxState.DONE, "reason": "", "done_at": now, "attempts": F("attempts") + 1}
    InboxItem.objects.filter(pk__in=[item.pk for item in done]).update(**ends)
    return done


def _process_one(pk: int, now: datetime) -> InboxItem | None:
    """Worked off at one go where nobody has to be asked; else one of us asks, while no row is held."""
    try:
        with bringing():
            return _attempt(pk, now)
    except AskFirst:
        with _asked_by_us(pk) as ours, over_all(Budget()):  # however much it names, it makes us ask no more than this
            return asking_first(lambda: _attempt(pk, now), now=now) if ours else None


@contextmanager
def _asked_by_us(pk: int) -> Iterator[bool]:
    """The lock is the session's: it goes when we are killed, and nothing waits for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 8))", [f"inbox {pk}"])
        ours = bool(cursor.fetchone()[0])
    try:
        yield ours
    finally:
        if ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 8))", [f"inbox {pk}"])


@transaction.atomic
def _attempt(pk: int, now: datetime) -> InboxItem | None:
    """The row is held while it is worked off; its effect and its end are one transaction."""
    item = _first_in_line(now).select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if item is None:
        return None
    _work_off(item, now)
    item.save(
        update_fields=["thing", "state", "reason", "attempts", "due_at", "done_at", "verified", "request", "body"]
    )
    return item


def _count(tried: list[InboxItem], now: datetime) -> None:
    """For the page of each site; here and not at the door, where all its messages would wait for one row."""
    for peer, count in Counter(item.peer_id for item in tried if item.attempts == 1).items():
        Peer.objects.filter(pk=peer).update(received=F("received") + count, last_seen_at=now)


def _work_off(item: InboxItem, now: datetime) -> None:
    item.attempts += 1
    try:
        if item.peer.state == PeerState.BLOCKED:
            raise Refused("This site was blocked meanwhile.")
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
    """For those whose actor nobody knew at the door: ask its site, once, anew."""
    if item.verified:
        return
    activity = reading.read(item.body.encode())
    if not isinstance(activity, Activity):
        raise Refused("It can no longer be read.")
    sender = actors.actor_at(item.actor, now=now, fresh=True)
    turned = door.admit(Knock(activity, signing.claim_from_json(item.request)), actors.as_read(sender))
    if turned is not None:
        raise Refused(turned.why)
    _name(item, activity.id)


def _name(item: InboxItem, activity: str) -> None:
    """Checked, it may bear its name; the same message may have come again and been checked before."""
    try:
        with transaction.atomic():
            InboxItem.objects.filter(pk=item.pk).update(activity=activity, verified=True, request={})
    except IntegrityError as error:
        raise Ignored("It is known.") from error
    item.verified, item.request = True, {}


def _end(item: InboxItem, state: InboxState, reason: str, now: datetime) -> None:
    item.state, item.reason, item.done_at = state, reason[:300], now
    if state in FORGOTTEN_AT_ONCE or (state == InboxState.DONE and item.kind == LETTER):
        item.body = ""  # a letter to somebody, or something that was refused, is nobody's to keep


def _again(item: InboxItem, reason: str, now: datetime) -> None:
    """Longer each time; then a person looks."""
    item.reason = reason[:300]
    if item.attempts >= MOST_ATTEMPTS:
        _end(item, InboxState.FAILED, reason, now)
    else:
        item.due_at = now + FIRST_PAUSE * 2**item.attempts
        item.thing = item.activity if _passes_on_a_vote(item) else item.thing  # nothing else waits for its origin


def _passes_on_a_vote(item: InboxItem) -> bool:
    said = json.loads(item.body).get("object") if item.kind == "Announce" else None
    return isinstance(said, dict) and said.get("type") in {"Like", "Dislike"}


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
