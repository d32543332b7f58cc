"""A transparency report as a page: what it says in a minute, what was found in it, each part, each version."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accountability.reports import annex, coherence
from apps.accountability.reports.annex import FIGURES, HEADERS, LINES, PARTS, TOTAL, Kind, normal, words
from apps.accountability.reports.editions import file_name, sha256_of, sheets_in
from apps.accountability.reports.files import Sheet, read_files
from apps.accountability.reports.findings import WRONG, Finding, FindingRow, in_words, row_words
from apps.accountability.reports.models import (
    AuthorityOrder,
    OutsideDispute,
    ReportDraft,
    ReportEdition,
    Source,
    TransparencyReport,
)
from apps.accountability.reports.periods import period_words
from apps.accountability.reports.services import dates_of, found_in, sheets_of
from apps.accountability.selectors.faces import Face, face_of
from apps.base.errors import NotFound
from apps.documents.selectors import language_of
from apps.look.moments import day
from apps.look.numbers import decimal, number
from apps.spaces.models import Operator, Representative

MOST_ROWS = 40  # of a table on the page; the file has all


@dataclass(frozen=True, slots=True)
class TransparencyFigure:
    """One thing to know: a figure and what it means."""

    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TransparencyLine:
    """A row of a part, with its cells under the columns of its table, and words of context."""

    name: str
    cells: list[str]
    context: str
    depth: int


@dataclass(frozen=True, slots=True)
class TransparencyPart:
    """One of the eleven parts: its file with its digest, and those of its rows that say something."""

    number: int
    title: str
    applies: bool
    note: str
    columns: list[str]
    rows: list[TransparencyLine]
    file: str
    path: str
    sha256: str
    all_rows: int


@dataclass(frozen=True, slots=True)
class TransparencyAnswer:
    """A question of part 11 and what is written."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class TransparencyVersion:
    """An edition in the list of all."""

    number: int
    published_at: datetime
    path: str
    why: str
    shown: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class TransparencyChange:
    """A figure that an edition changed."""

    part: int
    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TransparencyPage:
    """One edition of a report."""

    operator: str
    operator_name: str
    slug: str
    period: str
    begins: date
    ends: date
    service: str
    source: str
    counted_here: bool
    number: int
    latest: int
    published_at: datetime
    due_on: date
    in_time: bool
    timing: str
    face: Face | None
    figures: list[TransparencyFigure]
    findings: list[FindingRow]
    wrong: int
    unclear: int
    rules_version: str
    findings_path: str
    findings_sha256: str
    parts: list[TransparencyPart]
    prose: list[TransparencyAnswer]
    prose_language: str
    versions: list[TransparencyVersion]
    why: str
    changes: list[TransparencyChange]
    changed: int
    zip_path: str
    text_path: str
    proof_path: str
    sha256: str
    other_files: list[tuple[str, str, str]]


def edition_of(operator: Operator, slug: str, asked: int | None = None) -> ReportEdition:
    """The edition asked for, else the latest. Raises NotFound."""
    found = ReportEdition.objects.filter(report__operator=operator, report__slug=slug).order_by("version__number")
    if asked is not None:
        found = found.filter(version__number=asked)
    edition = found.select_related("report__operator", "report__document", "version").last()
    if edition is None:
        raise NotFound(_("There is no such report here."))
    return edition


