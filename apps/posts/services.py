"""Everything is published at once, praise and blame alike. The only writers of threads, posts, reviews and votes."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar, cast

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.html import linebreaks
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow, NotYours
from apps.base.models import check_transition, clean_text, new_reference
from apps.ledger.services import Told, append, append_all
from apps.people.models import Persona
from apps.posts.locking import lock_words
from apps.posts.markdown import MAX_TEXT, to_html
from apps.posts.masking import carry, passages, tidy
from apps.posts.models import (
    Closure,
    DeclaredLink,
    HelpfulVote,
    Item,
    JoinedTalk,
    Post,
    Review,
    Revision,
    Subject,
    SubjectKind,
    Thread,
)
from apps.posts.permissions import (
    check_can_all_answer,
    check_can_answer,
    check_can_choose_best_answer,
    check_can_edit,
    check_can_vote,
    check_is_open,
)
from apps.posts.selectors import label_of, subjects_like, subjects_named
from apps.posts.states import TRANSITIONS, ItemState
from apps.posts.subject_names import wrong_with_subject
from apps.spaces.models import Space, Topic
from apps.spaces.permissions import check_can_all_post, check_can_post

AnyItem = TypeVar("AnyItem", bound=Post | Review)


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
    _check_draft(draft, now=now)
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
    _say(review, "review.published", author.reference, now)
    return review


def _check_draft(draft: ReviewDraft, *, now: datetime) -> None:
    errors: dict[str, Any] = {}
    if not 1 <= draft.stars <= 5:
        errors["stars"] = _("Stars go from 1 to 5.")
    if draft.experience_on > (now + timedelta(hours=14)).date():  # it is already tomorrow somewhere
        errors["experience_on"] = _("The experience has not happened yet. Give the day it did.")
    if draft.experience_on.year < 1970:
        errors["experience_on"] = _("That is very long ago. Check the year.")
    if errors:
        raise BadInput(errors)


def checked_text(text: str, field: str = "text") -> str:
    """What can be published, or BadInput."""
    cleaned = clean_text(text)
    if not cleaned:
        raise BadInput({field: _("Write a few words: stars alone help nobody.")})
    if len(cleaned) > MAX_TEXT:
        lengths = {"n": len(cleaned), "max": MAX_TEXT}
        sentence = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
        raise BadInput({field: sentence})
    return cleaned


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
    _say(post, "post.published", author.reference, now)
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


@transaction.atomic
def review_edit(*, persona: Persona, review: Review, draft: ReviewDraft, now: datetime) -> Review:
    """Change one's review; what it said before stays readable."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    check_can_edit(persona, review)
    _check_draft(draft, now=now)
    text = checked_text(draft.text)
    _keep_revision(review, title=review.title, stars=review.stars, now=now)
    review.title, review.stars = clean_text(draft.title), draft.stars
    review.experience_on, review.link = draft.experience_on, draft.link
    _new_version(review, text, now)
    _say(review, "review.edited", persona.reference, now)
    return review


@transaction.atomic
def post_edit(*, persona: Persona, post: Post, text: str, now: datetime, stars: int | None = None) -> Post:
    """Change one's message; what it said before stays readable."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    check_can_edit(persona, post)
    body = checked_text(text)
    _keep_revision(post, title="", stars=post.stars, now=now)
    post.stars = post.stars and (stars or post.stars)
    _new_version(post, body, now)
    _say(post, "post.edited", persona.reference, now)
    return post


@transaction.atomic
def import_reword(*, item: AnyItem, text: str, title: str, stars: int | None, now: datetime) -> AnyItem:
    """What its origin says now instead; what it said before stays readable. Titles of talks stay as they came."""
    item = _imported(item)
    before = (item.title, item.stars) if isinstance(item, Review) else ("", None)
    _keep_revision(item, title=before[0], stars=before[1], now=now)
    if isinstance(item, Review):
        item.title, item.stars = title, stars
    _new_version(item, text, now)
    item.html = linebreaks(text, autoescape=True) if text else ""
    item.save(update_fields=["html"])
    _say(item, "import.reworded", "", now)
    return item


@transaction.atomic
def import_withdraw(*, item: AnyItem, now: datetime) -> AnyItem:
    """Its origin took it back: the place stays and says so."""
    item = _imported(item)
    _move(item, ItemState.WITHDRAWN, now)
    _say(item, f"{item._meta.model_name}.withdrawn", "", now)
    return item


def _imported(item: AnyItem) -> AnyItem:
    locked = _locked(item)
    if locked.source_id is None:
        raise NotYours(_("Only the author can edit this. You may contest it."))
    return locked


def _keep_revision(item: Item, *, title: str, stars: int | None, now: datetime) -> None:
    Revision.objects.create(
        item=item.reference,
        version=item.version,
        title=title,
        text=item.text,
        stars=stars,
        masked=item.state == ItemState.MASKED,
        masked_spans=item.masked_spans,
        replaced_at=now,
    )


def _new_version(item: Item, text: str, now: datetime) -> None:
    """Masked sentences may be reworded; those kept as they were, or nearly, stay masked."""
    if item.state == ItemState.MASKED and item.masked_spans:
        item.masked_spans = [list(span) for span in carry(passages(item.text, item.masked_spans), text)]
        if not item.masked_spans:
            item.state, item.state_at = ItemState.PUBLISHED, now
    item.text, item.html, item.edited_at, item.version = text, to_html(text), now, item.version + 1
    item.save()


def _say(item: Item, kind: str, actor: str, now: datetime) -> None:
    append(kind=kind, actor=actor, object=item.reference, payload={item._meta.model_name or "item": item.pk}, now=now)


@transaction.atomic
def item_withdraw(*, persona: Persona, item: AnyItem, now: datetime) -> AnyItem:
    """Take back one's own words. The place stays, with the word "withdrawn"."""
    lock_words({item._meta.model_name or "": [item.reference]})
    item = _locked(item)
    check_can_edit(persona, item)
    _move(item, ItemState.WITHDRAWN, now)
    if isinstance(item, Post):
        Thread.objects.filter(best_answer_id=item.pk).update(best_answer=None, best_answer_at=None)
    _say(item, f"{item._meta.model_name}.withdrawn", persona.reference, now)
    return item


