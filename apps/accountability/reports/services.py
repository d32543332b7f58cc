"""Publish reports, record what they are counted from, take what operators bring."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accountability.reports import annex, coherence
from apps.accountability.reports.annex import PROSE, STATES, normal, words
from apps.accountability.reports.counting import (
    disputes_of,
    orders_of,
    period_of,
    quality_of,
    rows_of,
)
from apps.accountability.reports.figures import Frame, computed, prose_sheet
from apps.accountability.reports.files import Sheet, as_csv, read_files
from apps.accountability.reports.findings import UNREADABLE, Finding
from apps.accountability.reports.models import (
    DRAFTS_KEPT,
    AuthorityOrder,
    Fate,
    OutsideDispute,
    ReportDraft,
    ReportEdition,
    Source,
    TransparencyReport,
)
from apps.base.errors import BadInput, NotNow
from apps.base.models import clean_text
from apps.documents.kinds import REPORT
from apps.documents.models import Version
from apps.documents.services import VersionDraft, document_create, version_publish
from apps.ledger.services import append
from apps.look.moments import day
from apps.people.models import Account
from apps.signatures.canonical import digest
from apps.spaces.models import Operator, Representative

LONGEST = timedelta(days=366)
MAX_WHY = 1000
EARLIEST = date(2024, 2, 17)  # the Digital Services Act applies to everybody since
Prose = Sequence[str]


@dataclass(frozen=True, slots=True)
class Words:
    """What a representative writes: part 11 in both languages, and why an edition replaces the one before."""

    fr: Prose
    en: Prose
    why_fr: str = ""
    why_en: str = ""


def slug_of(begins: date, ends: date) -> str:
    """A calendar year is called by its number."""
    whole = (begins.month, begins.day, ends.month, ends.day) == (1, 1, 12, 31) and begins.year == ends.year
    return str(begins.year) if whole else f"{begins}-{ends}"


def check_period(begins: date, ends: date, *, now: datetime) -> None:
    """Raises BadInput: a report tells of days that are over."""
    errors: dict[str, Any] = {}
    if begins < EARLIEST:
        errors["begins"] = _("No report is owed for days before 17 February 2024.")
    if ends < begins:
        errors["ends"] = _("The period ends before it begins.")
    elif ends - begins >= LONGEST:
        errors["ends"] = _("A report tells of one year at most.")
    elif ends >= now.date():
        errors["ends"] = _("This day is not over: a report tells of days that are.")
    if errors:
        raise BadInput(errors)


# --- a report counted from rows --------------------------------------------------------------------------------------


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
    clean = _checked(said, first=_report(operator, begins, ends) is None)
    sheets = count(operator, begins, ends, clean.en, now=now)
    french = prose_sheet(frame_of(operator, begins, ends, now=now), clean.fr)
    files = {**{str(part): as_csv(made) for part, made in sheets.items()}, "11-fr": as_csv(french)}
    return _publish(account, operator, representative, (begins, ends), Source.COMPUTED, sheets, files, clean, now)


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
    errors |= _why_errors(said, first=first)
    if errors:
        raise BadInput(errors)
    both = [(a or b, b or a) for a, b in zip(fr, en, strict=True)]
    why = clean_text(said.why_fr), clean_text(said.why_en)
    return Words([a for a, _b in both], [b for _a, b in both], why[0] or why[1], why[1] or why[0])


def _why_errors(said: Words, *, first: bool) -> dict[str, Any]:
    why = clean_text(said.why_fr), clean_text(said.why_en)
    if not first and not any(why):
        return {"why_fr": _("A report of this period is published already. Say why this one replaces it.")}
    if max(map(len, why)) > MAX_WHY:
        return {"why_fr": _("At most %(max)d characters. Nothing is lost: shorten it.") % {"max": MAX_WHY}}
    return {}


# --- a report that is brought ----------------------------------------------------------------------------------------


@transaction.atomic
def draft_take(
    *, operator: Operator, draft: ReportDraft | None, files: Iterable[tuple[str, bytes]], now: datetime
) -> ReportDraft:
    """Keep the parts that can be read, beside those that were brought before; tell what cannot be read."""
    ReportDraft.objects.filter(operator=operator, changed_at__lt=now - DRAFTS_KEPT).delete()
    if draft is None:
        draft = ReportDraft(operator=operator, opened_at=now)
    else:
        draft = ReportDraft.objects.select_for_update().get(pk=draft.pk)
    brought = read_files(files)
    fresh = {str(part): {"rows": made.rows, "lines": made.lines} for part, made in brought.sheets.items()}
    draft.sheets = {**draft.sheets, **fresh}
    draft.problems = [finding.as_json() for finding in brought.findings]
    draft.changed_at = now
    draft.save()
    return draft


def sheets_of(draft: ReportDraft) -> dict[int, Sheet]:
    """The parts kept so far."""
    return {
        int(part): Sheet(int(part), tuple(tuple(row) for row in kept["rows"]), tuple(kept["lines"]))
        for part, kept in draft.sheets.items()
    }


def found_in(draft: ReportDraft, operator: Operator) -> list[Finding]:
    """What cannot be read of what was brought last, then what the rules find in the parts kept so far."""
    problems = [Finding(**problem) for problem in draft.problems]
    sheets = sheets_of(draft)
    return [*problems, *(coherence.check(sheets, before=before(operator, dates_of(sheets))) if sheets else [])]


def dates_of(sheets: dict[int, Sheet]) -> tuple[date, date] | None:
    """The period as part 1 says it; None where it does not."""
    if 1 not in sheets:
        return None
    value = {normal(cells[2]): cells[3].strip() for cells in sheets[1].rows}
    try:
        first, last = (date.fromisoformat(value[normal(name)]) for name in (annex.BEGINS_ON, annex.ENDS_ON))
        return first, last
    except (KeyError, ValueError):
        return None


@transaction.atomic
def draft_publish(
    *, account: Account, representative: Representative, draft: ReportDraft, why: str, now: datetime
) -> ReportEdition:
    """Publish what was brought, with what was found in it beside. Raises BadInput, NotNow."""
    draft = ReportDraft.objects.select_for_update().get(pk=draft.pk)
    operator, sheets = draft.operator, sheets_of(draft)
    dates = dates_of(sheets)
    if any(problem["severity"] == UNREADABLE for problem in draft.problems):
        raise NotNow(_("Some of what you brought cannot be read. Bring those parts again; the others are kept."))
    if dates is None:
        raise NotNow(_("Part 1 does not say which days the report is about. Bring it with the two dates."))
    if coherence.missing(sheets):
        raise NotNow(_("Parts are missing. Bring them; those you brought are kept."))
    check_period(*dates, now=now)
    said = Words([], [], why, why)
    if errors := _why_errors(said, first=_report(operator, *dates) is None):
        raise BadInput({"why": errors["why_fr"]})
    straight = {part: Sheet(part, made.rows, tuple(range(2, len(made.rows) + 2))) for part, made in sheets.items()}
    files = {str(part): as_csv(made) for part, made in sorted(straight.items())}
    edition = _publish(account, operator, representative, dates, Source.BROUGHT, straight, files, said, now)
    draft.delete()
    return edition


# --- both ------------------------------------------------------------------------------------------------------------


def _report(operator: Operator, begins: date, ends: date) -> TransparencyReport | None:
    return TransparencyReport.objects.filter(operator=operator, begins=begins, ends=ends).first()


def _publish(
    account: Account | None, operator: Operator, representative: Representative | None, dates: tuple[date, date],
    source: Source, sheets: dict[int, Sheet], files: dict[str, str], said: Words, now: datetime,
) -> ReportEdition:  # fmt: skip
    """The signed text names each file by its digest; the log gets the text's digest, and that of the findings."""
    report = _report(operator, *dates) or _opened(operator, *dates)
    last = report.editions.last()
    changes = changed_cells(last, sheets) if last else []
    found = coherence.check(sheets, before=before(operator, dates))
    version = version_publish(
        document=report.document,
        draft=VersionDraft(
            body_fr=written(report, source, files, sheets, said, changes, "fr"),
            body_en=written(report, source, files, sheets, said, changes, "en"),
            effective_at=now,
            summary_fr=said.why_fr,
            summary_en=said.why_en,
        ),
        actor=account.reference if account else "",
        signed_by=representative.reference if representative else operator.reference,
        now=now,
    )
    findings = [finding.as_json() for finding in found]
    edition = ReportEdition.objects.create(
        report=report, version=version, source=source, service=service_of(sheets), files=files, why_fr=said.why_fr,
        why_en=said.why_en, changes=changes, findings=findings, rules_version=coherence.VERSION, published_at=now,
        findings_sha256=digest(findings_document(report, version, findings, coherence.VERSION)),
    )  # fmt: skip
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


