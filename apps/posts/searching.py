"""How words are looked for in texts, in French and English, accents folded: the same everywhere on the site."""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery
from django.db import connection
from django.db.models import Q

LONGEST_QUERY = 200
_LONG_WORD = re.compile(r"\b(\w{4,})\b")
CONFIGURATIONS = {"fr": "folded_fr", "en": "folded_en"}


def asked(words: str, language: str) -> SearchQuery | CombinedSearchQuery:
    """The words as typed; in French also with each final s put on or off, where the stemmer misses (loyer, loyers)."""
    first = SearchQuery(words, config=CONFIGURATIONS[language], search_type="websearch")
    if language != "fr" or "-" in words:
        return first
    other = _LONG_WORD.sub(lambda m: m[1][:-1] if m[1].endswith("s") else f"{m[1]}s", words)
    return first | SearchQuery(other, config=CONFIGURATIONS["fr"], search_type="websearch")


def saying(words: str) -> Q:
    """Items that say these words, each language in its own way: two conditions that the index can answer."""
    found = Q()
    for language in CONFIGURATIONS:
        found |= Q(language=language, search=asked(words, language))
    return found


def meaningful(parts: Iterable[str]) -> set[str]:
    """Those that mean something in both languages: a text never says “the” or “le” to the search."""
    both = " AND ".join(f"numnode(websearch_to_tsquery('{name}', part)) > 0" for name in CONFIGURATIONS.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT part FROM unnest(%s::text[]) part WHERE {both}", [list(parts)])  # noqa: S608 - our names
        return {part for (part,) in cursor.fetchall()}
