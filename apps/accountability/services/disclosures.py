"""What an operator lives on: revenue by source, who pays, agreements with those who are rated, who pays for the label.

Each disclosure is a signed version of one text, written from its facts in both languages. The shares add up to a
hundred or nothing is published; what is withheld says why.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.stated import StatedFacts
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.documents.models import Document, Version
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger.services import append
from apps.look.numbers import number
from apps.people.models import Account
from apps.spaces.models import Operator, Representative

KIND = "disclosure"
STATEMENTS = ("payers", "agreements", "label")
MAX_STATEMENT = 3000
MAX_NAME = 120
EARLIEST = 1990


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source of revenue and its share in percent."""

    fr: str
    en: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """What is said of one question, or why it is not."""

    fr: str
    en: str
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class DisclosureDraft:
    """The facts of one year; without a source, there was no revenue."""

    year: int
    sources: Sequence[SourceDraft]
    payers: StatementDraft
    agreements: StatementDraft
    label: StatementDraft


@transaction.atomic
def disclosure_publish(
    *, account: Account, operator: Operator, representative: Representative, draft: DisclosureDraft, now: datetime
) -> Version:
    """Publish at once, signed. Raises BadInput with a sentence per field, NotNow when nothing changed."""
    clean = _checked(draft, now)
    document = _document(operator)
    version = version_publish(
        document=document,
        draft=VersionDraft(body_fr=written(clean, "fr"), body_en=written(clean, "en"), effective_at=now),
        actor=account.reference,
        signed_by=representative.reference,
        now=now,
    )
    StatedFacts.objects.create(version=version, facts=_facts(clean))
    append(
        kind="disclosure.published",
        actor=account.reference,
        object=document.reference,
        payload={"version": version.pk},
        now=now,
    )
    return version


def _checked(draft: DisclosureDraft, now: datetime) -> DisclosureDraft:
    errors: dict[str, Any] = {}
    if not EARLIEST <= draft.year <= now.year:
        errors["year"] = _("Give a year that has begun.")
    total = sum((source.percent for source in draft.sources), Decimal(0))
    if draft.sources and total != 100:
        words = _("The shares add up to %(total)s, not to %(whole)s: nothing was published.")
        errors["source_1_percent"] = words % {"total": percent_words(total), "whole": percent_words(100)}
    if any(source.percent <= 0 for source in draft.sources):
        errors["source_1_percent"] = _("A share is more than nothing.")
    if any(not (clean_text(source.fr) or clean_text(source.en)) for source in draft.sources):
        errors["source_1_fr"] = _("Name each source.")
    for name in STATEMENTS:
        errors |= _errors_of(name, getattr(draft, name))
    if errors:
        raise BadInput(errors)
    sources = [SourceDraft(*_both(source.fr, source.en), source.percent) for source in draft.sources]
    said = {name: _clean(getattr(draft, name)) for name in STATEMENTS}
    return DisclosureDraft(draft.year, sources, **said)


def _errors_of(name: str, said: StatementDraft) -> dict[str, Any]:
    texts = clean_text(said.fr), clean_text(said.en)
    if not any(texts):
        if said.withheld:
            return {f"{name}_fr": _("Withheld: say why. The reason is published.")}
        return {f"{name}_fr": _("Answer this, if only by “none”; or withhold it and say why.")}
    if max(map(len, texts)) > MAX_STATEMENT:
        return {f"{name}_fr": _("At most %(max)d characters. Nothing is lost: shorten it.") % {"max": MAX_STATEMENT}}
    return {}


def _clean(said: StatementDraft) -> StatementDraft:
    return StatementDraft(*_both(said.fr, said.en), said.withheld)


def _both(fr: str, en: str) -> tuple[str, str]:
    """What is given in one language only stands in both texts, as it is."""
    one, other = clean_text(fr), clean_text(en)
    return one or other, other or one


def _document(operator: Operator) -> Document:
    found = Document.objects.filter(owner=operator.reference, kind=KIND).order_by("pk").first()
    return found or document_create(
        owner=operator.reference, kind=KIND, slug=KIND, title_fr="De quoi nous vivons", title_en="What we live on"
    )


def _facts(draft: DisclosureDraft) -> dict[str, Any]:
    facts = asdict(draft)
    facts["sources"] = [{**asdict(source), "percent": str(source.percent)} for source in draft.sources]
    return facts


# --- the text, from the facts alone ----------------------------------------------------------------------------------


def titles() -> dict[str, str]:
    """The questions, in the active language."""
    return {
        "payers": _("Who pays the most"),
        "agreements": _("Agreements with those who are rated"),
        "label": _("Who pays for the label"),
    }


def written(draft: DisclosureDraft, language: str) -> str:
    """The text that is signed."""
    with override(language):
        money, withheld = _("Where the money comes from"), _("Withheld, because:")
        parts = [_("Year: %(year)s.") % {"year": draft.year}, f"## {money}"]
        parts.append(_table(draft.sources, language) if draft.sources else _("There was no revenue."))
        for name, title in titles().items():
            said: StatementDraft = getattr(draft, name)
            parts += [f"## {title}", *([f"**{withheld}**"] if said.withheld else [])]
            parts.append(getattr(said, language))
        return "\n\n".join(parts)


def _table(sources: Sequence[SourceDraft], language: str) -> str:
    rows = [f"| {_cell(getattr(s, language))} | {percent_words(s.percent)} |" for s in sources]
    source, share, together = _("Source"), _("Share"), _("Together")
    return "\n".join([f"| {source} | {share} |", "|---|---|", *rows, f"| {together} | {percent_words(100)} |"])


def percent_words(share: Decimal | float) -> str:
    """A share as the reader writes it, with the decimals it has."""
    return _("%(share)s%%") % {"share": number(float(share))}


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
