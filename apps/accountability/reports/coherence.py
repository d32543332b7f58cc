"""Whether a report can be right: eleven parts held against themselves, each other and the report before.

Why it matters: official reports are published unread. Of the first harmonised reports of very large services, some had
outcomes of complaints that exceed the complaints, accuracies beyond 1, a flag of automation that was inverted.

How it judges: by arithmetic and by what Annex II of Regulation (EU) 2024/2835 says of each column. What cannot be right
is called wrong; what may be right, and needs a word, is called unclear, and a word in the context settles it.

What it misses: figures that add up and are invented. Those take an audit.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from apps.accountability.reports import annex
from apps.accountability.reports.annex import CATEGORIES, FIGURES, OTHER, TOTAL, Category, Kind, normal
from apps.accountability.reports.files import Sheet
from apps.accountability.reports.findings import UNCLEAR, WRONG, Finding

VERSION = "1.0"
DUE = timedelta(days=62)  # two months, the longest two there are
FEW = 5  # rows missing from a part are named one by one up to here
FLIPPED, ENOUGH = 0.8, 20  # of the share found by machines, from one report to the next; measures in both
SHORTEST, FEWEST = 40, 7  # characters and different words below which prose says nothing of a service
EMPTY_WORDS = frozenset(
    {
        "free text", "text", "n/a", "na", "none", "nil", "tbd", "todo", "to be completed", "to be determined",
        "not applicable", "see above", "see website", "see our website", "see our terms", "lorem ipsum", "-", "—",
    }
)  # fmt: skip
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(slots=True)
class Row:
    """A row of figures: what it is called, where it stands, what it says."""

    part: int
    line: int
    name: str
    figures: dict[str, float] = field(default_factory=dict)  # of column or scope; blank cells are not there
    context: dict[str, str] = field(default_factory=dict)

    def finding(self, rule: str, severity: str, column: str = "", **numbers: Any) -> Finding:
        """About a cell of this row."""
        shown = {key: _plain(value) for key, value in numbers.items()}
        return Finding(rule, severity, self.part, self.line, self.name, column.strip(), shown)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(slots=True)
class Report:
    """All parts, read; the findings so far."""

    tables: dict[int, dict[tuple[str, ...], Row]] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def figure(self, part: int, key: tuple[str, ...], column: str) -> float | None:
        """None where nothing stands."""
        row = self.tables.get(part, {}).get(key)
        return row.figures.get(column) if row else None

    @property
    def hours(self) -> float | None:
        """From the beginning of the period until the report is due."""
        begins, ends = self.dates.get(annex.BEGINS_ON), self.dates.get(annex.ENDS_ON)
        return (ends + DUE - begins).days * 24.0 if begins and ends and ends >= begins else None


def check(sheets: dict[int, Sheet], *, before: dict[int, Sheet] | None = None) -> list[Finding]:
    """Everything that is wrong or unclear, in the order of the parts. `before`: the report before this one."""
    report = _read(sheets)
    report.findings += _missing_parts(sheets)
    for look in (_dates, _periods):
        report.findings += look(report, sheets)
    for rule in (_blank, _sums, _parts_of, _medians, _complaints, _machines, _people, _recipients):
        report.findings += rule(report)
    report.findings += _prose(sheets)
    if before is not None:
        report.findings += _flipped(report, _read(before))
    unique = list({_identity(finding): finding for finding in report.findings}.values())
    return sorted(unique, key=lambda f: (f.part, f.line, f.column, f.rule))


def _identity(finding: Finding) -> tuple[Any, ...]:
    return (finding.rule, finding.part, finding.line, finding.row, finding.column, str(finding.numbers))


def missing(sheets: dict[int, Sheet]) -> list[int]:
    """The parts every provider owes that are not there."""
    return [part for part in annex.PARTS if part not in sheets and part not in annex.NOT_APPLICABLE]


def _missing_parts(sheets: dict[int, Sheet]) -> Iterator[Finding]:
    for part in missing(sheets):
        yield Finding("part_missing", WRONG, part)


# --- reading ---------------------------------------------------------------------------------------------------------


def _read(sheets: dict[int, Sheet]) -> Report:
    report = Report()
    for part, sheet in sorted(sheets.items()):
        if part in FIGURES:
            report.tables[part] = _read_categories(sheet, report.findings)
        elif part == 2:
            _read_names(sheet, report.findings)
        else:
            report.tables[part] = _read_lines(sheet, report)
    return report


def _cells(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    header = annex.HEADERS[sheet.part]
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        yield line, dict(zip(header, map(str.strip, row), strict=True))


def _read_names(sheet: Sheet, findings: list[Finding]) -> None:
    known = {(normal(c.parent), normal(c.code)) for c in CATEGORIES}
    there: set[tuple[str, str]] = set()
    parent = ""
    for line, row in _cells(sheet):
        code = normal(row[annex.HEADERS[2][2]])
        if ("", code) in known:
            parent = code
        elif (parent, code) not in known:
            findings.append(Finding("row_unknown", WRONG, 2, line, "", "", {"said": row[annex.HEADERS[2][2]]}))
        there |= {("", code), (parent, code)}
    lacks = [c for c in CATEGORIES if (normal(c.parent), normal(c.code)) not in there]
    findings.extend(_lacking(2, [_named(c, "", "") for c in lacks]))


def _lacking(part: int, names: list[str]) -> Iterator[Finding]:
    """A few are named one by one; many are one finding about the first of them."""
    for name in names[:FEW]:
        yield Finding("row_missing", WRONG, part, 0, name)


def _read_categories(sheet: Sheet, findings: list[Finding]) -> dict[tuple[str, ...], Row]:
    """Sub-categories belong to the category above them; in part 3 all of them come again for each State."""
    part = sheet.part
    rows: dict[tuple[str, ...], Row] = {}
    known = {(normal(c.parent), normal(c.code)): c for c in annex.categories_of(part)}
    code_column = annex.TC_COLUMN if part == 6 else annex.CATEGORY_COLUMN
    parent = ""
    for line, cells in _cells(sheet):
        code, scope, other = cells[code_column], cells.get("Scope", ""), cells[annex.OTHER_COLUMN]
        category = known.get(("", normal(code))) or known.get((normal(parent), normal(code)))
        if category is None or (part == 3 and scope.upper() not in {TOTAL, *annex.STATES}):
            said = scope if category is not None else code
            findings.append(Finding("row_unknown", WRONG, part, line, "", "", {"said": said}))
            continue
        parent = category.code if not category.parent else parent
        row = _figures(part, line, _named(category, other, scope), cells, findings)
        key = (category.parent, category.code, _description(category, other), scope.upper())
        if key in rows and category.code == OTHER and row.figures:
            findings.append(row.finding("other_twice", WRONG, annex.OTHER_COLUMN, said=other))
        elif key in rows:
            findings.append(row.finding("row_twice", WRONG))
        else:
            rows[key] = row
        if category.code == OTHER and not _description(category, other) and sum(row.figures.values()) > 0:
            most = max(row.figures.values())
            findings.append(row.finding("other_undescribed", WRONG, annex.OTHER_COLUMN, said=most))
    scope = TOTAL if part == 3 else ""
    there = {(key[0], key[1]) for key in rows if key[3] == scope}
    findings.extend(_lacking(part, [_named(c, "", "") for c in known.values() if (c.parent, c.code) not in there]))
    return rows


def _description(category: Category, other: str) -> str:
    """What is written in the template itself describes nothing."""
    return "" if category.code != OTHER or normal(other).startswith("text to detail the") else normal(other)


def _named(category: Category, other: str, scope: str) -> str:
    parent = f"{category.parent}|" if category.code == OTHER else ""
    of = f"|{scope}" if scope and scope != TOTAL else ""
    return f"{parent}{category.code}{'|' + other if category.code == OTHER and other else ''}{of}"


CONTEXTS = {part: [c for c in annex.HEADERS[part] if c.startswith("Contextual")] for part in annex.CATEGORY_PARTS}


def _figures(part: int, line: int, name: str, cells: dict[str, str], findings: list[Finding]) -> Row:
    row = Row(part, line, name)
    for (column, kind), said in zip(FIGURES[part], CONTEXTS[part], strict=True):
        if cells[said]:
            row.context[column] = cells[said]
        if cells[column]:
            _take(row, column, kind, cells[column], findings, column)
    return row


def _take(row: Row, key: str, kind: Kind, cell: str, findings: list[Finding], column: str) -> None:
    """A number as the act wants it, or a finding."""
    if not cell:
        return
    if not NUMBER.fullmatch(cell):
        findings.append(row.finding("not_a_number", WRONG, column, said=cell[:40]))
        return
    value = float(cell)
    if kind is Kind.SHARE and not 0 <= value <= 1:
        findings.append(row.finding("out_of_range", WRONG, column, said=value))
    elif value < 0:
        findings.append(row.finding("negative", WRONG, column, said=value))
    elif kind is Kind.COUNT and not value.is_integer():
        findings.append(row.finding("not_whole", WRONG, column, said=value))
    else:
        row.figures[key] = value


def _read_lines(sheet: Sheet, report: Report) -> dict[tuple[str, ...], Row]:
    part = sheet.part
    rows: dict[tuple[str, ...], Row] = {}
    asked = {(normal(line.indicator), normal(line.of)): line for line in annex.LINES[part]}
    for at, cells in _cells(sheet):
        indicator, scope, value = cells["Indicator"], cells.get("Scope", ""), cells["Value"]
        line = asked.get((normal(indicator), normal(scope)))
        if line is None:
            said = " · ".join(filter(None, (indicator, scope)))
            report.findings.append(Finding("row_unknown", WRONG, part, at, "", "", {"said": said[:120]}))
            continue
        row = Row(part, at, "|".join(filter(None, (line.indicator.strip(), line.of.strip()))))
        row.context["Value"] = next((cells[c] for c in cells if c.casefold().startswith("contextual")), "")
        key = (line.indicator, line.of)
        if key in rows and not (part == 8 and line.indicator in annex.QUALITY):  # there: one row per system
            report.findings.append(row.finding("row_twice", WRONG))
        rows.setdefault(key, row)
        if line.kind is Kind.DATE:
            _take_date(row, line.indicator, value, report)
        elif line.kind is not Kind.WORDS:
            _take(row, "Value", line.kind, value, report.findings, "Value")
    owed = [line for line in annex.LINES[part] if line.applies not in annex.FOR_VERY_LARGE]
    lacks = ["|".join(filter(None, (li.indicator.strip(), li.of.strip()))) for li in owed
             if (li.indicator, li.of) not in rows]  # fmt: skip
    report.findings.extend(_lacking(part, lacks))
    return rows


def _take_date(row: Row, name: str, cell: str, report: Report) -> None:
    if not cell:
        if name != annex.PREVIOUS_ON:
            report.findings.append(row.finding("left_blank", WRONG, "Value"))
        return
    try:
        if not DAY.fullmatch(cell):
            raise ValueError(cell)
        report.dates[name] = date.fromisoformat(cell)
    except ValueError:
        if not (name == annex.PREVIOUS_ON and normal(cell) in EMPTY_WORDS):
            report.findings.append(row.finding("not_a_date", WRONG, "Value", said=cell[:40]))


# --- dates, periods, names -------------------------------------------------------------------------------------------


def _dates(report: Report, sheets: dict[int, Sheet]) -> Iterator[Finding]:
    rows = {key[0]: row for key, row in report.tables.get(1, {}).items()}
    day = report.dates.get
    begins, ends, published, previous = (
        day(annex.BEGINS_ON), day(annex.ENDS_ON), day(annex.PUBLISHED_ON), day(annex.PREVIOUS_ON),
    )  # fmt: skip
    if begins and ends and ends < begins:
        yield rows[annex.ENDS_ON].finding("period_reversed", WRONG, "Value")
    if ends and published and published <= ends:
        row = rows[annex.PUBLISHED_ON]
        yield row.finding("published_before_end", WRONG, "Value", said=str(published), end=str(ends))
    elif ends and published and published > _due(ends):
        row = rows[annex.PUBLISHED_ON]
        yield row.finding("published_late", WRONG, "Value", said=str(published), end=str(ends))
    if previous and published and previous >= published:
        yield rows[annex.PREVIOUS_ON].finding("previous_after", WRONG, "Value", said=str(previous))


def _due(ends: date) -> date:
    """Two months after the end, by the calendar: 31 December → 28 or 29 February."""
    month = ends.month + 2
    year, month = ends.year + (month - 1) // 12, (month - 1) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(ends.day, last))


def due_on(ends: date) -> date:
    """The last day on which a report of this period is in time."""
    return _due(ends)


def _periods(report: Report, sheets: dict[int, Sheet]) -> Iterator[Finding]:
    begins, ends = report.dates.get(annex.BEGINS_ON), report.dates.get(annex.ENDS_ON)
    wanted = f"{begins}/{ends}" if begins and ends else ""
    service = _service(sheets)
    for part, sheet in sorted(sheets.items()):
        for line, period in _distinct(sheet, "Reporting period"):
            if wanted and period != wanted and not (part == 11 and _within(period, begins, ends)):
                told = {"said": period, "wanted": wanted}
                yield Finding("period_differs", WRONG, part, line, "", "Reporting period", told)
        for line, name in _distinct(sheet, "Service"):
            if name and service and normal(name) != normal(service):
                yield Finding("service_differs", WRONG, part, line, "", "Service", {"said": name, "wanted": service})


def _distinct(sheet: Sheet, column: str) -> list[tuple[int, str]]:
    """Each value of a column once, with the line that says it first."""
    header = annex.HEADERS[sheet.part]
    if column not in header:
        return []
    at = header.index(column)
    first: dict[str, int] = {}
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        first.setdefault(row[at].strip(), line)
    return [(line, said) for said, line in first.items()]


def _within(period: str, begins: date | None, ends: date | None) -> bool:
    """Prose may tell of a year where figures tell of its half."""
    first, _slash, last = period.partition("/")
    if not (DAY.fullmatch(first) and DAY.fullmatch(last) and begins and ends):
        return False
    return first <= str(begins) and last >= str(ends)


def _service(sheets: dict[int, Sheet]) -> str:
    named = (name for _part, sheet in sorted(sheets.items()) for _line, name in _distinct(sheet, "Service") if name)
    return next(named, "")


# --- figures ---------------------------------------------------------------------------------------------------------

MUST_STAND: dict[int, list[tuple[tuple[str, ...], str]]] = {
    3: [(("", TOTAL, "", TOTAL), FIGURES[3][0][0]), (("", TOTAL, "", TOTAL), FIGURES[3][4][0])],
    4: [(("", TOTAL, "", ""), FIGURES[4][0][0])],
    5: [(("", TOTAL, "", ""), FIGURES[5][0][0])],
    6: [(("", TOTAL, "", ""), FIGURES[6][0][0])],
    7: [((annex.SUBMITTED, annex.NUMBER), "Value")],
    8: [((annex.SOLELY, annex.NUMBER), "Value"), ((annex.NOT_SOLELY, annex.NUMBER), "Value")],
}


def _blank(report: Report) -> Iterator[Finding]:
    told = {(f.part, f.line, f.column) for f in report.findings}
    for part, places in MUST_STAND.items():
        for key, column in places:
            row = report.tables.get(part, {}).get(key)
            if row and column not in row.figures and (part, row.line, column.strip()) not in told:
                yield row.finding("left_blank", WRONG, column)


def _counted(part: int) -> list[str]:
    return [column for column, kind in FIGURES[part] if kind is Kind.COUNT]


def _sums(report: Report) -> Iterator[Finding]:
    for part in annex.CATEGORY_PARTS:
        rows = report.tables.get(part, {})
        for scope in sorted({key[3] for key in rows}):
            yield from _sums_of(part, {key: row for key, row in rows.items() if key[3] == scope})
        if part == 3:
            yield from _sums_of_states(rows)


def _sums_of(part: int, rows: dict[tuple[str, ...], Row]) -> Iterator[Finding]:
    children: dict[str, list[Row]] = defaultdict(list)
    for key, row in rows.items():
        children[key[0] or (TOTAL if key[1] != TOTAL else "")].append(row)
    for key, row in rows.items():
        if key[0] or not children[key[1]]:
            continue
        rule = "sum_categories" if key[1] == TOTAL else "sum_subcategories"
        yield from _adds_up(rule, row, children[key[1]], _counted(part))


def _adds_up(rule: str, row: Row, parts: list[Row], columns: Iterable[str]) -> Iterator[Finding]:
    for column in columns:
        there = [part.figures[column] for part in parts if column in part.figures]
        said = row.figures.get(column)
        if (said is not None or there) and sum(there) != (said or 0):
            yield row.finding(rule, WRONG, column, sum=sum(there), said=said or 0.0)


def _sums_of_states(rows: dict[tuple[str, ...], Row]) -> Iterator[Finding]:
    states: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for key, row in rows.items():
        if key[3] != TOTAL:
            states[key[:3]].append(row)
    for key, row in rows.items():
        if key[3] == TOTAL and (states or key[1] == TOTAL):
            yield from _adds_up("sum_states", row, states[key[:3]], _counted(3))


WHOLES: dict[int, list[tuple[int, int]]] = {  # of the columns: a part and its whole
    4: [(1, 0), (3, 2), (7, 6), (9, 8)],
    5: [(n, 0) for n in range(1, len(annex.OWN))],
    6: [(n, 0) for n in range(1, len(annex.OWN))],
}
ITEMS: dict[int, list[tuple[int, int]]] = {3: [(1, 0)], 4: [(2, 0), (3, 1)]}  # items, and what names them


def _parts_of(report: Report) -> Iterator[Finding]:
    for part, pairs in WHOLES.items():
        for row in report.tables.get(part, {}).values():
            yield from _within_whole(row, pairs)
            if part in {5, 6}:
                yield from _restricts(row)
    for part, pairs in ITEMS.items():
        for row in report.tables.get(part, {}).values():
            yield from _names_enough(row, pairs)


def _names_enough(row: Row, pairs: list[tuple[int, int]]) -> Iterator[Finding]:
    """A notice or an order names one item at least."""
    names = [column for column, _kind in FIGURES[row.part]]
    for items, named in pairs:
        said, whole = row.figures.get(names[items]), row.figures.get(names[named])
        if said is not None and whole is not None and said < whole:
            yield row.finding("items_fewer", WRONG, names[items], said=said, whole=whole)


def _within_whole(row: Row, pairs: list[tuple[int, int]]) -> Iterator[Finding]:
    names = [column for column, _kind in FIGURES[row.part]]
    for part, whole in pairs:
        said, all_of_it = row.figures.get(names[part]), row.figures.get(names[whole])
        if said is not None and all_of_it is not None and said > all_of_it:
            of = names[whole].strip()
            yield row.finding("part_of_more", WRONG, names[part], said=said, whole=all_of_it, of=of)


def _restricts(row: Row) -> Iterator[Finding]:
    """Every measure restricts something; one may restrict several things."""
    names = [column for column, _kind in annex.OWN]
    there = [row.figures[name] for name in names[2:] if name in row.figures]
    measures = row.figures.get(names[0])
    if measures is not None and there and sum(there) < measures:
        yield row.finding("restrictions_fewer", WRONG, names[0], sum=sum(there), said=measures)


TIMES: dict[int, list[tuple[int, tuple[int, ...]]]] = {  # a time, and what was counted
    3: [(2, (0,)), (3, (0,)), (5, (4,)), (6, (4,))],
    4: [(4, (6, 8)), (5, (7, 9))],
}


def _medians(report: Report) -> Iterator[Finding]:
    for part, times in TIMES.items():
        names = [column for column, _kind in FIGURES[part]]
        for key, row in report.tables.get(part, {}).items():
            for time, counted in times:
                there = [row.figures[names[n]] for n in counted if names[n] in row.figures]
                yield from _median(row, names[time], there, names[counted[0]], needed=key[1] == TOTAL)
    longest = report.hours
    if longest is None:
        return
    for row in report.tables.get(7, {}).values():
        if row.name.endswith(annex.MEDIAN):
            yield from _too_long(longest, row, ["Value"])
    for part in TIMES:
        times_of = [column for column, kind in FIGURES[part] if kind is Kind.HOURS]
        for row in report.tables.get(part, {}).values():
            yield from _too_long(longest, row, times_of)


def _median(row: Row, column: str, counted: list[float], of: str, *, needed: bool) -> Iterator[Finding]:
    hours, n = row.figures.get(column), sum(counted)
    if hours and counted and n == 0:
        yield row.finding("median_of_nothing", WRONG, column, said=hours, of=of.strip())
    elif needed and hours is None and n > 0 and not row.context.get(column):
        yield row.finding("median_missing", UNCLEAR, column, whole=n, of=of.strip())


def _too_long(longest: float, row: Row, columns: list[str]) -> Iterator[Finding]:
    for column in columns:
        hours = row.figures.get(column)
        if hours is not None and hours > longest:
            yield row.finding("long_median", UNCLEAR, column, said=hours)


# --- complaints ------------------------------------------------------------------------------------------------------


def _complaints(report: Report) -> Iterator[Finding]:
    for indicator in (annex.SUBMITTED, *annex.BASES, annex.ON_FLAGGER, annex.DISPUTED):
        yield from _fates(report, indicator)
    submitted = report.tables.get(7, {}).get((annex.SUBMITTED, annex.NUMBER))
    said = report.figure(7, (annex.SUBMITTED, annex.NUMBER), "Value")
    bases = [report.figure(7, (basis, annex.NUMBER), "Value") for basis in annex.BASES]
    if submitted and said is not None and sum(n or 0 for n in bases) > said:
        yield submitted.finding("bases_more", WRONG, "Value", sum=sum(n or 0 for n in bases), said=said)
    newly = report.tables.get(7, {}).get((annex.NEWLY, annex.NUMBER))
    if newly and said is not None and newly.figures.get("Value", 0) > said:
        of = f"{annex.SUBMITTED}"
        yield newly.finding("part_of_more", WRONG, "Value", said=newly.figures["Value"], whole=said, of=of)
    share = report.tables.get(7, {}).get((annex.DISPUTED, annex.IMPLEMENTED))
    turned = [report.figure(7, (annex.DISPUTED, fate), "Value") for fate in (annex.REVERSED, annex.PARTLY)]
    if share and share.figures.get("Value") and any(n is not None for n in turned) and not any(turned):
        yield share.finding("share_of_nothing", WRONG, "Value")


def _fates(report: Report, indicator: str) -> Iterator[Finding]:
    row = report.tables.get(7, {}).get((indicator, annex.NUMBER))
    if row is None:
        return
    fates = (annex.UPHELD, annex.PARTLY, annex.REVERSED)
    decided = [n for fate in fates if (n := report.figure(7, (indicator, fate), "Value")) is not None]
    omitted = report.figure(7, (indicator, annex.OMITTED), "Value") or 0
    said = row.figures.get("Value")
    together = sum(decided) + omitted
    if said is not None and together > said:
        yield row.finding("outcomes_more", WRONG, "Value", sum=together, said=said)
    elif said is not None and decided and together < said and not row.context["Value"]:
        yield row.finding("outcomes_fewer", UNCLEAR, "Value", sum=together, said=said)
    median = report.tables[7].get((indicator, annex.MEDIAN))
    if median is not None and decided:
        yield from _median(median, "Value", decided, f"{indicator.strip()}", needed=indicator == annex.SUBMITTED)


# --- machines --------------------------------------------------------------------------------------------------------


def _own(report: Report, column: int) -> float | None:
    """Of parts 5 and 6 together; None while one of them does not say."""
    said = [report.figure(part, ("", TOTAL, "", ""), annex.OWN[column][0]) for part in (5, 6)]
    return None if None in said else sum(n for n in said if n is not None)


def _machines(report: Report) -> Iterator[Finding]:
    yield from _automation_of(report, annex.OWN_INITIATIVE, annex.SOLELY, annex.NOT_SOLELY, _own(report, 0))
    notices = report.figure(4, ("", TOTAL, "", ""), FIGURES[4][0][0])
    yield from _automation_of(report, annex.NAM, annex.NOTICES_SOLELY, annex.NOTICES_NOT, notices)
    flagged = report.figure(4, ("", TOTAL, "", ""), FIGURES[4][1][0])
    yield from _automation_of(report, annex.NAM_FLAGGER, annex.NOTICES_SOLELY, annex.NOTICES_NOT, flagged)
    for indicator in (annex.SOLELY, annex.NOT_SOLELY):
        own = report.tables.get(8, {}).get((indicator, annex.OWN_INITIATIVE))
        whole = report.figure(8, (indicator, annex.NUMBER), "Value")
        if own and whole is not None and own.figures.get("Value", 0) > whole:
            of = f"{indicator.strip()}|{annex.NUMBER}"
            yield own.finding("part_of_more", WRONG, "Value", said=own.figures["Value"], whole=whole, of=of)
    yield from _detected(report)
    yield from _accuracy(report)


def _automation_of(
    report: Report, scope: str, solely: str, not_solely: str, expected: float | None
) -> Iterator[Finding]:
    one, other = (report.tables.get(8, {}).get((indicator, scope)) for indicator in (solely, not_solely))
    if one is None or other is None or expected is None:
        return
    said = [row.figures["Value"] for row in (one, other) if "Value" in row.figures]
    if len(said) < 2 or sum(said) == expected:
        return
    explained = one.context["Value"] or other.context["Value"]
    if sum(said) > expected or not explained:
        severity = WRONG if sum(said) > expected else UNCLEAR
        of = {annex.NAM: FIGURES[4][0][0], annex.NAM_FLAGGER: FIGURES[4][1][0]}.get(scope, annex.OWN[0][0])
        yield one.finding("automation_sum", severity, "Value", sum=sum(said), said=expected, of=of.strip())


def _detected(report: Report) -> Iterator[Finding]:
    row = report.tables.get(8, {}).get((annex.SOLELY, annex.OWN_INITIATIVE))
    solely = report.figure(8, (annex.SOLELY, annex.OWN_INITIATIVE), "Value")
    not_so = report.figure(8, (annex.NOT_SOLELY, annex.OWN_INITIATIVE), "Value")
    measures, detected = _own(report, 0), _own(report, 1)
    if row is None or solely is None or detected is None or measures is None:
        return
    if solely and not_so == detected and solely == measures - detected and solely != detected:
        told = {"solely": solely, "not": not_so, "detected": detected}
        yield row.finding("automation_inverted", WRONG, "Value", **told)
    elif solely > detected:
        yield row.finding("automation_more", WRONG, "Value", said=solely, whole=detected)


def _accuracy(report: Report) -> Iterator[Finding]:
    row = report.tables.get(8, {}).get((annex.SOLELY, annex.NUMBER))
    whole = row.figures.get("Value", 0) if row else 0
    scopes = (annex.NUMBER, annex.OWN_INITIATIVE, annex.NAM)
    there = [report.figure(8, (name, scope), "Value") for name in annex.QUALITY for scope in scopes]
    told = any(f.part == 8 and f.row.split("|")[0] in annex.QUALITY for f in report.findings)
    if row and whole and all(n is None for n in there) and not told and not row.context["Value"]:
        yield row.finding("accuracy_missing", UNCLEAR, "Value", whole=whole)


def _flipped(report: Report, before: Report) -> Iterator[Finding]:
    shares = []
    for one in (report, before):
        measures, detected = _own(one, 0), _own(one, 1)
        if not measures or detected is None or measures < ENOUGH:
            return
        shares.append(detected / measures)
    if abs(shares[0] - shares[1]) >= FLIPPED:
        row = report.tables[6][("", TOTAL, "", "")]
        said = {"said": round(100 * shares[0]), "before": round(100 * shares[1])}
        if not row.context.get(annex.OWN[1][0]):
            yield row.finding("automation_flipped", UNCLEAR, annex.OWN[1][0], **said)


# --- very large services ---------------------------------------------------------------------------------------------


def _people(report: Report) -> Iterator[Finding]:
    """Nobody speaks a language who is not there."""
    there = [report.figure(9, (who, annex.NUMBER), "Value") for who in (annex.INTERNAL, annex.EXTERNAL)]
    if all(n is None for n in there):
        return
    whole = sum(n or 0 for n in there)
    for key, row in report.tables.get(9, {}).items():
        if key[0] == annex.LINGUISTIC and row.figures.get("Value", 0) > whole:
            of = annex.PEOPLE.strip()
            yield row.finding("part_of_more", WRONG, "Value", said=row.figures["Value"], whole=whole, of=of)


def _recipients(report: Report) -> Iterator[Finding]:
    rows = report.tables.get(10, {})
    whole = rows.get((annex.RECIPIENTS, TOTAL))
    states = [row for key, row in rows.items() if key[1] != TOTAL]
    if whole and any(row.figures for row in states):
        yield from _adds_up("sum_states", whole, states, ["Value"])


# --- prose -----------------------------------------------------------------------------------------------------------


def _prose(sheets: dict[int, Sheet]) -> Iterator[Finding]:
    if 11 not in sheets:
        return
    owed = {normal(name): name.strip() for name in annex.PROSE}
    asked = owed | {normal(name): name.strip() for name in annex.PROSE_VERY_LARGE}
    seen: dict[str, str] = {}
    for line, cells in _cells(sheets[11]):
        key, text = normal(cells["Indicator"]), cells["Value"]
        if key not in asked:
            continue
        row = Row(11, line, asked[key])
        bare = normal(text).strip(" .!…")
        if not text:
            if key in owed:
                yield row.finding("prose_missing", WRONG, "Value")
        elif len(text) > annex.LONGEST_PROSE:
            yield row.finding("prose_long", WRONG, "Value", said=len(text), max=annex.LONGEST_PROSE)
        elif generic(text):
            yield row.finding("prose_generic", UNCLEAR, "Value", said=text[:80])
        elif bare in seen:
            yield row.finding("prose_repeated", UNCLEAR, "Value", said=seen[bare])
        seen.setdefault(bare, asked[key])


def generic(text: str) -> bool:
    """Words that any service could have written: a filler, or hardly a sentence."""
    bare = normal(text).strip(" .!…")
    different = set(re.findall(r"\w{2,}", bare))
    return bare in EMPTY_WORDS or "lorem ipsum" in bare or len(bare) < SHORTEST or len(different) < FEWEST
