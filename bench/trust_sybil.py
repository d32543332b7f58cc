"""The Sybil half of `bench.trust`: how many fake accounts get in through ten deceived members.

The honest network is the market's favourable ratings. Ten members of good standing, drawn by a fixed seed, are
deceived: each stands for one fake account (`ours`, and every peer), or for three (`ours_spending_all_three`). The
fakes stand for one another without limit: each rates ten others well, and under our rule asks, vouches and asks
again. Ours counts the fakes that the published rule refers at that moment, the slots dealt out as well as an attacker
can; words of fakes about fakes are of no verified dealing, so that they never count in full. A peer accepts whom it
places above the honest median, set without an attack; who has many fakes may leave some idle, so that more fakes are
never fewer accepted.

Peers, each in a few lines of scipy: Beta reputation (Jøsang and Ismail 2002); PageRank (Brin and Page 1998);
EigenTrust (Kamvar, Schlosser and Garcia-Molina 2003) from twenty trusted accounts; LipschiTrust (Tournesol's
`solidago`: clip at 1, decay .8, a sink of five vouches) from the same twenty.
"""

from collections.abc import Callable
from itertools import accumulate, cycle, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from apps.algorithms import referral
from bench.rating_networks import Ratings
from bench.tables import show
from bench.trust_referral import Market, played

DECEIVED, FAKES = 10, (10, 100, 1000, 5000)
SEEDS, SEED, FRIENDS = 20, 20261122, 10
LATER = 365 * referral.DAY  # after the last rating: every slot is free
Floats = NDArray[np.float64]
Graph = csr_array
Edges = tuple[NDArray[np.int64], NDArray[np.int64]]
Peer = Callable[[Graph, NDArray[np.int64]], Floats]


def measure(ratings: Ratings) -> dict[str, dict[str, int]] | None:
    """Accepted fakes by number of fakes, for our rule and each peer; None where nobody is there to be deceived."""
    market, _ = played(ratings)
    good = sorted(account for account in set(ratings.target.tolist()) if market.may_refer(account))
    if len(good) < DECEIVED:
        print(f"  fakes: {len(good)} members may refer here, where {DECEIVED} are to be deceived")
        return None
    deceived = [str(one) for one in np.random.default_rng(SEED).choice(good, DECEIVED, replace=False)]
    table: dict[str, dict[str, int]] = {
        "ours": {str(fakes): _ours(ratings, deceived, fakes, each=1) for fakes in FAKES}
    }
    table["ours_spending_all_three"] = {str(n): _ours(ratings, deceived, n, each=referral.SLOTS) for n in FAKES}
    for name, peer in PEERS.items():
        accepted = [_peer(peer, ratings, deceived, fakes) for fakes in FAKES]
        table[name] = dict(zip(map(str, FAKES), accumulate(accepted, max), strict=True))
    show(f"fakes accepted, {DECEIVED} members deceived, by number of fakes", {k: dict(v) for k, v in table.items()})
    return table


# --- ours ------------------------------------------------------------------------------------------------------------


def _ours(ratings: Ratings, deceived: list[str], fakes: int, *, each: int) -> int:
    """The rule as published, a year after the last rating, against whoever deals the slots out best."""
    market, _ = played(ratings)
    at = float(ratings.time[-1]) + LATER
    names = [f"fake {n}" for n in range(fakes)]
    wanted = zip([one for one in names for _ in range(referral.REFERRERS)], _dealt(deceived, each), strict=False)
    for fake, member in wanted:
        _try(market, member, fake, at)
    for one, other in (*pairwise(names), (names[-1], names[0])):  # and each for its neighbours, twice round
        _try(market, one, other, at)
        _try(market, other, one, at)
    return sum(bool(referral.carries(market.about(fake), at)) for fake in names)


def _dealt(deceived: list[str], each: int) -> list[str]:
    """Whose slot is spent next: two that follow each other are of two people."""
    return [one for one, _ in zip(cycle(deceived), range(each * len(deceived)), strict=False)]


