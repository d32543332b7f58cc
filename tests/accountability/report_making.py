"""A report that adds up, made at random from a seed, and a hand that spoils one cell of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from apps.accountability.reports import annex
from apps.accountability.reports.annex import FIGURES, HEADERS, LINES, OTHER, TOTAL, Kind
from apps.accountability.reports.files import Sheet, sheet

BEGINS, ENDS, PUBLISHED = date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 15)
SERVICE = "Fairway"
PERIOD = f"{BEGINS}/{ENDS}"
PROSE = [
    f"Answer number {n} of this service: two people read each notice of the {word}, on weekdays, within a day."
    for n, word in enumerate(("kitchen", "garage", "garden", "harbour", "library", "market"), start=1)
]
Rows = list[list[str]]


def faultless(seed: int = 1, *, very_large: bool = True) -> dict[int, Sheet]:
    """Every part, each figure consistent with all the others."""
    rng = random.Random(seed)
    own = {part: _own(part, rng) for part in (5, 6)}
    measures = [sum(int(own[part][0][at]) for part in (5, 6)) for at in _places(5)[:2]]
    notices = _notices(rng)
    at = _places(4)
    received, flagged = int(notices[0][at[0]]), int(notices[0][at[1]])
    acted = int(notices[0][at[6]]) + int(notices[0][at[8]])
    return {
        1: _lines(1, {annex.PROVIDER: SERVICE, annex.PUBLISHED_ON: PUBLISHED, annex.BEGINS_ON: BEGINS,
                      annex.ENDS_ON: ENDS, annex.PREVIOUS_ON: date(2026, 2, 20)}),
        2: sheet(2, [(c.label, c.name, c.code, "") for c in annex.CATEGORIES]),
        3: sheet(3, _orders(rng)),
        4: sheet(4, notices),
        5: sheet(5, own[5]),
        6: sheet(6, own[6]),
        7: _lines(7, _complaints(rng)),
        8: _lines(8, _automation(rng, measures[0], measures[1], acted, received, flagged, very_large)),
        9: _lines(9, {(annex.INTERNAL, annex.NUMBER): 90, (annex.EXTERNAL, annex.NUMBER): 40,
                      (annex.LINGUISTIC, annex.NUMBER): 120, (annex.LINGUISTIC, "fr"): 130} if very_large else {}),
        10: _lines(10, _recipients(rng) if very_large else {}),
        11: _lines(11, dict(zip(annex.PROSE, PROSE, strict=True))),
    }  # fmt: skip


def _places(part: int) -> list[int]:
    return [HEADERS[part].index(column) for column, _kind in FIGURES[part]]


def _tree(part: int, leaf: Callable[[], list[int]]) -> list[tuple[annex.Category, list[int]]]:
    """Figures for each sub-category, added up for its category and for all."""
    width = len(FIGURES[part])
    sums: dict[str, list[int]] = {}
    categories = annex.categories_of(part)
    parents = {c.parent for c in categories if c.parent}
    leaves = {(c.parent, c.code): leaf() for c in categories if c.code != TOTAL and c.code not in parents}
    for (parent, code), figures in leaves.items():
        for name in {parent or code, TOTAL}:
            sums[name] = [a + b for a, b in zip(sums.get(name, [0] * width), figures, strict=True)]
    return [(c, leaves.get((c.parent, c.code)) or sums[c.code]) for c in categories]


def _row(part: int, category: annex.Category, figures: list[int], scope: str = "") -> list[str]:
    head = ["All", SERVICE, PERIOD, category.code, f"own kind {category.parent[-5:]}" if category.code == OTHER else ""]
    head += [scope] if part == 3 else []
    cells = []
    for (_column, kind), n in zip(FIGURES[part], figures, strict=True):
        cells.append(str(n) if kind is Kind.COUNT else (f"{n % 97}.5" if n else ""))
    return head + cells + [""] * len(cells)


def _orders(rng: random.Random) -> Rows:
    def leaf() -> list[int]:
        n, k = rng.randint(0, 4), rng.randint(0, 2)
        return [n, n + rng.randint(0, 9) if n else 0, n, n, k, k, k]

    trees = {state: _tree(3, leaf) for state in ("FR", "DE")}
    both = [
        (one[0], [a + b for a, b in zip(one[1], other[1], strict=True)])
        for one, other in zip(trees["FR"], trees["DE"], strict=True)
    ]
    return [
        _row(3, category, figures, scope)
        for scope, rows in {TOTAL: both, **trees}.items()
        for category, figures in rows
    ]


def _notices(rng: random.Random) -> Rows:
    def leaf() -> list[int]:
        n = rng.randint(0, 40)
        f = rng.randint(0, n)
        law, lawf = rng.randint(0, n), 0
        lawf = rng.randint(0, law)
        terms = rng.randint(0, n)
        termsf = rng.randint(0, terms)
        return [n, f, n + rng.randint(0, 5) if n else 0, f, law + terms, lawf + termsf, law, lawf, terms, termsf]

    return [_row(4, category, figures) for category, figures in _tree(4, leaf)]


def _own(part: int, rng: random.Random) -> Rows:
    def leaf() -> list[int]:
        n = rng.randint(0, 60)
        kinds = [rng.randint(0, n) for _ in range(13)]
        return [n, rng.randint(0, n), n, *kinds]

    return [_row(part, category, figures) for category, figures in _tree(part, leaf)]


def _lines(part: int, values: dict[object, object]) -> Sheet:
    rows = []
    for line in LINES[part]:
        value = values.get((line.indicator, line.of), values.get(line.indicator, ""))
        cells = {
            "Applicability": line.applies, "Service": SERVICE, "Reporting period": PERIOD, "Section": line.section,
            "Indicator": line.indicator, "Scope": line.of, "Value": str(value),
        }  # fmt: skip
        rows.append([cells.get(column, "") for column in HEADERS[part]])
    return sheet(part, rows)


def _complaints(rng: random.Random) -> dict[object, object]:
    values: dict[object, object] = {}
    totals = []
    for indicator in (*annex.BASES, annex.ON_FLAGGER, annex.DISPUTED):
        upheld, partly, turned = (rng.randint(1, 30) for _ in range(3))
        omitted = rng.randint(0, 5) if indicator == annex.DISPUTED else 0
        values |= _fates(indicator, upheld, partly, turned, omitted, rng)
        if indicator in annex.BASES:
            totals.append((upheld, partly, turned))
    together = [sum(column) for column in zip(*totals, strict=True)]
    values |= _fates(annex.SUBMITTED, *together, 0, rng)
    values[(annex.DISPUTED, annex.IMPLEMENTED)] = 0.75
    values[(annex.NEWLY, annex.NUMBER)] = rng.randint(0, sum(together))
    for why in (annex.SUSPENDED_ILLEGAL, annex.SUSPENDED_NOTICES, annex.SUSPENDED_COMPLAINTS):
        values[(why, annex.NUMBER)] = rng.randint(0, 9)
    return values


def _fates(indicator: str, upheld: int, partly: int, turned: int, omitted: int, rng: random.Random) -> dict:
    fates = {
        (indicator, annex.NUMBER): upheld + partly + turned + omitted, (indicator, annex.UPHELD): upheld,
        (indicator, annex.PARTLY): partly, (indicator, annex.REVERSED): turned,
        (indicator, annex.MEDIAN): rng.randint(1, 400),
    }  # fmt: skip
    return {**fates, (indicator, annex.OMITTED): omitted}


def _automation(
    rng: random.Random, own: int, detected: int, acted: int, received: int, flagged: int, very_large: bool
) -> dict[object, object]:
    solely = rng.randint(1, max(1, min(detected, own - detected - 1)))
    by_machine = rng.randint(0, received)
    values: dict[object, object] = {
        (annex.SOLELY, annex.NUMBER): solely, (annex.NOT_SOLELY, annex.NUMBER): own - solely + acted,
        (annex.SOLELY, annex.OWN_INITIATIVE): solely, (annex.NOT_SOLELY, annex.OWN_INITIATIVE): own - solely,
        (annex.NOTICES_SOLELY, annex.NAM): by_machine, (annex.NOTICES_NOT, annex.NAM): received - by_machine,
        (annex.NOTICES_SOLELY, annex.NAM_FLAGGER): 0, (annex.NOTICES_NOT, annex.NAM_FLAGGER): flagged,
    }  # fmt: skip
    scopes = [annex.NUMBER, annex.OWN_INITIATIVE, *(annex.LANGUAGES if very_large else ())]
    for scope in scopes:
        values |= {(name, scope): round(rng.uniform(0.5, 1), 4) for name in annex.QUALITY}
    return values


def _recipients(rng: random.Random) -> dict[object, object]:
    states = {(annex.RECIPIENTS, state): rng.randint(0, 10**6) for state in annex.STATES}
    return {**states, (annex.RECIPIENTS, TOTAL): sum(states.values())}


# --- spoiling --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fault:
    """What was done to a report, and what must be found: a rule, in a part."""

    name: str
    rules: frozenset[str]
    part: int
    line: int  # 0: not told by a line
    sheets: dict[int, Sheet]


def put(sheets: dict[int, Sheet], part: int, row: int, column: str, value: object) -> dict[int, Sheet]:
    """The same report with another value in one cell."""
    rows = [list(cells) for cells in sheets[part].rows]
    rows[row][HEADERS[part].index(column)] = str(value)
    return {**sheets, part: Sheet(part, tuple(tuple(cells) for cells in rows), sheets[part].lines)}


def cell(sheets: dict[int, Sheet], part: int, row: int, column: str) -> str:
    return sheets[part].rows[row][HEADERS[part].index(column)]


def row_of(sheets: dict[int, Sheet], part: int, **wanted: str) -> int:
    """The first row in which these columns say this."""
    places = {HEADERS[part].index(column.replace("_", " ")): value for column, value in wanted.items()}
    return next(n for n, cells in enumerate(sheets[part].rows) if all(cells[at] == v for at, v in places.items()))


def faults(sheets: dict[int, Sheet], seed: int = 1) -> list[Fault]:
    """One fault of each kind, each in a report that is right otherwise; the place is drawn."""
    rng = random.Random(seed)
    made: list[Fault] = []

    def fault(name: str, rules: str, part: int, row: int, spoiled: dict[int, Sheet]) -> None:
        made.append(Fault(name, frozenset(rules.split("|")), part, row + 2 if row >= 0 else 0, spoiled))

    def more(part: int, row: int, column: str, by: int = 1) -> dict[int, Sheet]:
        return put(sheets, part, row, column, int(cell(sheets, part, row, column)) + by)

    for part in (3, 4, 5, 6):
        counted = [column for column, kind in FIGURES[part] if kind is Kind.COUNT]
        name = annex.TC_COLUMN if part == 6 else annex.CATEGORY_COLUMN
        tree = [n for n, cells in enumerate(sheets[part].rows) if cells[3].startswith("STATEMENT_CATEGORY_SCAMS")]
        keyword = [n for n, cells in enumerate(sheets[part].rows) if cells[3].startswith("KEYWORD_PHISHING")]
        other = next(n for n, cells in enumerate(sheets[part].rows) if cells[3] == OTHER and cells[-1] == ""
                     and any(c.isdigit() and int(c) for c in cells[5:]))  # fmt: skip
        column = rng.choice(counted)
        states = "sum_states|" if part == 3 else ""
        sums = f"{states}sum_categories|sum_subcategories"
        fault(f"total {part}", sums, part, 0, more(part, 0, column, rng.randint(1, 50)))
        fault(f"category {part}", sums, part, tree[0], more(part, tree[0], column, 3))
        fault(f"sub-category {part}", sums, part, tree[0], more(part, keyword[0], column, 5))
        fault(f"negative {part}", "negative", part, keyword[0], put(sheets, part, keyword[0], column, -4))
        fault(f"decimals {part}", "not_whole", part, keyword[0], put(sheets, part, keyword[0], column, "3.5"))
        for said in ("1,234", "12 %", "about 40", "n/a", "1 204", "1e3", "٣"):
            fault(f"words {part} {said}", "not_a_number", part, keyword[0], put(sheets, part, keyword[0], column, said))
        fault(f"undescribed {part}", "other_undescribed", part, other, put(sheets, part, other, annex.OTHER_COLUMN, ""))
        fault(f"unknown {part}", "row_unknown", part, keyword[0], put(sheets, part, keyword[0], name, "KEYWORD_SPAM"))
        fault(f"row lost {part}", "row_missing", part, -1, without(sheets, part, keyword[0]))
        fault(f"row twice {part}", "row_twice", part, -1, twice(sheets, part, keyword[0]))
        fault(f"other twice {part}", "other_twice", part, -1, twice(sheets, part, other))
        fault(f"blank total {part}", "left_blank", part, 0, put(sheets, part, 0, FIGURES[part][0][0], ""))
        fault(
            f"period {part}",
            "period_differs",
            part,
            7,
            put(sheets, part, 7, "Reporting period", "2025-01-01/2025-12-31"),
        )
        fault(f"service {part}", "service_differs", part, 7, put(sheets, part, 7, "Service", "Hearthside"))
    del_row = rng.randint(1, 60)
    fault("state", "row_unknown", 3, 100, put(sheets, 3, 100, "Scope", "UK"))
    fault("state sum", "sum_states", 3, 0, without_state(sheets, "DE"))
    time = FIGURES[3][2][0]
    fault("minutes", "long_median", 3, 0, put(sheets, 3, 0, time, 24 * 60 * 365))
    for part, few, many in ((4, 1, 0), (4, 3, 2), (4, 7, 6), (4, 9, 8), (5, 1, 0), (5, 9, 0), (6, 1, 0), (6, 15, 0)):
        names = [column for column, _kind in FIGURES[part]]
        spoiled = put(sheets, part, 0, names[few], int(cell(sheets, part, 0, names[many])) + 1)
        fault(f"part {part} {few} of {many}", "part_of_more", part, 0, spoiled)
    for part, items, named in ((3, 1, 0), (4, 2, 0), (4, 3, 1)):
        names = [column for column, _kind in FIGURES[part]]
        fewer = put(sheets, part, 0, names[items], int(cell(sheets, part, 0, names[named])) - 1)
        fault(f"items {part} {items}", "items_fewer", part, 0, fewer)
    nothing = zeroed(sheets, 4, 5)
    fault("time of nothing", "median_of_nothing", 4, 5, put(nothing, 4, 5, FIGURES[4][4][0], "7.5"))
    fault("no time", "median_missing", 4, 0, put(sheets, 4, 0, FIGURES[4][4][0], ""))
    unrestricted = sheets
    for column, _kind in annex.OWN[2:]:
        unrestricted = put(unrestricted, 6, 0, column, 0)
    fault("measures that restrict nothing", "restrictions_fewer", 6, 0, unrestricted)
    _spoil_lines(sheets, rng, fault)
    _spoil_dates(sheets, fault)
    _spoil_prose(sheets, rng, fault)
    for part in (*range(1, 9), 11):
        fault(f"no part {part}", "part_missing", part, -1, {n: s for n, s in sheets.items() if n != part})
    fault("name lost", "row_missing", 2, -1, without(sheets, 2, del_row))
    return made


def without(sheets: dict[int, Sheet], part: int, row: int) -> dict[int, Sheet]:
    return {**sheets, part: sheet(part, [cells for n, cells in enumerate(sheets[part].rows) if n != row])}


def without_state(sheets: dict[int, Sheet], state: str) -> dict[int, Sheet]:
    return {**sheets, 3: sheet(3, [cells for cells in sheets[3].rows if cells[5] != state])}


def twice(sheets: dict[int, Sheet], part: int, row: int) -> dict[int, Sheet]:
    rows = sheets[part].rows
    return {**sheets, part: sheet(part, [*rows[: row + 1], rows[row], *rows[row + 1 :]])}


def zeroed(sheets: dict[int, Sheet], part: int, row: int) -> dict[int, Sheet]:
    for column, kind in FIGURES[part]:
        sheets = put(sheets, part, row, column, 0 if kind is Kind.COUNT else "")
    return sheets


def _spoil_lines(sheets: dict[int, Sheet], rng: random.Random, fault: Callable[..., None]) -> None:
    def at(part: int, indicator: str, scope: str) -> int:
        return row_of(sheets, part, Indicator=indicator, Scope=scope)

    def value(part: int, row: int) -> int:
        return int(float(cell(sheets, part, row, "Value")))

    for indicator in (annex.SUBMITTED, *annex.BASES, annex.ON_FLAGGER, annex.DISPUTED):
        row = at(7, indicator, annex.NUMBER)
        n = rng.randint(1, 2)
        fault(
            f"too many outcomes of {indicator}",
            "outcomes_more",
            7,
            row,
            put(sheets, 7, row, "Value", value(7, row) - n),
        )
        fate = at(7, indicator, rng.choice((annex.UPHELD, annex.PARTLY, annex.REVERSED)))
        less = put(sheets, 7, fate, "Value", value(7, fate) - 1)
        fault(f"outcomes lost of {indicator}", "outcomes_fewer", 7, row, less)
    basis = at(7, rng.choice(annex.BASES), annex.NUMBER)
    fault("bases", "bases_more", 7, at(7, annex.SUBMITTED, annex.NUMBER), put(sheets, 7, basis, "Value", 100_000))
    newly = at(7, annex.NEWLY, annex.NUMBER)
    fault("newly", "part_of_more", 7, newly, put(sheets, 7, newly, "Value", 100_000))
    share = at(7, annex.DISPUTED, annex.IMPLEMENTED)
    for said in ("75", "1.2", "-0.1"):
        fault(f"share {said}", "out_of_range", 7, share, put(sheets, 7, share, "Value", said))
    none_turned = put(sheets, 7, at(7, annex.DISPUTED, annex.REVERSED), "Value", 0)
    none_turned = put(none_turned, 7, at(7, annex.DISPUTED, annex.PARTLY), "Value", 0)
    fault("share of nothing", "share_of_nothing", 7, share, none_turned)
    for name in annex.QUALITY:
        for scope in (annex.NUMBER, annex.OWN_INITIATIVE):
            row = at(8, name, scope)
            for said in ("1.01", "96.3", "-0.2"):
                fault(f"{name} {said}", "out_of_range", 8, row, put(sheets, 8, row, "Value", said))
            fault(f"{name} in words", "not_a_number", 8, row, put(sheets, 8, row, "Value", "96.3%"))
    own, own_not = at(8, annex.SOLELY, annex.OWN_INITIATIVE), at(8, annex.NOT_SOLELY, annex.OWN_INITIATIVE)
    measures = value(8, own) + value(8, own_not)
    detected = sum(int(cell(sheets, part, 0, annex.OWN[1][0])) for part in (5, 6))
    inverted = put(put(sheets, 8, own, "Value", measures - detected), 8, own_not, "Value", detected)
    whole = at(8, annex.SOLELY, annex.NUMBER)
    inverted = put(inverted, 8, whole, "Value", max(value(8, whole), measures - detected))
    inverted = put(inverted, 8, at(8, annex.NOT_SOLELY, annex.NUMBER), "Value", 10**6)
    fault("inverted automation", "automation_inverted", 8, own, inverted)
    everything = put(put(sheets, 8, own, "Value", measures), 8, own_not, "Value", 0)
    fault("all by machine", "automation_more", 8, own, put(everything, 8, whole, "Value", measures))
    for one, scope in ((annex.SOLELY, annex.OWN_INITIATIVE), (annex.NOTICES_NOT, annex.NAM),
                       (annex.NOTICES_NOT, annex.NAM_FLAGGER)):  # fmt: skip
        row = at(8, one, scope)
        first = at(8, annex.SOLELY if one == annex.SOLELY else annex.NOTICES_SOLELY, scope)
        fault(
            f"machines and others {scope}", "automation_sum", 8, first, put(sheets, 8, row, "Value", value(8, row) + 1)
        )
    fault("own more than all", "part_of_more", 8, own, put(sheets, 8, whole, "Value", value(8, own) - 1))
    silent = sheets
    for name in annex.QUALITY:
        for scope in (annex.NUMBER, annex.OWN_INITIATIVE):
            silent = put(silent, 8, at(8, name, scope), "Value", "")
    fault("no accuracy", "accuracy_missing", 8, whole, silent)
    if cell(sheets, 9, 0, "Value"):
        fault("languages", "part_of_more", 9, 2, put(sheets, 9, 2, "Value", 131))
        fault("recipients", "sum_states", 10, 0, put(sheets, 10, 4, "Value", 10**9))
    fault("unknown indicator", "row_unknown", 7, 3, put(sheets, 7, 3, "Indicator", "Number of happy people"))
    fault("no complaints row", "row_missing", 7, -1, without(sheets, 7, 3))
    fault("complaints left blank", "left_blank", 7, 0, put(sheets, 7, 0, "Value", ""))
    fault("machines left blank", "left_blank", 8, whole, put(sheets, 8, whole, "Value", ""))


def _spoil_dates(sheets: dict[int, Sheet], fault: Callable[..., None]) -> None:
    published, previous, begins, ends = 1, 2, 3, 4
    fault("early", "published_before_end", 1, published, put(sheets, 1, published, "Value", "2026-12-01"))
    fault("late", "published_late", 1, published, put(sheets, 1, published, "Value", "2027-03-01"))
    fault("previous", "previous_after", 1, previous, put(sheets, 1, previous, "Value", "2027-06-01"))
    fault("reversed", "period_reversed", 1, ends, put(sheets, 1, begins, "Value", "2027-01-01"))
    for said in ("31/12/2026", "2026-13-01", "December 2026"):
        fault(f"date {said}", "not_a_date", 1, ends, put(sheets, 1, ends, "Value", said))
    fault("no date", "left_blank", 1, ends, put(sheets, 1, ends, "Value", ""))


def _spoil_prose(sheets: dict[int, Sheet], rng: random.Random, fault: Callable[..., None]) -> None:
    row = rng.randrange(1, len(annex.PROSE))
    for said in ("Free text", "N/A", "See our website.", "We moderate.", "Lorem ipsum " * 20, "x " * 40):
        fault(f"prose {said[:9]}", "prose_generic", 11, row, put(sheets, 11, row, "Value", said))
    fault("repeated", "prose_repeated", 11, row, put(sheets, 11, row, "Value", PROSE[0]))
    fault("no prose", "prose_missing", 11, row, put(sheets, 11, row, "Value", ""))
    fault("long", "prose_long", 11, row, put(sheets, 11, row, "Value", "A word and another. " * 260))
