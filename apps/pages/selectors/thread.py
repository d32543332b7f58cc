"""A talk, or a question with its best answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, given
from apps.base.errors import NotFound
from apps.exchanges.selectors import ExchangeFacts, exchange_of
from apps.moderation.selectors.items import CaseView, cases_of
from apps.notices.quiet import Folds, folds_for
from apps.pages.filters import page_number
from apps.pages.selectors.parts import (
    PER_PAGE,
    HelperLine,
    Numbering,
    OperatorFace,
    SourceBrief,
    SpaceBrief,
    Speaker,
    StatusLine,
    helper_line,
    helper_lines,
    link_to,
    numbering_of,
    operator_face,
    paged,
    source_brief,
    space_brief,
    speaker_of,
    status_line,
)
from apps.pages.selectors.solutions import OutdatedLine, outdated_line
from apps.people.models import Account
from apps.posts import selectors as posts
from apps.posts.models import Closure, Post, Thread
from apps.spaces.disclosure import keep_disclosures
from apps.spaces.models import Visibility
from apps.spaces.permissions import Visitor, check_can_read
from apps.trust import selectors as trust


@dataclass(frozen=True, slots=True)
class PostView:
    """One message of a talk."""

    reference: str
    number: int
    speaker: Speaker
    statuses: list[StatusLine]
    stars: int | None  # given to an exchange; never to a person
    text: str
    html: str
    gone: str
    masked: bool
    case_url: str
    published_at: datetime
    edited_at: datetime | None
    helpful: int
    voted: bool
    mine: bool
    best: bool
    may_be_chosen: bool
    may_be_reopened: bool
    may_be_outdated: bool
    outdated: OutdatedLine | None
    waiting: str
    note: str
    url: str
    history_url: str
    report_url: str
    folded: bool = False  # for this reader alone: somebody they do not hear names them


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """Since when, by whom and why a talk takes no answers."""

    at: datetime
    host: str  # the site that hosts the space; empty: decided here
    reason: str
    case: str
    case_url: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A talk: its first message, the best answer, the rest in the order they came."""

    space: SpaceBrief
    operator: OperatorFace
    title: str
    topic: str
    is_question: bool
    solved: bool
    source: SourceBrief | None
    started_at: datetime
    last_post_at: datetime
    best: PostView | None
    posts: list[PostView]
    numbering: Numbering
    answer_url: str
    feed_url: str  # empty where only members read
    closed: list[ClosedLine]
    exchange: ExchangeFacts | None  # what two members rate here; nobody else speaks in it
    helpers: tuple[HelperLine, ...]
    waiting: bool


def thread_page(visitor: Visitor, query: QueryDict, *, space: str, thread: int, now: datetime) -> ThreadPage:
    """One page of a talk; raises NotFound."""
    talk = _find(visitor, space, thread, now)
    rows = Post.objects.filter(thread=talk).select_related(*NEAR).order_by("number")
    found, numbering = paged(rows, page_number(query)) if query else _first_page(talk)
    first = found[0] if found and found[0].number == 1 else rows.filter(number=1).first()
    best = BEST.first(thread=talk.pk, post=talk.best_answer_id) if talk.best_answer_id else None
    keep_disclosures(post.author for post in [*found, first, best] if post is not None)
    views = _views([*found, *([best] if best else [])], talk, first, visitor, now)
    waiting = trust.waits(talk)
    return ThreadPage(
        space=space_brief(talk.space),
        operator=operator_face(talk.space.operator, now),
        title=posts.thread_title(talk, first),
        topic=talk.topic.name if talk.topic else "",
        is_question=talk.is_question,
        solved=best is not None,
        source=source_brief(first) if first else None,
        started_at=talk.started_at,
        last_post_at=talk.last_post_at,
        best=views.pop() if best else None,
        posts=views,
        numbering=numbering,
        answer_url=reverse("posts:answer", args=[talk.space.slug, talk.pk]),
        feed_url=_feed(talk),
        closed=[_closed_line(closure) for closure in posts.closures_of([talk.pk]).get(talk.pk, [])],
        exchange=exchange_of(talk),
        helpers=tuple(helper_line(view) for view in trust.could_help(talk, now=now))
        if waiting
        else helper_lines(talk.space, now, talk.topic),
        waiting=waiting,
    )


