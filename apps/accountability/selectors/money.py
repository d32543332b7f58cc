"""What an operator lives on, from the facts of its last signed disclosure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from apps.accountability.services.disclosures import KIND, STATEMENTS, percent_words, titles
from apps.accountability.stated import StatedFacts
from apps.spaces.models import Operator


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source of revenue, and its share as the reader writes numbers."""

    name: str
    percent: float
    shown: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A question, and what is said of it, or why it is withheld."""

    title: str
    text: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Money:
    """The last disclosure."""

    year: int
    sources: list[SourceRow]
    statements: list[StatementRow]
    announced_at: datetime
    path: str
    facts: dict[str, Any]


def money_of(operator: Operator) -> Money | None:
    """None when this operator has disclosed nothing."""
    stated = (
        StatedFacts.objects.filter(version__document__owner=operator.reference, version__document__kind=KIND)
        .select_related("version__document")
        .order_by("-version__number")
        .first()
    )
    return _money(stated, operator) if stated else None


def _money(stated: StatedFacts, operator: Operator) -> Money:
    language = "en" if (get_language() or "fr").startswith("en") else "fr"
    facts = stated.facts
    asked = titles()
    return Money(
        year=facts["year"],
        sources=[
            SourceRow(source[language], float(source["percent"]), percent_words(float(source["percent"])))
            for source in facts["sources"]
        ],
        statements=[StatementRow(asked[n], facts[n][language], facts[n]["withheld"]) for n in STATEMENTS],
        announced_at=stated.version.announced_at,
        path=reverse("accountability:document", args=[operator.slug, stated.version.document.slug]),
        facts=facts,
    )
