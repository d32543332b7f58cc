"""Texts of operators who are not with us, version after version, as an archive has kept them.

They are marked, attributed, unsigned; fetched is announced and effective, because that is all an archive knows. They
come in the order of their dates: a version is numbered once and for ever.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import override

from apps.algorithms import words
from apps.base.models import new_reference
from apps.documents.changes import Bodies, suggested_class
from apps.documents.clauses import clauses_follow
from apps.documents.kinds import kind_label
from apps.documents.models import ChangeClass, Document, Version
from apps.documents.services import version_document
from apps.gate.imports.files import BadRow, Row
from apps.gate.imports.mappings import FileMapping
from apps.gate.imports.runs import HERE_ALREADY, Numbered
from apps.gate.imports.staging import copy_in, insert_from, run
from apps.signatures.canonical import digest

MAX_TEXT = 1_000_000
NEEDS = {"owner": True, "kind": True, "text": True, "at": True, "series": False}
LANGUAGES = ("fr", "en", "auto")
TOO_OLD = "older than the last version here: versions are never put in between"

COLUMNS = {
    "line": "bigint", "document": "bigint", "number": "int", "fr": "text", "en": "text", "sha256": "text",
    "at": "timestamptz", "class": "text", "reference": "text",
}  # fmt: skip
WRITTEN = "SELECT i.line FROM imported_version i JOIN documents_version v ON v.reference = i.reference"


@dataclass(frozen=True, slots=True)
class Text:
    """One version as it was read."""

    owner: str
    kind: str
    series: str
    at: datetime
    body: str
    language: str

    @property
    def bodies(self) -> Bodies:
        """French first. A text in another language stands where the English one would."""
        return (self.body, "") if self.language == "fr" else ("", self.body)


def text_of(row: Row, mapping: FileMapping) -> Text:
    """Read a row; BadRow with the reason."""
    body = mapping["text"].required(row, MAX_TEXT)
    return Text(
        owner=mapping["owner"].required(row, 120),
        kind=mapping["kind"].required(row, 64),
        series=mapping["series"].text(row, 40) if "series" in mapping.fields else "",
        at=mapping["at"].moment(row),
        body=body,
        language=language_of(body) if mapping.language == "auto" else mapping.language,
    )


def order_of(mapping: FileMapping) -> Callable[[Row], Any]:
    """By date; a row without a date comes first, and is refused when it is read."""

    def key(row: Row) -> str:
        try:
            return mapping["at"].moment(row).isoformat()
        except BadRow:
            return ""

    return key


# --- in which language -----------------------------------------------------------------------------------------------

SMALL_WORDS = {
    "fr": words.bag("le la les des du une est pour vous nous dans que qui sur avec votre vos ou et"),
    "en": words.bag("the of and to your you or for in that with is this we are our be by"),
    "de": words.bag("der die das und ist nicht mit von zu den ein eine sie wir oder für auf werden im des"),
}


def language_of(text: str) -> str:
    """Whose small words it uses most."""
    read = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    counts = {language: sum(word in small for word in read) for language, small in SMALL_WORDS.items()}
    return max(counts, key=lambda language: (counts[language], language == "en"))


# --- writing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Archive:
    """Where texts go; `owners` gives the opaque reference of each operator's name, and makes those that are missing."""

    owners: Callable[[Iterable[str]], dict[str, str]]
    source: str
    attribution: str

    def write(self, batch: Sequence[Numbered[Text]]) -> list[tuple[int, str]]:
        """Number each version after the last of its text; the lines that were not taken, and why."""
        documents = self._documents(text for _line, text in batch)
        last = _last_versions(documents.values())
        refused, staged = [], []
        for line, text in batch:
            version = _next(documents[_name(text)], last, text)
            if isinstance(version, str):
                refused.append((line, version))
            else:
                staged.append((line, version))
        copy_in("imported_version", COLUMNS, (_staged(line, version) for line, version in staged))
        _insert()
        for document in Document.objects.filter(pk__in=last, clauses__isnull=False).distinct():
            clauses_follow(document)
        written = {line for (line,) in run(WRITTEN, fetch=True)}
        return [*refused, *((line, HERE_ALREADY) for line, _version in staged if line not in written)]

    def _documents(self, texts: Iterable[Text]) -> dict[tuple[str, str, str], Document]:
        named = {_name(text): text for text in texts}
        owners = self.owners(sorted({text.owner for text in named.values()}))
        return {name: self._document(text, owners[text.owner]) for name, text in named.items()}

    def _document(self, text: Text, owner: str) -> Document:
        same_kind = Document.objects.filter(owner=owner, kind=text.kind)
        slug = slugify(f"{text.kind} {text.series}")[:80]
        found = same_kind.filter(slug=slug).first()
        if found is not None:
            return found
        series = text.series if same_kind.exists() else ""  # said only where two texts would be called the same
        titles = {f"title_{language}": _title(text, language, series) for language in ("fr", "en")}
        origin = {"source": self.source, "attribution": self.attribution}
        return Document.objects.create(owner=owner, slug=slug, kind=text.kind, **origin, **titles)


IN_GERMAN = {"fr": "en allemand", "en": "in German"}


def _title(text: Text, language: str, series: str) -> str:
    with override(language):
        label = kind_label(text.kind)
    parts = [label[:1].upper() + label[1:], series, IN_GERMAN[language] if text.language == "de" else ""]
    return " · ".join(part for part in parts if part)[:160]


def _name(text: Text) -> tuple[str, str, str]:
    return text.owner, text.kind, text.series


def _last_versions(documents: Iterable[Document]) -> dict[int, Version]:
    latest = Version.objects.filter(document__in=list(documents)).order_by("document", "-number").distinct("document")
    return {version.document_id: version for version in latest}


def _next(document: Document, last: dict[int, Version], text: Text) -> Version | str:
    """The version this text becomes, which is the last one from now on; or why it is none."""
    before = last.get(document.pk)
    if before is not None and (reason := _why_not(before, text)):
        return reason
    version = Version(
        document=document,
        number=before.number + 1 if before else 1,
        body_fr=text.bodies[0],
        body_en=text.bodies[1],
        announced_at=text.at,
        effective_at=text.at,
        change_class=_class(before, text.bodies),
        imported=True,
    )
    version.sha256 = digest(version_document(version))
    last[document.pk] = version
    return version


def _why_not(before: Version, text: Text) -> str:
    if text.at > before.announced_at:
        return ""
    fr, en = text.bodies
    if text.at == before.announced_at and (fr, en) != (before.body_fr, before.body_en):
        return ""
    known = Version.objects.filter(document=before.document_id, announced_at=text.at, body_fr=fr, body_en=en)
    return HERE_ALREADY if text.at == before.announced_at or known.exists() else TOO_OLD


def _class(before: Version | None, after: Bodies) -> ChangeClass:
    if before is None:
        return ChangeClass.FIRST
    return suggested_class((before.body_fr, before.body_en), after).kind


def _staged(line: int, version: Version) -> tuple[Any, ...]:
    return (
        line, version.document_id, version.number, version.body_fr, version.body_en, version.sha256,
        version.announced_at, version.change_class, new_reference(),
    )  # fmt: skip


def _insert() -> None:
    insert_from(
        Version,
        {
            "reference": "reference", "document": "document", "number": "number", "body_fr": "fr", "body_en": "en",
            "sha256": "sha256", "announced_at": "at", "effective_at": "at", "change_class": "class",
            "imported": "true",
        },
        "FROM imported_version ORDER BY line",
    )  # fmt: skip
