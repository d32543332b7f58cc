"""What is known about a review when it is scored, and how it is counted.

Why it matters: a score can be checked only if everybody can count again what it was made from. Each fact
below is a plain figure about one space; no figure crosses spaces. Counters hold whole numbers only, so that
counting one review at a time and counting twenty thousand at once give the same figures to the last digit.

How it counts: ratings are put on a scale of 0 to 1000 (the lowest and the highest rating of their own scale).
A day is a calendar day in UTC; "a week" is that day and the six before. A review is low up to 400, high from
600, middling between. What a review was expected to give is the mean of the other reviews of its subject,
drawn towards the mean of the space as if the subject had three more reviews of that mean. A newcomer is the
author of a first review here.

What the texts, the wording and the company of a review tell is counted elsewhere (`bargain_words`,
`site_wording`, `review_company`) and stands here as figures.

What it misses: accounts that change name, people who agree elsewhere, and everything before the first review
counted. Distinct subjects are counted up to 32.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

NAME = "review_facts"
VERSION = "1.1"

DRAW_TO_SPACE = 3  # a subject's mean counts as if it had this many more reviews of the space's mean
LOW_UP_TO, HIGH_FROM = 400, 600  # sides of the scale of 0 to 1000
WEEK_DAYS = 7  # days of a week: that day and the six before
MOST_SUBJECTS = 32  # distinct subjects of an author are counted up to here
PRIOR_MEAN, PRIOR_WEIGHT = 500, 2  # an empty space expects the middle of the scale, as if from two reviews

SIDES = ("low", "middle", "high")
LINKS = ("none", "client", "employee", "other")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The figures one review is scored from; ratings and means are on the review's own scale."""

    rating: float
    lowest: float = 1.0
    highest: float = 5.0
    subject_reviews: int = 0  # other reviews of the same subject
    subject_mean: float | None = None
    space_mean: float | None = None
    rank: int = 1  # 1: the first review this subject received
    author_reviews: int = 1  # by this author in this space, this one included
    author_days: int = 0  # since the author's first review here
    author_same_day: int = 0  # other reviews by the author that day, before this one
    # mean distance of the author's other reviews from what was expected, 0 to 1
    author_deviation: float = 0.0
    author_subjects: int = 1
    week_reviews: int = 0  # other reviews of the subject in the seven days up to this one
    week_alike: int = 0  # those on the same side of the scale
    week_newcomers: int = 0  # those that were their author's first here
    before_alike: int = 0  # reviews of the subject on the same side before that week
    before_weeks: float = 0.0  # how long that "before" lasted
    duplicate_similarity: float = 0.0  # share of the wording shared with the nearest other text, 0 to 1
    duplicate_count: int = 0  # texts nearly the same
    link: str = "none"  # to the professional, as declared
    proof: bool = False  # somebody has verified the experience
    wording: float | None = None  # log-odds its wording moves, by what this site has learnt; None: no vote
    wording_texts: int = 0  # decided texts of its language that this was learnt from
    threats: int | None = None  # sentences in which the author bargains; None: no text we can read
    threats_told: int = 0  # sentences in which the other party says so
    rating_changes: int = 0  # since it was published
    company: int = 0  # accounts that reviewed this and another of the author's subjects, on the same side
    camp: int = 0  # accounts that praise and blame as the author does
    staff: int = 0  # declared employees who praised the subject in the same weeks
    one_sided: int = 0  # the author's reviews, when all praise one house or blame others
    undeclared: int = 0  # links the author declared to this house on other reviews, and not on this one


@dataclass(frozen=True, slots=True)
class RatedReview:
    """One review to be counted: who, what, when (seconds since 1970), how many."""

    author: str
    subject: str
    at: float
    rating: float
    lowest: float = 1.0
    highest: float = 5.0


# --- the scale ---


def thousandths(value: ArrayLike, lowest: ArrayLike, highest: ArrayLike) -> Floats:
    """A rating on 0..1000; the middle when the scale makes no sense."""
    low, span = np.asarray(lowest, float), np.subtract(highest, lowest, dtype=float)
    with np.errstate(all="ignore"):
        share = np.where(span > 0, (np.asarray(value, float) - low) / span, np.nan)
    level: Floats = np.clip(np.nan_to_num(share, nan=0.5, posinf=1.0, neginf=0.0), 0.0, 1.0) * 1000.0
    return level


