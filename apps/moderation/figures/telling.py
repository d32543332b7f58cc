"""Each figure in words: what was counted, what it says, and between what bounds that holds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.algorithms.decision_figures import DECISIONS_MINIMUM, Odds, Side, odds_ratio, share
from apps.look.numbers import decimal, number, percent
from apps.moderation.figures.counts import DOUBT, REPORT, Row
from apps.moderation.figures.scope import Scope
from apps.moderation.figures.shapes import (
    AgeFigure,
    AgeRow,
    AnsweredFigure,
    FairnessFigure,
    FlowFigure,
    FlowRow,
    RatioRow,
    ShareRow,
    SharesFigure,
    told,
)
from apps.moderation.rules import RuleCode
from apps.moderation.states import Party, Result

AGES = (0, 24, 48, 72, 168)  # hours from which a class of age begins
Told = dict[str, Any]


def flow(rows: list[Row], scope: Scope) -> FlowFigure:
    """Every day stands there, also one on which nothing happened."""
    counted: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for at, came, went in rows:
        begins = at - timedelta(days=at.weekday()) if scope.by_week else at
        counted[begins] = [counted[begins][0] + came, counted[begins][1] + went]
    every = [FlowRow(begins, *counted[begins]) for begins in _days(scope)]
    opened, decided = sum(row.opened for row in every), sum(row.decided for row in every)
    words = {"opened": number(opened), "decided": number(decided)}
    said = [
        _("Opened: %(opened)s cases. Decided and sent: %(decided)s, appeals among them.") % words,
        _("More comes in than is decided.") if opened > decided else _("What comes in is decided."),
    ]
    how = _("Every case and every decision sent. A whole count: nothing is estimated, so there is no interval.")
    return FlowFigure(
        **_told("flow", _("What comes in, what is decided"), said, how), by_week=scope.by_week, rows=every
    )


def _days(scope: Scope) -> list[date]:
    first, last = scope.since.date(), scope.now.date()
    if not scope.by_week:
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=n) for n in range((last - monday).days // 7 + 1)]


def age(row: Row) -> AgeFigure:
    """Nothing is estimated."""
    waiting, late, middle, tenth, *classes = row
    labels = (_("under a day"), _("one to two days"), _("two to three days"), _("three to seven days"), _("longer"))
    said = [_("Nothing waits.")]
    if waiting:
        words = {"late": number(late), "middle": hours(middle), "tenth": hours(tenth)}
        cases = ngettext("%(n)s case waits.", "%(n)s cases wait.", waiting) % {"n": number(waiting)}
        rest = _("Half of them for %(middle)s or more, one in ten for %(tenth)s or more. Past the hour: %(late)s.")
        said = [f"{cases} {rest % words}"]
    how = _("Every case that waits now, since it was opened or appealed. A whole count: there is no interval.")
    return AgeFigure(
        **_told("age", _("Age of what waits"), said, how),
        waiting=waiting,
        late=late,
        middle_hours=_rounded(middle),
        oldest_tenth_hours=_rounded(tenth),
        rows=[AgeRow(*one) for one in zip(labels, AGES, classes, strict=True)],
    )


def in_time(rows: list[Row]) -> SharesFigure:
    """All together, then by the rule alleged."""
    by_rule = {rule: (hits, of) for rule, of, hits in rows}
    hits, of = (sum(column) for column in zip(*by_rule.values(), strict=True)) if by_rule else (0, 0)
    whole = share_row("all", _("All cases"), hits, of)
    parts = [share_row(_code(rule), _name(rule), *by_rule[rule]) for rule in _in_order(by_rule) if by_rule[rule][1]]
    said = [share_sentence(_("Of the cases whose hour came in this period, decided before it"), whole)]
    how = _(
        "By when one decides follows from the rule alleged, and is published: 24, 48 or 72 hours, seven days for what "
        "nobody asked. A case that is late and still waits counts as late."
    )
    return SharesFigure(**_told("in-time", _("Decided in time"), said, how), rows=[whole, *parts])


def overturned(rows: list[Row]) -> SharesFigure:
    """By who appealed; what became of the rest is said."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for party, result, n in rows:
        counts[party][result] = n
    every = {result: sum(one.get(result, 0) for one in counts.values()) for result in Result.values}
    whole = _overturned("all", _("All appeals answered"), every)
    parts = [_overturned(p.value, _("By the %(party)s") % {"party": p.label}, counts[p.value]) for p in Party]
    words = {name: number(every[name]) for name in Result.values}
    said = [
        share_sentence(_("Of the appeals answered, the first decision was overturned"), whole),
        _("Upheld: %(upheld)s. Changed in part: %(changed)s. Overturned: %(overturned)s.") % words,
    ]
    how = _("Another person than whoever decided first answers each appeal. Only what was appealed can be overturned.")
    return SharesFigure(**_told("overturned", _("Overturned on appeal"), said, how), rows=[whole, *parts])


