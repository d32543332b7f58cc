"""A published text and what changed in it, as pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.accountability.selectors.faces import Face, face_of
from apps.base.errors import NotFound
from apps.documents.changes import Difference, Line, Suggestion, bodies, difference, suggested_class
from apps.documents.kinds import kind_label
from apps.documents.markdown import version_html
from apps.documents.models import ChangeClass, Clause, Document, Version
from apps.documents.notice import OWED, Notice, share_in_words
from apps.documents.selectors import (
    DocumentRow,
    VersionRow,
    document_of,
    in_force,
    language_of,
    summary_of,
    title_of,
    version_of,
    version_rows,
)
from apps.spaces.models import Operator, Representative, Space

SHOWN_FIRST = 8  # lines of the last change on an operator's own page
LONGEST_THERE = 60_000  # characters; a longer text is compared on the page of its change only


@dataclass(frozen=True, slots=True)
class TextPage:
    """One version of a text, and the list of all."""

    operator: str
    operator_name: str
    affiliated: bool
    slug: str
    kind: str
    kind_label: str
    title: str
    attribution: str
    source: str
    number: int
    row: VersionRow
    html: str
    language: str
    face: Face | None
    versions: list[VersionRow]
    previous: int | None
    body_path: str
    proof_path: str
    reference: str
    check_command: str
    source_path: str
    in_time: str
    clauses_path: str
    talked_about: int
    copy_path: str


@dataclass(frozen=True, slots=True)
class DiffPage:
    """What changed from one version to another."""

    operator: str
    operator_name: str
    slug: str
    title: str
    before: VersionRow
    after: VersionRow
    summary: str
    difference: Difference
    other_language: str
    reason: str
    lighter: str
    late_by_algorithm: bool
    class_icon: str
    class_kind: str
    attribution: str


@dataclass(frozen=True, slots=True)
class CopyPage:
    """An operator's signed text beside the copy an archive has taken of the text of that name."""

    operator: str
    operator_name: str
    slug: str
    title: str
    signed: VersionRow
    archived: VersionRow
    archived_path: str
    attribution: str
    difference: Difference


def archived_copy(operator: Operator, document: Document) -> Document | None:
    """The same type of text of an operator of the same name, as an archive keeps it; None where there is none."""
    if not operator.affiliated:
        return None
    apart = Operator.objects.filter(affiliated=False, name__iexact=operator.name).values("reference")
    return Document.objects.filter(owner__in=apart, kind=document.kind).order_by("pk").first()


def copy_page(operator: Operator, document: Document, *, now: datetime) -> CopyPage:
    """What binds by the operator's signature, and what the archive saw last. Raises NotFound."""
    archived = archived_copy(operator, document)
    seen = archived.versions.order_by("number").last() if archived else None
    if archived is None or seen is None:
        raise NotFound(_("No archive has a copy of this text here."))
    signed, spoken = _shown(document, now), language_of(seen)
    owner = Operator.objects.get(reference=archived.owner)
    return CopyPage(
        operator=operator.slug,
        operator_name=operator.name,
        slug=document.slug,
        title=title_of(document),
        signed=_row(version_rows(document, now=now), signed.number),
        archived=_row(version_rows(archived, now=now), seen.number),
        archived_path=reverse("accountability:document", args=[owner.slug, archived.slug]),
        attribution=archived.attribution,
        difference=difference(_body(signed, spoken), _body(seen, spoken), language=spoken),
    )


def owned_text(operator: Operator, slug: str) -> Document:
    """A text of the operator, or of a space it runs; raises NotFound."""
    spaces = Space.objects.filter(operator=operator).values("reference")
    found = Document.objects.filter(owner__in=spaces, slug=slug).order_by("pk").first()
    return document_of(operator.reference, slug) if found is None else found


def number_in(given: str) -> int | None:
    """A version number from an address; anything else asks for the version in force."""
    return int(given) if given.isdecimal() and given.isascii() and len(given) < 8 else None


def text_page(operator: Operator, document: Document, number: int | None, *, now: datetime) -> TextPage:
    """The version asked for, else the one in force, else the first announced. Raises NotFound."""
    version = version_of(document, number) if number is not None else _shown(document, now)
    rows = version_rows(document, now=now)
    language = language_of(version)
    address: list[str | int] = [operator.slug, document.slug, version.number]
    body_path = reverse("accountability:version_body", args=address)
    return TextPage(
        operator=operator.slug,
        operator_name=operator.name,
        affiliated=operator.affiliated,
        slug=document.slug,
        kind=document.kind,
        kind_label=kind_label(document.kind),
        title=title_of(document),
        attribution=document.attribution,
        source=document.source,
        number=version.number,
        row=_row(rows, version.number),
        html=version_html(version, language),
        language=language,
        face=_signer(version, now),
        versions=rows,
        previous=version.number - 1 if version.number > 1 else None,
        body_path=body_path,
        proof_path=reverse("accountability:version_proof", args=address) if version.signature else "",
        reference=document.reference,
        check_command=f"curl -s {settings.SITE_URL}{body_path} | sha256sum",
        source_path=_source_path(operator, document),
        in_time=_in_time(rows),
        clauses_path=reverse("accountability:clauses", args=address),
        copy_path=reverse("accountability:copy", args=address[:2]) if archived_copy(operator, document) else "",
        talked_about=Clause.objects.filter(document=document, talks__isnull=False).distinct().count(),
    )


