"""Reads of posts and reviews for the floors above. What is masked or withdrawn never leaves here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.base.compiled import Compiled, any_of, given
from apps.base.errors import NotFound
from apps.look.addresses import address
from apps.look.moments import day
from apps.people.models import Account
from apps.posts.markdown import to_html
from apps.posts.masking import STUB, cut
from apps.posts.models import STANDING, Closure, Lack, Post, Reply, Review, Subject, Thread
from apps.posts.spoken import Spoken
from apps.posts.states import ItemState
from apps.spaces.models import Professional, Space

Words = Post | Review
AnyWords = Words | Spoken  # of this app, or of a floor above
PER_PAGE = 50


def item_by_reference(reference: str) -> Words:
    """The post or review with this opaque reference; raises NotFound."""
    review = Review.objects.select_related("space", "subject", "author", "source").filter(reference=reference).first()
    if review is not None:
        return review
    post = Post.objects.select_related("thread__space", "author", "source").filter(reference=reference).first()
    if post is None:
        raise NotFound(_("Nothing is here. It may have been erased."))
    return post


def space_of(item: Words) -> Space:
    """The space an item stands in."""
    return item.space if isinstance(item, Review) else item.thread.space


def path_of(item: Words) -> str:
    """Where an item is read, in the active language."""
    if isinstance(item, Review):
        return address("pages:review", item.space.slug, item.pk)
    return thread_path(item.thread, item.number)


def thread_path(thread: Thread, number: int = 0) -> str:
    """Where a talk is read: the page and the place of one of its posts."""
    path = address("pages:thread", thread.space.slug, thread.pk)
    page = max(0, number - 1) // PER_PAGE + 1
    return path + (f"?page={page}" if page > 1 else "") + (f"#p{number}" if number else "")


CLOSURES = Compiled(lambda: Closure.objects.filter(thread=any_of("threads")).order_by("by", "at", "pk"))


def closures_of(threads: Iterable[int]) -> dict[int, list[Closure]]:
    """Why talks take no answers, ours first; nothing for those that do."""
    found: dict[int, list[Closure]] = {}
    asked = list(threads)
    for closure in CLOSURES.objects(threads=asked) if asked else ():
        found.setdefault(closure.thread_id, []).append(closure)
    return found


def closed_here(threads: Iterable[int]) -> set[int]:
    """Those that a decision here closed: they take no answer from anywhere."""
    return {pk for pk, closures in closures_of(threads).items() if not closures[0].by}


# --- what a reader may see ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader may see of an item, as text and as HTML, with a stub in the place of what is masked."""

    text: str
    html: SafeString
    gone: str = ""  # the sentence that stands in the place of all of it
    masked: bool = False
    case: str = ""
    case_path: str = ""


def shown(item: AnyWords) -> Shown:
    """The only way to a text: what is masked is cut before it is rendered."""
    if item.state == ItemState.PUBLISHED:
        return Shown(item.text, mark_safe(item.html or _rendered(item, item.text)))  # noqa: S308 - sanitised when written
    if item.state != ItemState.MASKED:
        return Shown("", SafeString(""), gone=_gone(item))
    path = case_path(item.case)
    if not item.masked_spans:
        return Shown("", SafeString(""), gone=_masked_on(item, whole=True), masked=True, case=item.case, case_path=path)
    html = _rendered(item, cut(item.text, item.masked_spans)).replace(STUB, stub(item, path))
    text = cut(item.text, item.masked_spans, stub="[…]")
    return Shown(text, mark_safe(html), masked=True, case=item.case, case_path=path)  # noqa: S308 - sanitised above


def shown_text(item: Words) -> Shown:
    """The same for a few lines in a list, which need no HTML: it may be left in the database."""
    return Shown(item.text, SafeString("")) if item.state == ItemState.PUBLISHED else shown(item)


def plain(item: Spoken) -> Shown:
    """The same of words that keep their lines and nothing else: no markup is made of them."""
    return Shown(item.text, SafeString("")) if item.state == ItemState.PUBLISHED else shown(item)


def _rendered(item: AnyWords, text: str) -> str:
    """Markdown for what is written here; what was imported keeps its lines and nothing else."""
    return to_html(text) if item.source_id is None else linebreaks(text, autoescape=True)


def stub(item: AnyWords, path: str) -> str:
    """What stands in the place of a masked passage."""
    link = format_html(' <a href="{}">{}</a>', path, _("See the case")) if path else ""
    return format_html('<span class="stub">{}.{}</span>', _masked_on(item, whole=False), link)


def case_path(case: str) -> str:
    """Where a case is read; empty when there is none."""
    try:
        return reverse("moderation:case", args=[case]) if case else ""
    except NoReverseMatch:
        return ""


def _masked_on(item: AnyWords, *, whole: bool) -> str:
    on = {"day": day(item.state_at or item.published_at)}
    return _("This text was masked on %(day)s") % on if whole else _("A passage was masked on %(day)s") % on


def _gone(item: AnyWords) -> str:
    if item.state == ItemState.ERASED:
        return _("Erased at its author’s request")
    on = {"day": day(item.state_at or item.edited_at or item.published_at)}
    if item.source_id is not None:
        return _("No longer at its origin: noticed on %(day)s") % on
    return _("Withdrawn by its author on %(day)s") % on


