"""Letters that leave for a space of another site. Its member has read each one, and sends it or takes it back."""

from collections.abc import Sequence
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
from apps.references.elsewhere import Away, Post, To
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
    return To(address=group.uri, name=_called(group)[:200])


def _called(group: RemoteActor) -> str:
    return f"{group.called} ({group.peer.host})"


def spaces_called(addresses: Sequence[str]) -> dict[str, str]:
    """As their sites name them now, in the reader's language."""
    return {group.uri: _called(group) for group in RemoteActor.objects.select_related("peer").filter(uri__in=addresses)}


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


def letter_check_leaves(address: str) -> None:
    """Before it is sent: since it was asked for, people here may have decided about that site, or the space be gone."""
    group = RemoteActor.objects.select_related("peer").filter(uri=address).first()
    if group is None or group.gone_at is not None:
        raise NotNow(_("Nothing was sent: the space it is for is no longer at its address. Ask for one to another."))
    if group.peer.state != PeerState.ALLOWED:
        said = _(
            "Nothing was sent: people here have limited what goes to %(host)s. Each space says why, where it says with "
            "whom it federates."
        )
        raise NotNow(said % {"host": group.peer.host})


def letters_away(references: Sequence[str]) -> dict[str, Away]:
    """Those that their site has not taken: on the way, refused there, or held back by what was decided here since."""
    keys = {_key(reference): reference for reference in references}
    sent = PeerDelivery.objects.filter(activity__key__in=keys).select_related("peer", "activity")
    rows = {row.activity.key: row for row in sent}
    said = set(Activity.objects.filter(key__in=keys).values_list("key", flat=True))
    found = {keys[key]: _away(key in said, rows.get(key)) for key in keys}
    return {reference: away for reference, away in found.items() if away is not None}


def _away(was_said: bool, row: PeerDelivery | None) -> Away | None:
    if row is None:
        return _stopped() if was_said else _under_way()  # said to no door, or not said yet
    if row.done_at is not None:
        return None
    if row.given_up_at is not None:
        said = _(
            "It did not arrive: %(host)s did not take it, however often it was asked. Take it back, and show what you "
            "can by a badge, or ask those who run that site."
        )
        return Away(_("not arrived"), said % {"host": row.peer.host})
    return _under_way(row.peer.host) if row.peer.state in {PeerState.ALLOWED, PeerState.LIMITED} else _stopped()


def _under_way(host: str = "") -> Away:
    if not host:
        return Away(_("on its way"), _("It is on its way: it leaves in a moment. You can take it back at any time."))
    said = _("It is on its way: %(host)s has not taken it yet, and is asked again. You can take it back at any time.")
    return Away(_("on its way"), said % {"host": host})


def _stopped() -> Away:
    said = _(
        "As far as we know it did not arrive: since you sent it, people here decided that nothing goes to that site. "
        "Take it back, and ask for one to another space. Each space says why, where it says with whom it federates."
    )
    return Away(_("not arrived"), said)


POST = Post(
    find=space_elsewhere,
    check_leaves=letter_check_leaves,
    sign=letter_signed,
    holds=letter_holds,
    called=spaces_called,
    away=letters_away,
)


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
