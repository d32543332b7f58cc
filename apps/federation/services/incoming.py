"""What a message does here. One verb per kind; each checks who may say it before anything changes.

The rules of FEP-fe34 throughout: whoever signed is the actor; an object is spoken for by its own site; what a group
passes on is believed for the group's own site, by a proof inside it, or after asking its origin.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from apps.federation.addresses import host_of, is_ours, read
from apps.federation.errors import Ignored, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Follow, RemoteActor, RemoteItem, RemoteSpace, RemoteVote
from apps.federation.proofs import is_proved_by
from apps.federation.reading import Activity, read_value
from apps.federation.services import (
    actors,
    answers,
    contents,
    flags,
    hosting,
    letters_heard,
    moving,
    shared_lists,
    statements,
)
from apps.federation.services.together import Told
from apps.federation.states import FollowState
from apps.outside import Budget

Document = dict[str, Any]
Verb = Callable[[Document, RemoteActor, datetime], None]
OBJECTS = frozenset(
    {"Page", "Note", "Article", "Question", "Event", "Review", "Rating", "Comment", "Quotation", "Video"}
)
SAYS = frozenset({"Create", "Announce"})
HOSTING = frozenset({"Lock", "Warn", "Add", "Remove"})  # of things in a space, by who hosts it
UNDONE_BY_HOSTS = frozenset({"Lock", "Warn", "Block"})
ACTORS = frozenset({"Person", "Group", "Service", "Application", "Organization"})


def name_of(thing: Any) -> str:
    """The name of something given whole, by its name, or alone in a list."""
    if isinstance(thing, list) and len(thing) == 1:
        thing = thing[0]
    named = thing.get("id") if isinstance(thing, dict) else thing
    return named if isinstance(named, str) else ""


def take(document: Document, *, actor: str, now: datetime) -> None:
    """Do what a verified message says; its form was read at the door."""
    verb = VERBS.get(str(document.get("type")))
    if verb is None:
        raise Ignored("A kind of message we do not know.")
    verb(document, actors.actor_at(actor, now=now), now)


# --- follows ----------------------------------------------------------------------------------------------------------


def follow(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Somebody wants to hear what one of our actors says."""
    ours = read(name_of(document.get("object")))
    if ours is None:
        raise Refused("Nobody here has this name.")
    answers.follow_answer(path=ours.path, actor=actor, document=document, now=now)


def accept(document: Document, actor: RemoteActor, now: datetime) -> None:
    _answered(document, actor, FollowState.ACCEPTED)


def reject(document: Document, actor: RemoteActor, now: datetime) -> None:
    _answered(document, actor, FollowState.REJECTED)


def _answered(document: Document, actor: RemoteActor, state: FollowState) -> None:
    """Only an answer to what we asked, from whom we asked."""
    asked = Follow.objects.filter(uri=name_of(document.get("object")), remote=actor, ours=True)
    if not asked.update(state=state):
        raise Refused("We asked nothing of the kind.")


# --- what is said -----------------------------------------------------------------------------------------------------