def report_page(operator: Operator, slug: str, asked: int | None, *, now: datetime, language: str) -> TransparencyPage:
    """One edition, whole. Raises NotFound."""
    edition = edition_of(operator, slug, asked)
    report, version, sheets = edition.report, edition.version, sheets_in(edition)
    editions = list(report.editions.select_related("version"))
    findings = [in_words(Finding(**row)) for row in edition.findings]
    wrong = sum(finding.severity == WRONG for finding in findings)
    due = coherence.due_on(report.ends)
    first = editions[0].published_at.date()
    signer = Representative.objects.filter(reference=version.signed_by).select_related("operator").first()
    spoken = "fr" if language == "fr" and "11-fr" in edition.files else "en"
    prose = _read_one(edition, "11-fr") if spoken == "fr" else sheets.get(11)
    address: list[str | int] = [operator.slug, report.slug, version.number]
    text = [operator.slug, report.document.slug]
    return TransparencyPage(
        operator=operator.slug,
        operator_name=operator.name,
        slug=report.slug,
        period=period_words(report.begins, report.ends),
        begins=report.begins,
        ends=report.ends,
        service=edition.service,
        source=str(Source(edition.source).label),
        counted_here=edition.source == Source.COMPUTED,
        number=version.number,
        latest=editions[-1].version.number,
        published_at=edition.published_at,
        due_on=due,
        in_time=first <= due,
        timing=_timing(first, due),
        face=face_of(signer, now=now) if signer else None,
        figures=figures_of(sheets),
        findings=findings,
        wrong=wrong,
        unclear=len(findings) - wrong,
        rules_version=edition.rules_version,
        findings_path=reverse("accountability:report_findings", args=address),
        findings_sha256=edition.findings_sha256,
        parts=[_part(edition, part, sheets.get(part), address) for part in PARTS if part != 11],
        prose=_answers(prose),
        prose_language="" if edition.source == Source.BROUGHT else spoken,
        versions=[_version(one, one.pk == edition.pk) for one in reversed(editions)],
        why=_why(edition),
        changes=[_change(change) for change in edition.changes[:MOST_ROWS]],
        changed=len(edition.changes),
        zip_path=reverse("accountability:report_zip", args=address),
        text_path=f"{reverse('accountability:document', args=text)}?v={version.number}",
        proof_path=reverse("accountability:version_proof", args=[*text, version.number]),
        sha256=version.sha256,
        other_files=[_file(edition, key, address) for key in edition.files if key.startswith("11")],
    )


def _timing(published: date, due: date) -> str:
    said = {"due": day(due), "published": day(published)}
    if published <= due:
        return _("In time: it was due by %(due)s.") % said
    return _("Late: it was due by %(due)s, and came on %(published)s.") % said


def _why(edition: ReportEdition) -> str:
    return edition.why_en if language_of(edition.version) == "en" else edition.why_fr


def _read_one(edition: ReportEdition, key: str) -> Sheet | None:
    return read_files([("11.csv", edition.files[key].encode())]).sheets.get(11)


def prose_in(edition: ReportEdition, key: str) -> list[str]:
    """The six answers every provider gives, as they stand in one of the files."""
    made = _read_one(edition, key)
    said = {normal(row[3]): row[4] for row in made.rows} if made else {}
    return [said.get(normal(name), "") for name in annex.PROSE]


def _file(edition: ReportEdition, key: str, address: list[str | int]) -> tuple[str, str, str]:
    path = reverse("accountability:report_file", args=[*address, file_name(key)])
    return file_name(key), path, sha256_of(edition.files[key])


def _version(edition: ReportEdition, shown: bool) -> TransparencyVersion:
    report = edition.report
    path = reverse("accountability:report", args=[report.operator.slug, report.slug])
    return TransparencyVersion(
        number=edition.version.number,
        published_at=edition.published_at,
        path=f"{path}?v={edition.version.number}",
        why=_why(edition),
        shown=shown,
        sha256=edition.version.sha256,
    )


def _change(change: list[str]) -> TransparencyChange:
    part, row, column, before, after = change
    name, _bar, last = row.rpartition("|")
    place = " · ".join(filter(None, (row_words(name if last.isdigit() else row), words(column))))
    return TransparencyChange(int(part), place, before or "—", after or "—")


# --- what it says in a minute ----------------------------------------------------------------------------------------


def value_of(sheets: dict[int, Sheet], part: int, column: str, *name: str) -> float | None:
    """One figure: of the total of a part about categories, or of an indicator and scope. None where nothing stands."""
    if part not in sheets:
        return None
    header, wanted = HEADERS[part], tuple(normal(one) for one in name or (TOTAL,))
    at = header.index(column)
    keys = ("Indicator", "Scope") if name else (header[3],)
    for row in sheets[part].rows:
        said = tuple(normal(row[header.index(key)]) for key in keys)
        if said == wanted and (part != 3 or normal(row[5]) == normal(TOTAL)):
            try:
                return float(row[at])
            except ValueError:
                return None
    return None


