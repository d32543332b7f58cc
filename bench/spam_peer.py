"""The peer of the graph step, in its own public implementation: `PYTHON bench/spam_peer.py EDGES ANSWER`.

Run by an interpreter that has UGFraud (`pip install UGFraud`), which brings a review graph with priors; nothing of ours
is imported. Takes the first EDGES reviews, runs SpEagle until its messages settle, and writes what was believed before
and after, and its seconds, to ANSWER.
"""

import json
import pickle
import sys
from pathlib import Path
from time import process_time

import networkx as nx
import numpy as np
import UGFraud
from UGFraud.Detector.SpEagle import SpEagle

AUTHOR_APART, SUBJECT_APART = 1e-5, 0.1  # of its own demonstration
SETTLED = 1e-7
ROUNDS = 200


def main(edges: int, answer: Path) -> None:
    """One run, start to end; only the messages are timed."""
    data = Path(UGFraud.__file__).parent / "Yelp_Data" / "YelpChi" / "priors.pkl"
    authors, reviews, subjects = pickle.loads(data.read_bytes())
    pairs = list(reviews)[:edges]
    model = SpEagle(_graph(pairs, authors, reviews, subjects), _potentials(), max_iters=ROUNDS)
    model.schedule(schedule_type="bfs")
    started = process_time()
    model.run_bp(max_iters=ROUNDS, tol=SETTLED)
    seconds = process_time() - started
    believed = model.classify()[1]
    told = {
        "seconds": seconds,
        "pairs": pairs,
        "said": [reviews[pair] for pair in pairs],
        "authors": {author: authors[author] for author, _subject in pairs},
        "subjects": {subject: subjects[subject] for _author, subject in pairs},
        "believed": [float(believed[pair]) for pair in pairs],
    }
    answer.write_text(json.dumps(told))


def _graph(pairs, authors, reviews, subjects) -> nx.Graph:
    graph = nx.Graph()
    for author, _subject in pairs:  # all authors first: it reads an edge from the end that came first
        graph.add_node(author, types="user", prior=authors[author])
    for author, subject in pairs:
        graph.add_node(subject, types="prod", prior=subjects[subject])
        graph.add_edge(author, subject, types="review", prior=reviews[author, subject])
    return graph


def _potentials() -> dict[str, np.ndarray]:
    writes, receives = (np.log(np.array([[1 - e, e], [e, 1 - e]])) for e in (AUTHOR_APART, SUBJECT_APART))
    return {"u_r": writes, "r_u": writes, "r_p": receives, "p_r": receives}


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
