"""The graph step as compiled loops (numba): three passes, each fetching as little from afar as it can."""

from functools import cache
from typing import Any

import numpy as np

from apps.algorithms.review_graph import COMPANY, MOST, NEUTRAL, Floats, Graph


def beliefs(graph: Graph) -> Floats:
    """As `review_graph.beliefs`; sums are made in double precision, whatever the scores are kept in."""
    believed = np.empty(len(graph.author))
    sums, company = np.zeros(graph.authors), np.zeros((graph.subjects, 2))  # total and count, fetched together
    _passes()(graph.author, graph.subject, graph.log_odds, sums, company, believed)
    return believed


@cache
def _passes() -> Any:
    """Compiled when first asked for: loading numba takes a second."""
    from numba import njit

    return njit(nogil=True)(_three_passes)


def _three_passes(author: Any, subject: Any, log_odds: Any, sums: Any, company: Any, believed: Any) -> None:
    for review in range(len(author)):
        sums[author[review]] += log_odds[review]
    for review in range(len(author)):
        mine = sums[author[review]]
        company[subject[review], 0] += min(max(mine - log_odds[review], -MOST), MOST)
        company[subject[review], 1] += 1
        believed[review] = mine
    for review in range(len(author)):
        mine = believed[review]
        others = min(max(mine - log_odds[review], -MOST), MOST)
        total, count = company[subject[review], 0], company[subject[review], 1]
        believed[review] = mine + COMPANY * (total - others) / (count - 1 + NEUTRAL)
