"""Full-text search in French and English, accents folded, over what this visitor may read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from apps.base.models import typed
from apps.pages.filters import page_number
from apps.pages.selectors.lines import OF_AUTHOR
from apps.pages.selectors.parts import Numbering, Speaker, link_to, paged, speaker_of
from apps.posts import selectors as posts
from apps.posts.markdown import plain
from apps.posts.models import Post, Review
from apps.posts.searching import CONFIGURATIONS, LONGEST_QUERY, asked, saying
from apps.spaces.models import Operator, Space
from apps.spaces.permissions import Visitor, readable_spaces

NAMES = 6
START, STOP = "\ue001", "\ue002"  # around what was found, until the rest is escaped


@dataclass(frozen=True, slots=True)
class Found:
    """A review or a message in which the words stand."""

    kind: str
    title: str
    url: str
    snippet: str
    space: str
    speaker: Speaker
    stars: int | None
    published_at: datetime
    dated: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A subject or an operator of that name."""

    kind: str
    name: str
    url: str
    detail: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found; the best matches first, the newest first among equals."""

    query: str
    subjects: list[Named]
    operators: list[Named]
    texts: list[Found]
    numbering: Numbering


def search_page(visitor: Visitor, query: QueryDict, *, now: datetime) -> SearchPage:
    """Nothing typed finds nothing."""
    words = typed(query.get("q", ""))[:LONGEST_QUERY]
    if not words:
        return SearchPage("", [], [], [], Numbering(1, 1, 0))
    spaces = readable_spaces(visitor, now=now)
    texts, numbering = paged(_matches(words, spaces), page_number(query))
    return SearchPage(
        query=words,
        subjects=_subjects(words, spaces),
        operators=_operators(words),
        texts=_found(words, texts),
        numbering=numbering,
    )


def _matches(words: str, spaces: QuerySet[Space]) -> QuerySet[Any]:
    """Reviews and messages together, by how well they match."""
    reviews = _matching(Review.objects.filter(space__in=spaces), "review", words)
    messages = _matching(Post.objects.filter(thread__space__in=spaces), "post", words)
    ordered: QuerySet[Any] = reviews.union(messages, all=True)
    return ordered.order_by("-rank", "-published_at", "-pk")


def _matching(rows: QuerySet[Any], kind: str, words: str) -> QuerySet[Any]:
    """What says these words, and how well."""
    rank = SearchRank(F("search"), asked(words, "fr")) + SearchRank(F("search"), asked(words, "en"))
    shown = rows.filter(saying(words)).annotate(kind=Cast(Value(kind), CharField()), rank=rank)
    matching: QuerySet[Any] = shown.values("kind", "pk", "rank", "published_at")
    return matching


def _found(words: str, rows: list[dict[str, Any]]) -> list[Found]:
    """The texts of this page, in their order; one query per kind."""
    texts: dict[tuple[str, int], Post | Review] = {}
    for kind, model, neighbours in (
        ("review", Review, ("space", "subject", "author", "source")),
        ("post", Post, ("thread__space", "author", "source")),
    ):
        wanted = [row["pk"] for row in rows if row["kind"] == kind]
        if wanted:
            found = model.objects.filter(pk__in=wanted).select_related(*neighbours)
            found = found.prefetch_related(OF_AUTHOR, *([posts.BEGUN] if model is Post else []))
            found = found.annotate(headline_fr=_headline(words, "fr"), headline_en=_headline(words, "en"))
            texts |= {(kind, item.pk): item for item in found}
    return [_line(row["kind"], texts[row["kind"], row["pk"]]) for row in rows if (row["kind"], row["pk"]) in texts]


def _headline(words: str, language: str) -> SearchHeadline:
    return SearchHeadline(
        "text",
        asked(words, language),
        config=CONFIGURATIONS[language],
        start_sel=START,
        stop_sel=STOP,
        max_words=38,
        min_words=18,
        max_fragments=2,
        fragment_delimiter=" […] ",
    )


def _line(kind: str, item: Any) -> Found:
    space = posts.space_of(item)
    headline = item.headline_en if item.language == "en" else item.headline_fr
    return Found(
        kind=kind,
        title=posts.title_of(item),
        url=posts.path_of(item),
        snippet=_marked(headline),
        space=space.name,
        speaker=speaker_of(item, space),
        stars=item.stars if isinstance(item, Review) else None,
        published_at=item.published_at,
        dated=posts.is_dated(item),
    )


def _marked(headline: str) -> SafeString:
    """Escaped first; only then are the marks put in."""
    return mark_safe(str(escape(plain(headline))).replace(START, "<mark>").replace(STOP, "</mark>"))  # noqa: S308


def _subjects(words: str, spaces: QuerySet[Space]) -> list[Named]:
    match = Q(search=asked(words, "fr")) | Q(search=asked(words, "en"))
    named = posts.visible_subjects(spaces).filter(match | Q(name__unaccent__trigram_word_similar=words))
    return [
        Named("subject", posts.label_of(s), link_to("pages:subject", s.slug), s.get_kind_display())
        for s in named.distinct().order_by("name")[:NAMES]
    ]


def _operators(words: str) -> list[Named]:
    named = Operator.objects.filter(
        Q(name__unaccent__icontains=words) | Q(name__unaccent__trigram_word_similar=words)
    ).order_by("name")[:NAMES]
    return [Named("operator", o.name, link_to("accountability:operator", o.slug), o.city) for o in named]