def side_of(level: ArrayLike) -> Ints:
    """0 low, 1 middle, 2 high, from a rating on 0..1000."""
    whole = np.rint(level)
    return (whole > LOW_UP_TO).astype(np.int64) + (whole >= HIGH_FROM)


def expected_level(subject_reviews: ArrayLike, subject_level: ArrayLike, space_level: ArrayLike) -> Floats:
    """What a review of this subject was expected to give, on 0..1000."""
    others = np.asarray(subject_reviews, float)
    total = others * subject_level + DRAW_TO_SPACE * np.asarray(space_level, float)
    expected: Floats = total / (others + DRAW_TO_SPACE)
    return expected


def deviation(columns: Mapping[str, Any]) -> Floats:
    """How far each review is from what was expected, in whole thousandths of the scale."""
    scale = columns["lowest"], columns["highest"]
    space = thousandths(columns["space_mean"], *scale)
    others = columns["subject_reviews"]
    expected = expected_level(others, thousandths(columns["subject_mean"], *scale), space)
    return np.minimum(np.rint(np.abs(np.rint(thousandths(columns["rating"], *scale)) - expected)), 1000.0)


def deviation_of(facts: ReviewFacts) -> int:
    """The same for one review, to the last digit."""
    scale = facts.lowest, facts.highest
    space, subject = _one_level(facts.space_mean, *scale), _one_level(facts.subject_mean, *scale)
    others = float(facts.subject_reviews)
    expected = (others * subject + DRAW_TO_SPACE * space) / (others + DRAW_TO_SPACE)
    return min(round(abs(round(_one_level(facts.rating, *scale)) - expected)), 1000)


def _one_level(value: float | None, lowest: float, highest: float) -> float:
    """`thousandths` of one figure, without the cost of an array."""
    span = highest - lowest
    share = (value - lowest) / span if value is not None and span > 0 else math.nan
    return 500.0 if math.isnan(share) else min(max(share, 0.0), 1.0) * 1000.0


def on_scale(level: float, lowest: float, highest: float) -> float:
    """Back from 0..1000 to the review's own scale."""
    return lowest + (highest - lowest) * level / 1000.0


# --- columns ---

_NAMES = tuple(field.name for field in fields(ReviewFacts))
_WHOLE = {field.name for field in fields(ReviewFacts) if field.type in (int, int | None)}
_MAY_LACK = {field.name for field in fields(ReviewFacts) if field.type in (float | None, int | None)}
_UNSAID = (
    "wording", "wording_texts", "threats", "threats_told", "rating_changes",
    "company", "camp", "staff", "one_sided", "undeclared",
)  # fmt: skip


def columns_of(facts: Sequence[ReviewFacts]) -> dict[str, NDArray[Any]]:
    """Many facts as one array per field; a missing mean becomes NaN, a link its number."""
    columns: dict[str, NDArray[Any]] = {}
    for field in fields(ReviewFacts):
        values = [getattr(fact, field.name) for fact in facts]
        if field.name == "link":
            columns["link"] = np.array([_link_number(value) for value in values], np.int64)
        else:
            columns[field.name] = np.array([np.nan if value is None else value for value in values], float)
    return columns


def facts_at(columns: Columns, index: int) -> ReviewFacts:
    """One row of the columns as facts again."""
    return ReviewFacts(**{name: values[0] for name, values in plain_columns(columns, slice(index, index + 1)).items()})


def plain_columns(columns: Columns, rows: slice = slice(None)) -> dict[str, list[Any]]:
    """Columns as JSON keeps them, a list per fact: whole numbers, words, None for what is not there."""
    return {name: _plain(name, columns[name][rows]) for name in _NAMES}


def _plain(name: str, column: NDArray[Any]) -> list[Any]:
    if name == "link":
        return [LINKS[number] for number in column.astype(np.int64).tolist()]
    if name in _MAY_LACK:
        kind: Any = int if name in _WHOLE else float
        return [None if value != value else kind(value) for value in column.tolist()]
    if name == "proof":
        column = column.astype(bool)
    elif name in _WHOLE:
        column = column.astype(np.int64)
    values: list[Any] = column.tolist()
    return values


