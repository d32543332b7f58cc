"""What the site that hosts a space says of things in it: closed, taken off, warned, put first, who moderates.

It is shown beside the thing and hides nothing here: what becomes of our copy is decided here. Only the site that hosts
the space, or whoever it lists as a moderator, may say so; and what we say of things in our own spaces goes out the same
way.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.base.models import clean_text
from apps.federation.addresses import host_of, uri
from apps.federation.documents.activities import activity, name_of
from apps.federation.errors import Ignored, Refused
from apps.federation.fetching import document_at
from apps.federation.models import Activity, HostWord, PeerDecision, RemoteActor, RemoteSpace
from apps.federation.said import plain_text
from apps.federation.selectors import doors, doors_of_followers, item_of, openness, origin_of
from apps.federation.services import contents
from apps.federation.services.sending import say
from apps.federation.states import HostSays, PeerState
from apps.moderation.models import Decision
from apps.moderation.states import Outcome
from apps.notices.services import prepare
from apps.outside import Budget
from apps.posts.models import Post, Review
from apps.posts.selectors import path_of, space_of, title_of
from apps.posts.services import host_close, host_reopen
from apps.spaces.models import Space

Document = dict[str, Any]
KINDS = {"Lock": HostSays.CLOSED, "Warn": HostSays.WARNED, "Remove": HostSays.TAKEN_OFF, "Delete": HostSays.TAKEN_OFF}
MOST_MODERATORS = 100


# --- in ---------------------------------------------------------------------------------------------------------------


@transaction.atomic
def word_hear(document: Document, *, speaker: RemoteActor, now: datetime) -> None:
    """Lock, Warn, Remove, Add, and Delete by another than the author; `speaker` is the group, or who wrote to us."""
    kind, target = str(document.get("type")), name_of(document.get("target"))
    if kind in {"Add", "Remove"} and target:
        _list_changed(document, target, speaker, now)
        return
    if kind == "Add":
        raise Ignored("Nothing follows from this here.")
    _keep(_item(document, speaker), KINDS[kind], document, speaker, now)


@transaction.atomic
def word_undone(inner: Document, *, speaker: RemoteActor) -> None:
    """It is open again, back again."""
    item = _item(inner, speaker)
    kind = KINDS[str(inner.get("type"))]
    if not HostWord.objects.filter(item=item.reference, kind=kind).delete()[0]:
        raise Ignored("There is nothing of this to take back.")
    if kind == HostSays.CLOSED and isinstance(item, Post) and item.number == 1:
        host_reopen(thread=item.thread, host=_host(item))


def _item(document: Document, speaker: RemoteActor) -> Post | Review:
    """Something in a space that the speaker's site hosts."""
    item = contents.item_named(name_of(document.get("object")))
    mirror = RemoteSpace.objects.select_related("actor").filter(space=space_of(item)).first()
    if mirror is None or not mirror.is_spoken_for_by(speaker):
        raise Refused("Only the site that hosts the space says so.")
    return item


def _keep(item: Post | Review, kind: HostSays, document: Document, speaker: RemoteActor, now: datetime) -> None:
    said = document.get("summary") or document.get("content")
    reason = clean_text(plain_text(said))[:500] if isinstance(said, str) else ""
    _word, first = HostWord.objects.update_or_create(
        item=item.reference, kind=kind, defaults={"by": speaker, "reason": reason, "at": now}
    )
    if kind == HostSays.CLOSED and isinstance(item, Post) and item.number == 1:
        host_close(thread=item.thread, host=_host(item), reason=reason, now=now)
    if first and kind == HostSays.WARNED and item.author is not None and item.author.account_id is not None:
        context = {"host": speaker.peer.host, "name": title_of(item), "reason": reason or "…"}
        path, to = path_of(item), [item.author]
        prepare(kind="federation.warned", to=to, about=item.reference, path=path, context=context, now=now)


