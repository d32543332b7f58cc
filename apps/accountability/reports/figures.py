"""The eleven parts of a report, each figure counted from rows: nobody types one.

A cell is 0 where something could have happened and did not; it is blank where this site could never have done it, as
Annex II asks (no payments here, no deletion, no hidden ranking).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils.translation import gettext_noop as _

from apps.accountability.reports import annex
from apps.accountability.reports.annex import FIGURES, HEADERS, LINES, OTHER, TOTAL
from apps.accountability.reports.files import Sheet, sheet
from apps.algorithms.error_rates import Rate
from apps.moderation.categories import CATEGORY as OF_RULES
from apps.moderation.categories import Category
from apps.moderation.selectors.transparency import Action, Complaint, Measure, Moderated
from apps.moderation.states import Outcome, Result

NO_FLAGGERS = _("No trusted flagger has made itself known here; the notice of one would be in the total.")
POINTED = _("A published score had pointed at the text; a person decided each time.")
BY_PEOPLE = _("Every decision is taken by a person, with a statement of reasons.")
DRAWN = _("Of the published score that points at reviews; from reviews that people decided, most drawn by lot.")
WAITING = _("Some complaints still waited for an answer when this was counted.")
NOT_DONE = _("Not done yet when this was counted.")
NEVER = _("This site has no such measure.")
OTHERS_SCORE = _("The score that points at reviews is the platform's: its report says how often it errs.")


@dataclass(frozen=True, slots=True)
class Frame:
    """Who reports, on which service, for which days."""

    provider: str
    service: str
    begins: date
    ends: date
    published: date
    previous: date | None

    @property
    def period(self) -> str:
        """As each row says it."""
        return f"{self.begins}/{self.ends}"


@dataclass(frozen=True, slots=True)
class Order:
    """An authority's order; `inform`: to give information. Hours are None until it is done."""

    inform: bool
    state: str
    category: Category
    items: int
    hours_told: float | None
    hours_done: float | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute before a certified body; without outcome: omitted, or not decided yet."""

    outcome: str  # one of annex.UPHELD, PARTLY, REVERSED, OMITTED; empty: still waits
    implemented: bool
    hours: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """How often what points at texts is right; None where too few were decided."""

    accuracy: Rate | None = None
    precision: Rate | None = None
    recall: Rate | None = None
    elsewhere: bool = False  # another operator's report says it


def computed(
    frame: Frame, rows: Moderated, orders: Sequence[Order], disputes: Sequence[Dispute], quality: Quality,
    prose: Sequence[str],
) -> dict[int, Sheet]:  # fmt: skip
    """Every part, as it will be published."""
    own = {5: [m for m in rows.measures if m.by_law], 6: [m for m in rows.measures if not m.by_law]}
    values: dict[int, Values] = {
        7: _complaints(rows, disputes),
        8: _automation(rows, quality),
        11: {(name, ""): text for name, text in zip(annex.PROSE, prose, strict=True)},
    }
    return {
        1: _summary(frame),
        2: _names(),
        3: _orders(frame, orders),
        4: _notices(frame, rows),
        **{part: _measures(frame, part, measures) for part, measures in own.items()},
        **{part: _lines(frame, part, values.get(part, {})) for part in (7, 8, 9, 10, 11)},
    }


def prose_sheet(frame: Frame, prose: Sequence[str]) -> Sheet:
    """Part 11 in another language."""
    return _lines(frame, 11, {(name, ""): text for name, text in zip(annex.PROSE, prose, strict=True)})


def _summary(frame: Frame) -> Sheet:
    said = (frame.provider, frame.published, frame.previous or "", frame.begins, frame.ends)
    return sheet(
        1,
        [(line.applies, frame.service, line.indicator, str(value)) for line, value in zip(LINES[1], said, strict=True)],
    )


def _names() -> Sheet:
    """Part 2, with what our own rules are called there."""
    ours: dict[tuple[str, str], list[str]] = defaultdict(list)
    for rule, called in OF_RULES.items():
        ours[(called.code, called.keyword)].append(f"Rule {rule.value}: {_english(rule.label)}")
    rows = []
    for category in annex.CATEGORIES:
        context = "; ".join(ours.get((category.parent, category.code), []))
        rows.append((category.label, category.name, category.code, context))
    return sheet(2, rows)


def _english(label: object) -> str:
    from django.utils.translation import override

    with override("en"):
        return str(label)


# --- parts about categories ------------------------------------------------------------------------------------------


def _by_category(
    frame: Frame, part: int, groups: dict[Category, list[int]], say: Callable[[list[int]], list[str]],
    *, scope: str | None = None, context: dict[int, str] | None = None,
) -> list[tuple[str, ...]]:  # fmt: skip
    """A row per category; `say` makes the figures of some of the items. Context stands in the row of the total."""
    applies = annex.HOSTING if part == 4 else annex.ALL
    width = len(FIGURES[part])
    rows: list[tuple[str, ...]] = []
    for category in annex.categories_of(part):
        for other, items in _items_of(category, groups):
            words = [(context or {}).get(n, "") if category.code == TOTAL else "" for n in range(width)]
            scoped = () if scope is None else (scope,)
            head = (applies, frame.service, frame.period, category.code, other, *scoped)
            rows.append((*head, *say(items), *words))
    return rows


def _items_of(category: annex.Category, groups: dict[Category, list[int]]) -> Iterable[tuple[str, list[int]]]:
    if category.code == TOTAL:
        return [("", [item for items in groups.values() for item in items])]
    if not category.parent:
        return [("", [item for c, items in groups.items() if c.code == category.code for item in items])]
    mine = {c: items for c, items in groups.items() if (c.code, c.keyword) == (category.parent, category.code)}
    if category.code == OTHER and mine:
        return [(c.other, items) for c, items in sorted(mine.items(), key=lambda pair: pair[0].other)]
    return [("", [item for items in mine.values() for item in items])]


def _grouped(categories: Iterable[Category]) -> dict[Category, list[int]]:
    groups: dict[Category, list[int]] = defaultdict(list)
    for at, category in enumerate(categories):
        groups[category].append(at)
    return groups


def _hours(values: Iterable[float | None]) -> str:
    there = [value for value in values if value is not None]
    return f"{median(there):.1f}" if there else ""


def _orders(frame: Frame, orders: Sequence[Order]) -> Sheet:
    """All States together, then each State that sent one."""

    def say(items: list[int]) -> list[str]:
        act = [orders[n] for n in items if not orders[n].inform]
        inform = [orders[n] for n in items if orders[n].inform]
        return [
            str(len(act)), str(sum(o.items for o in act)), _hours(o.hours_told for o in act),
            _hours(o.hours_done for o in act), str(len(inform)), _hours(o.hours_told for o in inform),
            _hours(o.hours_done for o in inform),
        ]  # fmt: skip

    def wait(some: Sequence[Order]) -> dict[int, str]:
        """Times that are not there yet say so."""
        act, inform = [o for o in some if not o.inform], [o for o in some if o.inform]
        told = {2: act, 3: act, 5: inform, 6: inform}
        done = {n: [o.hours_told if n in {2, 5} else o.hours_done for o in mine] for n, mine in told.items()}
        return {n: NOT_DONE for n, hours in done.items() if hours and not any(h is not None for h in hours)}

    rows = _by_category(frame, 3, _grouped(o.category for o in orders), say, scope=TOTAL, context=wait(orders))
    for state in sorted({order.state for order in orders}):
        groups: dict[Category, list[int]] = defaultdict(list)
        for at, order in enumerate(orders):
            if order.state == state:
                groups[order.category].append(at)
        waits = wait([order for order in orders if order.state == state])
        rows += _by_category(frame, 3, groups, say, scope=state, context=waits)
    return sheet(3, rows)


def _notices(frame: Frame, rows: Moderated) -> Sheet:
    """Notices and what they led to are counted side by side: items of two kinds, told apart by their place."""
    notices, actions = rows.notices, rows.actions
    groups = _grouped([*notices, *(action.category for action in actions)])

    def say(items: list[int]) -> list[str]:
        sent = [n for n in items if n < len(notices)]
        done: list[Action] = [actions[n - len(notices)] for n in items if n >= len(notices)]
        law = sum(action.by_law for action in done)
        hours = _hours(action.hours for action in done)
        return [str(len(sent)), "0", str(len(sent)), "0", hours, "", str(law), "0", str(len(done) - law), "0"]

    return sheet(4, _by_category(frame, 4, groups, say, context={1: NO_FLAGGERS}))


COLUMN_OF: dict[Outcome, str] = {
    Outcome.MASK: "Visibility restriction Disable",
    Outcome.CLOSE: "Visibility restriction Interaction restricted",
    Outcome.LABEL: "Visibility restriction Labelled",
    Outcome.PAUSE: "Account restriction Suspension",
}


def _measures(frame: Frame, part: int, measures: Sequence[Measure]) -> Sheet:
    outcome_of = {column: outcome for outcome, column in COLUMN_OF.items()}

    def say(items: list[int]) -> list[str]:
        mine = [measures[n] for n in items]
        kinds = [outcome_of.get(column.strip()) for column, _kind in annex.OWN[2:]]
        counted = ["" if kind is None else str(sum(m.outcome == kind for m in mine)) for kind in kinds]
        return [str(len(mine)), str(sum(m.pointed for m in mine)), *counted]

    context = {1: POINTED} if any(m.pointed for m in measures) else {}
    return sheet(part, _by_category(frame, part, _grouped(m.category for m in measures), say, context=context))


# --- parts about indicators ------------------------------------------------------------------------------------------

Said = tuple[str, str]  # a value, and a word of context
Values = dict[tuple[str, str], str | Said]


def _lines(frame: Frame, part: int, values: Mapping[tuple[str, str], str | Said]) -> Sheet:
    """A row per line of the act."""
    rows = []
    for line in LINES[part]:
        found = values.get((line.indicator, line.of), "")
        value, context = (found, "") if isinstance(found, str) else found
        cells = {
            "Applicability": line.applies, "Service": frame.service, "Reporting period": frame.period,
            "Section": line.section, "Indicator": line.indicator, "Scope": line.of, "Value": value,
        }  # fmt: skip
        rows.append([cells.get(column, context) for column in HEADERS[part]])
    return sheet(part, rows)


FATES = {Result.UPHELD: annex.UPHELD, Result.CHANGED: annex.PARTLY, Result.OVERTURNED: annex.REVERSED}


def _complaints(rows: Moderated, disputes: Sequence[Dispute]) -> Values:
    complaints = rows.complaints
    waiting = sum(c.result is None and not c.omitted for c in complaints)
    values: Values = _fates_of(annex.SUBMITTED, complaints)
    values[(annex.SUBMITTED, annex.OMITTED)] = str(sum(c.omitted for c in complaints))
    values[(annex.SUBMITTED, annex.NUMBER)] = (str(len(complaints)), WAITING if waiting else "")
    values[(annex.NEWLY, annex.NUMBER)] = str(sum(c.newly_restricts for c in complaints))
    for basis, mine in _by_basis(complaints).items():
        values |= _fates_of(basis, mine)
        open_ones = any(c.result is None for c in mine)
        values[(basis, annex.NUMBER)] = (str(len(mine)), WAITING if open_ones else "")
    for basis in (annex.ON_SERVICE, annex.ON_MONEY):
        values[(basis, annex.NUMBER)] = ("", NEVER)
    values |= _fates_of(annex.ON_FLAGGER, [])
    values |= _disputes(disputes)
    values[(annex.SUSPENDED_ILLEGAL, annex.NUMBER)] = str(rows.pauses_by_law)
    for why in (annex.SUSPENDED_NOTICES, annex.SUSPENDED_COMPLAINTS):
        values[(why, annex.NUMBER)] = ("", NEVER)
    return values


def _by_basis(complaints: Sequence[Complaint]) -> dict[str, list[Complaint]]:
    bases: dict[str, list[Complaint]] = {annex.ON_VISIBILITY: [], annex.ON_ACCOUNT: [], annex.ON_NOTICE: []}
    for complaint in complaints:
        own = annex.ON_ACCOUNT if complaint.about_pause else annex.ON_VISIBILITY
        bases[annex.ON_NOTICE if complaint.by_reporter else own].append(complaint)
    return bases


def _fates_of(indicator: str, complaints: Sequence[Complaint]) -> Values:
    return {
        (indicator, annex.NUMBER): str(len(complaints)),
        **{(indicator, fate): str(sum(c.result == result for c in complaints)) for result, fate in FATES.items()},
        (indicator, annex.MEDIAN): _hours(c.hours for c in complaints),
    }


def _disputes(disputes: Sequence[Dispute]) -> Values:
    turned = [d for d in disputes if d.outcome in {annex.REVERSED, annex.PARTLY}]
    waiting = any(not d.outcome for d in disputes)
    fates = (annex.UPHELD, annex.PARTLY, annex.REVERSED, annex.OMITTED)
    share = f"{sum(d.implemented for d in turned) / len(turned):.4f}" if turned else ""
    return {
        (annex.DISPUTED, annex.NUMBER): (str(len(disputes)), WAITING if waiting else ""),
        **{(annex.DISPUTED, fate): str(sum(d.outcome == fate for d in disputes)) for fate in fates},
        (annex.DISPUTED, annex.MEDIAN): _hours(d.hours for d in disputes),
        (annex.DISPUTED, annex.IMPLEMENTED): share,
    }


def _automation(rows: Moderated, quality: Quality) -> Values:
    """No measure here is a machine's; what machines do is point."""
    own = len(rows.measures)
    everything = own + len(rows.actions) + rows.on_order
    values: Values = {
        (annex.SOLELY, annex.NUMBER): ("0", BY_PEOPLE),
        (annex.NOT_SOLELY, annex.NUMBER): str(everything),
        (annex.SOLELY, annex.OWN_INITIATIVE): ("0", BY_PEOPLE),
        (annex.NOT_SOLELY, annex.OWN_INITIATIVE): str(own),
        (annex.NOTICES_SOLELY, annex.NAM): ("0", BY_PEOPLE),
        (annex.NOTICES_NOT, annex.NAM): str(len(rows.notices)),
        (annex.NOTICES_SOLELY, annex.NAM_FLAGGER): "0",
        (annex.NOTICES_NOT, annex.NAM_FLAGGER): "0",
    }
    rates = zip(annex.QUALITY, (quality.accuracy, quality.precision, quality.recall), strict=True)
    for name, rate in rates:
        for scope in (annex.NUMBER, annex.OWN_INITIATIVE):
            values[(name, scope)] = _rate(rate, elsewhere=quality.elsewhere)
    return values


def _rate(rate: Rate | None, *, elsewhere: bool) -> Said:
    if rate is None:
        return "", OTHERS_SCORE if elsewhere else ""
    bounds = f"{rate.audits} reviews decided; between {rate.low:.2f} and {rate.high:.2f} in 95 of 100 such counts."
    return f"{rate.share:.4f}", f"{DRAWN} {bounds}"
