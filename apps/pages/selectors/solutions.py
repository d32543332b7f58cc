"""The base of solutions: questions with the answer their author accepted, the last accepted first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.base.models import typed
from apps.pages.filters import page_number
from apps.pages.selectors.lines import OF_AUTHOR
from apps.pages.selectors.parts import (
    Choice,
    Numbering,
    SpaceBrief,
    Speaker,
    excerpt,
    paged,
    space_brief,
    speaker_of,
)
from apps.posts import selectors as posts
from apps.posts.models import Outdated, Post, Thread
from apps.posts.searching import LONGEST_QUERY
from apps.posts.solutions import solutions, solutions_saying
from apps.spaces.models import Space, Topic, Visibility
from apps.spaces.permissions import Visitor, check_can_read, readable_spaces

PER_PAGE = 20
NEIGHBOURS = ("space", "topic", "best_answer__author", "best_answer__source", "best_answer__outdated")
OF_ANSWER = "best_answer__author__disclosures"


@dataclass(frozen=True, slots=True)
class OutdatedLine:
    """Since when an answer is no longer true, and who says so."""

    since: date
    by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class SolutionLine:
    """A question, and the beginning of the answer that solved it."""

    reference: str
    question: str
    url: str
    answer_url: str
    space: SpaceBrief
    topic: str
    language: str
    beginning: str
    speaker: Speaker
    answered_at: datetime
    dated: bool
    accepted_by: Speaker | None
    accepted_at: datetime | None
    outdated: OutdatedLine | None


@dataclass(frozen=True, slots=True)
class SolvingSpace:
    """A space in which something was solved, and how much."""

    slug: str
    name: str
    solved: int
    current: bool


@dataclass(frozen=True, slots=True)
class SolutionsPage:
    """What was solved, everywhere or in one space; what is masked, withdrawn or taken back is not here."""

    query: str
    space: SpaceBrief | None
    spaces: list[SolvingSpace]
    topic: str
    topics: list[Choice]
    solutions: list[SolutionLine]
    numbering: Numbering
    feed_url: str  # empty where only members read
    ask_url: str  # to ask what was not found; empty where no space is chosen
    filtered: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the base."""

    words: str
    space: str
    topic: str


def asked_of(query: QueryDict, space: str = "") -> Asked:
    """What cannot be a word or a name finds nothing special."""
    words = typed(query.get("q", ""))[:LONGEST_QUERY]
    return Asked(words, space or typed(query.get("space", "")), typed(query.get("topic", "")))


def solutions_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> SolutionsPage:
    """All that this visitor may read."""
    readable = readable_spaces(visitor, now=now)
    asked = asked_of(query)
    return _page(asked, readable.filter(slug=asked.space).first(), readable, query)


def space_solutions_page(visitor: Visitor, query: QueryDict, *, space: str, now: datetime) -> SolutionsPage:
    """Those of one space; raises NotFound for whoever may not read it."""
    place = Space.objects.filter(slug=space).first()
    if place is None:
        raise NotFound(_("No space has this address."))
    check_can_read(visitor, place, now=now)
    return _page(asked_of(query, space), place, readable_spaces(visitor, now=now), query)


def found_of(asked: Asked, readable: QuerySet[Space]) -> QuerySet[Thread]:
    """What is asked for, among spaces that may be read."""
    rows = solutions(readable.filter(slug=asked.space) if asked.space else readable)
    if asked.topic:
        rows = rows.filter(topic__slug=asked.topic)
    return solutions_saying(rows, asked.words) if asked.words else rows


def _page(asked: Asked, place: Space | None, readable: QuerySet[Space], query: QueryDict) -> SolutionsPage:
    rows, numbering = paged(with_answers(found_of(asked, readable)), page_number(query), PER_PAGE)
    public = place is None or place.visibility == Visibility.PUBLIC
    return SolutionsPage(
        query=asked.words,
        space=space_brief(place) if place else None,
        spaces=_spaces(asked, readable),
        topic=asked.topic,
        topics=_topics(asked, place) if place else [],
        solutions=solution_lines(rows),
        numbering=numbering,
        feed_url=_feed(asked) if public else "",
        ask_url=_ask(asked, place) if place else "",
        filtered=bool(asked.words or asked.topic or (asked.space and place is None)),
    )


def with_answers(rows: QuerySet[Thread]) -> QuerySet[Thread]:
    """All that a line shows, in one query per floor."""
    return rows.select_related(*NEIGHBOURS).prefetch_related(OF_ANSWER)


def solution_lines(talks: Iterable[Thread]) -> list[SolutionLine]:
    """Ready to draw; the questions are fetched together."""
    rows = list(talks)
    firsts = Post.objects.filter(thread__in=rows, number=1).select_related("author", "source")
    asked = {post.thread_id: post for post in firsts.prefetch_related(OF_AUTHOR)}
    return [_line(talk, talk.best_answer, asked[talk.pk]) for talk in rows if talk.best_answer]


def _line(talk: Thread, answer: Post, question: Post) -> SolutionLine:
    answer.thread = talk  # known already: no query for the address
    return SolutionLine(
        reference=answer.reference,
        question=posts.thread_title(talk, question),
        url=posts.thread_path(talk),
        answer_url=posts.path_of(answer),
        space=space_brief(talk.space),
        topic=talk.topic.name if talk.topic else "",
        language=answer.language,
        beginning=excerpt(posts.shown(answer).text),
        speaker=speaker_of(answer, talk.space),
        answered_at=answer.published_at,
        dated=posts.is_dated(answer),
        accepted_by=speaker_of(question, talk.space) if talk.source_id is None else None,
        accepted_at=talk.best_answer_at if talk.source_id is None else None,
        outdated=outdated_line(getattr(answer, "outdated", None)),
    )


def outdated_line(mark: Outdated | None) -> OutdatedLine | None:
    """Since when, who says so, and when they said it."""
    return OutdatedLine(mark.since, str(mark.get_by_display()), mark.at) if mark else None


def _spaces(asked: Asked, readable: QuerySet[Space]) -> list[SolvingSpace]:
    """Spaces in which something was solved."""
    counts = dict(solutions(readable).order_by().values_list("space").annotate(n=Count("pk")))
    found = sorted(Space.objects.filter(pk__in=counts), key=lambda space: space.name.casefold())
    return [SolvingSpace(space.slug, space.name, counts[space.pk], space.slug == asked.space) for space in found]


def _topics(asked: Asked, place: Space) -> list[Choice]:
    """Topics of the space, as links that keep the words; the one in force leads back out of it."""
    home = reverse("pages:space_solutions", args=[place.slug])
    lines = []
    for topic in Topic.objects.filter(space=place).order_by("pk"):
        current = topic.slug == asked.topic
        said = {"q": asked.words, "topic": "" if current else topic.slug}
        query = urlencode({key: value for key, value in said.items() if value})
        lines.append(Choice(topic.name, f"{home}?{query}" if query else home, current))
    return lines


def _ask(asked: Asked, place: Space) -> str:
    if not place.threads or place.imported:
        return ""
    path = reverse("posts:ask", args=[place.slug])
    return f"{path}?{urlencode({'title': asked.words})}" if asked.words else path


def _feed(asked: Asked) -> str:
    """The same filters."""
    said = {"q": asked.words, "space": asked.space, "topic": asked.topic}
    query = urlencode({key: value for key, value in said.items() if value})
    return reverse("pages:solutions_feed") + (f"?{query}" if query else "")
