"""Talks that are closed, opened again or joined."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from apps.ledger.services import append
from apps.posts.models import Closure, JoinedTalk, Post, Thread


@transaction.atomic
def talk_join(*, talk: Thread, into: Thread, now: datetime) -> None:
    """Put the messages of a talk under another one, after those that stand there: it turned out that they answer it.
    The old address leads to the new place. What a person closed here stays as it is."""
    locked = Thread.objects.select_for_update().filter(pk__in=[talk.pk, into.pk]).order_by("pk")
    if len(locked) < 2 or talk.space_id != into.space_id:
        return
    if Closure.objects.filter(thread__in=[talk.pk, into.pk], by="").exists():
        return
    last = into.posts.aggregate(last=Max("number"))["last"] or 0
    moved = Post.objects.filter(thread=talk).update(thread=into, number=F("number") + last)
    latest = max(talk.last_post_at, into.last_post_at)
    Thread.objects.filter(pk=into.pk).update(post_count=F("post_count") + moved, last_post_at=latest)
    JoinedTalk.objects.filter(thread=talk).update(thread=into)
    JoinedTalk.objects.create(was=talk.pk, thread=into, at=now)
    payload = {"thread": into.pk, "was": talk.pk}
    append(kind="thread.joined", actor="", object=into.reference, payload=payload, now=now)
    Thread.objects.filter(pk=talk.pk).delete()


@transaction.atomic
def talk_close(*, thread: Thread, case: str, now: datetime) -> None:
    """Take no more answers in a talk. Only moderation calls this, after a person's decision."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    open_until_now = not thread.closures.filter(by="").exists()
    Closure.objects.get_or_create(thread=thread, by="", case=case, defaults={"at": now})
    if open_until_now:
        append(kind="thread.closed", actor="", object=thread.reference, payload={"thread": thread.pk}, now=now)


@transaction.atomic
def talk_reopen(*, thread: Thread, case: str, now: datetime) -> None:
    """What this case closed takes answers again, unless another one closed it too. Only moderation calls this."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    lifted, _rows = thread.closures.filter(by="", case=case).delete()
    if lifted and not thread.closures.filter(by="").exists():
        append(kind="thread.reopened", actor="", object=thread.reference, payload={"thread": thread.pk}, now=now)


def host_close(*, thread: Thread, host: str, reason: str, now: datetime) -> None:
    """The site that hosts the space takes no more answers in this talk."""
    Closure.objects.update_or_create(
        thread=thread, by=host, case="", defaults={"reason": reason}, create_defaults={"reason": reason, "at": now}
    )


def host_reopen(*, thread: Thread, host: str) -> None:
    """It took that back."""
    Closure.objects.filter(thread=thread, by=host).delete()
