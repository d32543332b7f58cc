"""How often the score of reviews is wrong, in words, with bounds, and on how many decisions that rests."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.algorithms import conformal, error_rates, review_suspicion
from apps.algorithms.error_rates import AUDITS_MINIMUM, Part, Rate
from apps.look.charts import Share, agreement, line, ranges
from apps.look.charts.line import LineChart
from apps.look.charts.ranges import AgreementChart, RangeChart
from apps.look.moments import day
from apps.look.numbers import number, percent
from apps.moderation.selectors import reliability
from apps.moderation.selectors.errors import Group, groups_of, together
from apps.scoring.serving import Serving, serving

COUNTED_FOR = 3600  # seconds
WEEKS, MONTHS = timedelta(weeks=26), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One figure: its name, its sentence, and the same as numbers (None: too few decisions)."""

    name: str
    sentence: str
    share: float | None
    low: float | None
    high: float | None
    decided: int


@dataclass(frozen=True, slots=True)
class ReliabilityLine:
    """Reviews of which about the same chance was said, and what people found of them (None: too few decided)."""

    said: float
    share: float | None
    low: float | None
    high: float | None
    reviews: int
    decided: int


@dataclass(frozen=True, slots=True)
class FlagsOfWeek:
    """How many reviews published in the week that begins on this day asked for a look."""

    begins: date
    reviews: int
    flagged: int


@dataclass(frozen=True, slots=True)
class FlagsOfMonth:
    """Of the flagged reviews decided in the month that begins on this day, the share that deserved it."""

    begins: date
    share: float | None
    low: float | None
    high: float | None
    decided: int


@dataclass(frozen=True, slots=True)
class Errors:
    """The figures of the version of the score that serves, of each group of reviews, and how they move."""

    algorithm: str
    version: str
    counted_at: datetime
    lines: list[ErrorLine]
    groups: list[ErrorLine]
    chosen_rate: float
    reliability: list[ReliabilityLine]
    weeks: list[FlagsOfWeek]
    months: list[FlagsOfMonth]
    counting_version: str

    @property
    def can_tell_groups(self) -> bool:
        """Whether something can be said of one group at least."""
        return any(line.share is not None for line in self.groups)

    @property
    def can_tell_reliability(self) -> bool:
        """Whether one class at least has enough decisions."""
        return any(line.share is not None for line in self.reliability)

    @property
    def can_tell_months(self) -> bool:
        """Whether one month at least has enough decisions."""
        return any(month.share is not None for month in self.months)

    @property
    def by_group(self) -> RangeChart:
        """False alarms of each group against the chosen rate."""
        return ranges(
            [Share(line.name, line.share, line.low, line.high, line.decided) for line in self.groups],
            sentence=_groups_in_words(self.groups, self.chosen_rate),
            header=_("Kind of review"),
            mark=self.chosen_rate,
            mark_label=_("chosen: %(rate)s") % {"rate": percent(self.chosen_rate)},
        )

    @property
    def reliability_curve(self) -> AgreementChart:
        """What was said along, what was found up."""
        rows = [
            Share(percent(line.said, 1), line.share, line.low, line.high, line.decided, line.said)
            for line in self.reliability
        ]
        return agreement(
            rows,
            sentence=_reliability_in_words(self.reliability),
            header=_("Chance said"),
            said=_("chance said"),
            found=_("share found"),
        )

    @property
    def flagged_share(self) -> LineChart:
        """Percent of the reviews of each week that asked for a look."""
        points = [(day(week.begins, short=True), 100 * week.flagged / week.reviews) for week in self.weeks]
        return line(
            points,
            sentence=_weeks_in_words(self.weeks),
            header=_("Flagged, in %"),
            peak_label=percent(max((week.flagged / week.reviews for week in self.weeks), default=0), 1),
            first=_("Week from"),
        )

    @property
    def precision_by_month(self) -> RangeChart:
        """Flags that were deserved, month by month."""
        rows = [Share(_month(m.begins), m.share, m.low, m.high, m.decided) for m in self.months]
        return ranges(rows, sentence=_months_in_words(self.months), header=_("Month"))


