"""Publish a report: counted from rows, or made ready by whoever brought it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.reports import annex, coherence
from apps.accountability.reports.counting import (
    disputes_of,
    orders_of,
    period_of,
    quality_of,
    rows_of,
)
from apps.accountability.reports.editions import before, changed_cells, findings_document, service_of
from apps.accountability.reports.figures import Frame, computed, prose_sheet
from apps.accountability.reports.files import Sheet, as_csv
from apps.accountability.reports.models import (
    ReportEdition,
    Source,
    TransparencyReport,
)
from apps.accountability.reports.periods import check_period, period_words, slug_of
from apps.accountability.reports.written import Prose, Ready, Words, written
from apps.base.errors import BadInput
from apps.base.models import clean_text
from apps.documents.kinds import REPORT
from apps.documents.models import Version
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger.services import append
from apps.people.models import Account
from apps.signatures.canonical import digest
from apps.spaces.models import Operator, Representative

MAX_WHY = 1000


def frame_of(operator: Operator, begins: date, ends: date, *, now: datetime) -> Frame:
    """Who, which service, which days, and when the report before this one came."""
    before = ReportEdition.objects.filter(report__operator=operator, report__ends__lt=ends).order_by("published_at")
    last = before.last()
    return Frame(
        provider=operator.legal_name or operator.name,
        service=operator.name,
        begins=begins,
        ends=ends,
        published=now.date(),
        previous=last.published_at.date() if last else None,
    )


def count(operator: Operator, begins: date, ends: date, prose: Prose, *, now: datetime) -> dict[int, Sheet]:
    """All parts from the rows as they stand now. Publishes nothing."""
    period = period_of(begins, ends)
    return computed(
        frame_of(operator, begins, ends, now=now),
        rows_of(operator, period),
        orders_of(operator, period),
        disputes_of(operator, period),
        quality_of(operator),
        prose,
    )


@transaction.atomic
def report_publish(
    *, account: Account | None, operator: Operator, representative: Representative | None, begins: date, ends: date,
    said: Words, now: datetime,
) -> ReportEdition:  # fmt: skip
    """Count, sign, publish; without a representative, in the operator's own name, as a release publishes its texts.

    Raises BadInput with a sentence per field, NotNow.
    """
    check_period(begins, ends, now=now)
    clean = _checked(said, first=report_of(operator, begins, ends) is None)
    sheets = count(operator, begins, ends, clean.en, now=now)
    french = prose_sheet(frame_of(operator, begins, ends, now=now), clean.fr)
    files = {**{str(part): as_csv(made) for part, made in sheets.items()}, "11-fr": as_csv(french)}
    ready = Ready(operator, (begins, ends), Source.COMPUTED, sheets, files, clean)
    return publish(account, representative, ready, now)


def _checked(said: Words, *, first: bool) -> Words:
    fr, en = ([clean_text(text) for text in texts] for texts in (said.fr, said.en))
    errors: dict[str, Any] = {}
    for n, texts in enumerate(zip(fr, en, strict=True), start=1):
        if not any(texts):
            errors[f"prose_{n}_fr"] = _("Write it: the act asks every provider for it.")
        for code, text in zip(("fr", "en"), texts, strict=True):
            if len(text) > annex.LONGEST_PROSE:
                lengths = {"n": len(text), "max": annex.LONGEST_PROSE}
                sentence = _("%(n)d characters; at most %(max)d. Nothing is lost: shorten it.")
                errors[f"prose_{n}_{code}"] = sentence % lengths
            elif text and coherence.generic(text):
                errors[f"prose_{n}_{code}"] = _("Any service could say that. Write what is done here, and by whom.")
    errors |= why_errors(said, first=first)
    if errors:
        raise BadInput(errors)
    both = [(a or b, b or a) for a, b in zip(fr, en, strict=True)]
    why = clean_text(said.why_fr), clean_text(said.why_en)
    return Words([a for a, _b in both], [b for _a, b in both], why[0] or why[1], why[1] or why[0])


def why_errors(said: Words, *, first: bool) -> dict[str, Any]:
    """Whoever replaces a report says why."""
    why = clean_text(said.why_fr), clean_text(said.why_en)
    if not first and not any(why):
        return {"why_fr": _("A report of this period is published already. Say why this one replaces it.")}
    if max(map(len, why)) > MAX_WHY:
        return {"why_fr": _("At most %(max)d characters. Nothing is lost: shorten it.") % {"max": MAX_WHY}}
    return {}


def report_of(operator: Operator, begins: date, ends: date) -> TransparencyReport | None:
    """The report of these days, once there is one."""
    return TransparencyReport.objects.filter(operator=operator, begins=begins, ends=ends).first()


def publish(
    account: Account | None, representative: Representative | None, ready: Ready, now: datetime
) -> ReportEdition:
    """The signed text names each file by its digest; the log gets the text's digest, and that of the findings."""
    report = report_of(ready.operator, *ready.dates) or _opened(ready.operator, *ready.dates)
    last = report.editions.last()
    changes = changed_cells(last, ready.sheets) if last else []
    found = coherence.check(ready.sheets, before=before(ready.operator, ready.dates))
    version = version_publish(
        document=report.document,
        draft=_drafted(report, ready, changes, now),
        actor=account.reference if account else "",
        signed_by=representative.reference if representative else ready.operator.reference,
        now=now,
    )
    edition = _kept(report, version, ready, changes, [finding.as_json() for finding in found], now=now)
    append(
        kind="report.checked",
        actor="",
        object=report.reference,
        version=str(version.number),
        payload={"edition": edition.pk},
        body_sha256=edition.findings_sha256,
        now=now,
    )
    return edition


def _drafted(report: TransparencyReport, ready: Ready, changes: list[list[str]], now: datetime) -> VersionDraft:
    return VersionDraft(
        body_fr=written(report, ready, changes, "fr"),
        body_en=written(report, ready, changes, "en"),
        effective_at=now,
        summary_fr=ready.said.why_fr,
        summary_en=ready.said.why_en,
    )


def _kept(
    report: TransparencyReport, version: Version, ready: Ready, changes: list[list[str]],
    findings: list[dict[str, Any]], *, now: datetime,
) -> ReportEdition:  # fmt: skip
    return ReportEdition.objects.create(
        report=report,
        version=version,
        source=ready.source,
        service=service_of(ready.sheets),
        files=ready.files,
        why_fr=ready.said.why_fr,
        why_en=ready.said.why_en,
        changes=changes,
        findings=findings,
        rules_version=coherence.VERSION,
        published_at=now,
        findings_sha256=digest(findings_document(report, version, findings, coherence.VERSION)),
    )


def _opened(operator: Operator, begins: date, ends: date) -> TransparencyReport:
    slug = slug_of(begins, ends)
    titles = {}
    for language in ("fr", "en"):
        with override(language):
            titles[language] = _("Transparency report, %(period)s") % {"period": period_words(begins, ends)}
    document = document_create(
        owner=operator.reference, kind=REPORT, slug=f"report-{slug}", title_fr=titles["fr"], title_en=titles["en"]
    )
    return TransparencyReport.objects.create(operator=operator, begins=begins, ends=ends, slug=slug, document=document)
