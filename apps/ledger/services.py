"""The verbs of the ledger: append an event, deliver it, quarantine what fails. Sealing is in sequencer.py."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import rfc8785
import structlog
from django.db import connection, transaction
from django.db.models import QuerySet

from apps.base.statements import Row, carry_out, row_of, rows_of
from apps.ledger.conditions import listening
from apps.ledger.kinds import Entry, kind_of
from apps.ledger.listeners import News, handler_named, idle_of
from apps.ledger.models import Delivery, Event, Opening, Pending, PublicText

log = structlog.get_logger()
SEALING = 0x7472757374  # "trust": the advisory lock of whoever seals, and of whoever erases
MAX_ATTEMPTS = 5
BATCH = 100
AT_A_GLANCE = 200  # of which one handler is asked together whether there is anything to do
_ROWS = """
SELECT d.id, d.handler, e.kind, e.actor, e.object, e.payload::text, e.at, e.id
FROM ledger_delivery d JOIN ledger_event e ON e.id = d.event_id
WHERE d.done_at IS NULL AND d.quarantined_at IS NULL AND d.due_at <= %s
"""
DUE = f"{_ROWS} ORDER BY d.due_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED"
ALIKE = f"{_ROWS} AND d.handler = %s ORDER BY d.due_at, d.id LIMIT {AT_A_GLANCE} FOR UPDATE OF d SKIP LOCKED"
DONE = "UPDATE ledger_delivery SET done_at = %s, attempts = attempts + 1 WHERE id = ANY(%s)"
_delivering = ContextVar("delivering", default=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One of many events of a kind: who, about what."""

    actor: str
    object: str
    payload: dict[str, Any]


@transaction.atomic(savepoint=False)  # without its news, no change stands
def append(
    *,
    kind: str,
    actor: str,
    object: str,  # noqa: A002 - the word of the log
    now: datetime,
    payload: dict[str, Any] | None = None,
    version: str = "",
    body_sha256: str = "",
    body: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
    owner: str = "",
    token: str = "",
) -> Event:
    """Record that something happened, for every listener and, when its kind says so, for the public log.

    `body_sha256` is the digest of a public document that has an address of its own; `body` is one that has none: the
    log keeps and shows it.
    `secret` is what a commitment hides; `owner` may open it (the actor by default); `token`, from `new_token`, is the
    private link of its receipt when the caller must know it. Raises KeyError for an undeclared kind.
    """
    declared = kind_of(kind)
    event = Event.objects.create(kind=kind, actor=actor, object=object, payload=payload or {}, at=now)
    listeners = listening(kind)
    Delivery.objects.bulk_create(Delivery(event=event, handler=name, due_at=now) for name in listeners)
    if declared.entry is not Entry.NONE:
        opening = (
            _commit(secret, owner=owner or actor, token=token or new_token(), now=now) if secret is not None else None
        )
        _prepare_leaf(event, declared.entry, version, body_sha256 or _kept(body), opening)
    _wake_up_later(listeners)
    return event


@transaction.atomic(savepoint=False)  # without their news, no changes stand
def append_all(*, kind: str, news: Sequence[Told], now: datetime) -> None:
    """Record that the same happened to many, for the price of one. Only for a kind that leaves no leaf in the log."""
    if kind_of(kind).entry is not Entry.NONE:
        raise ValueError(f"{kind} leaves a leaf: append each")
    events = Event.objects.bulk_create(
        Event(kind=kind, actor=one.actor, object=one.object, payload=one.payload, at=now) for one in news
    )
    listeners = listening(kind)
    Delivery.objects.bulk_create(
        Delivery(event=event, handler=name, due_at=now) for event in events for name in listeners
    )
    _wake_up_later(listeners)


@contextmanager
def delivering() -> Iterator[None]:
    """Whoever appends much and delivers it themselves need wake nobody."""
    token = _delivering.set(True)
    try:
        yield
    finally:
        _delivering.reset(token)


def somebody_delivers() -> bool:
    """Whether whoever appends here delivers it themselves: then nobody need be woken, here or for other sites."""
    return _delivering.get()


def new_token() -> str:
    """The private link of a receipt: 256 random bits."""
    return secrets.token_urlsafe(32)


def _commit(secret: dict[str, Any], *, owner: str, token: str, now: datetime) -> Opening:
    return Opening.objects.create(
        owner=owner,
        token=token,
        payload=rfc8785.dumps(secret),
        key=secrets.token_bytes(32),
        created_at=now,
    )


def commitment_of(opening: Opening) -> str:
    """HMAC-SHA256 of the payload under its own key, in hex (design §5)."""
    return hmac.new(bytes(opening.key), bytes(opening.payload), hashlib.sha256).hexdigest()


def _kept(body: dict[str, Any] | None) -> str:
    """The digest of a public document, which stands at the log's own address from now on."""
    if body is None:
        return ""
    text = rfc8785.dumps(body)
    sha256 = hashlib.sha256(text).hexdigest()
    PublicText.objects.get_or_create(sha256=sha256, defaults={"body": text})
    return sha256


