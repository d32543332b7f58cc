"""`people` registers what the floors below it hold: they know no person, only opaque references."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from apps.gate.models import ApiToken, FileTaken, IdempotencyKey
from apps.ledger.models import (
    Checkpoint,
    Cosignature,
    Delivery,
    Event,
    Inspection,
    LogEntry,
    Opening,
    Pending,
    PublicText,
    Tile,
    Violation,
    Witness,
)
from apps.ledger.services import commitment_of, openings_erase
from apps.people.holdings import Holding, holds_nothing
from apps.people.holdings import register as holds
from apps.people.models import Account

UNDELIVERED = Delivery.objects.filter(event=OuterRef("pk"), done_at=None)
EVENTS_KEPT = timedelta(days=400)
KEYS_KEPT = timedelta(days=1)
TOKENS_KEPT = timedelta(days=30)  # after their end


def references(account: Account) -> list[str]:
    """Every opaque reference under which this person is known."""
    return [account.reference, *account.personas.values_list("reference", flat=True)]


def _events(account: Account) -> Iterator[dict[str, Any]]:
    mine = Event.objects.filter(actor__in=references(account)).order_by("pk")
    return ({"kind": e.kind, "object": e.object, "at": e.at, "payload": e.payload} for e in mine.iterator())


def _erase_events(account: Account, now: datetime) -> int:
    """Nobody acted any more. What is still on its way to a listener keeps its ids until it has arrived."""
    me = references(account)
    Event.objects.filter(object__in=me).update(object="")
    mine = Event.objects.filter(actor__in=me)
    mine.exclude(Exists(UNDELIVERED)).update(payload={})
    return mine.update(actor="")


def _purge_events(now: datetime) -> int:
    old = Event.objects.filter(at__lt=now - EVENTS_KEPT).exclude(Exists(UNDELIVERED))
    return old.delete()[1].get("ledger.Event", 0)


def _openings(account: Account) -> Iterator[dict[str, Any]]:
    mine = Opening.objects.filter(owner__in=references(account)).select_related("entry").order_by("pk")
    for opening in mine.iterator():
        yield {
            "kind": opening.entry.kind if opening.entry else "",
            "commitment": commitment_of(opening),
            "payload": bytes(opening.payload).decode(),
            "key": bytes(opening.key).hex(),
            "log_position": opening.entry_id,
            "created_at": opening.created_at,
        }


def _erase_openings(account: Account, now: datetime) -> int:
    return sum(openings_erase(owner=reference, now=now) for reference in references(account))


def _keys(account: Account) -> Iterator[dict[str, Any]]:
    mine = IdempotencyKey.objects.filter(scope=f"account:{account.pk}").order_by("pk")
    return ({"key": k.key, "path": k.path, "created_at": k.created_at} for k in mine.iterator())


def _erase_keys(account: Account, now: datetime) -> int:
    return IdempotencyKey.objects.filter(scope=f"account:{account.pk}").delete()[0]


def _tokens(account: Account) -> Iterator[dict[str, Any]]:
    for token in ApiToken.objects.filter(owner=account.reference).order_by("pk").iterator():
        yield {
            "name": token.name,
            "scopes": token.scopes,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "used_on": token.used_on,
        }


def register() -> None:
    """Called from `ready()`."""
    holds(
        Holding(
            ApiToken,
            _("Your tokens, as digests"),
            _tokens,
            lambda account, now: ApiToken.objects.filter(owner=account.reference).delete()[0],
            _("deleted"),
            keep_for=TOKENS_KEPT,
            order=83,
            purge=lambda now: ApiToken.objects.filter(expires_at__lt=now - TOKENS_KEPT).delete()[0],
        )
    )
    holds(
        Holding(
            Event,
            _("What you did, as events"),
            _events,
            _erase_events,
            _("the trace stays, without you"),
            keep_for=EVENTS_KEPT,
            order=80,
            purge=_purge_events,
        )
    )
    holds(
        Holding(
            Opening,
            _("What opens your sealed entries in the public log"),
            _openings,
            _erase_openings,
            _("deleted; the log keeps a commitment that nobody can open, and a tombstone"),
            order=81,
        )
    )
    holds(
        Holding(
            IdempotencyKey,
            _("Requests kept for a day against double clicks"),
            _keys,
            _erase_keys,
            _("deleted"),
            keep_for=KEYS_KEPT,
            order=82,
            purge=lambda now: IdempotencyKey.objects.filter(created_at__lt=now - KEYS_KEPT).delete()[0],
        )
    )
    holds_nothing(FileTaken, "how far a file has been taken in: its name, its digest and counts")
    holds_nothing(PublicText, "public words of entries about sites, spaces and rules: each app says which, no person")
    holds_nothing(LogEntry, "public leaves: digests, commitments and references, never a person (design §5)")
    holds_nothing(Delivery, "which listener has heard which event; the event is the holding")
    holds_nothing(Tile, "hashes of public leaves")
    holds_nothing(Checkpoint, "the length and the root of the public log, signed by the site")
    holds_nothing(Witness, "another institution that watches the log, named by who runs the site")
    holds_nothing(Cosignature, "what such an institution signed: the length and the root of the log")
    holds_nothing(Inspection, "counts of one walk through the public log")
    holds_nothing(Violation, "a position of the public log that is not as it must be")
    holds_nothing(Pending, "a leaf in waiting: the same fields as a public leaf")