def _try(market: Market, source: str, target: str, at: float) -> None:
    if market.may_vouch(source, target, at):
        market.vouch(source, target, at)


# --- peers -----------------------------------------------------------------------------------------------------------


def _peer(peer: Peer, ratings: Ratings, deceived: list[str], fakes: int) -> int:
    accounts = {name: n for n, name in enumerate(sorted({*ratings.source.tolist(), *ratings.target.tolist()}))}
    likes = ratings.rating > 0
    honest: Edges = (
        np.array([accounts[name] for name in ratings.source[likes].tolist()]),
        np.array([accounts[name] for name in ratings.target[likes].tolist()]),
    )
    trusted = np.argsort(-np.bincount(honest[1], minlength=len(accounts)), kind="stable")[:SEEDS]
    before = peer(_graph([honest], len(accounts)), trusted)
    threshold = np.median(before[np.unique(honest[1])])
    attack = _attack(np.array([accounts[name] for name in deceived]), len(accounts), fakes)
    after = peer(_graph([honest, attack], len(accounts) + fakes), trusted)
    return int((after[len(accounts) :] > threshold * _shrunk(peer, len(accounts), fakes)).sum())


def _attack(deceived: NDArray[np.int64], first: int, fakes: int) -> Edges:
    """Each deceived member stands for one fake; each fake for ten others."""
    rng = np.random.default_rng(SEED + fakes)
    source = np.repeat(np.arange(fakes), FRIENDS)
    target = (source + rng.integers(1, fakes, len(source))) % fakes
    outside = np.arange(len(deceived)) % fakes
    return np.concatenate([deceived, source + first]), np.concatenate([outside + first, target + first])


def _graph(parts: list[Edges], size: int) -> Graph:
    source, target = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
    graph = csr_array((np.ones(len(source)), (source, target)), shape=(size, size))
    graph.data[:] = 1.0  # once however often
    return graph


def _shrunk(peer: Peer, honest: int, fakes: int) -> float:
    """Shares of a whole that is dealt out to more accounts are smaller."""
    return honest / (honest + fakes) if peer is pagerank else 1.0


def beta(graph: Graph, trusted: NDArray[np.int64]) -> Floats:
    """For, over all, with one of each supposed. There are no words against fakes."""
    favour = np.asarray(graph.sum(axis=0)).ravel()
    return (favour + 1) / (favour + 2)


def pagerank(graph: Graph, trusted: NDArray[np.int64]) -> Floats:
    """Damping .85, from everybody alike."""
    return _walk(graph, np.full(graph.shape[0], 1 / graph.shape[0]), 0.85)


def eigentrust(graph: Graph, trusted: NDArray[np.int64]) -> Floats:
    """The same from the trusted alone."""
    start = np.zeros(graph.shape[0])
    start[trusted] = 1 / len(trusted)
    return _walk(graph, start, 0.85)


def _walk(graph: Graph, start: Floats, damping: float) -> Floats:
    out = np.asarray(graph.sum(axis=1)).ravel()
    step = graph.T.tocsr()
    scores, still = start.copy(), out == 0
    share = np.divide(1.0, out, out=np.zeros_like(out), where=out > 0)
    for _ in range(100):
        scores = damping * (step @ (scores * share) + scores[still].sum() * start) + (1 - damping) * start
    return np.asarray(scores)


def lipschitrust(graph: Graph, trusted: NDArray[np.int64]) -> Floats:
    """Trust is handed on less a fifth, through at least five vouches, and never above one."""
    start = np.zeros(graph.shape[0])
    start[trusted] = 0.8
    share = 0.8 / (np.asarray(graph.sum(axis=1)).ravel() + 5.0)
    step, scores = graph.T.tocsr(), start.copy()
    for _ in range(100):
        scores = np.minimum(1.0, start + step @ (scores * share))
    return np.asarray(scores)


PEERS: dict[str, Peer] = {
    "beta": beta,
    "pagerank": pagerank,
    "eigentrust": eigentrust,
    "lipschitrust": lipschitrust,
}