def _locked(item: AnyItem) -> AnyItem:
    rows = type(item).objects.select_related("author").select_for_update(of=("self",))
    return cast(AnyItem, rows.get(pk=item.pk))


MOVED = ["state", "state_at", "masked_spans", "case"]


def _hold(item: Item) -> None:
    """As it is now, until this is over. Edited or withdrawn at this very moment, it is not what was decided about:
    whoever calls comes back, and reads it again."""
    version = item.version
    rows = type(item)._default_manager.select_for_update(of=("self",))
    item.refresh_from_db(fields=[*MOVED, "version"], from_queryset=rows)
    if item.version != version:
        raise NotNow(_("Its author changed the words at this very moment. Look again."))


def _move(item: Item, state: ItemState, now: datetime) -> None:
    check_transition(TRANSITIONS, ItemState(item.state), state)
    item.state, item.state_at = state, now
    item.save(update_fields=MOVED)


@transaction.atomic
def item_mask(*, item: Post | Review, case: str, spans: list[tuple[int, int]], now: datetime) -> None:
    """Mask all of an item, or the marked sentences. Only moderation calls this, after a person's decision."""
    _hold(item)
    item.case, item.masked_spans = case, [list(span) for span in tidy(spans, len(item.text))]
    _move(item, ItemState.MASKED, now)
    _say(item, "item.masked", "", now)


@transaction.atomic
def item_restore(*, item: Post | Review, now: datetime) -> None:
    """Make an item whole again. Only moderation calls this."""
    _hold(item)
    item.case, item.masked_spans = "", []
    _move(item, ItemState.PUBLISHED, now)
    Revision.objects.filter(item=item.reference).update(masked=False, masked_spans=[])
    _say(item, "item.restored", "", now)


@transaction.atomic
def helpful_vote(*, persona: Persona, item: AnyItem, now: datetime) -> bool:
    """Say that it helped, or take that back; one vote per person, under whatever name. Return whether it stands now."""
    item = _locked(item)
    check_can_vote(persona, item)
    target = {"post": item} if isinstance(item, Post) else {"review": item}
    before = HelpfulVote.objects.select_related("persona").filter(_of(persona), **target).first()
    if before is None:
        HelpfulVote.objects.create(persona=persona, cast_at=now, **target)
    else:
        before.delete()
    type(item).objects.filter(pk=item.pk).update(helpful_count=F("helpful_count") + (-1 if before else 1))
    giver = before.persona if before else persona
    _say(item, "helpful.withdrawn" if before else "helpful.cast", giver.reference, now)
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


@transaction.atomic
def subject_add(*, name: str, kind: SubjectKind, author: Persona, now: datetime, place: str = "") -> Subject:
    """Make something reviewable: a thing, a place or a profession, never a private person."""
    called = clean_text(name)
    if not called:
        raise BadInput({"subject": _("Say what your review is about.")})
    subject = Subject.objects.create(
        slug=_free_slug(called), name=called[:160], kind=kind, place=clean_text(place)[:120]
    )
    payload = {"subject": subject.pk}
    append(kind="subject.added", actor=author.reference, object=subject.reference, payload=payload, now=now)
    return subject


def subject_choose(
    *, typed: str, kind: str, author: Persona, space: Space, readable: QuerySet[Space], now: datetime
) -> Subject:
    """The subject a person means: the one of that name, or a new one once they said what it is."""
    name = clean_text(typed)
    same = subjects_named(name, readable)
    here = [s for s in same if Review.objects.filter(subject=s, space=space).exists()] or same
    if len(here) == 1:
        return here[0]
    if here:
        raise BadInput({"subject": _several(name, here)})
    if kind not in SubjectKind or kind == SubjectKind.ACCOUNT:
        raise BadInput({"subject_kind": _unheard_of(name, subjects_like(name, readable))})
    if said := wrong_with_subject(name):
        raise BadInput({"subject": said})
    return subject_add(name=name, kind=SubjectKind(kind), author=author, now=now)


def _several(name: str, subjects: list[Subject]) -> str:
    listed = ", ".join(_("“%(name)s”") % {"name": label_of(s)} for s in subjects)
    return _("Several bear the name “%(name)s”. Which one: %(listed)s?") % {"name": name, "listed": listed}


def _unheard_of(name: str, alike: list[Subject]) -> str:
    if not alike:
        return _("“%(name)s” is new here. Say what it is, and it will be added.") % {"name": name}
    listed = ", ".join(_("“%(name)s”") % {"name": label_of(s)} for s in alike)
    words = {"name": name, "listed": listed}
    return _("“%(name)s” is new here. Say what it is; or did you mean %(listed)s?") % words


def _free_slug(name: str) -> str:
    plain = slugify(name)[:80] or "x"
    taken = Subject.objects.filter(slug=plain).exists()
    return f"{plain}-{new_reference()[:9]}" if taken else plain


def digest(item: Item) -> str:
    """SHA-256 of what an item says now: what a report or a voice was about."""
    return hashlib.sha256(f"{item.reference}\n{item.version}\n{item.text}".encode()).hexdigest()
