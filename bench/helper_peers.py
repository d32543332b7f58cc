"""What else has been proposed to find who helps: each peer gives every person a figure on one topic, at one moment."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from bench.forum import DAY, Forum, Known

HALF_LIFE = 60.0
DAMPING, ROUNDS = 0.85, 50
Z = 1.96


@dataclass(frozen=True)
class Scene:
    """One topic (or the whole forum) at one moment: the answers and questions already there."""

    forum: Forum
    known: Known
    answers: np.ndarray
    questions: np.ndarray

    def per_person(self, weights: np.ndarray | None = None) -> np.ndarray:
        """Sums per author."""
        return np.bincount(self.forum.author[self.answers], weights, self.forum.people).astype(float)

    def asked(self) -> np.ndarray:
        """Questions per person."""
        askers = self.forum.asker[self.questions]
        return np.bincount(askers[askers >= 0], minlength=self.forum.people).astype(float)

    def graph(self) -> tuple[sparse.csr_matrix, np.ndarray]:
        """From each asker to whoever answered, counted, among those who did either; who they are."""
        askers, authors = self.forum.asker[self.forum.question[self.answers]], self.forum.author[self.answers]
        named = askers >= 0
        there, place = np.unique(np.concatenate([askers[named], authors[named]]), return_inverse=True)
        edges = (place[: named.sum()], place[named.sum() :])
        return sparse.csr_matrix((np.ones(named.sum()), edges), shape=(len(there), len(there))), there

    def spread(self, figures: np.ndarray, there: np.ndarray) -> np.ndarray:
        """Figures of some people as figures of everybody: the others have none."""
        everybody = np.zeros(self.forum.people)
        everybody[there] = figures
        return everybody

    def whole(self) -> "Scene":
        """The whole forum at the same moment."""
        questions = np.flatnonzero(self.forum.asked_at < self.known.at)
        return Scene(self.forum, self.known, np.flatnonzero(self.known.there), questions)


def decayed_answers(scene: Scene) -> np.ndarray:
    age = (scene.known.at - scene.forum.at[scene.answers]) / DAY
    return scene.per_person(np.exp2(-age / HALF_LIFE))


def all_answers(scene: Scene) -> np.ndarray:
    return scene.per_person()


def z_score(scene: Scene) -> np.ndarray:
    """Zhang, Ackerman, Adamic 2007: answers against questions."""
    given, asked = scene.per_person(), scene.asked()
    return (given - asked) / np.sqrt(np.maximum(given + asked, 1))


def expertise_rank(scene: Scene) -> np.ndarray:
    """The same authors: PageRank from whoever asks to whoever answers."""
    graph, there = scene.graph()
    out = np.asarray(graph.sum(axis=1)).ravel()
    step = (sparse.diags(1 / np.maximum(out, 1)) @ graph).T.tocsr()
    rank = start = np.full(len(there), 1 / max(1, len(there)))
    for _round in range(ROUNDS):
        rank = (1 - DAMPING) * start + DAMPING * (step @ rank + rank[out == 0].sum() * start)
    return scene.spread(rank, there)


def hits(scene: Scene) -> np.ndarray:
    """Kleinberg's authorities of the same graph."""
    graph, there = scene.graph()
    back, authority = graph.T.tocsr(), np.ones(len(there))
    for _round in range(ROUNDS):
        authority = back @ (graph @ authority)
        authority /= max(np.linalg.norm(authority), 1e-300)
    return scene.spread(authority, there)


def reputation(scene: Scene) -> np.ndarray:
    """Of the whole site, as such sites count it: 10 for a vote, 15 for being chosen."""
    there = np.flatnonzero(scene.known.there)
    chosen = scene.forum.chosen_at[there] < scene.known.at
    points = 10.0 * scene.known.thanks[there] + 15.0 * chosen
    return np.bincount(scene.forum.author[there], points, scene.forum.people)


def wilson(scene: Scene) -> np.ndarray:
    """The lower bound of the share of best answers."""
    n, best = scene.per_person(), scene.per_person(scene.known.best[scene.answers].astype(float))
    tried = np.maximum(n, 1)
    p = best / tried
    bound = (p + Z**2 / (2 * tried) - Z * np.sqrt(p * (1 - p) / tried + Z**2 / (4 * tried**2))) / (1 + Z**2 / tried)
    return np.where(n > 0, bound, 0.0)


PEERS: dict[str, Callable[[Scene], np.ndarray]] = {
    "decayed topic answers": decayed_answers,
    "all topic answers": all_answers,
    "ExpertiseRank": expertise_rank,
    "z-score": z_score,
    "HITS": hits,
    "site reputation": reputation,
    "Wilson": wilson,
}
WHOLE = ("ExpertiseRank", "z-score", "HITS")  # as first published: of a whole forum, whatever the topic
