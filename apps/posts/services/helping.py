"""What helped: votes, and the answer that solved it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from apps.ledger.services import append
from apps.people.models import Persona
from apps.posts.models import HelpfulVote, Post, Thread
from apps.posts.permissions import check_can_choose_best_answer, check_can_vote
from apps.posts.services.items import AnyItem, locked, say


@transaction.atomic
def helpful_vote(*, persona: Persona, item: AnyItem, now: datetime) -> bool:
    """Say that it helped, or take that back; one vote per person, under whatever name. Return whether it stands now."""
    item = locked(item)
    check_can_vote(persona, item)
    target = {"post": item} if isinstance(item, Post) else {"review": item}
    before = HelpfulVote.objects.select_related("persona").filter(_of(persona), **target).first()
    if before is None:
        HelpfulVote.objects.create(persona=persona, cast_at=now, **target)
    else:
        before.delete()
    type(item).objects.filter(pk=item.pk).update(helpful_count=F("helpful_count") + (-1 if before else 1))
    giver = before.persona if before else persona
    say(item, "helpful.withdrawn" if before else "helpful.cast", giver.reference, now)
    return before is None


def _of(persona: Persona) -> Q:
    """By this person, under any of their names."""
    return Q(persona__account=persona.account_id) if persona.account_id else Q(persona=persona)


@transaction.atomic
def best_answer_choose(*, persona: Persona, thread: Thread, answer: Post, now: datetime) -> Thread:
    """The person who asked says which answer solved it."""
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    answer = Post.objects.select_for_update().get(pk=answer.pk)
    check_can_choose_best_answer(persona, thread, answer)
    thread.best_answer, thread.best_answer_at = answer, now
    thread.save(update_fields=["best_answer", "best_answer_at"])
    append(
        kind="answer.chosen",
        actor=persona.reference,
        object=thread.reference,
        payload={"thread": thread.pk, "post": answer.pk},
        now=now,
    )
    return thread