def period_words(begins: date, ends: date) -> str:
    """A calendar year by its number; other periods by their days."""
    slug = slug_of(begins, ends)
    if slug.isdigit():
        return slug
    return _("%(begins)s to %(ends)s") % {"begins": day(begins), "ends": day(ends)}


def service_of(sheets: dict[int, Sheet]) -> str:
    """As part 1 names it."""
    rows = sheets[1].rows if 1 in sheets else ()
    return next((cells[1].strip() for cells in rows if cells[1].strip()), "")[:160]


def before(operator: Operator, dates: tuple[date, date] | None) -> dict[int, Sheet] | None:
    """The parts of the last report of an earlier period."""
    if dates is None:
        return None
    earlier = ReportEdition.objects.filter(report__operator=operator, report__ends__lt=dates[0])
    last = earlier.order_by("report__ends", "version__number").last()
    return sheets_in(last) if last else None


def sheets_in(edition: ReportEdition) -> dict[int, Sheet]:
    """The parts of an edition, read back from its files."""
    return read_files((f"{part}.csv", text.encode()) for part, text in edition.files.items() if part.isdigit()).sheets


def changed_cells(last: ReportEdition, sheets: dict[int, Sheet]) -> list[list[str]]:
    """Part, row, column, before, after: every figure that is another now. The day of publication is always one."""
    changes = []
    for part, old in sorted(sheets_in(last).items()):
        now = {_row_name(part, row, n): row for n, row in enumerate(sheets[part].rows)} if part in sheets else {}
        for n, row in enumerate(old.rows):
            name = _row_name(part, row, n)
            other = now.get(name, ("",) * len(row))
            for column, one, two in zip(annex.HEADERS[part], row, other, strict=True):
                if one != two and (part, name) != (1, annex.PUBLISHED_ON):
                    changes.append([str(part), name, column.strip(), one[:200], two[:200]])
    return changes


