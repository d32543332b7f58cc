"""The facts of every review of a space at once, from its history in time order.

Why it matters: an import brings tens of thousands of ratings; each must get the very facts it would have had
if it had been posted here, one after the other. `facts_from_history` gives the same figures as
`review_facts.Counters`, to the last digit (a test compares them).

Two views: as each review was posted (nothing later is known), or, with `hindsight`, as it is seen today: its
moment (rank, day, week) stays, what is known about its subject and its author grows. Hindsight is what a
review is scored with when its author acts again.

What it misses: texts, declared links, proofs and company are not in a history of ratings; a caller who has
them sets those columns afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.review_facts import (
    MOST_SUBJECTS,
    PRIOR_MEAN,
    PRIOR_WEIGHT,
    WEEK_DAYS,
    AuthorCounters,
    Floats,
    Ints,
    SpaceCounters,
    SubjectCounters,
    deviation,
    side_of,
    thousandths,
    unsaid,
)

NAME = "review_history"
VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows that share a key, each group in time order."""

    order: Ints  # rows, group after group
    start: Ints  # for each place in that order, where its group begins
    end: Ints  # and where it ends

    @classmethod
    def by(cls, *keys: NDArray[Any]) -> "Groups":
        """Group rows by one key or by several together."""
        key = np.zeros(len(keys[0]), np.int64)
        for part in keys:
            numbers = np.unique(part, return_inverse=True)[1].astype(np.int64)
            key = np.unique(key * (int(numbers.max(initial=0)) + 1) + numbers, return_inverse=True)[1].astype(np.int64)
        order = np.argsort(key, kind="stable").astype(np.int64)
        edges = np.flatnonzero(np.diff(key[order], prepend=-1))
        sizes = np.diff(edges, append=len(key))
        return cls(order, np.repeat(edges, sizes), np.repeat(edges + sizes, sizes))

    def earlier(self) -> Ints:
        """How many rows of the group came before each row."""
        return self._back(np.arange(len(self.order)) - self.start)

    def size(self) -> Ints:
        """How many rows each row's group has."""
        return self._back(self.end - self.start)

    def before(self, values: NDArray[Any]) -> Ints:
        """The sum of the group's values before each row."""
        running = self._running(values)
        return self._back(running[:-1] - running[self.start])

    def total(self, values: NDArray[Any]) -> Ints:
        """The sum over the group."""
        running = self._running(values)
        return self._back(running[self.end] - running[self.start])

    def first(self, values: NDArray[Any]) -> Ints:
        """The value of the group's first row."""
        return self._back(values[self.order][self.start])

    def last(self, values: NDArray[Any]) -> Ints:
        """The value of the group's last row."""
        return self._back(values[self.order][self.end - 1])

    def in_week(self, days: Ints, values: NDArray[Any]) -> Ints:
        """The sum of values before each row, within the seven days up to its own."""
        if not len(days):
            return np.zeros(0, np.int64)
        stride = int(days.max() - days.min()) + 2 * WEEK_DAYS
        places = self.start * stride + (days[self.order] - days.min() + WEEK_DAYS)
        opens = np.searchsorted(places, places - WEEK_DAYS + 1, side="left")
        running = self._running(values)
        return self._back(running[:-1] - running[opens])

    def _running(self, values: NDArray[Any]) -> Ints:
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(values[self.order].astype(np.int64))])

    def _back(self, ordered: NDArray[Any]) -> Ints:
        rows = np.empty(len(ordered), np.int64)
        rows[self.order] = ordered
        return rows