def figures_of(sheets: dict[int, Sheet]) -> list[TransparencyFigure]:
    """Six figures that a reader who is no lawyer asks for; those the report does not give are left out."""
    notices = value_of(sheets, 4, FIGURES[4][0][0])
    acted = _sum(value_of(sheets, 4, FIGURES[4][6][0]), value_of(sheets, 4, FIGURES[4][8][0]))
    hours = value_of(sheets, 4, FIGURES[4][4][0])
    own = _sum(*(value_of(sheets, part, annex.OWN[0][0]) for part in (5, 6)))
    complaints = value_of(sheets, 7, "Value", annex.SUBMITTED, annex.NUMBER)
    turned = _sum(*(value_of(sheets, 7, "Value", annex.SUBMITTED, fate) for fate in (annex.REVERSED, annex.PARTLY)))
    alone = value_of(sheets, 8, "Value", annex.SOLELY, annex.NUMBER)
    orders = _sum(*(value_of(sheets, 3, FIGURES[3][n][0]) for n in (0, 4)))
    said = [
        (notices, _("notices that people sent")),
        (acted, _("restrictions they led to")),
        (hours, _("hours from notice to action, for half of them at most")),
        (own, _("restrictions that nobody had asked for")),
        (complaints, _("complaints against a decision")),
        (turned, _("decisions changed after a complaint")),
        (alone, _("restrictions by a machine alone")),
        (orders, _("orders of authorities")),
    ]
    return [TransparencyFigure(number(value), sentence) for value, sentence in said if value is not None]


def _sum(*values: float | None) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) if there else None


# --- the parts -------------------------------------------------------------------------------------------------------


def _part(edition: ReportEdition, part: int, made: Sheet | None, address: list[str | int]) -> TransparencyPart:
    columns, rows = _table(part, made) if made else ([], [])
    name, path, sha256 = _file(edition, str(part), address) if str(part) in edition.files else ("", "", "")
    return TransparencyPart(
        number=part,
        title=words(PARTS[part][1]),
        applies=bool(rows) or part not in annex.NOT_APPLICABLE,
        note=_note(part, made, rows),
        columns=columns,
        rows=rows[:MOST_ROWS],
        file=name,
        path=path,
        sha256=sha256,
        all_rows=len(made.rows) if made else 0,
    )


def _note(part: int, made: Sheet | None, rows: list[TransparencyLine]) -> str:
    if made is None:
        return _("This part was not brought.")
    if part in annex.NOT_APPLICABLE and not rows:
        return _("Not applicable: asked of very large platforms only.")
    if part == 2:
        return _("The names of the act; beside them, the rules of this site that fall under each.")
    if not rows:
        return _("All figures are 0.")
    if len(rows) > MOST_ROWS:
        return _("The first rows that say something; the file has all %(n)s.") % {"n": number(len(made.rows))}
    hidden = len(made.rows) - len(rows)
    if not hidden:
        return ""
    return ngettext(
        "%(n)s more row, 0 or not applicable, stands in the file.",
        "%(n)s more rows, 0 or not applicable, stand in the file.",
        hidden,
    ) % {"n": number(hidden)}


def _table(part: int, made: Sheet) -> tuple[list[str], list[TransparencyLine]]:
    if part in FIGURES:
        return _categories(part, made)
    if part == 2:
        return [], [TransparencyLine(words(row[1]), [], row[3], 0) for row in made.rows if row[3]]
    header, rows = HEADERS[part], []
    kinds = {(normal(line.indicator), normal(line.of)): line.kind for line in LINES[part]}
    for row in made.rows:
        cells = dict(zip(header, row, strict=True))
        context = next((cells[c] for c in header if c.casefold().startswith("contextual")), "")
        scope = cells.get("Scope", "")
        if cells["Value"].strip() in {"", "0"} and not context and (scope != annex.NUMBER or not cells["Value"]):
            continue
        kind = kinds.get((normal(cells["Indicator"]), normal(scope)), Kind.WORDS)
        name = " · ".join(filter(None, (words(cells["Indicator"]), words(scope))))
        rows.append(TransparencyLine(name, [_shown(cells["Value"], kind)], words(context), 0))
    return [_("Value")], rows


