"""The base of solutions: questions whose accepted answer stands whole. It is read from the talks each time: what is
masked, withdrawn, erased or taken back is out of it at once."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Exists, F, IntegerField, OrderBy, OuterRef, Q, QuerySet, Value, When

from apps.posts.models import Post, Thread
from apps.posts.searching import LONGEST_QUERY, asked, meaningful, saying
from apps.posts.states import ItemState
from apps.spaces.models import Space

WHOLE = ItemState.PUBLISHED
MOST_ALIKE = 3
MOST_WORDS = 10  # of a title, compared one by one
SHARED = 2  # words a title has in common with a question that resembles it
_PART = re.compile(r'-?"[^"]*"|\S+')
_WORD = re.compile(r"[^\W_]{3,}")


def solutions(spaces: QuerySet[Space]) -> QuerySet[Thread]:
    """Solved questions of these spaces, the last accepted first."""
    question = Post.objects.filter(thread=OuterRef("pk"), number=1, state=WHOLE)
    rows = Thread.objects.filter(Exists(question), space__in=spaces, best_answer__state=WHOLE, is_question=True)
    return rows.order_by(F("best_answer_at").desc(nulls_last=True), "-pk")


def solutions_saying(rows: QuerySet[Thread], words: str) -> QuerySet[Thread]:
    """Those whose question and answer together say these words: one may stand here, the other there."""
    said = _PART.findall(words)[:MOST_WORDS]
    if "OR" in said:
        return rows.filter(_says(words))
    kept = meaningful(part.removeprefix("-") for part in said)
    if not kept:
        return rows.none()
    for part in said:
        if part.removeprefix("-") in kept:
            says = _says(part.removeprefix("-"))
            rows = rows.exclude(says) if part.startswith("-") else rows.filter(says)
    return rows


def _says(words: str) -> Q:
    said = Post.objects.filter(saying(words))
    return Q(best_answer__in=said.values("pk")) | Q(pk__in=said.filter(number=1).values("thread"))


def alike(title: str, spaces: QuerySet[Space], most: int = MOST_ALIKE) -> list[Thread]:
    """Up to three solved questions that share words with a title, those that share most first."""
    words = _words_of(title)
    if not words:
        return []
    any_of = " OR ".join(words)
    rank = SearchRank(F("search"), asked(any_of, "fr")) + SearchRank(F("search"), asked(any_of, "en"))
    questions = Post.objects.filter(saying(any_of), number=1, thread__in=solutions(spaces).order_by().values("pk"))
    counted = questions.annotate(shared=_shared(words), rank=rank).filter(shared__gte=min(SHARED, len(words)))
    best: list[str | OrderBy] = ["-shared", "-rank", "-pk"]
    keys = [post.thread_id for post in counted.order_by(*best).only("thread_id")[:most]]
    found = Thread.objects.select_related("space", "best_answer", "best_answer__outdated", "best_answer__source")
    by_key = found.in_bulk(keys)
    return [by_key[key] for key in keys]


def _words_of(title: str) -> list[str]:
    """Its words, each once; search syntax means nothing here."""
    found = (word.casefold() for word in _WORD.findall(title[:LONGEST_QUERY]))
    return [word for word in dict.fromkeys(found) if word != "or"][:MOST_WORDS]


def _shared(words: Iterable[str]) -> Case:
    """How many of the words a question says, its title and its text together."""
    total = Value(0)
    for word in words:
        total = total + Case(When(saying(word), then=1), default=0, output_field=IntegerField())  # type: ignore[assignment]
    return total  # type: ignore[return-value]