def lacks_of(item: Words) -> list[Lack]:
    """What the source of an imported item does not give."""
    return [Lack(lack) for lack in item.source.lacks] if item.source else []


def is_dated(item: Words) -> bool:
    """Whether its date is its own; an undated import stands at the day it came in."""
    return Lack.DATE not in lacks_of(item)


def is_hidden(item: AnyWords) -> bool:
    """Whether nothing of its words may be read."""
    return item.state in {ItemState.WITHDRAWN, ItemState.ERASED} or (
        item.state == ItemState.MASKED and not item.masked_spans
    )


def title_of(item: Words) -> str:
    """How lists name an item: a review's title or its subject, a post's thread."""
    if isinstance(item, Review):
        return item.subject.name if is_hidden(item) else item.title or item.subject.name
    return thread_title(item.thread, item if item.number == 1 else first_of(item.thread))


BEGUN = Prefetch("thread__posts", Post.objects.filter(number=1), to_attr="begun")  # for lists that name many messages


def first_of(thread: Thread) -> Post | None:
    """The message that began it."""
    begun = getattr(thread, "begun", None)
    return begun[0] if begun else thread.posts.filter(number=1).first()


def thread_title(thread: Thread, first: Post | None) -> str:
    """A thread's title is its author's words too: it goes with them."""
    if first is None or not is_hidden(first):
        return thread.title or _("Title not in the source")
    return _("Title masked") if first.state == ItemState.MASKED else _("Title withdrawn")


# --- subjects -----------------------------------------------------------------------------------------


def label_of(subject: Subject) -> str:
    """A subject as lists and suggestions name it."""
    return f"{subject.name}, {subject.place}" if subject.place else subject.name


def visible_subjects(spaces: QuerySet[Space]) -> QuerySet[Subject]:
    """Subjects that somebody told of in these spaces, or nobody anywhere yet."""
    told = Review.objects.filter(STANDING, space__in=spaces).values("subject")
    return Subject.objects.filter(pk__in=told) | Subject.objects.filter(opinions=None)


def subjects_of(space: Space, limit: int = 200) -> list[Subject]:
    """The subjects most told of in a space."""
    counted = Review.objects.filter(STANDING, space=space).values("subject").annotate(n=Count("pk"))
    most = [row["subject"] for row in counted.order_by("-n", "subject")[:limit]]
    found = Subject.objects.in_bulk(most)
    return [found[key] for key in most]


def subjects_named(typed: str, spaces: QuerySet[Space]) -> list[Subject]:
    """Those with exactly this name (case and accents aside), alone or followed by the place."""
    known = visible_subjects(spaces).annotate(label=Concat("name", Value(", "), "place"))
    same_label = list(known.filter(label__unaccent__iexact=typed).distinct()[:2])
    same_name = known.filter(name__unaccent__iexact=typed)
    return [*(same_label or same_name.distinct()[:5])]


def subjects_like(typed: str, spaces: QuerySet[Space]) -> list[Subject]:
    """Names close to what was typed: perhaps it is one of these."""
    alike = visible_subjects(spaces).filter(name__unaccent__trigram_similar=typed)
    return list(alike.distinct()[:5])


# --- who answers --------------------------------------------------------------------------------------


SPEAKING = Compiled(
    lambda: (
        Professional.objects.speaking(given("now"))
        .filter(account=given("account"), subject=given("subject"))
        .select_related("account")
        .order_by("verified_at")[:1]
    )
)


def professional_for(account: Account, review: Review, *, now: datetime) -> Professional | None:
    """Under which verified real name this person may answer a review, while the verification holds."""
    return SPEAKING.first(account=account.pk, subject=review.subject.reference, now=now)


REPLY = Compiled(lambda: Reply.objects.select_related("professional").filter(review=given("review")))


def reply_of(review: Review) -> Reply | None:
    """The reply under a review."""
    return REPLY.first(review=review.pk)


def replies_by(account: Account) -> QuerySet[Reply]:
    """What somebody answered under reviews, newest first, wherever they speak still or no longer."""
    rows = Reply.objects.filter(professional__account=account).exclude(state=ItemState.ERASED)
    return rows.select_related("space", "review__subject").order_by("-published_at", "-pk")


def _voted(items: QuerySet[Any]) -> QuerySet[Any, Any]:
    theirs = items.filter(pk=any_of("items"), helpful_votes__persona__account=given("account"))
    return theirs.values_list("reference")


VOTED_POSTS = Compiled(lambda: _voted(Post.objects.all()))
VOTED_REVIEWS = Compiled(lambda: _voted(Review.objects.all()))


def votes_of(account: Account, items: Iterable[Words]) -> set[str]:
    """References of those items that this person found helpful; one query for posts, one for reviews."""
    listed = list(items)
    posts = [item.pk for item in listed if isinstance(item, Post)]
    reviews = [item.pk for item in listed if isinstance(item, Review)]
    rows = [*(VOTED_POSTS.rows(items=posts, account=account.pk) if posts else ())]
    rows += VOTED_REVIEWS.rows(items=reviews, account=account.pk) if reviews else ()
    return {reference for (reference,) in rows}


def last_change(item: Words) -> datetime:
    """When its words last changed."""
    return item.edited_at or item.published_at
