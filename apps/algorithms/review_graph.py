"""The reviews of a space as a graph: what the other reviews of its author say of each, and the company it keeps.

What it is: two sums over the same list of reviews. First, the scores of an author's reviews are added up: many
ordinary reviews speak for their author. Then each review hears how suspect the authors of the other reviews of its
subject are, by what these wrote elsewhere: their other reviews' sum, never more than 4 either way, averaged as if
three more neutral reviews were there. A quarter of that average is added to the author's sum.

Why it matters: who works in a group is alone suspect of little; a subject that a group visits shows it. Fifty million
reviews must be read in minutes: several engines compute this page, and a test compares each with it.

What it misses: groups that share no subject. The weight of company is a judgement: we have not measured it on any
labelled review yet, and no score of the site uses it.

Sources: the messages of SpEagle (Rayana and Akoglu, KDD 2015), of which the author's sum is what counts; our own
measure of speed, `bench.scoring_speed`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAME = "review_graph"
VERSION = "1.0"

MOST = 4.0  # log-odds: the most that an author's other reviews say of one of them, for or against
NEUTRAL = 3.0  # neutral reviews that each subject is supposed to have besides
COMPANY = 0.25  # how much of the company's average is added

Floats = NDArray[np.float64]
Places = NDArray[np.int32] | NDArray[np.int64]
Scores = NDArray[np.float32] | Floats


@dataclass(frozen=True, slots=True)
class Graph:
    """Reviews as columns: places of authors and subjects, each counted from nought, and scores."""

    author: Places
    subject: Places
    log_odds: Scores
    authors: int
    subjects: int


def beliefs(graph: Graph) -> Floats:
    """For each review, its author's sum and a share of its company: the published definition."""
    sums = _sum(graph.author, graph.log_odds, graph.authors)
    others = np.clip(sums[graph.author] - graph.log_odds, -MOST, MOST)
    total = _sum(graph.subject, others, graph.subjects)
    count = np.bincount(graph.subject, minlength=graph.subjects)
    company = (total[graph.subject] - others) / (count[graph.subject] - 1 + NEUTRAL)
    believed: Floats = sums[graph.author] + COMPANY * company
    return believed


def _sum(by: Places, values: Scores, groups: int) -> Floats:
    return np.bincount(by, weights=values, minlength=groups).astype(np.float64, copy=False)
