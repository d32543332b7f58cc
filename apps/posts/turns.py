"""Talks of two, by turns: what both held back begins together, then each may answer once. Only exchanges call this."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from apps.base.errors import NotNow
from apps.ledger.services import append
from apps.people.models import Persona
from apps.posts.markdown import to_html
from apps.posts.models import Post, Thread
from apps.posts.permissions import closed_words
from apps.posts.selectors import closures_of
from apps.posts.services import checked_text
from apps.spaces.models import Space, Topic
from apps.spaces.permissions import check_can_post


@dataclass(frozen=True, slots=True)
class Turn:
    """What one of the two says."""

    author: Persona
    text: str
    language: str
    stars: int | None = None


@transaction.atomic
def talk_of_two_begin(
    *, space: Space, topic: Topic | None, title: str, turns: Sequence[Turn], now: datetime
) -> tuple[Thread, list[Post]]:
    """Publish what both wrote at the same instant. Whether they may was asked when they wrote."""
    thread = Thread.objects.create(
        space=space,
        topic=topic,
        title=title,
        by_turns=True,
        started_at=now,
        last_post_at=now,
        post_count=len(turns),
    )
    return thread, [_publish(thread, turn, number, now) for number, turn in enumerate(turns, start=1)]


@transaction.atomic
def turn_take(*, thread: Thread, turn: Turn, now: datetime) -> Post:
    """Answer in it. Whether it is one's turn is the exchange's to say."""
    check_can_post(turn.author, thread.space, now=now)
    thread = Thread.objects.select_for_update().select_related("space").get(pk=thread.pk)
    if closed := closures_of([thread.pk]).get(thread.pk):
        raise NotNow(closed_words(closed[0]))
    last = thread.posts.aggregate(last=Max("number"))["last"] or 0
    Thread.objects.filter(pk=thread.pk).update(last_post_at=now, post_count=F("post_count") + 1)
    return _publish(thread, turn, last + 1, now)


def _publish(thread: Thread, turn: Turn, number: int, now: datetime) -> Post:
    text = checked_text(turn.text)
    post = Post.objects.create(
        author=turn.author,
        thread=thread,
        number=number,
        text=text,
        html=to_html(text),
        stars=turn.stars,
        language=turn.language,
        published_at=now,
    )
    append(
        kind="post.published",
        actor=turn.author.reference,
        object=post.reference,
        payload={"post": post.pk},
        now=now,
    )
    return post
