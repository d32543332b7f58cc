"""The text part of `bench.fake_reviews`: our wording model and a linear one over words and runs of letters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from apps.algorithms.deceptive_wording import train
from bench.tables import read_rows, show

FOLDS = 5
NAMES = ("deceptive", "hotel", "polarity", "source", "text")
Figures = dict[str, float]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Labelled:
    """Reviews of known origin."""

    texts: NDArray[np.object_]
    deceptive: Places
    hotels: NDArray[np.object_]
    positive: NDArray[np.bool_]

    @classmethod
    def read(cls, path: Path) -> "Labelled":
        rows = read_rows(path, NAMES)
        return cls(
            np.array([row["text"] for row in rows], object),
            np.array([row["deceptive"].strip().lower() in ("deceptive", "1", "true") for row in rows], np.int64),
            np.array([row["hotel"] for row in rows], object),
            np.array([row["polarity"].strip().lower().startswith("pos") for row in rows], bool),
        )

    def plus(self, other: "Labelled") -> "Labelled":
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Labelled(*(np.concatenate(pair) for pair in pairs))


# Trained on some texts (their labels, their hotels), what is said of others: larger is more like the deceptive ones.
Method = Callable[[list[str], Places, list[str], list[str]], NDArray[np.float64]]


def ours(texts: list[str], deceptive: Places, hotels: list[str], others: list[str]) -> NDArray[np.float64]:
    """The published algorithm: log-odds."""
    return train(texts, deceptive, language="en", groups=hotels).log_odds(others)


def linear(texts: list[str], deceptive: Places, hotels: list[str], others: list[str]) -> NDArray[np.float64]:
    """The peer: words, pairs and runs of letters, support vectors."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    model = make_pipeline(make_union(words, letters), LinearSVC(random_state=0)).fit(texts, deceptive)
    return np.asarray(model.decision_function(others), np.float64)


METHODS: dict[str, Method] = {"ours": ours, "word and letter SVM": linear}


def measure_texts(path: Path, test: Path | None) -> tuple[Figures, dict[str, Figures]]:
    """Our figures, and the peer's."""
    known = Labelled.read(path)
    if test is None:
        print(f"{len(known.texts)} texts, {len(set(known.hotels))} hotels, {FOLDS} folds, no hotel on both sides")
        data, folds = known, list(_hotel_folds(known))
    else:
        other = Labelled.read(test)
        shared = len(set(known.hotels) & set(other.hotels))
        print(f"learnt from {len(known.texts)} texts, measured on {len(other.texts)}; hotels in both: {shared}")
        data, whole = known.plus(other), np.arange(len(known.texts) + len(other.texts))
        folds = [(whole[: len(known.texts)], whole[len(known.texts) :])]
    figures = {name: _figures(method, data, folds) for name, method in METHODS.items()}
    show("texts", figures)
    print(f"calibration error of our log-odds, in ten equal parts: {figures['ours'].pop('ece'):.4f}")
    return figures.pop("ours"), {name: _without(row, "ece") for name, row in figures.items()}


def _hotel_folds(data: Labelled) -> Iterator[tuple[Places, Places]]:
    yield from GroupKFold(FOLDS).split(data.texts, data.deceptive, data.hotels)


def _figures(method: Method, data: Labelled, folds: list[tuple[Places, Places]]) -> Figures:
    said, labels = _said(method, data, folds)
    praise = [(seen[data.positive[seen]], unseen[~data.positive[unseen]]) for seen, unseen in folds]
    crossed, crossed_labels = _said(method, data, praise)
    return {
        "auc": round(float(roc_auc_score(labels, said)), 4),
        "accuracy": round(float(np.mean((said > 0) == labels)), 4),
        "pos_to_neg_auc": round(float(roc_auc_score(crossed_labels, crossed)), 4),
        "ece": _calibration_error(said, labels),
    }


def _said(method: Method, data: Labelled, folds: list[tuple[Places, Places]]) -> tuple[NDArray[np.float64], Places]:
    """What is said of the texts of each fold by a model that has not seen them, and their labels."""
    parts = [
        method(list(data.texts[seen]), data.deceptive[seen], list(data.hotels[seen]), list(data.texts[unseen]))
        for seen, unseen in folds
    ]
    return np.concatenate(parts), np.concatenate([data.deceptive[unseen] for _, unseen in folds])


def _calibration_error(log_odds: NDArray[np.float64], labels: Places) -> float:
    chances = 1 / (1 + np.exp(-log_odds))
    parts = np.array_split(np.argsort(chances, kind="stable"), 10)
    gaps = [abs(chances[part].mean() - labels[part].mean()) * len(part) for part in parts if len(part)]
    return round(float(sum(gaps) / len(labels)), 4)


def _without(figures: Figures, name: str) -> Figures:
    return {key: value for key, value in figures.items() if key != name}
