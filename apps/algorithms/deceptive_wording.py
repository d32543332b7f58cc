"""Wording of a review, compared with reviews whose origin is known: one vote among others, and a capped one.

What it is: three linear readings of the same text, each trained on labelled reviews of one language, averaged and
turned into log-odds. One reads words, pairs of words and runs of two to four letters, weighted by rarity
(TF-IDF, linear support vectors). One adds up how much more often each word or pair stood in deceptive reviews
(naive Bayes). One lets a logistic regression choose among such weighted words, up to three in a row. Two of them
keep capitals and punctuation: habits of writing carry over from praise to blame, while opinions do not.

How it counts: the vote is how far the text moves the log-odds away from those of the labelled reviews taken together,
never more than 1.5 either way, so that words alone open no case. Texts under twenty words have no vote: "too little
data". Each vote can be taken apart: the phrases and a constant add up to it.

Why it matters: invented experiences speak of feelings and of oneself, lived ones of places and details. The
habit is measurable, and too weak to stand alone.

What it misses: texts written with care or by machines since the labelled ones were gathered; languages and
subjects it has not been trained on. Public labelled reviews exist in English about hotels only, none in French:
for a language without labels there is no vote at all.

Sources: Ott, Choi, Cardie and Hancock (ACL 2011); Wang and Manning (ACL 2012) for naive Bayes with support vectors;
Platt (1999) for the log-odds; our own measures, `bench.fake_reviews`.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

# scikit-learn and scipy.sparse are loaded where they are used: every process of the site imports the algorithms.

NAME = "deceptive_wording"
VERSION = "1.1"

CAP = 1.5  # log-odds: the most that wording may say, for or against
VOTE = 1.0  # share of the log-odds that counts
WORDS_MINIMUM = 20  # words of two letters or more that a text must have to get a vote
LABELS_MINIMUM = 100  # labelled texts of each kind, at least, before anything is trained
LONGEST = 20_000  # letters read of a text
FOLDS = 4  # parts in which the labelled texts are read by readings that have not seen them, to set the scale
SMOOTHING = 0.3  # how often each phrase is supposed to have stood in either kind before counting (naive Bayes)
CHOICE_SMOOTHING = 1.0  # the same for the third reading
CHOICE_STRENGTH = 10.0  # how freely the third reading chooses (inverse of the L2 penalty)

_WORD = re.compile(r"[^\W_]{2,}")
_WITH_PUNCTUATION = r"\w+|[^\w\s]"

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Rows = Any  # a sparse matrix: a row per text, a column per phrase
Vectorizer = Any  # of scikit-learn


class TooFewLabels(ValueError):
    """There are not enough labelled texts of each kind to learn from."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One linear reading: phrases, their weights, and how the row of a text is made of its counts."""

    vectorizers: tuple[Vectorizer, ...]
    scale_row: Callable[[Rows], Rows]
    weights: Floats
    intercept: float
    phrases: tuple[str, ...]  # the phrase of each column
    letters_from: int  # columns from here are runs of letters, which say little to a reader

    def rows(self, texts: Sequence[str]) -> Rows:
        """A row per text, a column per phrase."""
        return self.scale_row(_beside(vectorizer.transform(texts) for vectorizer in self.vectorizers))

    def decide(self, texts: Sequence[str]) -> Floats:
        """Larger is more like the deceptive ones."""
        return np.asarray(self.rows(texts) @ self.weights + self.intercept, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one phrase of a text adds to its log-odds."""

    phrase: str
    log_odds: float
    letters: bool = False  # a run of letters rather than words


@dataclass(frozen=True, slots=True)
class WordingModel:
    """The three readings and the scale that turns their sum into log-odds; trained by `train`."""

    language: str
    readings: tuple[Reading, ...]
    spreads: tuple[float, ...]  # standard deviation of each reading on texts it had not seen
    slope: float
    intercept: float
    prior: float  # log-odds of the labelled texts taken together
    labels: int

    def log_odds(self, texts: Sequence[str]) -> Floats:
        """Of being deceptive, where deceptive texts are as common as among the labelled; shape (texts,), not capped."""
        return self.slope * _sum_of(self.readings, self.spreads, _read(texts)) + self.intercept

    def votes(self, texts: Sequence[str]) -> list[float | None]:
        """The capped vote of each text; None where there are too few words."""
        votes: list[float | None] = [None] * len(texts)
        long_enough = [place for place, text in enumerate(texts) if has_a_vote(text)]
        moved = self.log_odds([texts[place] for place in long_enough]) - self.prior
        for place, vote in zip(long_enough, vote_of(moved), strict=True):
            votes[place] = float(vote)
        return votes

    def explain(self, text: str, most: int = 3) -> tuple[Contribution, ...]:
        """The words that weigh most, for or against; what the runs of letters add is in `contributions`."""
        said = [found for found in self.contributions(text) if not found.letters]
        return tuple(sorted(said, key=lambda found: (-abs(found.log_odds), found.phrase))[:most])

    def contributions(self, text: str) -> list[Contribution]:
        """Every phrase of the text and what it adds; together with `constant`, they are the log-odds."""
        added: dict[tuple[str, bool], float] = {}
        for reading, spread in zip(self.readings, self.spreads, strict=True):
            row = reading.rows(_read([text])).tocoo()
            for column, value in zip(row.coords[-1].tolist(), row.data.tolist(), strict=True):
                key = reading.phrases[column].casefold(), column >= reading.letters_from
                added[key] = added.get(key, 0.0) + self.slope * value * float(reading.weights[column]) / spread
        return [Contribution(phrase, log_odds, letters) for (phrase, letters), log_odds in sorted(added.items())]

    def constant(self) -> float:
        """What the log-odds would be of a text without any known phrase."""
        offsets = sum(r.intercept / spread for r, spread in zip(self.readings, self.spreads, strict=True))
        return self.slope * offsets + self.intercept


def vote_of(moved: ArrayLike) -> Floats:
    """The vote of wording that moves the log-odds by so much: a share of it, capped; nothing where nothing is known."""
    vote: Floats = np.clip(VOTE * np.nan_to_num(np.asarray(moved, float), nan=0.0), -CAP, CAP)
    return vote


def has_a_vote(text: str) -> bool:
    """Whether a text is long enough to be compared."""
    found = _WORD.finditer(text[:LONGEST])
    return sum(1 for _ in zip(found, range(WORDS_MINIMUM), strict=False)) == WORDS_MINIMUM


def train(
    texts: Sequence[str], deceptive: Sequence[bool] | Labels, *, language: str, groups: Sequence[str] | None = None
) -> WordingModel:
    """Learn from labelled texts of one language that are long enough to be compared, in whatever order they come.

    Texts of one group (a hotel, an author) are kept on one side of the inner folds. Raises TooFewLabels under
    `LABELS_MINIMUM` of either kind, or when the texts have nothing in common to compare.
    """
    chosen, labels, kept_together = _in_published_order(texts, deceptive, groups)
    known = int(labels.sum())
    if min(known, len(labels) - known) < LABELS_MINIMUM:
        raise TooFewLabels(f"Wording is learnt from {LABELS_MINIMUM} texts of each kind, at least.")
    unseen = _read_unseen(chosen, labels, kept_together)
    spreads = tuple(float(spread) or 1.0 for spread in unseen.std(axis=0))
    slope, intercept = _platt((unseen / np.asarray(spreads)).sum(axis=1), labels)
    prior = math.log(known / (len(labels) - known))
    return WordingModel(language, _readings(chosen, labels), spreads, slope, intercept, prior, len(labels))


def _read(texts: Sequence[str]) -> list[str]:
    return [text[:LONGEST] for text in texts]


def _in_published_order(
    texts: Sequence[str], deceptive: Sequence[bool] | Labels, groups: Sequence[str] | None
) -> tuple[list[str], Labels, list[str] | None]:
    """The texts that have a vote, sorted: what is learnt depends on what was labelled, not on when."""
    together = groups if groups is not None else [""] * len(texts)
    known = sorted(
        (text, int(label), group)
        for text, label, group in zip(_read(texts), deceptive, together, strict=True)
        if has_a_vote(text)
    )
    labels = np.array([label for _, label, _ in known], np.int64)
    return [text for text, _, _ in known], labels, [group for *_, group in known] if groups is not None else None


def _read_unseen(texts: Sequence[str], labels: Labels, groups: Sequence[str] | None) -> Floats:
    """What each reading says of texts that it was not trained on; shape (texts, readings)."""
    said = np.zeros((len(texts), 3))
    for seen, unseen in _folds(labels, groups):
        readings = _readings([texts[i] for i in seen], labels[seen])
        held_out = [texts[i] for i in unseen]
        said[unseen] = np.column_stack([reading.decide(held_out) for reading in readings])
    return said


def _folds(labels: Labels, groups: Sequence[str] | None) -> list[tuple[Labels, Labels]]:
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    if groups is not None and len(set(groups)) >= FOLDS:
        folds = list(GroupKFold(FOLDS).split(labels, labels, groups))
        if all(0 < labels[seen].sum() < len(seen) for seen, _ in folds):
            return folds
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labels, labels))


def _sum_of(readings: Sequence[Reading], spreads: Sequence[float], texts: Sequence[str]) -> Floats:
    total = np.zeros(len(texts))
    if texts:
        for reading, spread in zip(readings, spreads, strict=True):
            total += reading.decide(texts) / spread
    return total


def _platt(sums: Floats, labels: Labels) -> tuple[float, float]:
    """Slope and intercept of the log-odds; the slope is never negative."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e3).fit(sums[:, None], labels)
    return max(0.0, float(fitted.coef_[0, 0])), float(fitted.intercept_[0])


def _readings(texts: Sequence[str], labels: Labels) -> tuple[Reading, Reading, Reading]:
    try:
        return _support_vectors(texts, labels), _naive_bayes(texts, labels), _chosen_phrases(texts, labels)
    except ValueError as nothing:
        if "vocabulary" in str(nothing) or "no terms remain" in str(nothing):
            raise TooFewLabels("The labelled texts have no phrase in common.") from nothing
        raise


def _support_vectors(texts: Sequence[str], labels: Labels) -> Reading:
    """Words, pairs and runs of letters, each part of unit length, linear support vectors."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    letters = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    rows = _beside(vectorizer.fit_transform(texts) for vectorizer in (words, letters))
    fitted = LinearSVC(random_state=0).fit(rows, labels)
    return _reading((words, letters), _as_it_is, fitted.coef_[0], float(fitted.intercept_[0]))


def _naive_bayes(texts: Sequence[str], labels: Labels) -> Reading:
    """Log-ratios of counts, over the root of the number of phrases, so that long texts do not shout."""
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(ngram_range=(1, 2), token_pattern=_WITH_PUNCTUATION, lowercase=False)
    ratios = _log_ratios(vectorizer.fit_transform(texts), labels, SMOOTHING)
    return _reading((vectorizer,), _over_root_of_length, ratios, 0.0)


def _chosen_phrases(texts: Sequence[str], labels: Labels) -> Reading:
    """Presence of phrases weighted by their log-ratio, of unit length, logistic regression."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = CountVectorizer(
        ngram_range=(1, 3), token_pattern=_WITH_PUNCTUATION, lowercase=False, min_df=2, binary=True
    )
    counts = vectorizer.fit_transform(texts).astype(np.float64)
    scale = UnitOf(_log_ratios(counts, labels, CHOICE_SMOOTHING))
    fitted = LogisticRegression(C=CHOICE_STRENGTH, max_iter=1000).fit(scale(counts), labels)
    return _reading((vectorizer,), scale, fitted.coef_[0], float(fitted.intercept_[0]))


