"""The reviews of a space as a graph: what the other reviews of its author say of each, and the company it keeps.

What it is: two sums over the same list of reviews. First, the scores of an author's reviews are added up: many
ordinary reviews speak for their author. Then each review hears how suspect the authors of the other reviews of its
subject are, by what these wrote elsewhere: their other reviews' sum, never more than 4 either way, averaged as if
three more neutral reviews were there. A quarter of that average is added to the author's sum.

The longer way (`propagate`) lets authors, reviews and subjects tell each other, again and again, what they have heard
from everybody else, until nothing moves (loopy belief propagation): a review is what its author is, but for one in a
hundred thousand, and its subject shares its fate nine times in ten. It is what SpEagle computes, to the same figures;
the two sums are what is left of it when each speaks once and the company's part is kept small.

Why it matters: who works in a group is alone suspect of little; a subject that a group visits shows it. Fifty million
reviews must be read in minutes: several engines compute this page, and a test compares each with it.

What it misses: groups that share no subject. The weight of company is a judgement: we have not measured it on any
labelled review yet, and no score of the site uses it.

Sources: Rayana and Akoglu, Collective opinion spam detection (KDD 2015), of whose messages the author's sum is what
counts; our own measure of speed, `bench.scoring_speed`, beside their method in its public implementation.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NAME = "review_graph"
VERSION = "1.1"

MOST = 4.0  # log-odds: the most that an author's other reviews say of one of them, for or against
NEUTRAL = 3.0  # neutral reviews that each subject is supposed to have besides
COMPANY = 0.25  # how much of the company's average is added
AUTHOR_APART = 1e-5  # of the longer way: how seldom a review is not what its author is
SUBJECT_APART = 0.1  # and its subject
SETTLED = 1e-7  # messages that move less, in log-odds, are left as they are
ROUNDS = 200  # at most

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


# --- the longer way ---


@dataclass(frozen=True, slots=True)
class Network:
    """A graph, and what is believed of each author and subject before anybody speaks."""

    graph: Graph
    authors: Floats  # log-odds, a place each
    subjects: Floats


def propagate(network: Network) -> Floats:
    """For each review, what is believed once all have heard each other: the published definition."""
    graph, said = network.graph, network.graph.log_odds.astype(np.float64)
    to_author = np.zeros(len(said))
    for _round in range(ROUNDS):
        believed = network.authors + _sum(graph.author, to_author, graph.authors)
        from_author = _heard(believed[graph.author] - to_author, AUTHOR_APART)
        to_subject = _heard(said + from_author, SUBJECT_APART)
        believed = network.subjects + _sum(graph.subject, to_subject, graph.subjects)
        from_subject = _heard(believed[graph.subject] - to_subject, SUBJECT_APART)
        before, to_author = to_author, _heard(said + from_subject, AUTHOR_APART)
        if np.abs(to_author - before).max(initial=0.0) < SETTLED:
            break
    heard: Floats = said + from_author + from_subject
    return heard


def _heard(told: Floats, apart: float) -> Floats:
    """What a message says of the other end, which is the same but for `apart`: never more than that allows."""
    same, other = np.log1p(-apart), np.log(apart)
    heard: Floats = np.logaddexp(told + same, other) - np.logaddexp(told + other, same)
    return heard
