"""Badges for a topic, as such sites give them after years of good answers: how long before did our list show whom?

The list is looked at every sixty days from the forum's first answer on: ten people per topic, those suggested. It is no
measure of precision: many are listed who never get a badge.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from apps.algorithms import apomediary
from bench.forum import DAY, Forum, rows_of, seconds
from bench.helper_follow import Followed

EVERY, LIST = 60 * DAY, 10


@dataclass(frozen=True)
class Lead:
    """Of the badges given in a period, how many to people our list had shown, and how long before."""

    badges: int
    shown_before: int
    share: float
    median_days: float | None


def lead(forum: Forum, badges: Path, since: float, until: float) -> Lead:
    """Badges are named like topics; a badge is counted from its date, a person from the first list that shows them."""
    shown = first_shown(forum, until)
    topics = {name: number for number, name in enumerate(forum.topics)}
    rows = [row for row in rows_of(badges) if row["Name"] in topics and since <= seconds(row["Date"]) < until]
    days = []
    for row in rows:
        listed = shown.get((topics[row["Name"]], forum.names.get(row["UserId"].removesuffix(".0"), -1)), np.inf)
        if listed < seconds(row["Date"]):
            days.append((seconds(row["Date"]) - listed) / DAY)
    share = round(len(days) / len(rows), 4) if rows else 0.0
    return Lead(len(rows), len(days), share, round(float(np.median(days)), 1) if days else None)


def first_shown(forum: Forum, until: float) -> dict[tuple[int, int], float]:
    """When each person was first on the list of each topic."""
    followed, shown = Followed(forum), {}
    for moment in np.arange(forum.at.min() + EVERY, until, EVERY):
        followed.advance(forum.known(moment))
        for topic, people in enumerate(followed.topics):
            there = np.array(list(people), dtype=int)
            strengths = followed.strengths(topic, there, float(moment))
            listed = there[strengths[there] >= apomediary.LISTED_FROM]
            for person in listed[np.argsort(-strengths[listed], kind="stable")][:LIST]:
                shown.setdefault((topic, int(person)), float(moment))
    return shown
