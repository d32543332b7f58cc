"""Published texts as read by anyone: versions, what is in force, what changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.base.errors import NotFound
from apps.documents.kinds import kind_label
from apps.documents.models import ChangeClass, Document, Version
from apps.documents.notice import Notice, notice_of, share_in_time


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A text in a list."""

    slug: str
    title: str
    kind: str
    kind_label: str
    versions: int
    in_force: int | None
    upcoming: int | None
    changed_at: datetime | None
    change_class: str
    change_label: str
    attribution: str
    notice_owed: int
    notice_in_time: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list: when it was announced, when it binds, with how much notice."""

    number: int
    announced_at: datetime
    effective_at: datetime
    notice_days: int
    notice: str
    notice_label: str
    change_class: str
    change_label: str
    summary: str
    sha256: str
    imported: bool
    in_force: bool
    upcoming: bool


def title_of(document: Document) -> str:
    """In the reader's language."""
    return document.title_en if _english() else document.title_fr


def _english() -> bool:
    return (get_language() or "fr").startswith("en")


def document_of(owner: str, slug: str) -> Document:
    """Raises NotFound."""
    document = Document.objects.filter(owner=owner, slug=slug).first()
    if document is None:
        raise NotFound(_("There is no such text. Its owner’s page lists all that were published."))
    return document


def version_of(document: Document, number: int) -> Version:
    """Raises NotFound."""
    version = document.versions.filter(number=number).first()
    if version is None:
        raise NotFound(_("This text has no version %(n)d.") % {"n": number})
    return version


def in_force(document: Document, *, now: datetime) -> Version | None:
    """The version that binds now; None before the first one does."""
    return document.versions.in_force(now).first()


def version_rows(document: Document, *, now: datetime) -> list[VersionRow]:
    """Newest first; without the texts, which may be long."""
    versions = list(document.versions.defer("body_fr", "body_en").order_by("-number"))
    return _rows(versions, now)


def _rows(versions: Sequence[Version], now: datetime) -> list[VersionRow]:
    binding = _binding(versions, now)
    return [
        VersionRow(
            number=v.number,
            announced_at=v.announced_at,
            effective_at=v.effective_at,
            notice_days=(v.effective_at - v.announced_at).days,
            notice=notice_of(v),
            notice_label=str(Notice(notice_of(v)).label),
            change_class=v.change_class,
            change_label=str(ChangeClass(v.change_class).label),
            summary=summary_of(v),
            sha256=v.sha256,
            imported=v.imported,
            in_force=binding is not None and v.pk == binding.pk,
            upcoming=v.effective_at > now and (binding is None or v.number > binding.number),
        )
        for v in versions
    ]


def _binding(versions: Iterable[Version], now: datetime) -> Version | None:
    return max((v for v in versions if v.effective_at <= now), key=lambda v: v.number, default=None)


def summary_of(version: Version) -> str:
    """In the reader's language, or the other."""
    first, second = version.summary_fr, version.summary_en
    return (second or first) if _english() else (first or second)


def language_of(version: Version) -> str:
    """The reader's language when the text has it, else the one it has."""
    if _english():
        return "en" if version.body_en else "fr"
    return "fr" if version.body_fr else "en"


def document_rows(owners: Iterable[str], *, now: datetime) -> dict[str, list[DocumentRow]]:
    """Owner → its texts, last changed first. Two queries for any number of owners."""
    documents = list(Document.objects.filter(owner__in=list(owners)))
    versions: dict[int, list[Version]] = defaultdict(list)
    for version in Version.objects.filter(document__in=documents).defer("body_fr", "body_en").order_by("number"):
        versions[version.document_id].append(version)
    found: dict[str, list[DocumentRow]] = defaultdict(list)
    for document in documents:
        found[document.owner].append(_document_row(document, versions[document.pk], now))
    for rows in found.values():
        rows.sort(key=lambda row: (-(row.changed_at.timestamp() if row.changed_at else 0.0), row.title))
    return found


def _document_row(document: Document, versions: Sequence[Version], now: datetime) -> DocumentRow:
    last = versions[-1] if versions else None
    binding, notice = _binding(versions, now), share_in_time(versions)
    return DocumentRow(
        slug=document.slug,
        title=title_of(document),
        kind=document.kind,
        kind_label=kind_label(document.kind),
        versions=len(versions),
        in_force=binding.number if binding else None,
        upcoming=last.number if last and last.effective_at > now else None,
        changed_at=last.announced_at if last else None,
        change_class=last.change_class if last else "",
        change_label=str(ChangeClass(last.change_class).label) if last else "",
        attribution=document.attribution,
        notice_owed=notice.owed,
        notice_in_time=notice.in_time,
    )


def promises_of(owner: str, *, now: datetime) -> list[str]:
    """The promises in force: each line of the text that starts with a dash is one."""
    document = Document.objects.filter(owner=owner, kind="promises").order_by("pk").first()
    version = in_force(document, now=now) if document else None
    if version is None:
        return []
    body = version.body_en if language_of(version) == "en" else version.body_fr
    return [line[2:].strip() for line in body.splitlines() if line.startswith("- ")]