def _overturned(code: str, label: str, results: dict[str, int]) -> ShareRow:
    return share_row(code, label, results.get(Result.OVERTURNED.value, 0), sum(results.values()))


def missed(rows: list[Row]) -> SharesFigure:
    """Two draws, each with its own sentence: they are not added up."""
    counts = {kind: (hits, of) for kind, of, hits in rows}
    reviews = share_row("review", _("Reviews that the score left alone"), *counts.get("review", (0, 0)))
    posts = share_row("post", _("Messages that nobody contested"), *counts.get("post", (0, 0)))
    said = [
        share_sentence(_("Of the reviews drawn among those the score left alone, people found fake"), reviews),
        share_sentence(_("Of the messages drawn among those nobody contested, people found unacceptable"), posts),
    ]
    how = _("A public draw names them; reviews are read by two people who know nothing of each other, nor of a score.")
    return SharesFigure(**_told("missed", _("Missed, by the draw"), said, how), rows=[reviews, posts])


def precision(rows: list[Row]) -> SharesFigure:
    """One row per rule alleged, then the published score."""
    by_rule = {rule: (hits, of) for rule, asked, of, hits in rows if not asked}
    score = [(hits, of) for _rule, asked, of, hits in rows if asked]
    machine = [sum(column) for column in zip(*score, strict=True)] if score else [0, 0]
    lines = [share_row(_code(rule), _name(rule), *by_rule.get(rule, (0, 0))) for rule in RuleCode]
    lines.append(share_row("score", _("The published score"), *machine))
    known = [line for line in lines if line.share is not None]
    said = [_too_few(max((line.of for line in lines), default=0))]
    if known:
        best, worst = max(known, key=_share_of), min(known, key=_share_of)
        words = {
            "best": best.label,
            "b": percent(_share_of(best)),
            "worst": worst.label,
            "w": percent(_share_of(worst)),
        }
        said = [_("Confirmed most often: “%(best)s”, %(b)s. Least often: “%(worst)s”, %(w)s.") % words]
    how = _(
        "Of the decided reports that named a rule first, the share whose last word is that very rule; of what the "
        "score asked to look at, the share decided by a rule it looks for. The line is the interval."
    )
    return SharesFigure(**_told("precision", _("Precision of each rule"), said, how), rows=lines)


# --- fairness --------------------------------------------------------------------------------------------------------


def fairness(rows: list[Row]) -> FairnessFigure:
    """Three pairs of sides; what is on neither side of one is left out of it."""
    pairs = [
        _ratio("stars", (_("one or two stars"), "low"), (_("four or five stars"), "high"), _sides(rows, 1)),
        _ratio("language", (_("in French"), "fr"), (_("in English"), "en"), _sides(rows, 2)),
        _ratio("who", (_("a professional's doubt"), DOUBT), (_("a member's report"), REPORT), _sides(rows, 0)),
    ]
    how = _(
        "Counted are first decisions. The ratio is that of the odds of a masking on both sides: 1 says that there is "
        "no difference. It tells where to look, not why: what is reported differs too."
    )
    said = [_ratio_sentence(row) for row in pairs]
    return FairnessFigure(**_told("fairness", _("The same rule for both sides"), said, how), rows=pairs)


def _sides(rows: Iterable[Row], column: int) -> dict[str, Side]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        counts[row[column]][0] += row[3]
        counts[row[column]][1] += row[4]
    return {name: Side(*both) for name, both in counts.items()}


def _ratio(code: str, first: tuple[str, str], second: tuple[str, str], sides: dict[str, Side]) -> RatioRow:
    one, other = (sides.get(key, Side(0, 0)) for _label, key in (first, second))
    odds = odds_ratio(one, other)
    sides_of = {"first": _side(first, one), "second": _side(second, other)}
    if odds is None:
        return RatioRow(code, None, None, None, **sides_of)
    return RatioRow(code, round(odds.ratio, 4), round(odds.low, 4), round(odds.high, 4), **sides_of)


def _side(named: tuple[str, str], side: Side) -> ShareRow:
    return share_row(named[1], named[0], side.masked, side.decisions)


