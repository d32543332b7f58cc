"""Letters that leave for a space of another site. Its member has read each one, and sends it or takes it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.federation.addresses import uri
from apps.federation.documents.activities import activity
from apps.federation.keys import keys_of
from apps.federation.models import Activity, PeerDelivery, RemoteActor
from apps.federation.selectors import Door, doors, openness
from apps.federation.services.answers import actor_found
from apps.federation.services.sending import say, sign
from apps.federation.states import PeerState
from apps.people.models import Account
from apps.references.elsewhere import Post, To
from apps.references.models import Letter
from apps.references.states import LetterState
from apps.signatures import documents
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Space

Document = dict[str, Any]
OFFER = "Offer"


def space_elsewhere(typed: str, space: Space, now: datetime) -> To:
    """The space at this address, asked for there. Only a space that other sites know can write to one of theirs."""
    if not openness(space).open:
        said = _("“%(space)s” takes no part in other sites: it writes to spaces of this site only.")
        raise BadInput({"membership": said % {"space": space.name}})
    group = actor_found(typed, now=now)
    if group.kind != "Group":
        raise BadInput({"address": _("This is not a space.")})
    if group.peer.state != PeerState.ALLOWED:
        raise NotNow(_("People here have limited what goes to %(host)s.") % {"host": group.peer.host})
    return To(address=group.uri, name=f"{group.name or group.handle} ({group.peer.host})"[:200])


def letter_signed(document: Document, space: Space, now: datetime) -> Document:
    """By the key that the space shows to other sites."""
    return sign(document, f"s/{space.slug}", now=now)


def letter_holds(document: Document, space: Space, now: datetime) -> bool:
    """Whether that key made its proof."""
    key = keys_of(f"s/{space.slug}", now=now).ed25519.public_key()
    try:
        documents.verify(document, key_of=lambda _method: key)
    except SignatureRefused:
        return False
    return True


POST = Post(find=space_elsewhere, sign=letter_signed, holds=letter_holds)


@transaction.atomic
def letter_said(*, reference: str, now: datetime) -> None:
    """To the space it is for, and to nobody else."""
    letter = Letter.objects.select_related("space").filter(reference=reference, state=LetterState.SENT).first()
    group = RemoteActor.objects.select_related("peer").filter(uri=letter.to_address).first() if letter else None
    if letter is None or group is None:
        return
    path = f"s/{letter.space.slug}"
    document = activity(OFFER, path, letter.document, to=[group.uri])
    to = doors([group], shared=False)
    say(actor=path, document=document, key=_key(reference), to=to, public=False, now=now)


@transaction.atomic
def letter_over(*, reference: str, now: datetime) -> None:
    """Taken back, or over: its words are kept nowhere here, and whoever received them is told."""
    said = Activity.objects.select_for_update().filter(key=_key(reference)).first()
    if said is not None:
        _take_back(said, now)


@transaction.atomic
def letters_forget(*, account: Account, now: datetime) -> int:
    """Of somebody who is erased: the sites that hold one are asked to let it go."""
    mine = letters_about([f"p/{name}" for name in account.personas.values_list("reference", flat=True)])
    found = list(mine.select_for_update())
    for said in found:
        _take_back(said, now)
    return len(found)


def letters_about(paths: list[str]) -> QuerySet[Activity]:
    """Those that went to other sites."""
    names = [uri(path) for path in paths]
    return Activity.objects.filter(key__startswith=_key(""), document__object__object__in=names)


def _take_back(said: Activity, now: datetime) -> None:
    """Also where it is not known to have arrived: it may be on its way."""
    sent = PeerDelivery.objects.filter(activity=said)
    to = [Door(peer, inbox) for peer, inbox in sent.values_list("peer", "inbox")]
    sent.filter(done_at=None).delete()
    named = {name: said.document[name] for name in ("id", "type", "actor")}
    inner = {**named, "object": said.document["object"]["id"]}
    if to:
        document = activity("Undo", said.actor, inner, to=said.document["to"])
        say(actor=said.actor, document=document, key=f"un{said.key}", to=to, public=False, now=now)
    Activity.objects.filter(pk=said.pk).update(document=named, key=f"over:{said.key}")


def _key(reference: str) -> str:
    return f"letter:{reference}"
