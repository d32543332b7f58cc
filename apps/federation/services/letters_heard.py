"""Letters of spaces of other sites: kept for the trust managers of the space they are for, until their end.

One is taken only from the space that wrote it, when its own key signed it, for a space here that takes part in other
sites. It counts nothing: no table reads it, no status follows.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from apps.base.errors import NotFound
from apps.federation.addresses import host_of, read
from apps.federation.documents.activities import name_of
from apps.federation.errors import Ignored, Later, Refused
from apps.federation.letters_heard import LetterHeard
from apps.federation.models import InboxItem, RemoteActor
from apps.federation.proofs import is_proved_by
from apps.federation.selectors import openness
from apps.federation.services.actors import actor_at
from apps.federation.states import PeerState
from apps.gate.limits import check_limit
from apps.notices.services import prepare
from apps.outside import Budget, OutsideError
from apps.people.models import Persona
from apps.signatures.canonical import canonical
from apps.signatures.credentials import read_moment
from apps.signatures.errors import SignatureRefused
from apps.spaces.models import Mandate, Role, Space

Document = dict[str, Any]
KIND = "trust:TrustStatement"
LARGEST = 40_000  # bytes
LONGEST = timedelta(days=31)
CLOCKS_DIFFER = timedelta(minutes=5)
FROM_ONE_SITE, AT_ONE_SPACE = 30, 200  # an hour; at a time
ASKED_AGAIN = timedelta(minutes=15)


@transaction.atomic
def letter_hear(document: Document, *, sender: RemoteActor, now: datetime) -> LetterHeard:
    """Keep one, once. Raises Refused with the reason for their site."""
    letter = document.get("object")
    if not isinstance(letter, dict) or letter.get("type") != KIND:
        raise Ignored("A kind of message we do not know.")
    _check_is_theirs(letter, sender)
    _check_not_taken_back(letter["id"], sender)
    space, until = _space(letter), _until(letter, now)
    check_limit(name="letters", who=sender.peer.host, at_most=FROM_ONE_SITE, per_seconds=3600)
    if LetterHeard.objects.filter(uri=letter["id"]).exists():
        raise Ignored("It is known.")
    if LetterHeard.objects.filter(space=space, until__gt=now).count() >= AT_ONE_SPACE:
        raise Refused("So many letters wait for this space that no other is taken now.")
    made = LetterHeard.objects.create(
        uri=letter["id"],
        issuer=sender,
        space=space,
        subject=name_of(letter.get("object"))[:1000],
        about=str(letter.get("trust:about") or "")[:80],
        document=letter,
        received_at=now,
        until=until,
    )
    _tell(made, now)
    return made


def _check_is_theirs(letter: Document, sender: RemoteActor) -> None:
    """Written, signed and sent by one space, about somebody at its own site."""
    if sender.kind != "Group" or name_of(letter.get("attributedTo")) != sender.uri:
        raise Refused("Only the space that wrote a letter sends it.")
    if sender.peer.state != PeerState.ALLOWED:
        raise Refused("This site is limited here.")
    named = letter.get("id")
    if not isinstance(named, str) or {host_of(named), host_of(name_of(letter.get("object")))} != {sender.peer.host}:
        raise Refused("The document is of another site.")
    if len(canonical(letter)) > LARGEST or len(named) > 1000:
        raise Refused("The document is too long.")
    if not is_proved_by(letter, sender):
        raise Refused("The document is not proved by who it is attributed to.")


def _check_not_taken_back(name: str, sender: RemoteActor) -> None:
    """On the way one may overtake the other: what its space has taken back is not kept when it arrives afterwards."""
    undone = InboxItem.objects.filter(peer=sender.peer, actor=sender.uri, thing=name, kind="Undo", verified=True)
    if undone.exists():
        raise Refused("It was taken back before it came.")


def _space(letter: Document) -> Space:
    """The one it names and no other: a letter for somebody else says nothing here."""
    ours = read(name_of(letter.get("audience")))
    space = Space.objects.filter(slug=ours.name).first() if ours is not None and ours.kind == "s" else None
    if space is None or not openness(space).open:
        raise Refused("It is for no space here.")
    return space


def _until(letter: Document, now: datetime) -> datetime:
    try:
        until, begun = read_moment(letter.get("trust:validUntil")), read_moment(letter.get("published"))
    except SignatureRefused as wrong:
        raise Refused("Its dates cannot be read.") from wrong
    if until <= now or begun > now + CLOCKS_DIFFER:
        raise Refused("It is over already, or from a moment to come.")
    return min(until, now + LONGEST)


def _tell(letter: LetterHeard, now: datetime) -> None:
    held = Mandate.objects.valid(now).covering(letter.space).filter(role=Role.TRUST_MANAGER).exclude(account=None)
    people = Persona.objects.filter(account__in=held.values("account"), is_main=True)
    context = {"host": letter.issuer.peer.host, "space": letter.space.name}
    path = f"/desk/letters/{letter.reference}/"
    prepare(kind="federation.letter", to=list(people), about=letter.reference, path=path, context=context, now=now)


@transaction.atomic
def letter_undone(inner: Document, *, sender: RemoteActor) -> None:
    """Its member took it back there: nothing is held of it here."""
    if not LetterHeard.objects.filter(uri=name_of(inner.get("object")), issuer=sender).delete()[0]:
        raise Ignored("There is nothing of this to take back.")


def letters_end(*, now: datetime) -> int:
    """Nothing is kept after its day."""
    return LetterHeard.objects.filter(until__lte=now).delete()[0]


def letter_confirmed(letter: LetterHeard, *, now: datetime) -> bool:
    """Whether its site shows the key that signed it, at most a quarter of an hour ago. No answer is no."""
    issuer = letter.issuer
    if issuer.fetched_at <= now - ASKED_AGAIN:
        try:
            issuer = actor_at(issuer.uri, now=now, budget=Budget(fetches=2, seconds=5), fresh=True)
        except (Refused, Ignored, Later, OutsideError, NotFound):
            return False
    return is_proved_by(letter.document, issuer)
