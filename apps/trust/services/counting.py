"""Count answers and feedback as they are now; take a person's choice.

Each verb looks at what stands, not at what was announced: said twice or out of order, the result is the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.algorithms.apomediary import Answer, Record
from apps.algorithms.earned_status import surprise
from apps.base.errors import NotFound
from apps.base.statements import rows_of
from apps.exchanges.models import Rating
from apps.exchanges.rule import opposite, person
from apps.exchanges.states import Side
from apps.notices.models import Notice
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.posts.models import HelpfulVote, Item, Post, Review, Thread
from apps.posts.selectors import space_of
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Space, Topic
from apps.trust.models import AnswerMark, Choice, Explained, Feedback, HelperChoice, HelperMoment, Kind, StruckOut
from apps.trust.severity import leniency_of
from apps.trust.statuses import counts_in_full, expected_share

THANKED = "answer.thanked"

Stored = dict[int | None, dict[str, Any]]  # by topic; None: of the whole space

# --- who helps at the moment -----------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def answer_count(*, post_id: int) -> None:
    """Count an answer as it stands now in the sums of its author, in the place of what was counted before."""
    post, question = _with_question(post_id)
    if post is None or post.author_id is None:
        return
    kept = _locked_records(post.thread.space, post.author_id)
    mark = AnswerMark.objects.filter(post=post).first()
    before, after = answer_of(mark) if mark else None, _as_it_stands(post, question)
    if before == after:
        return
    topic_id = mark.topic_id if mark else post.thread.topic_id
    changed = {about: _record(kept.get(about)).changed(before, after) for about in {None, topic_id}}
    _keep(post.thread.space, post.author_id, changed)
    _mark(post, topic_id, after)


def in_questions(posts: Iterable[int]) -> set[int]:
    """Those of these messages that stand under a question asked here."""
    return {row[0] for row in rows_of(_IN_QUESTIONS, [list(posts)])}


_IN_QUESTIONS = """
    SELECT p.id FROM posts_post p JOIN posts_thread t ON t.id = p.thread_id
    WHERE p.id = ANY(%s) AND t.is_question AND t.source_id IS NULL
"""


def answer_of(mark: AnswerMark) -> Answer:
    """A counted answer, for the algorithm."""
    return Answer(mark.at.timestamp(), mark.best, mark.thanks, mark.thanks, str(mark.post_id))


def _with_question(post_id: int) -> tuple[Post | None, Post | None]:
    """A message, and the first one of its thread."""
    thread = Post.objects.filter(pk=post_id).values("thread")
    rows = Post.objects.filter(Q(pk=post_id) | Q(number=1), thread__in=thread)
    found = list(rows.select_related("thread__space", "thread__topic", "author"))
    return (
        next((post for post in found if post.pk == post_id), None),
        next((post for post in found if post.number == 1), None),
    )


def _as_it_stands(post: Post, question: Post | None) -> Answer | None:
    if not is_answer(post, question):
        return None
    best = post.thread.best_answer_id == post.pk
    return Answer(post.published_at.timestamp(), best, post.helpful_count, post.helpful_count, str(post.pk))


def is_answer(post: Post, question: Post | None) -> bool:
    """A member's published answer to another person's question; nothing that was imported."""
    if post.source_id or post.thread.source_id or post.thread.space.imported or not post.thread.is_question:
        return False
    if post.number == 1 or post.state != ItemState.PUBLISHED:
        return False
    return question is None or post.author is None or not post.author.is_one_with(question.author)


def _locked_records(space: Space, persona_id: int) -> Stored:
    """What is kept of a persona in a space; one event after the other."""
    mine = HelperMoment.objects.select_for_update().filter(space=space, persona_id=persona_id).order_by("pk")
    kept: Stored = dict(mine.values_list("topic_id", "record"))
    if None not in kept:
        first = HelperMoment(space=space, topic=None, persona_id=persona_id)
        HelperMoment.objects.bulk_create([first], ignore_conflicts=True)
        kept = dict(mine.values_list("topic_id", "record"))
    return kept


def _keep(space: Space, persona_id: int, records: Mapping[int | None, Record]) -> None:
    """The sums of the topic and of the whole space, in one statement."""
    rows = [
        HelperMoment(space=space, topic_id=topic, persona_id=persona_id, record=record.as_json())
        for topic, record in records.items()
    ]
    once = ["space", "topic", "persona"]
    HelperMoment.objects.bulk_create(rows, update_conflicts=True, unique_fields=once, update_fields=["record"])


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
    post, question = _with_question(post_id)
    if post is None or post.author is None or not is_answer(post, question) or post.thread.best_answer_id != post.pk:
        return
    if not Notice.objects.filter(kind=THANKED, about=post.reference).exists():
        asker = question.author if question is not None else None
        prepare(kind=THANKED, to=[post.author], about=post.reference, path=_path(post), now=now, by=asker)


def _path(post: Post) -> str:
    """Where an answer is read, without the language."""
    return f"/s/{post.thread.space.slug}/t/{post.thread_id}/#p{post.number}"


# --- what others said ------------------------------------------------------------------------------------------------


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def helpful_count(*, item: Post | Review, giver: str, now: datetime) -> None:
    """Keep, or take away, one person's "this helped me", as the vote stands."""
    target = {"post": item} if isinstance(item, Post) else {"review": item}
    vote = HelpfulVote.objects.filter(persona__reference=giver, **target).select_related("persona").first()
    if vote is not None:
        topic = item.thread.topic if isinstance(item, Post) else item.topic
        _feedback(item, space_of(item), topic, vote.persona, Word(Kind.HELPFUL, item.reference, now))
    else:
        Feedback.objects.filter(giver=giver, kind=Kind.HELPFUL, item=item.reference).delete()


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def best_count(*, thread_id: int, now: datetime) -> None:
    """Keep the word of the person who asked about the answer that is best now, and no other."""
    thread = Thread.objects.select_related("space", "topic", "best_answer").get(pk=thread_id)
    Feedback.objects.filter(kind=Kind.BEST, item=thread.reference).delete()
    asker = thread.posts.select_related("author").get(number=1).author
    if thread.best_answer is not None and asker is not None:
        word = Word(Kind.BEST, thread.reference, thread.best_answer_at or now)
        _feedback(thread.best_answer, thread.space, thread.topic, asker, word)


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def ratings_count(*, exchange: str, now: datetime) -> None:
    """The ratings of an exchange appeared."""
    posts = Rating.objects.filter(exchange__reference=exchange, post__isnull=False).values_list("post", flat=True)
    for post_id in posts:
        rating_count(post_id=post_id, now=now)


