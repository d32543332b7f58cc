"""Say something to other sites: a row for what is said, one for each inbox it goes to, in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from apps.base.models import new_reference
from apps.federation.addresses import uri
from apps.federation.documents.actors import moment
from apps.federation.documents.context import whole
from apps.federation.keys import keys_of
from apps.federation.models import Activity, PeerDelivery
from apps.federation.selectors import Door
from apps.ledger.services import somebody_delivers
from apps.signatures import documents

log = structlog.get_logger()


@transaction.atomic
def say(
    *,
    actor: str,
    document: dict[str, Any],
    key: str,
    to: Iterable[Door],
    now: datetime,
    about: str = "",
    public: bool = True,
) -> Activity:
    """Say it once for this key, signed by its actor; deliver it to these inboxes. Said before: nothing happens."""
    known = Activity.objects.filter(key=key).first()
    if known is not None:
        return known
    reference = new_reference()
    signed = sign({"id": uri(f"a/{reference}"), **document, "published": moment(now)}, actor, now=now)
    activity = Activity.objects.create(
        reference=reference,
        actor=actor,
        kind=str(document["type"]),
        about=about,
        key=key,
        document=signed,
        public=public,
        at=now,
    )
    deliver_to(activity, to, now=now)
    return activity


def sign(document: dict[str, Any], actor: str, *, now: datetime) -> dict[str, Any]:
    """The document with its context and the proof of one of our actors (FEP-8b32)."""
    key = keys_of(actor, now=now).ed25519
    return documents.sign(whole(document), key, at=now, method=f"{uri(actor)}#ed25519-key")


def deliver_to(activity: Activity, doors: Iterable[Door], *, now: datetime) -> None:
    """A row per inbox: the promise that it arrives."""
    rows = [PeerDelivery(activity=activity, peer_id=d.peer_id, inbox=d.inbox, due_at=now) for d in doors]
    PeerDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and not somebody_delivers():
        transaction.on_commit(wake_up, robust=True)


def wake_up() -> None:
    """Say "wake up". When it cannot be said, the sweep finds the rows."""
    from apps.federation.tasks import deliver

    try:
        deliver.apply_async(ignore_result=True, expires=30)
    except Exception as error:
        log.warning("wake_up_not_sent", error=type(error).__name__)