def _host(item: Post | Review) -> str:
    """The site that hosts the space, whoever of its moderators spoke."""
    return str(RemoteSpace.objects.values_list("actor__peer__host", flat=True).get(space=space_of(item)))


def _list_changed(document: Document, target: str, speaker: RemoteActor, now: datetime) -> None:
    """A list of the group: never believed from the message, asked anew at the group's own site."""
    mirror = RemoteSpace.objects.select_related("actor__peer").filter(actor__peer=speaker.peer_id)
    place = mirror.filter(actor__moderators=target).first()
    if place is not None:
        moderators_read(place, now=now)
        return
    item = _item(document, speaker)
    group = RemoteSpace.objects.select_related("actor").get(space=space_of(item)).actor
    if document_at(group.uri, now=now, budget=Budget(fetches=2)).get("featured") != target:
        raise Ignored("Nothing follows from this here.")
    if document.get("type") == "Add":
        _keep(item, HostSays.FIRST, document, speaker, now)
    else:
        HostWord.objects.filter(item=item.reference, kind=HostSays.FIRST).delete()


def moderators_read(mirror: RemoteSpace, *, now: datetime) -> None:
    """Who decides there, as its own site lists them."""
    listed = document_at(mirror.actor.moderators, now=now, budget=Budget(fetches=2))
    named = [name_of(one) for one in (listed.get("orderedItems") or listed.get("items") or [])[:MOST_MODERATORS]]
    RemoteSpace.objects.filter(pk=mirror.pk).update(moderated_by=[name for name in named if host_of(name)])


# --- out --------------------------------------------------------------------------------------------------------------


@transaction.atomic
def warning_say(*, decision: Decision, now: datetime) -> None:
    """Warn: to the site of an author who lives elsewhere, when a decision asks for an edit or adds a note. The
    statement of reasons goes beside it; this is for software that reads none."""
    if decision.outcome not in {Outcome.ASK_EDIT, Outcome.LABEL}:
        return
    item, space = item_of(decision.case.item), decision.case.space
    origin = origin_of(item.reference) if item else None
    if origin is None or not openness(space).open:
        return
    path, words = f"o/{space.operator.slug}", decision.statement.words_en
    more = {"audience": uri(f"s/{space.slug}"), "summary": str(words.get("to_author", ""))}
    document = activity("Warn", path, origin.uri, to=[origin.author.uri], **more)
    key = f"warn:{decision.reference}"
    say(actor=path, document=document, key=key, to=doors([origin.author]), public=False, now=now)


@transaction.atomic
def pause_over(*, persona: str, space: str, event: int, now: datetime) -> None:
    """Undo of the Block: a pause was ended before its time."""
    actor = RemoteActor.objects.select_related("peer").filter(persona__reference=persona).first()
    place = Space.objects.filter(reference=space).first()
    if actor is None or place is None:
        return
    about = {"document__object": actor.uri, "document__target": uri(f"s/{place.slug}")}
    blocked = Activity.objects.filter(kind="Block", **about).order_by("-pk").first()
    if blocked is None:
        return
    inner = {name: blocked.document[name] for name in ("id", "type", "actor", "object", "target")}
    document = activity("Undo", blocked.actor, inner, to=[actor.uri], target=blocked.document["target"])
    say(actor=blocked.actor, document=document, key=f"resume:{event}", to=doors([actor]), public=False, now=now)


@transaction.atomic
def site_decided(*, decision: PeerDecision, now: datetime) -> None:
    """Add to, or Remove from, our list of other sites: to whoever follows this one."""
    to = doors_of_followers("site")
    if not to:
        return
    kind = "Remove" if decision.state == PeerState.ALLOWED else "Add"
    line = uri(f"sites#{decision.pk}")  # its words stand in the list, which is signed whole
    document = activity(kind, "site", line, to=[uri("site/followers")], target=uri("sites"))
    say(actor="site", document=document, key=f"site:{decision.pk}", to=to, now=now)
