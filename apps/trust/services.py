"""Count answers and feedback as they are now; take a person's choice. The only writers of trust.

Each verb looks at what stands, not at what was announced: said twice or out of order, the result is the same.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.algorithms.apomediary import Answer, Record
from apps.base.errors import NotFound
from apps.notices.models import Notice
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.posts.models import HelpfulVote, Item, Post, Review, Thread
from apps.posts.selectors import space_of
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, Feedback, HelperChoice, HelperMoment, Kind
from apps.trust.statuses import counts_in_full

THANKED = "answer.thanked"

# --- who helps at the moment -----------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def answer_count(*, post_id: int) -> None:
    """Count an answer as it stands now in the sums of its author, in the place of what was counted before."""
    post = Post.objects.select_related("thread__space", "thread__topic", "author").filter(pk=post_id).first()
    if post is None or post.author_id is None:
        return
    _locked_moment(post.thread.space, post.author_id)
    mark = AnswerMark.objects.filter(post=post).first()
    before, after = answer_of(mark) if mark else None, _as_it_stands(post)
    if before == after:
        return
    topic_id = mark.topic_id if mark else post.thread.topic_id
    _moments_change(post.thread.space, post.author_id, {None, topic_id}, before, after)
    _mark(post, topic_id, after)


def answer_of(mark: AnswerMark) -> Answer:
    """A counted answer, for the algorithm."""
    return Answer(mark.at.timestamp(), mark.best, mark.thanks, mark.thanks, str(mark.post_id))


def _as_it_stands(post: Post) -> Answer | None:
    if not is_answer(post):
        return None
    best = post.thread.best_answer_id == post.pk
    return Answer(post.published_at.timestamp(), best, post.helpful_count, post.helpful_count, str(post.pk))


def is_answer(post: Post) -> bool:
    """A member's published answer to another person's question; nothing that was imported."""
    if post.source_id or post.thread.source_id or post.thread.space.imported or not post.thread.is_question:
        return False
    if post.number == 1 or post.state != ItemState.PUBLISHED:
        return False
    asked = post.thread.posts.select_related("author").filter(number=1).first()
    return asked is None or post.author is None or not post.author.is_one_with(asked.author)


def _locked_moment(space: Space, persona_id: int) -> None:
    """One event of a persona in a space after the other."""
    mine = HelperMoment.objects.select_for_update().filter(space=space, topic=None, persona_id=persona_id)
    if not mine.values_list("pk"):
        HelperMoment.objects.get_or_create(space=space, topic=None, persona_id=persona_id)
        mine.get()


def _moments_change(
    space: Space, persona_id: int, topics: set[int | None], before: Answer | None, after: Answer | None
) -> None:
    """Both sums, of the topic and of the whole space, in one statement."""
    mine = HelperMoment.objects.filter(space=space, persona_id=persona_id)
    kept: dict[int | None, dict[str, Any]] = dict(
        mine.filter(Q(topic__in=topics - {None}) | Q(topic=None)).values_list("topic_id", "record")
    )
    changed = [
        HelperMoment(
            space=space,
            topic_id=topic,
            persona_id=persona_id,
            record=_record(kept.get(topic)).changed(before, after).as_json(),
        )
        for topic in topics
    ]
    once = ["space", "topic", "persona"]
    HelperMoment.objects.bulk_create(changed, update_conflicts=True, unique_fields=once, update_fields=["record"])


def _record(stored: dict[str, Any] | None) -> Record:
    return Record.from_json(stored) if stored else Record()


def _mark(post: Post, topic_id: int | None, after: Answer | None) -> None:
    if after is None:
        AnswerMark.objects.filter(post=post).delete()
        return
    mark = AnswerMark(
        post=post,
        space=post.thread.space,
        topic_id=topic_id,
        persona=post.author,
        at=post.published_at,
        best=after.best,
        thanks=after.thanks,
    )
    said = ["best", "thanks"]
    AnswerMark.objects.bulk_create([mark], update_conflicts=True, unique_fields=["post"], update_fields=said)


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def answers_count(*, thread_id: int) -> None:
    """The best answer changed: count the one that is, and the one that was."""
    was = AnswerMark.objects.filter(post__thread=thread_id, best=True).values_list("post", flat=True)
    now_best = Thread.objects.filter(pk=thread_id).values_list("best_answer", flat=True).first()
    for post_id in sorted({*was, *([now_best] if now_best else [])}):
        answer_count(post_id=post_id)


@transaction.atomic
def helper_choose(*, account: Account, persona: str, space: str, choice: Choice, now: datetime) -> HelperChoice:
    """Be shown as helping at the moment, or not. What was chosen can be chosen again."""
    membership = Membership.objects.filter(
        persona__reference=persona, persona__account=account, space__slug=space
    ).first()
    if membership is None:
        raise NotFound(_("You do not stand in this space under this pseudonym."))
    row, _created = HelperChoice.objects.update_or_create(
        space=membership.space, persona=membership.persona, defaults={"choice": choice, "decided_at": now}
    )
    return row


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def helper_thank(*, post_id: int, now: datetime) -> None:
    """Tell a helper, once per answer, that it was the one that helped; not oneself, nor about what was imported."""
    post = Post.objects.select_related("thread__space", "author").filter(pk=post_id).first()
    if post is None or post.author is None or not is_answer(post) or post.thread.best_answer_id != post.pk:
        return
    if not Notice.objects.filter(kind=THANKED, about=post.reference).exists():
        prepare(kind=THANKED, to=[post.author], about=post.reference, path=_path(post), now=now)


def _path(post: Post) -> str:
    """Where an answer is read, without the language."""
    return f"/s/{post.thread.space.slug}/t/{post.thread_id}/#p{post.number}"


# --- what others said ------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def helpful_count(*, item: Post | Review, giver: str, now: datetime) -> None:
    """Keep, or take away, one person's "this helped me", as the vote stands."""
    target = {"post": item} if isinstance(item, Post) else {"review": item}
    if HelpfulVote.objects.filter(persona__reference=giver, **target).exists():
        topic = item.thread.topic if isinstance(item, Post) else item.topic
        _feedback(item, space_of(item), topic, giver, Kind.HELPFUL, item.reference, now)
    else:
        Feedback.objects.filter(giver=giver, kind=Kind.HELPFUL, item=item.reference).delete()


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def best_count(*, thread_id: int, now: datetime) -> None:
    """Keep the word of the person who asked about the answer that is best now, and no other."""
    thread = Thread.objects.select_related("space", "topic", "best_answer").get(pk=thread_id)
    Feedback.objects.filter(kind=Kind.BEST, item=thread.reference).delete()
    asker = thread.posts.select_related("author").get(number=1).author
    if thread.best_answer is not None and asker is not None:
        at = thread.best_answer_at or now
        _feedback(thread.best_answer, thread.space, thread.topic, asker.reference, Kind.BEST, thread.reference, at)


def _feedback(about: Item, space: Space, topic: Topic | None, giver: str, kind: Kind, item: str, at: datetime) -> None:
    """Never from oneself under another name, never about what was imported."""
    who = Persona.objects.filter(reference=giver).first()
    receiver = about.author
    if who is None or receiver is None or about.source_id or space.imported or who.is_one_with(receiver):
        return
    said = Feedback(
        giver=giver,
        kind=kind,
        item=item,
        space=space,
        topic=topic,
        receiver=receiver,
        at=at,
        giver_earned=counts_in_full(who, space, now=at),
    )
    Feedback.objects.bulk_create([said], ignore_conflicts=True)  # said once already: it stands as it was