def _reading(
    vectorizers: tuple[Vectorizer, ...], scale_row: Callable[[Rows], Rows], weights: Floats, intercept: float
) -> Reading:
    """The first vectorizer reads words, a second one letters."""
    names = [[str(name) for name in vectorizer.get_feature_names_out()] for vectorizer in vectorizers]
    phrases = tuple(name for found in names for name in found)
    return Reading(vectorizers, scale_row, weights, intercept, phrases, len(names[0]))


def _beside(parts: Iterable[Rows]) -> Rows:
    from scipy import sparse

    return sparse.hstack(list(parts)).tocsr().astype(np.float64)


def _log_ratios(counts: Rows, labels: Labels, smoothing: float) -> Floats:
    """How much more often each phrase stood in the deceptive texts, as a logarithm."""
    deceptive, genuine = (
        np.asarray(counts[labels == kind].sum(axis=0)).ravel().astype(np.float64) + smoothing for kind in (1, 0)
    )
    ratios: Floats = np.log((deceptive / deceptive.sum()) / (genuine / genuine.sum()))
    return ratios


def _as_it_is(rows: Rows) -> Rows:
    return rows


def _over_root_of_length(rows: Rows) -> Rows:
    from scipy import sparse

    lengths = np.sqrt(np.maximum(np.asarray(rows.sum(axis=1)).ravel(), 1.0))
    return (sparse.diags(1.0 / lengths) @ rows).tocsr()


@dataclass(frozen=True, slots=True)
class UnitOf:
    """Rows weighted by the log-ratio of each phrase, then of unit length."""

    ratios: Floats

    def __call__(self, rows: Rows) -> Rows:
        """The same shape."""
        from scipy import sparse
        from sklearn.preprocessing import normalize

        return normalize(rows @ sparse.diags(self.ratios)).tocsr()