def as_plain(facts: ReviewFacts) -> dict[str, Any]:
    """The facts by name, as JSON keeps them."""
    return {name: getattr(facts, name) for name in _NAMES}


def unsaid(count: int) -> dict[str, NDArray[Any]]:
    """What texts and company tell, where nobody looked: nothing."""
    return {name: np.full(count, np.nan if name in _MAY_LACK else 0.0) for name in _UNSAID}


def _link_number(link: str) -> int:
    return LINKS.index(link) if link in LINKS else LINKS.index("other")


# --- counting one review at a time ---


@dataclass(frozen=True, slots=True)
class _Counter:
    """A handful of whole numbers that a JSON column can keep."""

    def as_json(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{name: _frozen(value) for name, value in stored.items() if name in known})


@dataclass(frozen=True, slots=True)
class AuthorCounters(_Counter):
    """What an author has done in one space."""

    reviews: int = 0
    first_day: int = 0
    last_day: int = 0
    last_day_reviews: int = 0
    deviation: int = 0  # sum over the author's reviews, in thousandths
    subjects: tuple[str, ...] = ()

    def after(self, review: RatedReview, *, deviation: int) -> "AuthorCounters":
        """The counters once the review is in; the same small work whatever came before."""
        day, known = day_of(review.at), self.subjects
        if review.subject not in known and len(known) < MOST_SUBJECTS:
            known = (*known, review.subject)
        return AuthorCounters(
            reviews=self.reviews + 1,
            first_day=min(self.first_day, day) if self.reviews else day,
            last_day=max(self.last_day, day) if self.reviews else day,
            last_day_reviews=self.on(day) + 1 if day >= self.last_day or not self.reviews else self.last_day_reviews,
            deviation=self.deviation + deviation,
            subjects=known,
        )

    def on(self, day: int) -> int:
        """Reviews counted on that day, when it is the last one."""
        return self.last_day_reviews if self.reviews and day == self.last_day else 0


@dataclass(frozen=True, slots=True)
class SubjectCounters(_Counter):
    """What a subject has received: totals, and a week of days `(day, low, middle, high, newcomers)`."""

    reviews: int = 0
    total: int = 0
    first_day: int = 0
    sides: tuple[int, int, int] = (0, 0, 0)
    days: tuple[tuple[int, int, int, int, int], ...] = ()

    def after(self, review: RatedReview, *, newcomer: bool) -> "SubjectCounters":
        """The counters once the review is in."""
        day, level = day_of(review.at), _level(review)
        side = int(side_of(level))
        sides = [count + (number == side) for number, count in enumerate(self.sides)]
        return SubjectCounters(
            reviews=self.reviews + 1,
            total=self.total + int(level),
            first_day=min(self.first_day, day) if self.reviews else day,
            sides=(sides[0], sides[1], sides[2]),
            days=_with_day(self.days, day, side, newcomer),
        )

    def week(self, day: int) -> tuple[int, int, int, int]:
        """Low, middle, high and newcomers in the seven days up to `day`."""
        rows = [row[1:] for row in self.days if day - WEEK_DAYS < row[0] <= day]
        return (
            sum(r[0] for r in rows),
            sum(r[1] for r in rows),
            sum(r[2] for r in rows),
            sum(r[3] for r in rows),
        )


@dataclass(frozen=True, slots=True)
class SpaceCounters(_Counter):
    """What a space expects on average."""

    reviews: int = 0
    total: int = 0

    def after(self, review: RatedReview) -> "SpaceCounters":
        """The counters once the review is in."""
        return SpaceCounters(self.reviews + 1, self.total + int(_level(review)))

    @property
    def level(self) -> float:
        """The mean on 0..1000, drawn to the middle while there is almost nothing."""
        return (self.total + PRIOR_WEIGHT * PRIOR_MEAN) / (self.reviews + PRIOR_WEIGHT)


