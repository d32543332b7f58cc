"""The cards of an operator's algorithms in a list: each with one line of its own words, ours by what they are about."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accountability.platform.register_fields import READS
from apps.algorithms import cards
from apps.documents.models import Version
from apps.documents.selectors import DocumentRow, language_of
from apps.spaces.models import Operator

# What an algorithm reads (`READS`) → what it is about. In the order of the list.
ABOUT: dict[str, str | Promise] = {
    "reviews": _("Which reviews may be fake"),
    "people": _("Whom one may trust, and the order of what is shown"),
    "voices": _("Alerts about operators"),
    "texts": _("Published texts, and what changes in them"),
    "cases": _("Reports, decisions, and how often a score is wrong"),
    "": _("Audits and votes"),
}
LEAST = 60  # characters
_PEOPLE = {"order", "ratings", "talks"}
_WHY = ("## Why it matters", "## À quoi cela sert")
_ESCAPED = re.compile(r"\\([*\[<])")
_SENTENCE = re.compile(r"[.!?](?=\s|$)")


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card: its title, and what it does in a line."""

    slug: str
    title: str
    line: str
    versions: int
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards about the same thing; without a heading where somebody else's are not sorted by us."""

    heading: str
    cards: list[CardRow]


def card_rows(operator: Operator, rows: Sequence[DocumentRow]) -> list[CardRow]:
    """With a line from the newest version of each. One query for any number."""
    lines = _lines(operator, rows)
    return [CardRow(row.slug, row.title, lines.get(row.slug, ""), row.versions, row.changed_at) for row in rows]


def card_groups(operator: Operator, rows: Sequence[DocumentRow]) -> list[CardGroup]:
    """Ours in reading order under what they are about; anybody else's as they stand."""
    found = card_rows(operator, rows)
    if operator.slug != settings.PLATFORM_OPERATOR:
        return [CardGroup("", found)] if found else []
    place = {name.replace("_", "-"): number for number, name in enumerate(cards.PUBLISHED)}
    found.sort(key=lambda card: place.get(card.slug, len(place)))
    groups = [CardGroup(str(said), [c for c in found if _about(c.slug) == key]) for key, said in ABOUT.items()]
    return [group for group in groups if group.cards]


def _about(slug: str) -> str:
    read = READS.get(slug.replace("-", "_"), "")
    return "people" if read in _PEOPLE else read


def _lines(operator: Operator, rows: Iterable[DocumentRow]) -> dict[str, str]:
    titles = {row.slug: row.title for row in rows}
    versions = Version.objects.filter(document__owner=operator.reference, document__slug__in=list(titles))
    newest = versions.select_related("document").order_by("document", "-number").distinct("document")
    return {v.document.slug: line_of(_body(v), titles[v.document.slug]) for v in newest}


def _body(version: Version) -> str:
    return version.body_en if language_of(version) == "en" else version.body_fr


def line_of(body: str, title: str) -> str:
    """What a card says of itself after its title; where the title says it all, why it matters."""
    first, *rest = [" ".join(part.split()) for part in body.split("\n\n")]
    said = _bare(first).removeprefix(title).lstrip(" :.\u00a0\u202f")
    if not said and not first.startswith("#"):
        said = next((after for head, after in pairwise(rest) if head in _WHY), "")
        said = _opening(_bare(said))
    return said[:1].upper() + said[1:]


def _opening(text: str) -> str:
    """As many sentences as say something."""
    end = next((mark.end() for mark in _SENTENCE.finditer(text) if mark.end() >= LEAST), len(text))
    return text[:end]


def _bare(text: str) -> str:
    bold = text.startswith("**") and text.endswith("**")
    return _ESCAPED.sub(r"\1", text[2:-2] if bold else text)