def _categories(part: int, made: Sheet) -> tuple[list[str], list[TransparencyLine]]:
    """The total, and every row and column with something else than 0."""
    header = HEADERS[part]
    columns = [(header.index(label), label, kind) for label, kind in FIGURES[part]]
    telling = [
        (at, label, kind) for at, label, kind in columns if any(row[at].strip() not in {"", "0"} for row in made.rows)
    ] or columns[:1]
    rows = []
    for row in made.rows:
        code, other = row[3].strip(), row[4].strip()
        total = code == TOTAL and (part != 3 or row[5].strip() == TOTAL)
        if not total and all(row[at].strip() in {"", "0"} for at, _label, _kind in telling):
            continue
        name = words(annex.NAMES.get(code, code)) if code != annex.OTHER or not other else words(other)
        scope = f" · {row[5]}" if part == 3 and row[5] != TOTAL else ""
        context = " ".join(words(cell) for cell in row[len(header) - len(FIGURES[part]) :] if cell)
        cells = [_shown(row[at], kind) for at, _label, kind in telling]
        depth = 1 if code.startswith("KEYWORD") else 0
        rows.append(TransparencyLine(f"{name}{scope}", cells, context, depth))
    return [words(label) for _at, label, _kind in telling], rows


def _shown(cell: str, kind: Kind) -> str:
    """As the reader writes numbers; what is no number, as it stands."""
    if not cell or kind in {Kind.WORDS, Kind.DATE}:
        return cell or "—"
    try:
        value = float(cell)
    except ValueError:
        return cell
    return decimal(value, 3) if kind is Kind.SHARE else number(value)


def _answers(made: Sheet | None) -> list[TransparencyAnswer]:
    rows = made.rows if made else ()
    return [TransparencyAnswer(words(row[3]), row[4]) for row in rows if row[4]]


# --- what the console shows ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A part that was brought, or is still missing."""

    number: int
    title: str
    there: bool
    rows: int
    findings: int
    owed: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What was brought so far, what cannot be read, what the rules find."""

    reference: str
    period: str
    service: str
    parts: list[DraftPart]
    unreadable: list[FindingRow]
    findings: list[FindingRow]
    wrong: int
    unclear: int
    may_publish: bool
    replaces: bool
    figures: list[TransparencyFigure]


def draft_page(draft: ReportDraft, operator: Operator) -> DraftPage:
    """The preview before publishing."""
    sheets = sheets_of(draft)
    dates = dates_of(sheets)
    found = [in_words(finding) for finding in found_in(draft, operator)]
    unreadable = [finding for finding in found if finding.severity == "unreadable"]
    findings = [finding for finding in found if finding.severity != "unreadable"]
    there = TransparencyReport.objects.filter(operator=operator, begins=dates[0], ends=dates[1]) if dates else None
    return DraftPage(
        reference=draft.reference,
        period=period_words(*dates) if dates else "",
        service=next((row[1] for row in sheets[1].rows if row[1]), "") if 1 in sheets else "",
        parts=[
            DraftPart(
                number=part,
                title=words(PARTS[part][1]),
                there=part in sheets,
                rows=len(sheets[part].rows) if part in sheets else 0,
                findings=sum(finding.part == part for finding in findings),
                owed=part not in annex.NOT_APPLICABLE,
            )
            for part in PARTS
        ],
        unreadable=unreadable,
        findings=findings,
        wrong=sum(finding.severity == WRONG for finding in findings),
        unclear=sum(finding.severity != WRONG for finding in findings),
        may_publish=bool(dates) and not unreadable and not coherence.missing(sheets),
        replaces=there is not None and there.exists(),
        figures=figures_of(sheets),
    )


def draft_of(operator: Operator, reference: str) -> ReportDraft:
    """Raises NotFound."""
    draft = ReportDraft.objects.filter(operator=operator, reference=reference).first()
    if draft is None:
        raise NotFound(_("What you brought is published already, or was put away after ninety days. Bring it again."))
    return draft


def drafts_of(operator: Operator) -> list[ReportDraft]:
    """What was brought and not published."""
    return list(ReportDraft.objects.filter(operator=operator).order_by("-changed_at")[:5])


def orders_recorded(operator: Operator) -> list[AuthorityOrder]:
    """Newest first."""
    return list(AuthorityOrder.objects.filter(operator=operator).order_by("-received_at")[:50])


def disputes_recorded(operator: Operator) -> list[OutsideDispute]:
    """Newest first."""
    return list(OutsideDispute.objects.filter(operator=operator).order_by("-submitted_at")[:50])
