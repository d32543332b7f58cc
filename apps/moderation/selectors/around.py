"""What stands around an item on the desk: its author in this space only, its subject, its talk, who answers for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.base.compiled import Compiled, any_of, given
from apps.look.charts import dots
from apps.look.charts.spark import DotLine
from apps.look.moments import day, moment
from apps.moderation.models import Case, Decision
from apps.moderation.selectors.items import words_here
from apps.moderation.targets import Target
from apps.people.models import Persona
from apps.posts.models import Post, Reply, Review
from apps.posts.selectors import path_of
from apps.posts.spoken import uncovered_kinds
from apps.posts.states import ItemState
from apps.spaces.models import Membership, Space
from apps.trust.selectors import StatusView, statuses_of

BEFORE, AFTER = 3, 2  # messages of a talk around the one that is read
EXCERPT = 240


@dataclass(frozen=True, slots=True)
class AuthorHere:
    """The author as this space knows them, and nowhere else."""

    name: str
    joined: str
    reviews: int
    messages: int
    statuses: list[StatusView]
    earlier: list[tuple[str, str]]  # case address, finding


@dataclass(frozen=True, slots=True)
class Near:
    """A review of the same subject, shortly before or after."""

    title: str
    path: str
    stars: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AboutHere:
    """The subject of a review, in this space."""

    name: str
    reviews: int
    last_week: int
    same_day: DotLine | None
    near: list[Near]


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the same talk, or the answer of a professional."""

    name: str
    at: datetime
    text: str
    path: str
    here: bool = False  # the item itself


@dataclass(frozen=True, slots=True)
class AnswersFor:
    """Who runs the space, and answers for it."""

    name: str
    path: str
    rules: str


def author_here(target: Target, now: datetime) -> AuthorHere:
    """Nothing beside a name that is said face uncovered: what its bearer writes under a pseudonym is not told here."""
    if target.author is None or target.uncovered:
        return AuthorHere(target.author_name, "", 0, 0, [], [])
    return person_here(target.author, target.space, now=now, beside=target.reference)


def person_here(persona: Persona, space: Space, *, now: datetime, beside: str = "") -> AuthorHere:
    """A person as the desk knows them: this space, and nothing else. `beside`: the item that is being read."""
    [(reviews, messages, joined)] = WROTE.rows(persona=persona.pk, space=space.pk)
    asked = {"persona": persona.pk, "space": space.pk, "beside": beside, "apart": list(uncovered_kinds())}
    return AuthorHere(
        name=persona.pseudonym,
        joined=day(joined, short=joined.year == now.year) if joined else _("has left"),
        reviews=reviews,
        messages=messages,
        statuses=statuses_of(persona, space, now),
        earlier=[_finding(decision) for decision in EARLIER.objects(**asked)],
    )


def _wrote() -> QuerySet[Persona, Any]:
    """How much somebody wrote in a space, and since when they stand in it."""
    me, here = given("persona"), given("space")
    reviews = _number(Review.objects.filter(author=me, space=here))
    messages = _number(Post.objects.filter(author=me, thread__space=here))
    since = Subquery(Membership.objects.filter(persona=me, space=here).values("joined_at")[:1])
    return Persona.objects.filter(pk=me).values_list(reviews, messages, since)


def _earlier() -> QuerySet[Decision]:
    """What was decided of somebody's words here, without this item and without what they said under another name."""
    apart = Q(case__item=given("beside")) | Q(case__item_kind=any_of("apart"))
    theirs = Decision.objects.published().filter(case__author=given("persona"), case__space=given("space"))
    return theirs.exclude(apart).select_related("case", "statement").order_by("-published_at")[:3]


WROTE, EARLIER = Compiled(_wrote), Compiled(_earlier)


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")), Value(0))


def _finding(decision: Decision) -> tuple[str, str]:
    return reverse("moderation:case", args=[decision.case.reference]), words_here(decision)["finding"]


def about_here(target: Target, now: datetime) -> AboutHere | None:
    """What else is said here of what a review is about; nothing for other words."""
    if not isinstance(target.item, Review):
        return None
    here = Review.objects.filter(subject=target.item.subject, space=target.space)
    week = Q(published_at__gt=now - timedelta(days=7))
    counts = here.aggregate(every=Count("pk"), week=Count("pk", filter=week))
    return AboutHere(target.about, counts["every"], counts["week"], _same_day(target.item), _near(target.item))


