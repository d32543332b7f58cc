"""Experiences and messages, published at once, praise and blame alike."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.ledger.services import Told, append, append_all
from apps.people.models import Persona
from apps.posts.markdown import to_html
from apps.posts.models import DeclaredLink, Post, Review, Subject, Thread
from apps.posts.permissions import check_can_all_answer, check_can_answer, check_is_open
from apps.posts.services.items import checked_text, say
from apps.spaces.models import Space, Topic
from apps.spaces.permissions import check_can_all_post, check_can_post


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a person typed about an experience."""

    stars: int
    text: str
    experience_on: date
    link: DeclaredLink
    title: str = ""
    language: str = "fr"


@transaction.atomic
def review_publish(
    *, author: Persona, space: Space, subject: Subject, draft: ReviewDraft, now: datetime, topic: Topic | None = None
) -> Review:
    """Publish a review at once. Raises BadInput with a sentence per field."""
    check_can_post(author, space, now=now)
    check_draft(draft, now=now)
    text = checked_text(draft.text)
    review = Review.objects.create(
        author=author,
        space=space,
        topic=topic,
        subject=subject,
        title=clean_text(draft.title),
        stars=draft.stars,
        text=text,
        html=to_html(text),
        experience_on=draft.experience_on,
        link=draft.link,
        language=draft.language,
        published_at=now,
    )
    say(review, "review.published", author.reference, now)
    return review


def check_draft(draft: ReviewDraft, *, now: datetime) -> None:
    """Stars and the day of the experience. Raises BadInput with a sentence per field."""
    errors: dict[str, Any] = {}
    if not 1 <= draft.stars <= 5:
        errors["stars"] = _("Stars go from 1 to 5.")
    if draft.experience_on > (now + timedelta(hours=14)).date():  # it is already tomorrow somewhere
        errors["experience_on"] = _("The experience has not happened yet. Give the day it did.")
    if draft.experience_on.year < 1970:
        errors["experience_on"] = _("That is very long ago. Check the year.")
    if errors:
        raise BadInput(errors)


@transaction.atomic
def thread_start(
    *,
    author: Persona,
    space: Space,
    title: str,
    text: str,
    now: datetime,
    topic: Topic | None = None,
    is_question: bool = False,
    language: str = "fr",
) -> Thread:
    """Start a talk or ask a question; its words are post number 1."""
    check_can_post(author, space, now=now)
    heading = clean_text(title)
    if not heading:
        raise BadInput({"title": _("Give it a title: others find it by that.")})
    thread = Thread.objects.create(
        space=space, topic=topic, title=heading[:200], is_question=is_question, started_at=now, last_post_at=now
    )
    _post_create(author=author, thread=thread, text=text, language=language, now=now)
    payload = {"thread": thread.pk}
    append(kind="thread.started", actor=author.reference, object=thread.reference, payload=payload, now=now)
    return thread


@transaction.atomic
def post_add(*, author: Persona, thread: Thread, text: str, now: datetime, language: str = "fr") -> Post:
    """Add a message to a talk."""
    check_can_post(author, thread.space, now=now)
    thread = Thread.objects.select_for_update().get(pk=thread.pk)  # nobody closes it meanwhile
    check_can_answer(author, thread)
    return _post_create(author=author, thread=thread, text=text, language=language, now=now)


def _post_create(*, author: Persona, thread: Thread, text: str, language: str, now: datetime) -> Post:
    number = (thread.posts.aggregate(last=Max("number"))["last"] or 0) + 1
    post = _post(Message(author, thread, text, language), number, now)
    post.save(force_insert=True)
    Thread.objects.filter(pk=thread.pk).update(last_post_at=now, post_count=F("post_count") + 1)
    say(post, "post.published", author.reference, now)
    return post


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody says in a talk."""

    author: Persona
    thread: Thread
    text: str
    language: str = "fr"


@transaction.atomic
def posts_add(*, space: Space, messages: Sequence[Message], now: datetime) -> list[Post]:
    """Add messages to talks of a space, in this order, for the price of one; all of them or none."""
    check_can_all_post((message.author for message in messages), space, now=now)
    numbers = _numbers_after({message.thread.pk for message in messages})
    check_can_all_answer((message.author, message.thread.pk) for message in messages)
    for message in messages:
        check_is_open(message.thread)
    posts = Post.objects.bulk_create(_post(message, next(numbers[message.thread.pk]), now) for message in messages)
    for thread, more in Counter(post.thread_id for post in posts).items():
        Thread.objects.filter(pk=thread).update(last_post_at=now, post_count=F("post_count") + more)
    told = [Told(m.author.reference, p.reference, {"post": p.pk}) for m, p in zip(messages, posts, strict=True)]
    append_all(kind="post.published", news=told, now=now)
    return posts


def _numbers_after(threads: set[int]) -> dict[int, Iterator[int]]:
    """From which number each talk goes on. They are locked, in the same order by everybody."""
    list(Thread.objects.select_for_update().filter(pk__in=threads).order_by("pk").values_list("pk"))
    last = dict(Post.objects.filter(thread__in=threads).values_list("thread").annotate(Max("number")))
    return {thread: count(last.get(thread, 0) + 1) for thread in threads}


def _post(message: Message, number: int, now: datetime) -> Post:
    body = checked_text(message.text)
    return Post(
        author=message.author,
        thread=message.thread,
        number=number,
        text=body,
        html=to_html(body),
        language=message.language,
        published_at=now,
    )