@dataclass(frozen=True, slots=True)
class Counters:
    """The three counters a new review meets: its author's, its subject's, its space's."""

    author: AuthorCounters = AuthorCounters()
    subject: SubjectCounters = SubjectCounters()
    space: SpaceCounters = SpaceCounters()

    def facts(self, review: RatedReview) -> ReviewFacts:
        """What is known about a review at the moment it is posted (it is not counted yet)."""
        day, side = day_of(review.at), int(side_of(_level(review)))
        week = self.subject.week(day)
        return ReviewFacts(
            **_scale(review),
            **self._means(review, self.subject.reviews, self.subject.total),
            rank=self.subject.reviews + 1,
            author_reviews=self.author.reviews + 1,
            author_days=max(0, day - self.author.first_day) if self.author.reviews else 0,
            author_same_day=self.author.on(day),
            author_deviation=_share(self.author.deviation, self.author.reviews),
            author_subjects=len(self.author.subjects) + self._is_new(review.subject),
            week_reviews=sum(week[:3]),
            week_alike=week[side],
            week_newcomers=week[3],
            before_alike=max(0, self.subject.sides[side] - week[side]),
            before_weeks=max(0, day - WEEK_DAYS + 1 - self.subject.first_day) / 7 if self.subject.reviews else 0.0,
        )

    def after(self, review: RatedReview) -> "Counters":
        """All three once the review is in."""
        return Counters(
            self.author.after(review, deviation=deviation_of(self.facts(review))),
            self.subject.after(review, newcomer=self.author.reviews == 0),
            self.space.after(review),
        )

    def _means(self, review: RatedReview, others: int, total: int) -> dict[str, Any]:
        scale = review.lowest, review.highest
        mean = on_scale(total / others, *scale) if others else None
        return {
            "subject_reviews": others,
            "subject_mean": mean,
            "space_mean": on_scale(self.space.level, *scale),
        }

    def _is_new(self, subject: str) -> int:
        return int(subject not in self.author.subjects and len(self.author.subjects) < MOST_SUBJECTS)


def refreshed(facts: ReviewFacts, now: Counters, review: RatedReview) -> ReviewFacts:
    """The facts of an older review, already counted, in the light of what came later.

    What the moment was like (its rank, its day, its week) stays; what is known about subject and author
    grows.
    """
    others = max(0, now.subject.reviews - 1)
    means = now._means(review, others, now.subject.total - int(_level(review)))
    return replace(
        facts,
        **means,
        author_reviews=max(1, now.author.reviews),
        author_days=max(0, now.author.last_day - now.author.first_day),
        author_deviation=_share(now.author.deviation - deviation_of(facts), now.author.reviews - 1),
        author_subjects=max(1, len(now.author.subjects)),
    )


def replay(
    reviews: Iterable[RatedReview],
) -> tuple[dict[str, AuthorCounters], dict[str, SubjectCounters], SpaceCounters]:
    """Every counter of a space after its reviews, in time order: what an import leaves behind."""
    authors: dict[str, AuthorCounters] = {}
    subjects: dict[str, SubjectCounters] = {}
    space = SpaceCounters()
    for review in reviews:
        before = Counters(
            authors.get(review.author, AuthorCounters()),
            subjects.get(review.subject, SubjectCounters()),
            space,
        )
        after = before.after(review)
        authors[review.author], subjects[review.subject], space = after.author, after.subject, after.space
    return authors, subjects, space


def day_of(at: float) -> int:
    """The calendar day in UTC, counted from 1970."""
    return int(at // 86400)


def _level(review: RatedReview) -> float:
    return float(round(_one_level(review.rating, review.lowest, review.highest)))


def _scale(review: RatedReview) -> dict[str, Any]:
    return {"rating": review.rating, "lowest": review.lowest, "highest": review.highest}


def _share(total: int, count: int) -> float:
    return max(0, total) / count / 1000.0 if count > 0 else 0.0


def _with_day(
    days: tuple[tuple[int, int, int, int, int], ...], day: int, side: int, newcomer: bool
) -> tuple[tuple[int, int, int, int, int], ...]:
    rows = {row[0]: list(row) for row in days}
    row = rows.setdefault(day, [day, 0, 0, 0, 0])
    row[1 + side] += 1
    row[4] += newcomer
    newest = max(rows)
    return tuple((r[0], r[1], r[2], r[3], r[4]) for d, r in sorted(rows.items()) if d > newest - WEEK_DAYS)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list | tuple) else value