def _neighbours() -> QuerySet[Review, Any]:
    """Two before and two after, of the same subject in the same space."""
    same = Review.objects.filter(subject=given("subject"), space=given("space"), state=ItemState.PUBLISHED.value)
    others = same.exclude(pk=given("this")).values_list("published_at", "pk", "title", "stars")
    before = others.filter(published_at__lte=given("at")).order_by("-published_at", "-pk")[:2]
    return before.union(others.filter(published_at__gt=given("at")).order_by("published_at", "pk")[:2])


NEIGHBOURS = Compiled(_neighbours)


def _near(review: Review) -> list[Near]:
    asked = {"subject": review.subject_id, "space": review.space_id, "this": review.pk, "at": review.published_at}
    slug = review.space.slug
    return [
        Near(title or _("Without a title"), reverse("pages:review", args=[slug, pk]), stars, at)
        for at, pk, title, stars in sorted(NEIGHBOURS.rows(**asked), reverse=True)
    ]


def _same_day(review: Review) -> DotLine | None:
    """Reviews of the same subject within half a day of this one, when there are several."""
    start, end = review.published_at - timedelta(hours=12), review.published_at + timedelta(hours=12)
    near = Review.objects.filter(subject=review.subject, published_at__range=(start, end)).order_by(
        "published_at", "pk"
    )
    rows = list(near.values_list("pk", "published_at")[:40])
    if len(rows) < 3:
        return None
    moments = [at for _pk, at in rows]
    said = ngettext("%(n)d review within a day", "%(n)d reviews within a day", len(rows)) % {"n": len(rows)}
    mine = next((n for n, (pk, _at) in enumerate(rows) if pk == review.pk), None)
    return dots(
        moments,
        start=start,
        end=end,
        say=partial(moment, short=True),
        sentence=said,
        marked=mine,
        marked_word=_("this one"),
    )


ALIKE = Compiled(
    lambda: (
        Decision.objects.published()
        .filter(case__space=given("space"), rule=given("rule"))
        .exclude(case=given("this"))
        .select_related("case", "statement")
        .order_by("-published_at")[:3]
    )
)


def like_cases(case: Case, rule: int | None) -> list[tuple[str, str, str]]:
    """The last three decided here by the same rule: reference, address, finding."""
    if rule is None:
        return []
    rows = ALIKE.objects(space=case.space_id, rule=int(rule), this=case.pk)
    return [(d.case.reference, *_finding(d)) for d in rows]


AROUND = Compiled(
    lambda: (
        Post.objects.filter(thread=given("thread"), number__gte=given("first"), number__lte=given("last"))
        .select_related("author", "thread__space")
        .order_by("number")
    )
)


def talk_around(target: Target) -> list[Said]:
    """The messages before and after it; of a review, what the professional answered."""
    if isinstance(target.item, Review):
        answers = Reply.objects.filter(review=target.item).select_related("professional").order_by("published_at")
        return [Said(reply.professional.name, reply.published_at, _shown_part(reply), "") for reply in answers[:AFTER]]
    if not isinstance(target.item, Post):
        return []
    post = target.item
    rows = AROUND.objects(thread=post.thread_id, first=post.number - BEFORE, last=post.number + AFTER)
    return [_said(row, here=row.pk == post.pk) for row in rows] if len(rows) > 1 else []


def _said(post: Post, *, here: bool) -> Said:
    name = post.author.pseudonym if post.author else post.author_name
    return Said(name, post.published_at, _shown_part(post), path_of(post), here)


def _shown_part(words: Post | Reply) -> str:
    return _excerpt(words.text) if words.state == ItemState.PUBLISHED else _("Not shown.")


def _excerpt(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(EXCERPT)


def answers_for(space: Space) -> AnswersFor:
    """The operator of the space, and where its rules stand."""
    operator = space.operator
    path = reverse("accountability:operator", args=[operator.slug])
    return AnswersFor(operator.name, path, f"{path}#rules")