def create(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Something new, in a space that we host or that somebody here takes part in."""
    thing = _whole(document.get("object"), now)
    _check_authors(thing, actor)
    contents.item_take(thing, author=actor, activity=document, now=now, budget=Budget())


def update(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Other words for the same thing, by the same author; or the actor itself, described anew."""
    thing = _whole(document.get("object"), now)
    if thing.get("type") in ACTORS:
        if thing.get("id") != actor.uri:
            raise Refused("Only an actor describes itself.")
        actors.actor_at(actor.uri, now=now, fresh=True)
        return
    _check_authors(thing, actor)
    contents.item_change(thing, author=actor, activity=document, now=now)


def delete(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Taken back by its author; it does not come again."""
    named = name_of(document.get("object"))
    if named == actor.uri:
        contents.actor_gone(actor=actor, now=now)
    elif host_of(named) != host_of(actor.uri):
        raise Refused("Only its own site takes something back.")
    else:
        contents.item_gone(uri=named, author=actor, now=now)


def _whole(thing: Any, now: datetime) -> Document:
    """The object; one given by its name is asked for at its origin."""
    if isinstance(thing, dict) and isinstance(thing.get("id"), str):
        return thing
    if isinstance(thing, str) and host_of(thing) and not is_ours(thing):
        return document_at(thing, now=now, budget=Budget())
    raise Refused("The message is about nothing that has a name.")


def _check_authors(thing: Document, actor: RemoteActor) -> None:
    """One author, who is the one who speaks, at the site of both."""
    named = name_of(thing.get("attributedTo")) if "attributedTo" in thing else actor.uri
    if named != actor.uri:
        raise Refused("It is attributed to somebody else.")
    if host_of(str(thing["id"])) != host_of(actor.uri):
        raise Refused("It has a name of another site.")


# --- what many say at once --------------------------------------------------------------------------------------------


def told_by(messages: Mapping[int, tuple[Document, str]], *, now: datetime) -> dict[int, Told]:
    """What new things these messages bring, where it is plain from each that its author said it, and nobody has to be
    asked; each thing once. The others are taken one at a time, by the verbs."""
    said = {key: _said_in(document) for key, (document, _actor) in messages.items()}
    names = {name for _, name in messages.values()} | {name_of(inner.get("actor")) for inner in said.values()}
    known = {
        actor.uri: actor
        for actor in RemoteActor.objects.select_related("peer", "persona").filter(
            uri__in=names, gone_at=None, fetched_at__gt=now - actors.FRESH
        )
    }
    groups = set(RemoteSpace.objects.filter(actor__in=known.values()).values_list("actor", flat=True))
    told: dict[str, tuple[int, Told]] = {}
    for key, (document, name) in messages.items():
        inner, speaker = said[key], known.get(name)
        author = known.get(name_of(inner.get("actor")))
        if speaker is None or author is None or not _is_plain(inner, author):
            continue
        passed_on = speaker.pk in groups and speaker.peer_id == author.peer_id and not is_ours(name_of(inner))
        if passed_on if inner is not document else speaker.pk == author.pk:
            told.setdefault(inner["object"]["id"], (key, Told(inner["object"], author, inner)))
    return dict(told.values())


def _said_in(document: Document) -> Document:
    """The message itself, or the one that a group passes on."""
    inner = document.get("object")
    return inner if document.get("type") == "Announce" and isinstance(inner, dict) else document


def _is_plain(said: Document, author: RemoteActor) -> bool:
    """Something new, given whole, by the one who says it."""
    thing = said.get("object")
    if said.get("type") != "Create" or not isinstance(thing, dict):
        return False
    if not isinstance(thing.get("id"), str) or not isinstance(said.get("id"), str):
        return False
    try:
        _check_authors(thing, author)
    except Refused:
        return False
    return True


# --- votes ------------------------------------------------------------------------------------------------------------


def like(document: Document, actor: RemoteActor, now: datetime) -> None:
    _vote(document, actor, 1, now)


def dislike(document: Document, actor: RemoteActor, now: datetime) -> None:
    _vote(document, actor, -1, now)


def _vote(document: Document, actor: RemoteActor, value: int, now: datetime) -> None:
    """Kept apart from the votes of members: a number from elsewhere, never trust."""
    item = contents.item_named(name_of(document.get("object")))
    RemoteVote.objects.update_or_create(
        actor=actor,
        item=item.reference,
        defaults={"value": value, "uri": str(document["id"]), "cast_at": now},
    )


# --- taking back ------------------------------------------------------------------------------------------------------


def undo(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Of one's own acts only."""
    inner = document.get("object")
    if isinstance(inner, dict) and name_of(inner.get("actor")) not in {"", actor.uri}:
        raise Refused("Only whoever did it takes it back.")
    if isinstance(inner, dict) and inner.get("type") in UNDONE_BY_HOSTS:
        _host_undoes(inner, actor, now)
        return
    if isinstance(inner, dict) and inner.get("type") == "Offer":
        letters_heard.letter_undone(inner, sender=actor)
        return
    named = name_of(inner)
    followed = Follow.objects.filter(remote=actor, ours=False, uri=named)
    if isinstance(inner, dict) and inner.get("type") == "Follow":
        ours = read(name_of(inner.get("object")))
        followed = followed | Follow.objects.filter(remote=actor, ours=False, actor=ours.path if ours else "-")
    done = followed.delete()[0] + RemoteVote.objects.filter(actor=actor, uri=named).delete()[0]
    if not done:
        raise Ignored("There is nothing of this to take back.")


def _host_undoes(inner: Document, actor: RemoteActor, now: datetime) -> None:
    ours, group = read(name_of(inner.get("object"))), name_of(inner.get("target"))
    if inner.get("type") != "Block":
        hosting.word_undone(inner, speaker=actor)
    elif ours is not None and ours.kind == "p" and group:
        statements.pause_end_hear(persona=ours.name, group=group, by=actor, now=now)
    else:
        raise Ignored("Nothing follows from this here.")


# --- groups -----------------------------------------------------------------------------------------------------------


def announce(document: Document, actor: RemoteActor, now: datetime) -> None:
    """A group passes on what was said in it (FEP-1b12); a site, or an operator, shows a document of its own."""
    inner = document.get("object")
    if name_of(inner) and is_ours(name_of(inner)):
        raise Ignored("It was said here.")
    if isinstance(inner, dict) and statements.is_statement(inner):
        statements.hear(inner, issuer=actor, now=now)
        return
    if not RemoteSpace.objects.filter(actor=actor).exists():
        raise Ignored("Nobody here takes part in this group.")
    if isinstance(inner, str):
        if RemoteItem.objects.filter(uri=inner).exists():
            raise Ignored("It is known.")
        inner = document_at(inner, now=now, budget=Budget())
        _passed_on(inner, actor, now, asked=True)
    elif isinstance(inner, dict) and isinstance(inner.get("id"), str):
        _passed_on(inner, actor, now, asked=False)
    else:
        raise Refused("It passes nothing on.")


def _passed_on(inner: Document, group: RemoteActor, now: datetime, *, asked: bool) -> None:
    """What was passed on is as good as said by its own actor, once we know that it was."""
    kind, about = str(inner.get("type")), name_of(inner.get("object"))
    by_the_host = host_of(name_of(inner.get("actor"))) == group.peer.host
    if _is_the_hosts_word(inner, by_the_host):
        hosting.word_hear(inner, speaker=group, now=now)
        return
    if kind == "Undo" and _is_the_hosts_word(inner["object"], by_the_host):
        hosting.word_undone(inner["object"], speaker=group)
        return
    if kind == "Undo" and _is_a_pause(inner["object"]):
        _host_undoes(inner["object"], group, now)
        return
    if _is_a_pause(inner):
        block(inner, group, now)
        return
    if is_ours(name_of(inner.get("actor"))) or (is_ours(about) and kind in {"Create", "Update"}):
        raise Ignored("It was said here.")
    if kind in OBJECTS:
        inner = {"type": "Create", "id": inner["id"], "actor": name_of(inner.get("attributedTo")), "object": inner}
    author = actors.actor_at(name_of(inner.get("actor")), now=now)
    shown = asked and _is_shown_at_home(inner, author)
    if not (shown or author.peer_id == group.peer_id or is_proved_by(inner, author)):
        inner = _asked_again(inner, author, now)
    verb = PASSED_ON.get(str(inner.get("type")))
    if verb is None:
        raise Ignored("A kind of message that groups pass on and we do not read.")
    verb(inner, author, now)


def _is_the_hosts_word(said: Any, by_the_host: bool) -> bool:
    """Of something in its space; a deletion by its own author is none."""
    if not isinstance(said, dict):
        return False
    kind, about = str(said.get("type")), name_of(said.get("object"))
    return kind in HOSTING or (kind == "Delete" and by_the_host and host_of(about) != host_of(name_of(said["actor"])))


def _is_a_pause(said: Any) -> bool:
    return isinstance(said, dict) and said.get("type") == "Block" and is_ours(name_of(said.get("object")))


def _asked_again(inner: Document, author: RemoteActor, now: datetime) -> Document:
    """Neither the group's own nor proved: its origin is asked, and only what it says counts."""
    if inner.get("type") in {"Create", "Update"}:
        thing = document_at(name_of(inner.get("object")), now=now, budget=Budget())
        return {**inner, "object": thing}
    if inner.get("type") not in {"Like", "Dislike", "Delete", "Undo"}:
        raise Ignored("It is passed on without a proof.")
    said = document_at(name_of(inner), now=now, budget=Budget())
    if not _is_shown_at_home(said, author):
        raise Refused("It has a name of another site.")
    return said


def _is_shown_at_home(said: Document, author: RemoteActor) -> bool:
    """Anybody can show an act of somebody else at their own site: only where its actor lives does that count."""
    return name_of(said.get("actor")) == author.uri and host_of(name_of(said)) == author.peer.host


def host_says(document: Document, actor: RemoteActor, now: datetime) -> None:
    """By whoever hosts a space, of something in it; or by a site, of its list of sites."""
    if document.get("type") in {"Add", "Remove"} and shared_lists.list_changed(author=actor, now=now):
        return
    hosting.word_hear(document, speaker=actor, now=now)


def block(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Somebody here may not write there for a while. One who only wants to see nobody of ours says no group."""
    ours, group, read_ = read(name_of(document.get("object"))), name_of(document.get("target")), read_value(document)
    if ours is None or ours.kind != "p" or not group or not isinstance(read_, Activity):
        raise Ignored("Nothing follows from this here.")
    statements.pause_hear(persona=ours.name, group=group, until=read_.ends, reason=read_.reason, by=actor, now=now)


def flag(document: Document, actor: RemoteActor, now: datetime) -> None:
    flags.flag_take(document, sender=actor, now=now)


def resolve(document: Document, actor: RemoteActor, now: datetime) -> None:
    flags.flag_resolved(document, sender=actor, now=now)


def offer(document: Document, actor: RemoteActor, now: datetime) -> None:
    """A letter about one of theirs, for a space here."""
    letters_heard.letter_hear(document, sender=actor, now=now)


def move(document: Document, actor: RemoteActor, now: datetime) -> None:
    """Somebody lives elsewhere now: both sites must say so."""
    if name_of(document.get("object")) != actor.uri:
        raise Refused("Only oneself moves.")
    here = read(name_of(document.get("target")))
    if here is not None and here.kind == "p":
        moving.person_came(old=actor, reference=here.name, now=now)
        return
    target = actors.actor_at(name_of(document.get("target")), now=now, fresh=True)
    if actor.uri not in target.also_known_as:
        raise Refused("The new home does not know the old one.")
    if actor.first_key and actor.first_key != target.identity:
        raise Refused("The new home does not show the key that the old one showed.")
    contents.actor_moved(old=actor, new=target, now=now)


VERBS: dict[str, Verb] = {
    "Follow": follow, "Accept": accept, "Reject": reject, "Create": create, "Update": update, "Delete": delete,
    "Like": like, "Dislike": dislike, "Undo": undo, "Announce": announce, "Flag": flag, "Resolve": resolve,
    "Warn": host_says, "Add": host_says, "Remove": host_says, "Lock": host_says, "Block": block, "Move": move,
    "Offer": offer,
}  # fmt: skip
PASSED_ON: dict[str, Verb] = {kind: VERBS[kind] for kind in ("Create", "Update", "Delete", "Like", "Dislike", "Undo")}