NEAR = ("author", "source", "outdated")
OF_TALK = Compiled(
    lambda: Post.objects.filter(thread=given("thread")).select_related(*NEAR).order_by("number")[:PER_PAGE]
)
SAID = Compiled(lambda: Post.objects.filter(thread=given("thread")).values_list("pk"))
BEST = Compiled(lambda: Post.objects.filter(thread=given("thread"), pk=given("post")).select_related(*NEAR))


def _first_page(talk: Thread) -> tuple[list[Post], Numbering]:
    """As most readers ask for it."""
    found = OF_TALK.objects(thread=talk.pk)
    return found, numbering_of(SAID.count(thread=talk.pk) if len(found) == PER_PAGE else len(found))


def _closed_line(closure: Closure) -> ClosedLine:
    url = link_to("moderation:case", closure.case) if closure.case else ""
    return ClosedLine(closure.at, closure.by, closure.reason, closure.case, url)


def _feed(talk: Thread) -> str:
    public = talk.space.visibility == Visibility.PUBLIC
    return reverse("pages:thread_feed", args=[talk.space.slug, talk.pk]) if public else ""


def _here(**which: Any) -> QuerySet[Thread]:
    rows = Thread.objects.select_related("space__operator", "topic", "source")
    return rows.filter(space__slug=given("space"), **which).order_by("pk")[:1]


THIS, JOINED = Compiled(lambda: _here(pk=given("pk"))), Compiled(lambda: _here(joined__was=given("pk")))


def _find(visitor: Visitor, space: str, pk: int, now: datetime) -> Thread:
    talk = THIS.first(space=space, pk=pk) or JOINED.first(space=space, pk=pk)
    if talk is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    check_can_read(visitor, talk.space, now=now)
    return talk


def _views(rows: list[Post], talk: Thread, first: Post | None, visitor: Visitor, now: datetime) -> list[PostView]:
    """Messages ready to draw; votes and statuses are asked once for all of them."""
    votes = posts.votes_of(visitor, rows) if visitor.is_authenticated else set()
    quiet = folds_for(visitor) if isinstance(visitor, Account) else Folds()
    asked_by_me = talk.is_question and first is not None and _is_mine(visitor, first)
    people = {post.author.pk: post.author for post in rows if post.author is not None}
    earned = trust.standings_for(people.values(), talk.space, now) if people else {}
    cases = cases_of(rows)
    statuses = {who: [status_line(view) for view in views] for who, views in earned.items()}
    return [
        _view(
            post,
            talk,
            visitor,
            voted=post.reference in votes,
            choosing=asked_by_me,
            statuses=statuses.get(post.author_id or 0, []),
            case=cases.get(post.reference),
            quiet=quiet,
        )
        for post in rows
    ]


def _view(
    post: Post,
    talk: Thread,
    visitor: Visitor,
    *,
    voted: bool,
    choosing: bool,
    statuses: list[StatusLine],
    case: CaseView | None,
    quiet: Folds,
) -> PostView:
    post.thread = talk  # known already: no query for the address
    shown = posts.shown(post)
    mine, best = _is_mine(visitor, post), post.pk == talk.best_answer_id
    return PostView(
        reference=post.reference,
        number=post.number,
        speaker=speaker_of(post, talk.space),
        statuses=statuses,
        stars=None if shown.gone else post.stars,
        text=shown.text,
        html=shown.html,
        gone=shown.gone,
        masked=shown.masked,
        case_url=shown.case_path or (case.url if case else ""),
        published_at=post.published_at,
        edited_at=post.edited_at,
        helpful=post.helpful_count,
        voted=voted,
        mine=mine,
        best=best,
        may_be_reopened=choosing and best,
        may_be_outdated=not shown.gone and talk.is_question and post.number > 1 and (mine or (choosing and best)),
        outdated=outdated_line(getattr(post, "outdated", None)),
        waiting=case.waiting if case else "",
        note=case.note if case else "",
        may_be_chosen=choosing and not mine and post.number > 1 and post.state == "published",
        url=posts.path_of(post),
        history_url=reverse("posts:history", args=[post.reference]),
        report_url=link_to("moderation:report", post.reference),
        folded=quiet.folds(post.author_id, shown.text),
    )


def _is_mine(visitor: Visitor, post: Post) -> bool:
    return visitor.is_authenticated and post.author is not None and post.author.account_id == visitor.pk