def _in_time(rows: Sequence[VersionRow]) -> str:
    owed = [row for row in rows if row.notice in {Notice.IN_TIME, Notice.LATE}]
    return share_in_words(len(owed), sum(row.notice == Notice.IN_TIME for row in owed))


def _source_path(operator: Operator, document: Document) -> str:
    """Where the file that runs can be read, when it runs here."""
    ours = operator.slug == settings.PLATFORM_OPERATOR and document.kind == "algorithm-card"
    return reverse("accountability:source", args=[operator.slug, document.slug]) if ours else ""


def _shown(document: Document, now: datetime) -> Version:
    version = in_force(document, now=now) or document.versions.order_by("number").first()
    if version is None:
        raise NotFound(_("This text has no version yet."))
    return version


def _row(rows: Sequence[VersionRow], number: int) -> VersionRow:
    return next(row for row in rows if row.number == number)


def _signer(version: Version, now: datetime) -> Face | None:
    found = Representative.objects.select_related("operator").filter(reference=version.signed_by).first()
    return face_of(found, now=now) if found and version.signed_by else None


def diff_page(operator: Operator, document: Document, a: int, b: int, *, language: str, now: datetime) -> DiffPage:
    """Compare two versions in one language; raises NotFound."""
    before, after = version_of(document, a), version_of(document, b)
    spoken = _spoken(after, language)
    rows = version_rows(document, now=now)
    both = bool(after.body_fr and after.body_en)
    suggestion = suggested_class(bodies(before), bodies(after))
    lighter = _lighter(after, suggestion, adjacent=b == a + 1)
    return DiffPage(
        operator=operator.slug,
        operator_name=operator.name,
        slug=document.slug,
        title=title_of(document),
        before=_row(rows, a),
        after=_row(rows, b),
        summary=summary_of(after),
        difference=difference(_body(before, spoken), _body(after, spoken), language=spoken),
        other_language={"fr": "en", "en": "fr"}[spoken] if both else "",
        reason=suggestion.reason,
        lighter=lighter,
        late_by_algorithm=bool(lighter)
        and not after.imported
        and _row(rows, b).notice_days < OWED.days
        and suggestion.kind is ChangeClass.SUBSTANTIVE,
        class_icon="i-poss" if after.change_class == ChangeClass.SUBSTANTIVE else "i-doc",
        class_kind="doubt" if after.change_class == ChangeClass.SUBSTANTIVE else "",
        attribution=document.attribution,
    )


def last_change(operator: Operator, rows: Sequence[DocumentRow], *, now: datetime) -> DiffPage | None:
    """The newest change among these texts, its first passages only; None when no text changed, or it is too long."""
    row = next((row for row in rows if row.versions > 1), None)
    if row is None:
        return None
    document = owned_text(operator, row.slug)
    if sum(map(len, bodies(version_of(document, row.versions)))) > LONGEST_THERE:
        return None
    page = diff_page(operator, document, row.versions - 1, row.versions, language=get_language() or "fr", now=now)
    return replace(page, difference=replace(page.difference, passages=_first_lines(page.difference), left_out=0))


def _first_lines(found: Difference) -> list[list[Line]]:
    """The first passage, cut after a change that is whole."""
    lines = found.passages[0] if found.passages else []
    ends = [n for n, line in enumerate(lines[:SHOWN_FIRST], 1) if line.kind == "now"] or [len(lines[:SHOWN_FIRST])]
    return [lines[: ends[-1]]] if lines else []


def _spoken(version: Version, language: str) -> str:
    wanted = "en" if language.startswith("en") else "fr"
    return wanted if _body(version, wanted) else language_of(version)


def _body(version: Version, language: str) -> str:
    return version.body_en if language == "en" else version.body_fr


def _lighter(version: Version, suggestion: Suggestion, *, adjacent: bool) -> str:
    """What the algorithm calls the change when the operator called it less; empty when they agree."""
    weights = list(ChangeClass)
    if not adjacent or weights.index(suggestion.kind) <= weights.index(ChangeClass(version.change_class)):
        return ""
    return str(suggestion.kind.label)
