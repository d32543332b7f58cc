"""Answers that came together, published together, for about the price of one.

Why: most of what other sites say is an answer in a talk that we know, by somebody whom we know. What those need is
asked and stored once for all of them. Whatever is more than that, or is not as it should be, is left to
`contents.item_take`, which takes one thing at a time and says in words why not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from apps.base.errors import Refusal
from apps.federation.addresses import read
from apps.federation.errors import Refused
from apps.federation.models import RemoteActor, RemoteItem
from apps.federation.said import Said, read_said
from apps.federation.services import contents
from apps.people.models import Persona
from apps.posts.models import Post, Thread
from apps.posts.selectors import closed_here
from apps.posts.services import Message, posts_add
from apps.spaces.models import Membership, Pause, Space

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that its author is known to have said, and the message that brought it."""

    thing: Document
    author: RemoteActor
    activity: Document


@dataclass(frozen=True, slots=True)
class _Answer:
    told: Told
    said: Said
    thread: Thread


def answers_take(told: Sequence[Told], *, now: datetime) -> set[str]:
    """Publish those that are answers in talks that we know; the names of those that were. All of them or none."""
    read_ = [(one, said) for one in told if (said := _read(one, now)) is not None]
    if not read_:
        return set()
    try:
        with transaction.atomic():
            return _publish(_placed(read_), now)
    except (Refusal, Refused, IntegrityError, OperationalError):
        return set()  # one at a time, each will be told why


def _read(told: Told, now: datetime) -> Said | None:
    """An answer in words; None for all else."""
    if not isinstance(told.thing.get("id"), str) or not told.thing.get("inReplyTo"):
        return None
    try:
        said = read_said({**contents.inherited(told.activity), **told.thing}, now=now)
    except Refused:
        return None
    reviews = said.subject is not None and said.stars is not None
    return said if said.parent and said.text and not reviews else None


# --- where ------------------------------------------------------------------------------------------------------------


def _placed(read_: list[tuple[Told, Said]]) -> list[_Answer]:
    """Each new one with its talk, in their order; an answer may answer one that came with it."""
    talks = _talks({said.parent for _, said in read_})
    closed = closed_here({talk.pk for talk in talks.values()})  # one at a time, each will be told
    talks = {name: talk for name, talk in talks.items() if talk.pk not in closed}
    known = set(RemoteItem.objects.filter(uri__in=[said.uri for _, said in read_]).values_list("uri", flat=True))
    placed: list[_Answer] = []
    for told, said in read_:
        thread = talks.get(said.parent)
        if thread is not None and said.uri not in known:
            placed.append(_Answer(told, said, thread))
            talks.setdefault(said.uri, thread)
            known.add(said.uri)
    return placed


def _talks(names: set[str]) -> dict[str, Thread]:
    """The talk of each message that is here: ours by its name, theirs by what we call it. In spaces that take part."""
    called = {name: ours.name for name in names if (ours := read(name)) is not None and ours.kind == "n"}
    there = RemoteItem.objects.filter(uri__in=names, gone_at=None).exclude(item="")
    called |= dict(there.values_list("uri", "item"))
    posts = Post.objects.filter(reference__in=called.values()).select_related("thread__space__operator")
    threads = {post.reference: post.thread for post in posts}
    spaces = {thread.space_id: thread.space for thread in threads.values()}
    open_ = {pk for pk, space in spaces.items() if contents.takes_part(space)}
    return {
        name: threads[reference]
        for name, reference in called.items()
        if reference in threads and threads[reference].space_id in open_
    }


# --- who --------------------------------------------------------------------------------------------------------------


def _publish(placed: list[_Answer], now: datetime) -> set[str]:
    by_space: dict[int, list[_Answer]] = defaultdict(list)
    for answer in placed:
        by_space[answer.thread.space_id].append(answer)
    return {name for answers in by_space.values() for name in _publish_in(answers[0].thread.space, answers, now)}


def _publish_in(space: Space, answers: list[_Answer], now: datetime) -> list[str]:
    people = _members(space, [answer.told.author for answer in answers], now)
    paused = set(
        Pause.objects.running(now).filter(space=space, persona__in=people.values()).values_list("persona", flat=True)
    )
    answers = [answer for answer in answers if people[answer.told.author.pk].pk not in paused]
    messages = [Message(people[a.told.author.pk], a.thread, a.said.text, a.said.language) for a in answers]
    posts = posts_add(space=space, messages=messages, now=now)
    RemoteItem.objects.bulk_create(_origin(answer, post) for answer, post in zip(answers, posts, strict=True))
    return [answer.said.uri for answer in answers]


def _origin(answer: _Answer, post: Post) -> RemoteItem:
    said = answer.said
    updated_at = said.updated_at or said.published_at or post.published_at
    return RemoteItem(uri=said.uri, author=answer.told.author, item=post.reference, url=said.url, updated_at=updated_at)


def _members(space: Space, authors: Iterable[RemoteActor], now: datetime) -> dict[int, Persona]:
    """The face of each author; who speaks in the space for the first time begins to stand in it."""
    faces = {author.pk: author.persona for author in authors if author.persona is not None}
    standing = set(Membership.objects.filter(space=space, persona__in=faces.values()).values_list("persona", flat=True))
    people: dict[int, Persona] = {}
    for author in authors:
        face = faces.get(author.pk)
        if author.pk not in people:
            stands = face is not None and face.pk in standing
            people[author.pk] = face if face is not None and stands else contents.member(author, space, now)
    return people
