"""What an answer answers: asked for at its own site when nobody here knows it, and taken first.

So deep, and with so many questions, as one message may cause. What cannot be had is not waited for: the answer begins a
talk of its own, at once; when its parent comes after all, the answer is put under it.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction

from apps.base.errors import Refusal
from apps.federation.addresses import host_of, is_ours
from apps.federation.documents.activities import name_of
from apps.federation.errors import Refused
from apps.federation.fetching import document_at
from apps.federation.models import RemoteItem, ReviewTalk
from apps.federation.said import Said
from apps.federation.selectors import item_of
from apps.federation.services import actors
from apps.outside import Budget, OutsideError
from apps.posts.models import Post, Review, Thread
from apps.posts.services import talk_join

log = structlog.get_logger()
FIRST = Budget().depth


def parent_asked(said: Said, *, budget: Budget, placed: Callable[[], object], now: datetime) -> Post | Review | None:
    """What it answers, as its own site tells it, after what that answers in turn. The first in the line must have been
    said in a space here: for what is addressed to nobody nobody is asked anything."""
    if not host_of(said.parent) or is_ours(said.parent) or RemoteItem.objects.filter(uri=said.parent).exists():
        return None
    if budget.depth == FIRST:
        placed()
    try:
        with transaction.atomic():
            return _taken(said.parent, budget.deeper(), now)
    except (Refused, Refusal, OutsideError) as error:
        log.info("parent_left_out", why=str(error)[:200])
        return None


def _taken(named: str, budget: Budget, now: datetime) -> Post | Review:
    """As if its own site had sent it: it counts for the space it was said in, or that of what it answers."""
    from apps.federation.services.contents import item_named, item_take

    thing = document_at(named, now=now, budget=budget)
    author = actors.actor_at(name_of(thing.get("attributedTo")), now=now, budget=budget)
    if host_of(named) != host_of(author.uri):
        raise Refused("It has a name of another site.")
    item_take(thing, author=author, activity={}, now=now, budget=budget)
    return item_named(named)


@transaction.atomic
def answers_join(parent: RemoteItem, *, now: datetime) -> None:
    """What answered it before it came stands under it from now on."""
    waiting = RemoteItem.objects.select_for_update().filter(awaits=parent.uri).exclude(awaits="").order_by("pk")
    for answer in waiting:
        said, answered = item_of(answer.item), item_of(parent.item)
        if isinstance(said, Post) and said.number == 1 and answered is not None:
            _put_under(said.thread, answered, now)
        RemoteItem.objects.filter(pk=answer.pk).update(awaits="")


def _put_under(talk: Thread, answered: Post | Review, now: datetime) -> None:
    """Into the talk of a message; of a review, into the talk about it, or it is that talk."""
    if isinstance(answered, Post):
        talk_join(talk=talk, into=answered.thread, now=now)
        return
    known = ReviewTalk.objects.filter(review=answered.reference).first()
    about = Thread.objects.filter(reference=known.thread).first() if known else None
    if about is not None:
        talk_join(talk=talk, into=about, now=now)
    elif talk.space_id == answered.space_id:
        ReviewTalk.objects.update_or_create(review=answered.reference, defaults={"thread": talk.reference})