def facts_from_history(
    *,
    author: ArrayLike,
    subject: ArrayLike,
    at: ArrayLike,
    rating: ArrayLike,
    lowest: ArrayLike = 1.0,
    highest: ArrayLike = 5.0,
    hindsight: bool = False,
) -> dict[str, NDArray[Any]]:
    """All facts of all reviews of one space, in time order, as columns for `review_suspicion.score_many`.

    `lowest` and `highest` are one scale for all, or one per review.
    """
    moment = np.asarray(at, float)
    if np.any(np.diff(moment) < 0):
        raise ValueError("The reviews are not in time order.")
    scale = np.asarray(lowest, float), np.asarray(highest, float)
    given = np.asarray(rating, float)
    level = np.rint(thousandths(given, *scale)).astype(np.int64)
    days = np.floor_divide(moment, 86400).astype(np.int64)
    authors, subjects = Groups.by(np.asarray(author)), Groups.by(np.asarray(subject))

    columns = _plain(given, *scale)
    columns |= _means(level, subjects, scale, hindsight=False)
    away = deviation(columns).astype(np.int64)
    if hindsight:
        columns |= _means(level, subjects, scale, hindsight=True)
    columns |= _moment(level, days, authors, subjects, Groups.by(np.asarray(author), days))
    columns |= _author(away, days, authors, Groups.by(np.asarray(author), np.asarray(subject)), hindsight)
    return columns


def _plain(rating: Floats, lowest: Floats, highest: Floats) -> dict[str, NDArray[Any]]:
    count = len(rating)
    absent = {name: np.zeros(count) for name in ("duplicate_similarity", "duplicate_count", "proof")} | unsaid(count)
    scale = {"lowest": np.full(count, lowest), "highest": np.full(count, highest)}
    return {"rating": rating, **scale, **absent, "link": np.zeros(count, np.int64)}


def _means(level: Ints, subjects: Groups, scale: tuple[Floats, Floats], *, hindsight: bool) -> dict[str, NDArray[Any]]:
    if hindsight:
        others, total = subjects.size() - 1, subjects.total(level) - level
        space = np.full(len(level), _drawn(int(level.sum()), len(level)))
    else:
        others, total = subjects.earlier(), subjects.before(level)
        space = _drawn(np.cumsum(level) - level, np.arange(len(level)))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(others > 0, total / others, np.nan)
    low, span = scale[0], scale[1] - scale[0]
    return {
        "subject_reviews": others.astype(float),
        "subject_mean": low + span * mean / 1000.0,
        "space_mean": low + span * space / 1000.0,
    }


def _drawn(total: Any, reviews: Any) -> Any:
    return (total + PRIOR_WEIGHT * PRIOR_MEAN) / (reviews + PRIOR_WEIGHT)


def _moment(level: Ints, days: Ints, authors: Groups, subjects: Groups, same_day: Groups) -> dict[str, NDArray[Any]]:
    side, earlier = side_of(level), subjects.earlier()
    weekly = np.stack([subjects.in_week(days, side == number) for number in range(3)])
    before = np.stack([subjects.before(side == number) for number in range(3)])
    rows = np.arange(len(level))
    alike = weekly[side, rows]
    opened = np.maximum(0, days - WEEK_DAYS + 1 - subjects.first(days)) / 7
    figures = {
        "rank": earlier + 1,
        "author_same_day": same_day.earlier(),
        "week_reviews": weekly.sum(axis=0),
        "week_alike": alike,
        "week_newcomers": subjects.in_week(days, authors.earlier() == 0),
        "before_alike": before[side, rows] - alike,
        "before_weeks": np.where(earlier > 0, opened, 0.0),
    }
    return {name: figure.astype(float) for name, figure in figures.items()}


def _author(away: Ints, days: Ints, authors: Groups, pairs: Groups, hindsight: bool) -> dict[str, NDArray[Any]]:
    new_subject = pairs.earlier() == 0
    if hindsight:
        others, total = authors.size() - 1, authors.total(away) - away
        subjects, known_days = authors.total(new_subject), authors.last(days) - authors.first(days)
    else:
        others, total = authors.earlier(), authors.before(away)
        subjects, known_days = authors.before(new_subject) + new_subject, days - authors.first(days)
    figures = {
        "author_reviews": others + 1,
        "author_days": known_days,
        "author_deviation": np.where(others > 0, total / np.maximum(others, 1) / 1000.0, 0.0),
        "author_subjects": np.minimum(subjects, MOST_SUBJECTS),
    }
    return {name: figure.astype(float) for name, figure in figures.items()}