def errors(*, now: datetime) -> Errors:
    """Counted at most once an hour; the page says when."""
    serves = serving()
    counts = _counts(serves, now)
    flagged, left = together(g.flagged for g in counts.groups), together(g.left for g in counts.groups)
    return Errors(
        algorithm=review_suspicion.NAME,
        version=serves.version,
        counted_at=counts.at,
        lines=_whole(flagged, left),
        groups=[_group(group) for group in counts.groups],
        chosen_rate=serves.thresholds.rate if serves.thresholds else conformal.RATE,
        reliability=[_reliable(said) for said in counts.said],
        weeks=[FlagsOfWeek(share.begins, share.of, share.hits) for share in counts.weeks],
        months=[_deserved(share) for share in counts.months],
        counting_version=error_rates.VERSION,
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    """What the database was asked for, and when."""

    at: datetime
    groups: list[Group]
    said: list[reliability.Said]
    weeks: list[reliability.Share]
    months: list[reliability.Share]


def _counts(serves: Serving, now: datetime) -> _Counts:
    version, curve = serves.version, serves.thresholds.curve if serves.thresholds else None
    key = f"errors:{review_suspicion.NAME}:{version}:{error_rates.VERSION}"
    kept: _Counts | None = cache.get(key)
    if kept is None:
        kept = _Counts(
            at=now,
            groups=groups_of(review_suspicion.NAME, version),
            said=reliability.said_and_found(review_suspicion.NAME, version, curve) if curve else [],
            weeks=reliability.flagged_by_week(review_suspicion.NAME, since=now - WEEKS),
            months=reliability.deserved_by_month(since=now - MONTHS),
        )
        cache.set(key, kept, COUNTED_FOR)
    return kept


def _reliable(said: reliability.Said) -> ReliabilityLine:
    rate, decided = error_rates.found(*said.parts), sum(part.audited for part in said.parts)
    reviews = sum(part.reviews for part in said.parts)
    if rate is None:
        return ReliabilityLine(said.chance, None, None, None, reviews, decided)
    return ReliabilityLine(said.chance, rate.share, rate.low, rate.high, reviews, decided)


def _deserved(share: reliability.Share) -> FlagsOfMonth:
    rate = error_rates.precision(Part(share.of, share.of, share.hits))
    if rate is None:
        return FlagsOfMonth(share.begins, None, None, None, share.of)
    return FlagsOfMonth(share.begins, rate.share, rate.low, rate.high, share.of)


def _whole(flagged: Part, left: Part) -> list[ErrorLine]:
    return [
        _line(
            _("Flags that were deserved"),
            _("Of the flagged reviews that a person decided"),
            error_rates.precision(flagged),
            flagged,
        ),
        _line(_("False alarms"), _("Of the honest reviews"), error_rates.false_alarms(flagged, left), flagged, left),
        _line(_("Missed"), _("Of the unacceptable reviews"), error_rates.missed(flagged, left), flagged, left),
    ]


def _group(group: Group) -> ErrorLine:
    """False alarms alone: this is where one kind of author would be treated worse than another."""
    stars, author, size = group.name.split("/")
    words = {
        "stars": _("Unfavourable") if stars == "low" else _("Middling or favourable"),
        "author": _("first review") if author == "first" else _("has written before"),
        "size": _("large space") if size == "large" else _("small space"),
    }
    rate = error_rates.false_alarms(group.flagged, group.left)
    of = _("Of the honest reviews of this kind")
    return _line("{stars} · {author} · {size}".format(**words), of, rate, group.flagged, group.left)


def _line(name: str, of: str, rate: Rate | None, *parts: Part) -> ErrorLine:
    decided = sum(part.audited for part in parts)
    if rate is None:
        return ErrorLine(name, _too_few(*parts), None, None, None, decided)
    words = {
        "of": of,
        "share": percent(rate.share, 1),
        "low": percent(rate.low, 1),
        "high": percent(rate.high, 1),
        "n": number(rate.audits),
    }
    said = _("%(of)s: %(share)s, and with 95 chances in 100 between %(low)s and %(high)s. Decisions: %(n)s.") % words
    return ErrorLine(name, said, rate.share, rate.low, rate.high, decided)


def _too_few(*parts: Part) -> str:
    """What is missing before anything can be said."""
    have = [part.audited for part in parts]
    missing = [max(0, AUDITS_MINIMUM - count) for count in have]
    if len(parts) == 1:
        words = {"have": number(have[0]), "missing": number(missing[0])}
        return _("Cannot be said yet: %(have)s decided, %(missing)s more are needed.") % words
    words = {
        "flagged": number(have[0]),
        "drawn": number(have[1]),
        "more_flagged": number(missing[0]),
        "more_drawn": number(missing[1]),
    }
    return (
        _(
            "Cannot be said yet: %(flagged)s flagged ones decided (%(more_flagged)s more are needed) and %(drawn)s "
            "drawn ones (%(more_drawn)s more)."
        )
        % words
    )


# --- charts in words ---


def _groups_in_words(groups: list[ErrorLine], chosen: float) -> str:
    told = [line for line in groups if line.low is not None]
    over = [line.name for line in told if line.low is not None and line.low > chosen]
    words = {"n": number(len(told)), "rate": percent(chosen), "over": "; ".join(over)}
    if over:
        return _("False alarms by kind of review: surely above the chosen %(rate)s for %(over)s.") % words
    return (
        _("False alarms by kind of review: %(n)s can be told, none of them surely above the chosen %(rate)s.") % words
    )


def _reliability_in_words(lines: list[ReliabilityLine]) -> str:
    told = [line for line in lines if line.low is not None and line.high is not None]
    right = sum((line.low or 0) <= line.said <= (line.high or 0) for line in told)
    words = {"right": number(right), "of": number(len(told))}
    return (
        _("What the score said against what people found: %(right)s of %(of)s classes agree within their bounds.")
        % words
    )


def _weeks_in_words(weeks: list[FlagsOfWeek]) -> str:
    flagged, reviews = sum(week.flagged for week in weeks), sum(week.reviews for week in weeks)
    words = {"share": percent(flagged / reviews if reviews else 0, 1), "n": number(reviews)}
    return _("Share of reviews that asked for a look, week by week: %(share)s of %(n)s in half a year.") % words


def _months_in_words(months: list[FlagsOfMonth]) -> str:
    told = [month for month in months if month.share is not None]
    words = {"n": number(len(told)), "decided": number(sum(month.decided for month in months))}
    return _("Flags that were deserved, month by month: %(n)s months can be told, on %(decided)s decisions.") % words


def _month(begins: date) -> str:
    return date_format(begins, "F Y")
