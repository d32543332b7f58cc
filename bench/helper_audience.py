"""For whom somebody helps: does the kind of question one was best at tell which kind comes next, on the same topic?

Every sixty days and on each topic, people with three best answers in the last year either lean to a kind (more of it
than others had on the topic, two average questions added) or do not. Lift: how many of their best answers of the next
sixty days are of the kind, against how many of everybody's are, for those who lean, over the same for the others; its
interval is of 90 %, by drawing people again. One is no lift. What a file lets us tell of a question: whether whoever
asked was new there, and the words of the title.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.forum import DAY, Forum

HORIZON, YEAR = 60 * DAY, 365 * DAY
FEWEST, ADDED = 3, 2.0  # best answers of somebody looked at; average questions added to theirs
PAST, COMING = 20, 5  # best answers a topic needs before and after
DRAWS, TAILS = 500, (0.05, 0.95)
ASKED_NEWLY = "asked by a newcomer"
WORDED = {
    "how to": r"^\W*how\b",
    "yes or no": r"^\W*(can|may|do|does|is|are|will|should|must|am)\b",
    "price": r"cheap|price|cost|budget|money|\bfees?\b|\bpay|\bfares?\b",
}

Row = tuple[int, bool, bool, float]  # whose best answer, do they lean to the kind, is it of the kind, how many are


@dataclass(frozen=True)
class Lift:
    """How much more often, between what and what, on how many answers of how many people."""

    lift: float
    low: float
    high: float
    answers: int
    people: int


def audience(forum: Forum, answers: list[np.ndarray], since: float, until: float) -> dict[str, Lift]:
    """The lift of each kind of question; a kind too rare to say is left out."""
    moments = np.arange(since, until - HORIZON + 1, HORIZON)
    found = {name: list(_rows(forum, answers, kind, moments)) for name, kind in kinds(forum).items()}
    return {name: lift for name, rows in found.items() if (lift := _lift(rows)) is not None}


def kinds(forum: Forum) -> dict[str, np.ndarray]:
    """Per question, whether it is of each kind."""
    length = np.array([len(title.split()) for title in forum.titles])
    worded = {
        name: np.array([bool(re.search(pattern, title, re.IGNORECASE)) for title in forum.titles])
        for name, pattern in WORDED.items()
    }
    return {ASKED_NEWLY: _newcomers(forum), "long title": length > np.median(length), **worded}


def _newcomers(forum: Forum) -> np.ndarray:
    """The first question of each named person."""
    new, seen = np.zeros(len(forum.asked_at), dtype=bool), set()
    for question in np.argsort(forum.asked_at, kind="stable"):
        asker = int(forum.asker[question])
        new[question] = asker >= 0 and asker not in seen
        seen.add(asker)
    return new


def _rows(forum: Forum, answers: list[np.ndarray], kind: np.ndarray, moments: np.ndarray) -> Iterator[Row]:
    final = forum.known(np.inf)
    of_kind = kind[forum.question]
    for moment in moments:
        known = forum.known(moment)
        past = known.best & (forum.at >= moment - YEAR)
        coming = final.best & (forum.at >= moment) & (forum.at < moment + HORIZON)
        for here in answers:
            before, after = here[past[here]], here[coming[here]]
            if len(before) >= PAST and len(after) >= COMING:
                yield from _of_topic(forum, before, after, of_kind)


def _of_topic(forum: Forum, before: np.ndarray, after: np.ndarray, of_kind: np.ndarray) -> Iterator[Row]:
    usual, share = of_kind[before].mean(), float(of_kind[after].mean())
    given = np.bincount(forum.author[before], minlength=forum.people)
    such = np.bincount(forum.author[before], of_kind[before], forum.people)
    leans = (such + ADDED * usual) / (given + ADDED) > usual
    for answer in after:
        who = int(forum.author[answer])
        if given[who] >= FEWEST:
            yield who, bool(leans[who]), bool(of_kind[answer]), share


def _lift(rows: list[Row]) -> Lift | None:
    if not rows:
        return None
    who, leans, such, share = (np.array(column) for column in zip(*rows, strict=True))
    people, place = np.unique(who, return_inverse=True)
    random = np.random.default_rng(7)
    draws = random.multinomial(len(people), np.full(len(people), 1 / len(people)), size=DRAWS)
    drawn = [_ratio(draw[place], leans, such, share) for draw in draws]
    lift = _ratio(np.ones(len(who)), leans, such, share)
    if not np.isfinite(lift) or not np.isfinite(drawn).any():
        return None
    low, high = np.nanquantile(np.where(np.isfinite(drawn), drawn, np.nan), TAILS)
    return Lift(round(lift, 3), round(float(low), 3), round(float(high), 3), len(who), len(people))


def _ratio(weights: np.ndarray, leans: np.ndarray, such: np.ndarray, share: np.ndarray) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [(weights * such)[side].sum() / (weights * share)[side].sum() for side in (leans, ~leans)]
        return float(found[0] / found[1])
