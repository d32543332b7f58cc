"""A person is erased here: whoever heard them elsewhere is told that they are gone, and then nothing of it is left.

Only the sites that really heard something are told. Until the last of them knows, or seven days have passed, the name
of the actor and its key are needed to say so; they go with the last delivery.
"""

from datetime import datetime

from django.db.models import QuerySet

from apps.base.models import new_reference
from apps.federation.addresses import uri
from apps.federation.documents.activities import activity
from apps.federation.models import Activity, ActorKey, PeerDelivery
from apps.federation.selectors import Door
from apps.federation.services.sending import say

KEY = "erase:"


def person_gone(*, path: str, heard: QuerySet[Activity], now: datetime) -> None:
    """Delete, by the actor, of the actor."""
    arrived = PeerDelivery.objects.filter(activity__in=heard).exclude(done_at=None)
    told = [Door(peer, inbox) for peer, inbox in arrived.values_list("peer", "inbox").distinct()]
    if not told:
        ActorKey.objects.filter(owner=path).delete()
        return
    document = activity("Delete", path, uri(path), to=[])
    say(actor=path, document=document, key=f"{KEY}{new_reference()}", to=told, public=False, now=now)


def forget_when_told(said: Activity) -> None:
    """The last delivery of a farewell takes the rest with it."""
    if said.key.startswith(KEY) and not PeerDelivery.objects.waiting().filter(activity=said).exists():
        ActorKey.objects.filter(owner=said.actor).delete()
        said.delete()
