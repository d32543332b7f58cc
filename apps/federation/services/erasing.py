"""A person is erased here: whoever heard them elsewhere is told that they are gone, and then nothing of it is left.

The sites that heard something are told: those it was brought to, and those that follow a space they wrote in, which may
have read it in its lists. Nobody ever asked who an actor without a key is. Until the last of them knows, or seven days
have passed, the name of the actor and its key are needed to say so; they go with the last delivery.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from apps.base.models import new_reference
from apps.federation.addresses import uri
from apps.federation.documents.activities import activity
from apps.federation.models import Activity, ActorKey, PeerDelivery
from apps.federation.selectors import Door, doors_of_followers
from apps.federation.services.sending import say

KEY = "erase:"


def person_gone(*, path: str, heard: QuerySet[Activity], spaces: Iterable[str], now: datetime) -> None:
    """Delete, by the actor, of the actor. `spaces` are the slugs of where they wrote."""
    known = ActorKey.objects.filter(owner=path).exists()
    arrived = PeerDelivery.objects.filter(activity__in=heard).exclude(done_at=None) if known else []
    told = {row.inbox: Door(row.peer_id, row.inbox) for row in arrived}
    if known:
        told |= {door.inbox: door for slug in spaces for door in doors_of_followers(f"s/{slug}")}
    if not told:
        ActorKey.objects.filter(owner=path).delete()
        return
    document = activity("Delete", path, uri(path), to=[])
    say(actor=path, document=document, key=f"{KEY}{new_reference()}", to=told.values(), public=False, now=now)


def forget_when_told(said: Activity) -> None:
    """The last delivery of a farewell takes the rest with it."""
    if said.key.startswith(KEY) and not PeerDelivery.objects.waiting().filter(activity=said).exists():
        ActorKey.objects.filter(owner=said.actor).delete()
        said.delete()
