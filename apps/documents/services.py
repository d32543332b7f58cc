"""Publish texts. A version is announced, signed, logged and never changed: a change is another version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.documents.changes import bodies, suggested_class
from apps.documents.markdown import MAX_BODY
from apps.documents.models import ChangeClass, Document, Version
from apps.ledger.services import append
from apps.ledger.site_key import sign
from apps.signatures.canonical import digest

MAX_SUMMARY = 500


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version as it was typed; an empty class means the suggested one."""

    body_fr: str
    body_en: str
    effective_at: datetime
    summary_fr: str = ""
    summary_en: str = ""
    change_class: str = ""


@transaction.atomic
def document_create(*, owner: str, kind: str, slug: str, title_fr: str, title_en: str) -> Document:
    """Open a text; its first version comes next. Raises BadInput when the owner has one of this name."""
    fr, en = clean_text(title_fr), clean_text(title_en)
    try:
        with transaction.atomic():
            return Document.objects.create(owner=owner, kind=kind, slug=slug, title_fr=fr or en, title_en=en or fr)
    except IntegrityError as error:
        raise BadInput({"title_fr": _("There is a text of this name already. Publish a new version of it.")}) from error


def document_rename(*, document: Document, title_fr: str, title_en: str) -> None:
    """Under another title from now on, with every version it has; its address stays. The title is in no signature."""
    fr, en = clean_text(title_fr), clean_text(title_en)
    Document.objects.filter(pk=document.pk).update(title_fr=fr or en, title_en=en or fr)


@transaction.atomic
def version_publish(*, document: Document, draft: VersionDraft, actor: str, signed_by: str, now: datetime) -> Version:
    """Publish the next version, announced now. `signed_by` is the opaque reference of who answers for it.

    Raises BadInput with a sentence per field, NotNow when nothing changed.
    """
    document = Document.objects.select_for_update().get(pk=document.pk)
    clean = _checked(draft, now)
    last = document.versions.order_by("number").last()
    _check_something_changed(last, clean)
    version = _signed(document, last, clean, signed_by, now)
    append(
        kind="version.published",
        actor=actor,
        object=document.reference,
        version=str(version.number),
        payload={"document": document.pk, "version": version.pk},
        body_sha256=version.sha256,
        now=now,
    )
    return version


def _checked(draft: VersionDraft, now: datetime) -> VersionDraft:
    fr, en = clean_text(draft.body_fr), clean_text(draft.body_en)
    errors: dict[str, Any] = {}
    if not fr and not en:
        errors["body_fr"] = _("Write the text in one language at least, better in both.")
    for name, text in (("body_fr", fr), ("body_en", en)):
        if len(text) > MAX_BODY:
            lengths = {"n": len(text), "max": MAX_BODY}
            errors[name] = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.") % lengths
    if draft.effective_at < now.replace(hour=0, minute=0, second=0, microsecond=0):
        errors["effective_on"] = _("A text cannot bind people before it is announced. Choose today or later.")
    if draft.change_class and draft.change_class not in ChangeClass.values:
        errors["change_class"] = _("Choose technical, editorial or substantive.")
    if errors:
        raise BadInput(errors)
    summary_fr, summary_en = (clean_text(text)[:MAX_SUMMARY] for text in (draft.summary_fr, draft.summary_en))
    return VersionDraft(fr, en, max(draft.effective_at, now), summary_fr, summary_en, draft.change_class)


def _check_something_changed(last: Version | None, draft: VersionDraft) -> None:
    if last is not None and (last.body_fr, last.body_en) == (draft.body_fr, draft.body_en):
        raise NotNow(_("This is word for word the version %(n)d. Nothing was published.") % {"n": last.number})


def _signed(document: Document, last: Version | None, draft: VersionDraft, signed_by: str, now: datetime) -> Version:
    version = Version(
        document=document,
        number=(document.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        body_fr=draft.body_fr,
        body_en=draft.body_en,
        announced_at=now,
        effective_at=draft.effective_at,
        summary_fr=draft.summary_fr,
        summary_en=draft.summary_en,
        signed_by=signed_by,
        change_class=_class_of(last, draft),
    )
    body = version_document(version)
    version.sha256, version.signature = digest(body), sign(body, now=now)
    version.save()
    return version


def _class_of(last: Version | None, draft: VersionDraft) -> ChangeClass:
    if last is None:
        return ChangeClass.FIRST
    if draft.change_class:
        return ChangeClass(draft.change_class)
    return suggested_class(bodies(last), (draft.body_fr, draft.body_en)).kind


def version_document(version: Version) -> dict[str, Any]:
    """The exact content whose digest is signed and logged. Whoever signs stands in it by reference."""
    document = version.document
    return {
        "type": "version",
        "document": document.reference,
        "owner": document.owner,
        "kind": document.kind,
        "number": version.number,
        "text": {"fr": version.body_fr, "en": version.body_en},
        "summary": {"fr": version.summary_fr, "en": version.summary_en},
        "change_class": version.change_class,
        "announced_at": f"{version.announced_at:%Y-%m-%dT%H:%M:%SZ}",
        "effective_at": f"{version.effective_at:%Y-%m-%dT%H:%M:%SZ}",
        "signed_by": version.signed_by,
    }
