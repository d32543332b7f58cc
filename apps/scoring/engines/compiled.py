"""The graph step as compiled loops (numba): each pass fetches as little from afar as it can.

Places are read as unsigned, so that no loop asks whether one is negative; what a subject's reviews share is divided
once per subject.
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
    believed = np.empty(len(graph.author))
    sums, company = np.zeros(graph.authors), np.zeros(2 * graph.subjects)  # total and count, fetched together
    _passes()(_unsigned(graph.author), _unsigned(graph.subject), graph.log_odds, sums, company, believed)
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

    return njit(nogil=True, fastmath=FINITE)(_three_passes)


def _three_passes(author: Any, subject: Any, log_odds: Any, sums: Any, company: Any, believed: Any) -> None:
    for review in range(len(author)):
        sums[author[review]] += log_odds[review]
    for review in range(len(author)):
        mine = sums[author[review]]
        place = 2 * np.int64(subject[review])
        company[place] += min(max(mine - log_odds[review], -MOST), MOST)
        company[place + 1] += 1
        believed[review] = mine
    for count in range(1, len(company), 2):
        company[count] = COMPANY / (company[count] - 1 + NEUTRAL)
    for review in range(len(author)):
        mine = believed[review]
        place = 2 * np.int64(subject[review])
        others = company[place] - min(max(mine - log_odds[review], -MOST), MOST)
        believed[review] = mine + others * company[place + 1]


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