def _ratio_sentence(row: RatioRow) -> str:
    sides = {"first": row.first.label, "second": row.second.label}
    if row.ratio is None or row.low is None or row.high is None:
        counts = {"n": number(row.first.of), "m": number(row.second.of), "least": number(DECISIONS_MINIMUM)}
        said = _("%(first)s (decisions: %(n)s) against %(second)s (%(m)s): too few to tell; %(least)s each are needed.")
        return _capital(said % {**sides, **counts})
    figures = {"ratio": decimal(row.ratio, 2), "low": decimal(row.low, 2), "high": decimal(row.high, 2)}
    said = _(
        "%(first)s against %(second)s: masked %(ratio)s times as likely, and with 95 chances in 100 between %(low)s "
        "and %(high)s."
    )
    return f"{_capital(said % {**sides, **figures})} {_leans(Odds(row.ratio, row.low, row.high, 0), sides)}"


def _leans(odds: Odds, sides: dict[str, str]) -> str:
    if odds.tells == "neither":
        return _("No difference can be shown.")
    return _("This leans against one side: %(side)s.") % {"side": sides[odds.tells]}


# --- reporters -------------------------------------------------------------------------------------------------------


def answered(row: Row) -> AnsweredFigure:
    """How many have an answer, and how long it took; who still waits within the published time is said."""
    filed, told_of, waiting, quarters = row
    whole = share_row("answered", _("Reports answered"), told_of, filed)
    said = [share_sentence(_("Of the reports filed in this period, answered"), whole)]
    quarter, half, three = (_rounded(value) for value in (quarters or (None, None, None)))
    if half is not None:
        words = {"half": hours(half), "from": hours(quarter or 0), "to": hours(three or 0)}
        said.append(_("Half of them within %(half)s; the middle half took from %(from)s to %(to)s.") % words)
    if waiting:
        said.append(_("Not answered, but still within the published time: %(n)s.") % {"n": number(waiting)})
    how = _(
        "A report is answered when its reporter is told what was decided, or why nothing was. The times are a whole "
        "count; the share has its interval."
    )
    return AnsweredFigure(
        **_told("answered", _("Reporters answered"), said, how),
        rows=[whole],
        waiting_in_time=waiting,
        quarter_hours=quarter,
        middle_hours=half,
        three_quarters_hours=three,
    )


# --- parts -----------------------------------------------------------------------------------------------------------


def share_row(code: str, label: str, hits: int, of: int) -> ShareRow:
    """A share with its interval, or its counts alone."""
    rate = share(hits, of)
    if rate is None:
        return ShareRow(code, label, hits, of, None, None, None)
    return ShareRow(code, label, hits, of, *(round(value, 4) for value in (rate.share, rate.low, rate.high)))


def share_sentence(of_what: str, row: ShareRow) -> str:
    """The share in words, or that there are too few."""
    if row.share is None:
        return _("%(of)s: %(few)s") % {"of": of_what, "few": _too_few(row.of)}
    words = {
        "of": of_what,
        "share": percent(row.share, 1),
        "low": percent(row.low or 0, 1),
        "high": percent(row.high or 0, 1),
        "hits": number(row.hits),
        "n": number(row.of),
    }
    said = _("%(of)s: %(hits)s of %(n)s, that is %(share)s, and with 95 chances in 100 between %(low)s and %(high)s.")
    return said % words


def _too_few(have: int) -> str:
    words = {"have": number(have), "least": number(DECISIONS_MINIMUM)}
    return _("too few to tell: %(have)s counted, %(least)s are needed.") % words


def hours(value: float) -> str:
    """Hours under two days, days from there on."""
    if value < 48:
        return _("%(n)s h") % {"n": decimal(value, 0 if value >= 10 else 1)}
    return _("%(n)s d") % {"n": decimal(value / 24, 1)}


def _told(name: str, title: str, sentences: list[str], how: str) -> Told:
    return told(name, title, [_capital(sentence) for sentence in sentences], how)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _rounded(value: Any) -> float | None:
    return None if value is None else round(float(value), 2)


def _share_of(row: ShareRow) -> float:
    return row.share or 0.0


def _in_order(by_rule: dict[int | None, Any]) -> list[int | None]:
    return sorted(by_rule, key=lambda rule: (rule is None, rule or 0))


def _code(rule: int | None) -> str:
    return f"rule-{rule}" if rule else "unasked"


def _name(rule: int | None) -> str:
    return str(RuleCode(rule).label) if rule else _("What nobody asked")