def _prepare_leaf(event: Event, entry: Entry, version: str, body_sha256: str, opening: Opening | None) -> None:
    if entry is Entry.DOCUMENT and not body_sha256:
        raise ValueError(f"{event.kind} needs body_sha256")
    if entry in {Entry.PERSONAL, Entry.FILING} and opening is None:
        raise ValueError(f"{event.kind} needs a secret to commit to")
    filing = entry is Entry.FILING
    Pending.objects.create(
        kind="sealed" if filing else event.kind,
        object="" if filing else event.object,
        version="" if filing else version,
        body_sha256=body_sha256,
        commitment=commitment_of(opening) if opening else "",
        filing=filing,
        at=event.at,
        event=None if filing else event,
        opening=opening,
    )


def _wake_up_later(listeners: list[str]) -> None:
    if listeners and not _delivering.get() and not _will_wake_up():
        transaction.on_commit(_wake_up, robust=True)


def _will_wake_up() -> bool:
    """One call per transaction wakes as well as a thousand."""
    return bool(connection.run_on_commit) and connection.run_on_commit[-1][1] is _wake_up


def _wake_up() -> None:
    """Say "wake up". When it cannot be said, the sweep finds the row: nothing raises, nothing is lost."""
    from apps.ledger.tasks import deliver

    try:
        deliver.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)


def deliver_due(*, now: datetime, limit: int = BATCH) -> int:
    """Deliver what is due, each row in its own transaction; return how many were tried. Those with which their handler
    has nothing to do are done together."""
    tried = 0
    while tried < limit and (done := _deliver_next(now)):
        tried += done
    return tried


def _deliver_next(now: datetime) -> int:
    due = None
    try:
        with transaction.atomic():
            due = row_of(DUE, [now])
            if due is None:
                return 0
            row, handler, news = due[0], due[1], _news(due)
            if idle_of(handler, [news]):
                return _pass_over(handler, now)
            handler_named(handler)(news)
            carry_out(DONE, [now, [row]])
    except Exception as error:
        if due is None:
            raise
        _note_failure(due[0], error, now)
    return 1


def _news(row: Row) -> News:
    _row, _handler, kind, actor, about, payload, at, event = row
    return News(kind, actor, about, json.loads(payload), at, event)


def _pass_over(handler: str, now: datetime) -> int:
    """Where one leaves nothing to do, many do: what was written by thousands at once, for one."""
    rows = {row[0]: _news(row) for row in rows_of(ALIKE, [now, handler])}
    idle = set(idle_of(handler, list(rows.values())))
    done = [row for row, news in rows.items() if news.event_id in idle]
    carry_out(DONE, [now, done])
    return len(done)


@transaction.atomic
def _note_failure(pk: int, error: Exception, now: datetime) -> None:
    """The handler's half effect is rolled back by now; somebody else may have done it meanwhile."""
    row = Delivery.objects.due(now).select_for_update().filter(pk=pk).first()
    if row is None:
        return
    log.warning("delivery_failed", handler=row.handler, event_id=row.event_id, error=type(error).__name__)
    row.failure, row.attempts = type(error).__name__, row.attempts + 1
    row.due_at = now + timedelta(seconds=2**row.attempts)
    if row.attempts >= MAX_ATTEMPTS:
        row.quarantined_at = now
    row.save(update_fields=["attempts", "failure", "due_at", "quarantined_at"])


@transaction.atomic
def delivery_retry(*, delivery: Delivery, now: datetime) -> None:
    """Take a row out of quarantine and try it again."""
    Delivery.objects.filter(pk=delivery.pk).update(quarantined_at=None, attempts=0, due_at=now)
    transaction.on_commit(_wake_up, robust=True)


@transaction.atomic
def openings_erase(*, owner: str, now: datetime) -> int:
    """Delete payloads and keys of this owner and leave a tombstone for each index (design §5).

    While we do, nothing is sealed: else a leaf could be sealed after its opening is gone, and nothing would say why.
    """
    return _bury(Opening.objects.filter(owner=owner), now)


@transaction.atomic
def openings_expire(*, of: str, now: datetime) -> int:
    """The same for those whose private links begin with this reference: nobody needs them any more."""
    return _bury(Opening.objects.filter(token__startswith=f"{of}-"), now)


def _bury(openings: QuerySet[Opening], now: datetime) -> int:
    if not openings.exists():
        return 0
    carry_out("SELECT pg_advisory_xact_lock(%s)", [SEALING])
    count = 0
    for opening in openings.select_related("entry"):
        if opening.entry_id is not None:
            append(
                kind="erasure.done",
                actor="",
                object=str(opening.entry_id),
                now=now,
                body_sha256=hashlib.sha256(tombstone_notice(opening.entry_id)).hexdigest(),
            )
        else:
            # not sealed yet: nothing public exists, so the leaf is withdrawn rather than buried
            Pending.objects.filter(opening=opening).delete()
        opening.delete()
        count += 1
    return count


def tombstone_notice(index: int) -> bytes:
    """The bytes of the digest of a tombstone: which entry, by what right."""
    return rfc8785.dumps({"article": "GDPR 17", "index": index, "reason": "erasure"})