def _row_name(part: int, row: Sequence[str], at: int) -> str:
    """What tells a row from the others: its category with its scope, or its indicator with its scope."""
    if part in annex.FIGURES:
        name = "|".join(filter(None, (row[3], row[4], row[5] if part == 3 else "")))
        return f"{name}|{at}" if row[3] == annex.OTHER else name
    header = annex.HEADERS[part]
    if "Indicator" not in header:
        return row[2] if row[2] != annex.OTHER else f"{row[2]}|{at}"
    return "|".join(filter(None, (row[header.index(n)].strip() for n in ("Indicator", "Scope") if n in header)))


def findings_document(
    report: TransparencyReport, version: Version, findings: list[dict[str, Any]], rules: str
) -> dict[str, Any]:
    """What the log has the digest of."""
    return {
        "type": "report-findings",
        "report": report.reference,
        "version": version.number,
        "version_sha256": version.sha256,
        "rules": rules,
        "findings": findings,
    }


# --- the signed text -------------------------------------------------------------------------------------------------


def written(
    report: TransparencyReport, source: Source, files: dict[str, str], sheets: dict[int, Sheet], said: Words,
    changes: list[list[str]], language: str,
) -> str:  # fmt: skip
    """Which days, which files, what is said in words: enough to check every file by its digest."""
    with override(language):
        parts = [
            _("Days: %(begins)s to %(ends)s. Service: %(service)s. Figures: %(source)s.")
            % {
                "begins": report.begins.isoformat(),
                "ends": report.ends.isoformat(),
                "service": service_of(sheets),
                "source": Source(source).label,
            },
            *_why(said, changes, language),
            f"## {_('The files')}",
            _table(files),
            f"## {_('In words')}",
            *_prose(sheets, said, language),
        ]
        return "\n\n".join(parts)


