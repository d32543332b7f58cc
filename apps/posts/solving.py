"""What is said of an accepted answer later: that it is the answer no more, or that it is no longer true.

Nothing is hidden by either: the answer keeps its place in the talk.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotFound, NotNow, NotYours
from apps.ledger.services import append
from apps.notices.models import Notice
from apps.notices.services import prepare
from apps.people.models import Account, Persona
from apps.posts.models import Outdated, OutdatedBy, Post, Thread
from apps.posts.selectors import first_of
from apps.posts.states import ItemState

REOPENED, OUTDATED = "posts.reopened", "posts.outdated"  # kinds of notices
EARLIEST = 1970


@transaction.atomic
def best_answer_reopen(*, persona: Persona, thread: Thread, answer: Post, now: datetime) -> Thread:
    """The person who asked takes back what they chose: the question is open again."""
    thread = Thread.objects.select_for_update(of=("self",)).select_related("space").get(pk=thread.pk)
    check_can_reopen(persona, thread, answer)
    answer = Post.objects.select_related("author", "thread__space").get(pk=answer.pk)
    thread.best_answer = thread.best_answer_at = None
    thread.save(update_fields=["best_answer", "best_answer_at"])
    payload = {"thread": thread.pk, "post": answer.pk}
    append(kind="answer.reopened", actor=persona.reference, object=thread.reference, payload=payload, now=now)
    _tell(REOPENED, answer, persona, now)
    return thread


@transaction.atomic
def answer_outdate(*, account: Account, answer: Post, since: date, now: datetime) -> Outdated:
    """Its author, or the person who asked, says since when an answer is no longer true."""
    answer = Post.objects.select_for_update(of=("self",)).select_related("author", "thread__space").get(pk=answer.pk)
    by, persona = who_may_outdate(account, answer)
    _check_day(since, now)
    standing = Outdated.objects.filter(answer=answer).first()
    if standing is not None and standing.persona is not None and not persona.is_one_with(standing.persona):
        raise NotNow(_("This was said already, by %(who)s.") % {"who": standing.get_by_display()})
    said = {"since": since, "persona": persona, "by": by, "at": now}
    mark, _first = Outdated.objects.update_or_create(answer=answer, defaults=said)
    append(
        kind="answer.outdated", actor=persona.reference, object=answer.reference, payload={"post": answer.pk}, now=now
    )
    _tell(OUTDATED, answer, persona, now)
    return mark


@transaction.atomic
def answer_keep_current(*, account: Account, answer: Post, now: datetime) -> None:
    """Whoever said that it is no longer true takes that back."""
    mark = Outdated.objects.select_for_update(of=("self",)).select_related("persona").filter(answer=answer).first()
    if mark is None:
        raise NotNow(_("Nobody says that this answer is no longer true."))
    if mark.persona is None or mark.persona.account_id != account.pk:
        raise NotYours(_("Only whoever said it can take it back."))
    mark.delete()
    actor, payload = mark.persona.reference, {"post": answer.pk}
    append(kind="answer.current", actor=actor, object=answer.reference, payload=payload, now=now)


def check_can_reopen(persona: Persona, thread: Thread, answer: Post) -> None:
    """Whoever chose may choose again, or nobody."""
    first = first_of(thread)
    if first is None or first.author_id != persona.pk:
        raise NotYours(_("Only the person who asked can take the best answer back."))
    if thread.best_answer_id != answer.pk:
        raise NotNow(_("This is not the chosen answer, or no longer."))


def who_may_outdate(account: Account, answer: Post) -> tuple[OutdatedBy, Persona]:
    """As whom this person speaks of the answer: the one who gave it, or the one who asked."""
    if answer.number == 1 or not answer.thread.is_question:
        raise NotNow(_("This is not an answer to a question."))
    if answer.state not in {ItemState.PUBLISHED, ItemState.MASKED}:
        raise NotNow(_("This answer was withdrawn or erased: there is nothing left to correct."))
    if answer.author is not None and answer.author.account_id == account.pk:
        return OutdatedBy.AUTHOR, answer.author
    asker = asker_of(answer.thread)
    if asker is None or asker.account_id != account.pk:
        raise NotYours(_("Its author and the person who asked can say that. You may answer, or report it."))
    if answer.thread.best_answer_id != answer.pk:
        raise NotNow(_("You did not choose this answer: there is nothing to take back."))
    return OutdatedBy.ASKER, asker


def asker_of(thread: Thread) -> Persona | None:
    """Who asked."""
    first = thread.posts.select_related("author").filter(number=1).first()
    return first.author if first else None


def answer_at(item: object) -> Post:
    """A message, or nothing."""
    if not isinstance(item, Post):
        raise NotFound(_("No answer has this address."))
    return item


def _check_day(since: date, now: datetime) -> None:
    if since > (now + timedelta(hours=14)).date():  # it is already tomorrow somewhere
        raise BadInput({"since": _("This day has not come yet. Say it when it is no longer true.")})
    if since.year < EARLIEST:
        raise BadInput({"since": _("That is very long ago. Check the year.")})


def _tell(kind: str, answer: Post, persona: Persona, now: datetime) -> None:
    """Whoever answered is told once, unless they said it themselves."""
    author = answer.author
    if author is None or author.is_one_with(persona):
        return
    if not Notice.objects.filter(kind=kind, about=answer.reference, to=author).exists():
        path = f"/s/{answer.thread.space.slug}/t/{answer.thread_id}/#p{answer.number}"
        prepare(kind=kind, to=[author], about=answer.reference, path=path, now=now, by=persona)
