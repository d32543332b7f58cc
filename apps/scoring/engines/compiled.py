"""The graph step as compiled loops (numba): each loop fetches from one table only, so that it stays near.

Two tables in one loop push each other out of the processor's memory: two loops are faster than one. Places are read as
unsigned, so that no loop asks whether one is negative; what a subject's reviews share is divided once per subject.
"""

from functools import cache
from math import exp, log
from typing import Any

import numpy as np

from apps.algorithms.review_graph import (
    AUTHOR_APART,
    COMPANY,
    MOST,
    NEUTRAL,
    ROUNDS,
    SETTLED,
    SUBJECT_APART,
    Floats,
    Graph,
    Network,
)

FINITE = {"nnan", "ninf", "nsz"}  # scores are finite: bounds are then one instruction each; no sum is reordered
FARTHEST = 40.0  # log-odds beyond which a message says no more: the 17th digit is reached


def beliefs(graph: Graph) -> Floats:
    """As `review_graph.beliefs`; sums are made in double precision, whatever the scores are kept in."""
    sums, believed = np.zeros(graph.authors), np.empty(len(graph.author))
    totals, counts = np.zeros(graph.subjects), np.zeros(graph.subjects, np.int32)
    company = np.empty(2 * graph.subjects, np.float32)  # average and share, fetched together: never more than 1
    places = _unsigned(graph.author), _unsigned(graph.subject)
    _passes()(*places, graph.log_odds, sums, totals, counts, company, believed)
    return believed


def propagate(network: Network) -> Floats:
    """As `review_graph.propagate`."""
    graph = network.graph
    rows = len(graph.author)
    to_author, to_subject, heard = np.zeros(rows), np.empty(rows), np.empty(rows)
    sums = np.empty(graph.authors), np.empty(graph.subjects)
    places = _unsigned(graph.author), _unsigned(graph.subject)
    _rounds()(*places, graph.log_odds, network.authors, network.subjects, *sums, to_author, to_subject, heard)
    return heard


def _unsigned(places: Any) -> Any:
    return places.view(f"u{places.dtype.itemsize}")


@cache
def _passes() -> Any:
    """Compiled when first asked for: loading numba takes a second."""
    from numba import njit

    return njit(nogil=True, fastmath=FINITE)(_by_table)


def _by_table(
    author: Any, subject: Any, log_odds: Any, sums: Any, totals: Any, counts: Any, company: Any, believed: Any
) -> None:
    for review in range(len(author)):
        sums[author[review]] += log_odds[review]
    for review in range(len(author)):
        believed[review] = sums[author[review]]
    for review in range(len(author)):
        counts[subject[review]] += 1
    for review in range(len(author)):
        totals[subject[review]] += min(max(believed[review] - log_odds[review], -MOST), MOST)
    for met in range(len(counts)):
        share = COMPANY / (counts[met] - 1 + NEUTRAL)
        company[2 * met], company[2 * met + 1] = totals[met] * share, share
    for review in range(len(author)):
        mine = believed[review]
        place = 2 * np.int64(subject[review])
        others = min(max(mine - log_odds[review], -MOST), MOST)
        believed[review] = mine + (company[place] - others * company[place + 1])


@cache
def _rounds() -> Any:
    from numba import njit

    heard = njit(nogil=True)(_heard)

    def rounds(
        author: Any, subject: Any, log_odds: Any, authors: Any, subjects: Any, of_author: Any, of_subject: Any,
        to_author: Any, to_subject: Any, believed: Any,
    ) -> None:  # fmt: skip
        for _round in range(ROUNDS):
            of_author[:], of_subject[:] = authors, subjects
            for review in range(len(author)):
                of_author[author[review]] += to_author[review]
            for review in range(len(author)):
                from_author = heard(of_author[author[review]] - to_author[review], AUTHOR_APART)
                believed[review] = log_odds[review] + from_author
                to_subject[review] = heard(believed[review], SUBJECT_APART)
                of_subject[subject[review]] += to_subject[review]
            moved = 0.0
            for review in range(len(author)):
                from_subject = heard(of_subject[subject[review]] - to_subject[review], SUBJECT_APART)
                believed[review] += from_subject
                told = heard(log_odds[review] + from_subject, AUTHOR_APART)
                moved = max(moved, abs(told - to_author[review]))
                to_author[review] = told
            if moved < SETTLED:
                break

    return njit(nogil=True)(rounds)


def _heard(told: float, apart: float) -> float:
    odds = exp(min(max(told, -FARTHEST), FARTHEST))
    return log(((1 - apart) * odds + apart) / (apart * odds + 1 - apart))