def _why(said: Words, changes: list[list[str]], language: str) -> list[str]:
    why = said.why_fr if language == "fr" else said.why_en
    if not why:
        return []
    changed = _("Figures that changed: %(n)d.") % {"n": len(changes)}
    return [f"## {_('Why this version replaces the one before')}", why, changed]


def _table(files: dict[str, str]) -> str:
    rows = [f"| {name} | {sha256_of(text)} |" for name, text in named(files).items()]
    return "\n".join([f"| {_('File')} | SHA-256 |", "|---|---|", *rows])


def named(files: dict[str, str]) -> dict[str, str]:
    """The files under the names they are fetched by."""
    return {file_name(key): text for key, text in files.items()}


def file_name(key: str) -> str:
    """`4` → Part_4_notices.csv; `11-fr` → Part_11_qualitative.fr.csv."""
    number, _dash, language = key.partition("-")
    plain = annex.file_name(int(number))
    return plain.replace(".csv", f".{language}.csv") if language else plain


def sha256_of(text: str) -> str:
    """Of the bytes that are served."""
    return hashlib.sha256(text.encode()).hexdigest()


def _prose(sheets: dict[int, Sheet], said: Words, language: str) -> list[str]:
    brought = {normal(cells[3]): cells[4].strip() for cells in sheets[11].rows} if 11 in sheets else {}
    texts = said.fr if language == "fr" else said.en
    answers = dict(zip(PROSE, texts, strict=True)) if texts else {n: brought.get(normal(n), "") for n in PROSE}
    return [line for name, text in answers.items() if text for line in (f"### {words(name)}", text)]


# --- what a site cannot count by itself ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An authority's order as it was typed."""

    inform: bool
    state: str
    category: str
    keyword: str
    other: str
    items: int
    received_at: datetime
    told_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class DisputeDraft:
    """A dispute before another body as it was typed."""

    body: str
    submitted_at: datetime
    fate: str
    decided_at: datetime | None
    implemented: bool


@transaction.atomic
def order_record(*, account: Account, operator: Operator, draft: OrderDraft, now: datetime) -> AuthorityOrder:
    """Record an order. Raises BadInput with a sentence per field."""
    errors = _moments(draft.received_at, {"told_at": draft.told_at, "done_at": draft.done_at}, "received_at", now)
    if draft.state not in STATES:
        errors["state"] = _("Choose the Member State.")
    if draft.items < 1:
        errors["items"] = _("An order names one thing at least.")
    if draft.keyword == annex.OTHER and not clean_text(draft.other):
        errors["other"] = _("Describe the sub-category.")
    if errors:
        raise BadInput(errors)
    order = AuthorityOrder.objects.create(
        operator=operator, recorded_at=now, **{**asdict(draft), "other": clean_text(draft.other)}
    )
    append(kind="order.recorded", actor=account.reference, object=order.reference, payload={"order": order.pk}, now=now)
    return order


@transaction.atomic
def dispute_record(*, account: Account, operator: Operator, draft: DisputeDraft, now: datetime) -> OutsideDispute:
    """Record a dispute. Raises BadInput with a sentence per field."""
    errors = _moments(draft.submitted_at, {"decided_at": draft.decided_at}, "submitted_at", now)
    if not clean_text(draft.body):
        errors["body"] = _("Name the body.")
    if draft.fate and draft.fate not in Fate.values:
        errors["fate"] = _("Choose what became of it.")
    if bool(draft.decided_at) != bool(draft.fate) and "decided_at" not in errors:
        errors["decided_at"] = _("What became of it, and when: give both or neither.")
    if errors:
        raise BadInput(errors)
    dispute = OutsideDispute.objects.create(
        operator=operator, recorded_at=now, **{**asdict(draft), "body": clean_text(draft.body)}
    )
    append(
        kind="dispute.recorded", actor=account.reference, object=dispute.reference, payload={"dispute": dispute.pk},
        now=now,
    )  # fmt: skip
    return dispute


def _moments(first: datetime, later: dict[str, datetime | None], name: str, now: datetime) -> dict[str, Any]:
    errors: dict[str, Any] = {}
    if first > now:
        errors[name] = _("This moment has not come yet.")
    for field, moment in later.items():
        if moment is not None and moment > now:
            errors[field] = _("This moment has not come yet.")
        elif moment is not None and moment < first:
            errors[field] = _("This is before it came.")
    return errors