@transaction.atomic(savepoint=False)  # all or nothing, with the delivery that asked for it
def rating_count(*, post_id: int, now: datetime) -> None:
    """Keep what one of two says of the other while it stands. Two can agree on anything: it counts by who says it."""
    rating = Rating.objects.select_related("exchange__space", "exchange__topic", "author", "post").filter(post=post_id)
    found = rating.first()
    if found is None or found.post is None:
        return
    Feedback.objects.filter(kind=Kind.RATING, item=found.post.reference).delete()
    stars, side = found.post.stars or 0, opposite(Side(found.side))
    size, receiver = SIZES.get(stars, 0.0), person(found.exchange, side)
    if found.post.state != ItemState.PUBLISHED or not size or receiver is None:
        return
    place = found.exchange.space, found.exchange.topic
    word = Word(Kind.RATING, found.post.reference, found.post.published_at, favourable=stars > MIDDLE, size=size)
    _keep_word(receiver, *place, found.author, word)


MIDDLE = 3
SIZES = {
    5: 1.0,
    4: 0.25,
    2: 0.25,
    1: 1.0,
}  # of a rating: its distance from the middle, squared; the middle says nothing


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody said of somebody, on one item."""

    kind: Kind
    item: str
    at: datetime
    favourable: bool = True
    size: float = 1.0


def _feedback(about: Item, space: Space, topic: Topic | None, giver: Persona, word: Word) -> None:
    """Never about what was imported."""
    if about.author is not None and not about.source_id:
        _keep_word(about.author, space, topic, giver, word)


def _keep_word(receiver: Persona, space: Space, topic: Topic | None, giver: Persona, word: Word) -> None:
    """Never from oneself under another name, nor where everything was imported, nor against what a person decided."""
    if space.imported or giver.is_one_with(receiver) or _is_struck_out(receiver, word):
        return
    share = expected_share(receiver, space, topic, word.at)
    said = Feedback(
        giver=giver.reference,
        kind=word.kind,
        item=word.item,
        space=space,
        topic=topic,
        receiver=receiver,
        at=word.at,
        favourable=word.favourable,
        size=word.size,
        giver_earned=counts_in_full(giver, space, now=word.at),
        giver_days=days_here(giver, space, now=word.at),
        leniency=1.0 if word.favourable else leniency_of(giver.reference, space, now=word.at),
        surprise=surprise(word.favourable, share),
    )
    Feedback.objects.bulk_create([said], ignore_conflicts=True)  # said once already: it stands as it was
    Explained.objects.bulk_create([Explained(persona=receiver, space=space, topic=topic)], ignore_conflicts=True)


def _is_struck_out(receiver: Persona, word: Word) -> bool:
    return not word.favourable and StruckOut.objects.filter(receiver=receiver, item=word.item).exists()


def days_here(giver: Persona, space: Space, *, now: datetime) -> float:
    """How long somebody has stood in a space."""
    joined = Membership.objects.filter(space=space, persona=giver).values_list("joined_at", flat=True).first()
    return max(0.0, (now - joined).total_seconds() / 86400) if joined else 0.0
