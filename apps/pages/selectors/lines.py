"""A review or a talk as one entry of a list. Each floor is asked once for all rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of
from apps.base.statements import Row
from apps.look.addresses import address
from apps.moderation.selectors.items import NO_MARK, Mark, marks_of
from apps.pages.selectors.parts import Speaker, SubjectBrief, excerpt, in_words, speaker_of, subject_brief
from apps.posts import selectors as posts
from apps.posts.models import DeclaredLink, Post, Review, Thread
from apps.spaces.disclosure import keep_disclosure, keep_disclosures, shown_by, shown_words
from apps.spaces.models import Disclosure, Space

OF_AUTHOR = "author__disclosures"  # what authors show of themselves, for all rows at once
UNSEEN = ("html", "search", "topic")  # of them: in no line of a list
NEIGHBOURS = ("author", "subject", "source", "reply")  # of a review, besides its space


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review in a list."""

    reference: str
    url: str
    title: str
    subject: SubjectBrief
    space: str
    speaker: Speaker
    stars: int | None
    original_rating: str
    link: str
    excerpt: str
    gone: str
    masked: bool
    experience_on: date | None
    published_at: datetime
    dated: bool
    edited_at: datetime | None
    helpful: int
    replied: bool
    waiting: str
    note: str


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A talk or a question in a list."""

    url: str
    title: str
    is_question: bool
    solved: bool
    topic: str
    speaker: Speaker | None
    posts: int
    started_at: datetime
    last_post_at: datetime


def with_neighbours(rows: QuerySet[Review]) -> QuerySet[Review]:
    """All that a list of reviews shows, in one query."""
    return rows.select_related("space", *NEIGHBOURS).defer(*UNSEEN)


def review_lines(reviews: Iterable[Review]) -> list[ReviewLine]:
    """Reviews of one list; their cases, and what authors show, are asked once for all of them."""
    rows = list(reviews)
    keep_disclosures(review.author for review in rows)
    marks = marks_of({row.reference: row.version for row in rows})
    return [_review_line(review, marks.get(review.reference, NO_MARK)) for review in rows]


@dataclass(frozen=True, slots=True)
class _Told:
    """All that the line of a review is made of, as values; beside them, what they were read from."""

    row: Row
    place: tuple[str, str]  # the space, by its address and by its name in the reader's language
    word: str  # what stands under the pseudonym
    mark: Mark
    language: str | None
    asked: Compiled[Review] = field(compare=False)
    space: Space = field(compare=False)
    disclosure: Disclosure | None = field(compare=False)


def lines_here(asked: Compiled[Review], space: Space) -> list[ReviewLine]:
    """The same for the reviews of one space. Most are as they were when somebody last looked, and so are their lines:
    a row becomes a model and a line only when there is something new in it, or about it."""
    rows = asked.raw(space=space.pk)
    reference, version, author = (asked.place(name) for name in ("reference", "version", "author_id"))
    marks = marks_of({row[reference]: row[version] for row in rows})
    shown = shown_by({row[author] for row in rows if row[author]})
    place, language, lines = (space.slug, space.name), get_language(), []
    for row in rows:
        disclosure = _shown_here(shown.get(row[author], ()), space)
        mark, word = marks.get(row[reference], NO_MARK), shown_words(disclosure)
        lines.append(_line_of(_Told(row, place, word, mark, language, asked, space, disclosure)))
    return lines


@lru_cache(maxsize=1000)
def _line_of(told: _Told) -> ReviewLine:
    review = told.asked.made(told.row)
    review.space = told.space
    if review.author is not None:
        keep_disclosure(review.author, *filter(None, [told.disclosure]))
    return _review_line(review, told.mark)


def _review_line(review: Review, mark: Mark) -> ReviewLine:
    """One review, cut to a few lines; what is masked is not in it."""
    shown = posts.shown_text(review)
    return ReviewLine(
        reference=review.reference,
        url=posts.path_of(review),
        title=posts.title_of(review),
        subject=subject_brief(review.subject),
        space=review.space.name,
        speaker=speaker_of(review, review.space),
        stars=None if posts.is_hidden(review) else review.stars,
        original_rating=original_rating(review),
        link=in_words(DeclaredLink, review.link),
        excerpt=excerpt(shown.text),
        gone=shown.gone,
        masked=shown.masked,
        experience_on=review.experience_on,
        published_at=review.published_at,
        dated=posts.is_dated(review),
        edited_at=review.edited_at,
        helpful=review.helpful_count,
        replied=hasattr(review, "reply"),
        waiting=mark.waiting,
        note=mark.note,
    )


def original_rating(review: Review) -> str:
    """An imported rating on its own scale, in words; empty for ours."""
    if review.original_rating is None or posts.is_hidden(review):
        return ""
    low, _dots, high = review.original_scale.partition("..")
    if not high:
        return str(review.original_rating)
    signed = f"{review.original_rating:+d}" if low.startswith("-") else str(review.original_rating)
    words = {"rating": signed, "low": low, "high": high}
    return _("%(rating)s on a scale from %(low)s to %(high)s") % words


FIRSTS = Compiled(
    lambda: (
        Post.objects.filter(thread=any_of("threads"), number=1)
        .select_related("author", "source")
        .defer("text", "html", "search")
    )
)


def thread_lines(rows: Iterable[Thread]) -> list[ThreadLine]:
    """Talks with their first voice; the first posts are fetched together."""
    talks = list(rows)
    firsts = {post.thread_id: post for post in FIRSTS.objects(threads=[talk.pk for talk in talks])}
    keep_disclosures(post.author for post in firsts.values())
    return [_thread_line(talk, firsts.get(talk.pk)) for talk in talks]


@dataclass(frozen=True, slots=True)
class _Talked:
    """The same as `_Told`, of a talk and its first post."""

    row: Row
    first: Row | None
    place: tuple[str, str]
    word: str
    language: str | None
    asked: Compiled[Thread] = field(compare=False)
    space: Space = field(compare=False)
    disclosure: Disclosure | None = field(compare=False)


def talks_here(asked: Compiled[Thread], space: Space) -> list[ThreadLine]:
    """The same for the talks of one space, each kept while nothing in it changes."""
    rows, key = asked.raw(space=space.pk), asked.place("id")
    thread, author = FIRSTS.place("thread_id"), FIRSTS.place("author_id")
    firsts = {row[thread]: row for row in FIRSTS.raw(threads=[row[key] for row in rows])}
    shown = shown_by({row[author] for row in firsts.values() if row[author]})
    place, language, lines = (space.slug, space.name), get_language(), []
    for row in rows:
        first = firsts.get(row[key])
        disclosure = _shown_here(shown.get(first[author], ()) if first else (), space)
        told = _Talked(row, first, place, shown_words(disclosure), language, asked, space, disclosure)
        lines.append(_talk_of(told))
    return lines


@lru_cache(maxsize=500)
def _talk_of(told: _Talked) -> ThreadLine:
    thread = told.asked.made(told.row)
    thread.space = told.space
    first = FIRSTS.made(told.first) if told.first else None
    if first is not None and first.author is not None:
        keep_disclosure(first.author, *filter(None, [told.disclosure]))
    return _thread_line(thread, first)


def _shown_here(rows: Iterable[Disclosure], space: Space) -> Disclosure | None:
    return next((one for one in rows if one.space_id == space.pk), None)


def _thread_line(thread: Thread, first: Post | None) -> ThreadLine:
    return ThreadLine(
        url=address("pages:thread", thread.space.slug, thread.pk),
        title=posts.thread_title(thread, first),
        is_question=thread.is_question,
        solved=thread.best_answer_id is not None,
        topic=thread.topic.name if thread.topic else "",
        speaker=speaker_of(first, thread.space) if first else None,
        posts=thread.post_count,
        started_at=thread.started_at,
        last_post_at=thread.last_post_at,
    )
