"""What was said elsewhere, published here at once: through the same services, under a face without an account.

It can be reported, decided on and withdrawn like anything else; where it comes from is kept beside it. It earns nobody
here anything: votes from elsewhere are counted apart, and no act from elsewhere is evidence of trust.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from apps.federation import selectors
from apps.federation.addresses import read
from apps.federation.asked_elsewhere import QuestionSent
from apps.federation.errors import Ignored, Refused
from apps.federation.models import ADDRESS, Follow, RemoteActor, RemoteItem, RemoteSpace, RemoteSubject, ReviewTalk
from apps.federation.said import Said, SaidSubject, read_said
from apps.federation.services import actors, ancestry
from apps.outside import Budget
from apps.people.models import Persona
from apps.posts.models import DeclaredLink, Post, Review, Subject, SubjectKind, Thread
from apps.posts.selectors import closed_here, space_of, title_of
from apps.posts.services import (
    ReviewDraft,
    item_withdraw,
    post_add,
    post_edit,
    review_edit,
    review_publish,
    subject_add,
    thread_start,
)
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Space
from apps.spaces.services import space_join

Document = dict[str, Any]
TITLE_FROM_TEXT = 80


# --- finding ----------------------------------------------------------------------------------------------------------


def item_named(uri: str) -> Post | Review:
    """An item of ours, or our copy of one of theirs, that others may speak of."""
    ours = read(uri)
    reference = ours.name if ours and ours.kind in {"r", "n"} else ""
    if not reference:
        known = RemoteItem.objects.filter(uri=uri, gone_at=None).first()
        reference = known.item if known else ""
    item = selectors.item_of(reference) if reference else None
    if item is None or not takes_part(space_of(item)):
        raise Ignored("It is about nothing here.")
    return item


def takes_part(space: Space) -> bool:
    """Whether other sites speak in it."""
    return selectors.openness(space).open or selectors.is_elsewhere(space)


def _place(said: Said, parent: Post | Review | None) -> Space:
    """The space it was said in: that of what it answers, or the one group of ours it is addressed to."""
    if parent is not None:
        return space_of(parent)
    for named in said.addressed:
        ours = read(named)
        if ours is not None and ours.kind == "s":
            found = Space.objects.filter(slug=ours.name).first()
            if found is not None and selectors.openness(found).open:
                return found
        mirror = RemoteSpace.objects.select_related("space").filter(actor__uri=named).first()
        if mirror is not None:
            return mirror.space
    raise Ignored("It was said in no space here.")


# --- taking -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def item_take(
    thing: Document, *, author: RemoteActor, activity: Document, now: datetime, budget: Budget | None = None
) -> None:
    """Publish it. Known: nothing. Deleted by its author before: never again. With a budget, what it answers is asked
    for first when nobody here knows it."""
    known = RemoteItem.objects.filter(uri=thing["id"]).first()
    if known is not None and not _is_a_strangers_farewell(known, author):
        raise Ignored("It is known." if known.gone_at is None else "Its author deleted it.")
    said = read_said({**inherited(activity), **thing}, now=now)
    parent = _parent(said)
    if parent is None and budget is not None:
        parent = ancestry.parent_asked(said, budget=budget, placed=lambda: _place(said, None), now=now)
    space = _place(said, parent)
    persona = member(author, space, now)
    item = _publish(said, persona, space, parent, now)
    RemoteItem.objects.update_or_create(
        uri=said.uri,
        defaults={
            "author": author,
            "item": item.reference,
            "url": said.url,
            "updated_at": said.updated_at or said.published_at or now,
            "gone_at": None,
            "awaits": said.parent[:ADDRESS] if parent is None else "",
        },
    )


def _is_a_strangers_farewell(known: RemoteItem, author: RemoteActor) -> bool:
    """Taken back before it came, by another of the same site: that binds nobody who has yet to speak."""
    return not known.item and known.author_id != author.pk


def inherited(activity: Document) -> Document:
    """Some address only the message, not what it carries."""
    return {name: activity[name] for name in ("audience", "to", "cc", "target") if name in activity}


def _parent(said: Said) -> Post | Review | None:
    if not said.parent:
        return None
    try:
        return item_named(said.parent)
    except Ignored:
        return None


def member(author: RemoteActor, space: Space, now: datetime) -> Persona:
    """Whoever speaks in a space stands in it; health data needs a yes that no message can give."""
    persona = actors.persona_of(author, now=now)
    if not Membership.objects.filter(space=space, persona=persona).exists():
        space_join(persona=persona, space=space, consent=selectors.openness(space).open, now=now)
    return persona


def _publish(said: Said, persona: Persona, space: Space, parent: Post | Review | None, now: datetime) -> Post | Review:
    """A review where there are stars and a subject, an answer where it answers, else the beginning of a talk."""
    if said.subject is not None and said.stars is not None and space.reviews:
        subject = _subject(said.subject, persona, now)
        return review_publish(author=persona, space=space, subject=subject, draft=_draft(said, now), now=now)
    if isinstance(parent, Post):
        return _answer(said, persona, parent.thread, now)
    if not space.threads:
        raise Refused("This space takes reviews: say what it is about, and how many stars.")
    talk = _talk_about(parent)
    if talk is not None:
        return _answer(said, persona, talk, now)
    begun = thread_start(
        author=persona,
        space=space,
        title=said.title or (title_of(parent) if parent else _first_words(said.text)),
        text=said.text,
        is_question=said.question,
        language=said.language,
        now=now,
    )
    if parent is not None:
        ReviewTalk.objects.create(review=parent.reference, thread=begun.reference)
    return begun.posts.get(number=1)


def _answer(said: Said, persona: Persona, talk: Thread, now: datetime) -> Post:
    if closed_here([talk.pk]):
        raise Refused("This talk was closed to answers here.")
    return post_add(author=persona, thread=talk, text=said.text, language=said.language, now=now)


def _talk_about(review: Post | Review | None) -> Thread | None:
    """Reviews take no comments but the right of reply: what answers one begins, or joins, a talk about it."""
    known = ReviewTalk.objects.filter(review=review.reference).first() if review else None
    return Thread.objects.filter(reference=known.thread).first() if known else None


def _first_words(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= TITLE_FROM_TEXT else f"{line[: TITLE_FROM_TEXT - 2].rstrip()} …"


def _draft(said: Said, now: datetime) -> ReviewDraft:
    on = said.experience_on or (said.published_at or now).date()
    return ReviewDraft(
        stars=said.stars or 1,
        text=said.text,
        experience_on=on,
        link=DeclaredLink(said.link),
        title=said.title,
        language=said.language,
    )


def _subject(told: SaidSubject, persona: Persona, now: datetime) -> Subject:
    """Ours by name, the one we know by theirs, one of the same name and kind, or a new one."""
    ours = read(told.uri)
    if ours is not None and ours.kind == "x":
        found = Subject.objects.filter(reference=ours.name).first()
        if found is not None:
            return found
        raise Refused("There is no such subject here.")
    known = RemoteSubject.objects.filter(uri=told.uri).first()
    found = Subject.objects.filter(reference=known.subject).first() if known else None
    if found is None:
        found = _alike(told) or subject_add(
            name=told.name or told.uri, kind=SubjectKind(told.kind), author=persona, place=told.place, now=now
        )
        RemoteSubject.objects.update_or_create(uri=told.uri, defaults={"subject": found.reference})
    return found


def _alike(told: SaidSubject) -> Subject | None:
    """The one subject of this very name, kind and place."""
    if not told.name:
        return None
    same = Subject.objects.filter(name__iexact=told.name, kind=told.kind, place__iexact=told.place, source=None)[:2]
    return same[0] if len(same) == 1 else None


# --- changing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def item_change(thing: Document, *, author: RemoteActor, activity: Document, now: datetime) -> None:
    """Other words, by the same author; older ones that come late change nothing."""
    known = RemoteItem.objects.select_for_update().filter(uri=thing["id"]).first()
    if known is None or _is_a_strangers_farewell(known, author):
        item_take(thing, author=author, activity=activity, now=now)
        return
    if known.author_id != author.pk:
        raise Refused("Somebody else wrote it.")
    if known.gone_at is not None:
        raise Ignored("Its author deleted it.")
    said = read_said(thing, now=now)
    updated = said.updated_at or now
    if updated < known.updated_at:
        raise Ignored("What we have is newer.")
    _edit(said, selectors.item_of(known.item), now)
    known.updated_at = updated
    known.save(update_fields=["updated_at"])


def _edit(said: Said, item: Post | Review | None, now: datetime) -> None:
    if item is None or item.author is None:
        raise Ignored("Our copy was erased.")
    if isinstance(item, Review):
        if said.stars is None:
            raise Refused("A review keeps its stars.")
        review_edit(persona=item.author, review=item, draft=_draft(said, now), now=now)
    elif said.text != item.text:
        post_edit(persona=item.author, post=item, text=said.text, now=now)


@transaction.atomic
def item_gone(*, uri: str, author: RemoteActor, now: datetime) -> None:
    """Withdraw our copy, and keep its tombstone, also when it never came."""
    known, _new = RemoteItem.objects.select_for_update().get_or_create(
        uri=uri, defaults={"author": author, "updated_at": now}
    )
    if _is_a_strangers_farewell(known, author):
        known.author, known.gone_at = author, None
    if known.author_id != author.pk:
        raise Refused("Somebody else wrote it.")
    if known.gone_at is not None:
        raise Ignored("Its author deleted it.")
    known.gone_at = now
    known.save(update_fields=["author", "gone_at"])
    item = selectors.item_of(known.item) if known.item else None
    if item is not None and item.author is not None and item.state in {ItemState.PUBLISHED, ItemState.MASKED}:
        item_withdraw(persona=item.author, item=item, now=now)


@transaction.atomic
def actor_gone(*, actor: RemoteActor, now: datetime) -> None:
    """Somebody left their site: what they said is withdrawn here too."""
    for known in RemoteItem.objects.filter(author=actor, gone_at=None).order_by("pk"):
        item_gone(uri=known.uri, author=actor, now=now)
    Follow.objects.filter(remote=actor).delete()
    QuestionSent.objects.filter(person=actor.uri).delete()
    RemoteActor.objects.filter(pk=actor.pk).update(gone_at=now, name="", names={}, summary="", summaries={}, keys={})
    if actor.persona is not None:
        Persona.objects.filter(pk=actor.persona.pk).update(erased_at=now)


@transaction.atomic
def actor_moved(*, old: RemoteActor, new: RemoteActor, now: datetime) -> None:
    """The same person at a new address: their face here and what they follow go with them."""
    if old.persona is not None and new.persona is None:
        persona = old.persona
        RemoteActor.objects.filter(pk=old.pk).update(persona=None)
        RemoteActor.objects.filter(pk=new.pk).update(persona=persona)
    taken = Follow.objects.filter(remote=new).values("actor", "ours")
    for follow in Follow.objects.filter(remote=old, ours=False):
        if {"actor": follow.actor, "ours": False} not in list(taken):
            Follow.objects.filter(pk=follow.pk).update(remote=new)
    RemoteActor.objects.filter(pk=old.pk).update(gone_at=now)