# --- the counters that a history leaves behind ---

Counted = tuple[dict[str, AuthorCounters], dict[str, SubjectCounters], SpaceCounters]


def counters_from_history(
    *,
    author: NDArray[Any],
    subject: NDArray[Any],
    at: ArrayLike,
    rating: ArrayLike,
    authors: Sequence[str],
    subjects: Sequence[str],
    lowest: ArrayLike = 1.0,
    highest: ArrayLike = 5.0,
) -> Counted:
    """As `review_facts.replay`, from columns; authors and subjects are numbers, places in the lists of names."""
    scale = np.asarray(lowest, float), np.asarray(highest, float)
    given, days = np.asarray(rating, float), np.floor_divide(np.asarray(at, float), 86400).astype(np.int64)
    level = np.rint(thousandths(given, *scale)).astype(np.int64)
    expected = _plain(given, *scale) | _means(level, Groups.by(subject), scale, hindsight=False)
    away = deviation(expected).astype(np.int64)
    return (
        _author_counters(author, subject, days, away, authors, subjects),
        _subject_counters(author, subject, days, level, subjects),
        SpaceCounters(len(level), int(level.sum())),
    )


def _author_counters(
    author: Ints, subject: Ints, days: Ints, away: Ints, authors: Sequence[str], subjects: Sequence[str]
) -> dict[str, AuthorCounters]:
    own, known = Groups.by(author), _first_subjects(author, subject)
    last = own.last(days)
    figures = (author, own.size(), own.first(days), last, own.total(days == last), own.total(away))
    closing = own.earlier() + 1 == own.size()
    return {
        authors[who]: AuthorCounters(reviews, first, latest, that_day, sum_away, tuple(subjects[s] for s in known[who]))
        for who, reviews, first, latest, that_day, sum_away in zip(
            *(figure[closing].tolist() for figure in figures), strict=True
        )
    }


def _first_subjects(author: Ints, subject: Ints) -> dict[int, list[int]]:
    """The first distinct subjects of each author, in the order of time."""
    new = Groups.by(author, subject).earlier() == 0
    known: dict[int, list[int]] = {}
    for who, what in zip(author[new].tolist(), subject[new].tolist(), strict=True):
        mine = known.setdefault(who, [])
        if len(mine) < MOST_SUBJECTS:
            mine.append(what)
    return known


def _subject_counters(
    author: Ints, subject: Ints, days: Ints, level: Ints, subjects: Sequence[str]
) -> dict[str, SubjectCounters]:
    own, side = Groups.by(subject), side_of(level)
    newcomer = Groups.by(author).earlier() == 0
    on_side = [own.total(side == number) for number in range(3)]
    figures = (subject, own.size(), own.total(level), own.first(days), *on_side)
    week = _last_week(own, subject, days, side, newcomer)
    closing = own.earlier() + 1 == own.size()
    return {
        subjects[what]: SubjectCounters(reviews, total, first, (low, middle, high), tuple(week[what]))
        for what, reviews, total, first, low, middle, high in zip(
            *(figure[closing].tolist() for figure in figures), strict=True
        )
    }


def _last_week(
    own: Groups, subject: Ints, days: Ints, side: Ints, newcomer: NDArray[np.bool_]
) -> dict[int, list[tuple[int, int, int, int, int]]]:
    """Days of the subject's last week: how many on each side, how many newcomers."""
    recent = np.flatnonzero(days > own.last(days) - WEEK_DAYS)
    same = Groups.by(subject[recent], days[recent])
    counts = [same.total(side[recent] == number) for number in range(3)]
    figures = (subject[recent], days[recent], *counts, same.total(newcomer[recent]))
    opening = same.earlier() == 0
    week: dict[int, list[tuple[int, int, int, int, int]]] = {}
    for what, day, low, middle, high, new in zip(*(figure[opening].tolist() for figure in figures), strict=True):
        week.setdefault(what, []).append((day, low, middle, high, new))
    return week
