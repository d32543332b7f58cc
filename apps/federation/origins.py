"""Who may say what about whom: the rules of origin (FEP-fe34), as functions that ask nobody.

Why: an address is owned by whoever answers at its origin (scheme, host, port). A message is believed about what stands
at its signer's origin and about nothing else; anything from elsewhere is fetched from where it says it lives, and
believed only when that place answers with it. Hosts are compared as read, never as written: case, the usual port, a
fragment or a name before the host change nothing or are refused.
"""

from enum import StrEnum

from apps.outside import client, targets
from apps.outside.errors import NotAllowed

Origin = tuple[str, str, int]


class Believe(StrEnum):
    """What to do with a document that is said to be `id`."""

    YES = "yes"
    FETCH = "fetch"  # ask its own origin, once
    NO = "no"


def origin(address: str) -> Origin | None:
    """Where an address is answered, or None when it cannot be read in one way."""
    try:
        return targets.read(address).origin
    except NotAllowed:
        return None


def same(one: str, other: str) -> bool:
    """Both are answered at one origin; what cannot be read is never the same as anything."""
    found = origin(one)
    return found is not None and found == origin(other)


def host(address: str) -> str:
    """The host and, when it is not the usual one, the port: how a peer is named. Empty when unreadable."""
    try:
        return targets.read(address).authority
    except NotAllowed:
        return ""


def unreachable(address: str) -> str:
    """Why we would never ask there, by its form alone; empty when we might. Whoever lives there proves nothing."""
    try:
        targets.check_reachable(targets.read(address), client().also)
    except NotAllowed as wrong:
        return str(wrong.why)
    return ""


def key_speaks_for(*, key_id: str, owner: str, actor: str) -> bool:
    """A key speaks for the actor that shows it: one origin, and owned by exactly this actor."""
    return same(key_id, actor) and owner == actor


def believe_fetched(*, answered_at: str, document: str) -> Believe:
    """A document fetched somewhere, by the address that answered in the end.

    It is itself only at its own address. Elsewhere at the same origin, its own address is asked once more; at another
    origin, nothing it says is believed.
    """
    if answered_at.partition("#")[0] == document.partition("#")[0] and origin(document):
        return Believe.YES
    return Believe.FETCH if same(answered_at, document) else Believe.NO


def believe_sent(*, signer: str, actor: str, activity: str) -> Believe:
    """A message that arrived, by who signed it: the actor itself, about an activity of its own origin."""
    return Believe.YES if signer == actor and same(actor, activity) else Believe.NO


def believe_embedded(*, actor: str, document: str, authors: tuple[str, ...]) -> Believe:
    """A document inside a message: as it stands when it is its actor's own, from its own address otherwise."""
    if not origin(document):
        return Believe.NO
    if same(actor, document):
        return Believe.YES if actor in authors else Believe.NO
    return Believe.FETCH


def authors_are_local(document: str, authors: tuple[str, ...]) -> bool:
    """Whoever is said to have written a document lives where it does; nobody writes in another house's name."""
    return bool(authors) and all(same(document, author) for author in authors)


def may_change(*, actor: str, authors: tuple[str, ...], document: str) -> bool:
    """Update, Delete and Undo belong to who wrote; what moderators may do is asked elsewhere, of the group."""
    return actor in authors and same(actor, document)
