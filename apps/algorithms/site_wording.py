"""How this site's own fake reviews are worded: learnt from its decisions, one language at a time, one capped vote.

What it is: each text becomes a row of counts: its words, pairs of words and runs of two to four letters, each sent by a
published hash to one of 131,072 places. A weight per place says how much more often it stood in texts that were decided
to be fake (naive Bayes), corrected by a logistic regression; the sum, put on the scale of log-odds by texts that were
not used to find the weights, is how far the wording moves a review. `deceptive_wording` says how it is capped.

How it learns: from decided texts that are not under appeal, never from reports; a decision counts as it does for
`learned_suspicion` (agreement of readers, caps per person, day and subject). At least 100 texts of each kind, in the
older part of the decisions alone, and as long as `deceptive_wording` asks. A candidate serves only if, with its vote,
the later decisions are ranked better than with what serves now, by 0.02 of average precision; then it is learnt again
from all, and somebody must release it. A decision that was overturned is not among them next time.

Who lets it serve: one person, by name, on the public log. Where the canary finds that it would bother a group of
genuine reviews more than today, two people, after a trial on thirty days of reviews. One command takes it back.

What is kept: the weights, not the texts. A place keeps a weight only when texts of three authors at least have used it,
so that what one person alone wrote leaves nothing behind, and whoever erases their account leaves no text in it.

Why it matters: public labelled texts exist in English about hotels only; a community knows its own fakes.

What it misses: texts written with care or by machines since; languages with few decisions, where there is no vote at
all. Hashing mixes phrases that share a place; we cannot list the phrases that weighed, which is the price of keeping
none.

Sources: Weinberger and others (ICML 2009) for hashed words; Wang and Manning (ACL 2012) for naive Bayes before a linear
model; Platt (1999) for the scale; our own measures, `bench.fake_reviews` and `bench.patterns`.
"""

import hashlib
import json
import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from apps.algorithms.deceptive_wording import LABELS_MINIMUM, LONGEST, has_a_vote, vote_of
from apps.algorithms.learned_suspicion import MARGIN, TRAINED_ON, Decisions, average_precision

# scikit-learn and scipy.sparse are loaded where they are used: every process of the site imports the algorithms.

NAME = "site_wording"
VERSION = "1.0"

PLACES = 2**16  # places for words, and as many for letters
RUNS = (2, 3, 4)  # letters in a run
SHARED_BY = 3  # authors whose texts must have used a place before it keeps a weight
SMOOTHING = 0.03  # how much each place is supposed to have been used in either kind before counting
STRENGTH = 10.0  # how freely the regression chooses (inverse of the L2 penalty)
FOLDS = 4  # parts in which the texts are read by weights that have not seen them, to set the scale

REASONS = ("too_few_texts", "not_better", "better")

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MIX = np.uint64(0x100000001B3)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = Any  # a sparse matrix: a row per text, a column per place


@dataclass(frozen=True, slots=True)
class SiteWording:
    """A weight per place, and what turns their sum into log-odds moved."""

    language: str
    weights: NDArray[np.float32]
    slope: float
    shift: float
    texts: int  # decided texts it was learnt from

    def moved(self, text: str) -> float | None:
        """How far the wording moves the log-odds, not capped; None where there are too few words."""
        if not has_a_vote(text):
            return None
        places, values = features(text)
        return round(self.slope * float(self.weights[places].astype(np.float64) @ values) + self.shift, 3)

    @property
    def version(self) -> str:
        """The digest of its numbers."""
        told = json.dumps([NAME, VERSION, self.language, self.slope, self.shift, self.texts])
        return hashlib.sha256(told.encode() + self.weights.tobytes()).hexdigest()[:12]

    def as_bytes(self) -> bytes:
        """The weights, most of them nought, pressed."""
        return zlib.compress(self.weights.astype("<f4").tobytes())

    def as_json(self) -> dict[str, Any]:
        """Everything but the weights."""
        return {"language": self.language, "slope": self.slope, "shift": self.shift, "texts": self.texts}

    @classmethod
    def from_stored(cls, parameters: dict[str, Any], places: bytes) -> "SiteWording":
        weights = np.frombuffer(zlib.decompress(places), "<f4").astype(np.float32)
        return cls(weights=weights, **parameters)


@dataclass(frozen=True, slots=True)
class Lessons:
    """Decided texts of one language: their words, their authors, and the score of each without any vote of wording."""

    texts: Sequence[str]
    authors: NDArray[Any]
    decisions: Decisions
    scores: Floats

    def part(self, rows: NDArray[Any]) -> "Lessons":
        """Some of them."""
        texts = [self.texts[row] for row in rows.tolist()]
        return Lessons(texts, self.authors[rows], self.decisions.part(rows), self.scores[rows])


@dataclass(frozen=True, slots=True)
class Choice:
    """What came out: a candidate that is better, or why there is none."""

    model: SiteWording | None
    reason: str  # one of REASONS
    served_precision: float = 0.0
    candidate_precision: float = 0.0


def choose(lessons: Lessons, served: SiteWording | None, language: str) -> Choice:
    """Learn from the older decisions; keep it only if the later ones are ranked better with its vote."""
    known = lessons.part(np.flatnonzero([has_a_vote(text) for text in lessons.texts]))
    ordered = known.part(np.lexsort((_names(known.texts), known.decisions.fake, known.decisions.at)))
    cut = int(TRAINED_ON * len(ordered.texts))
    older, later = ordered.part(np.arange(cut)), ordered.part(np.arange(cut, len(ordered.texts)))
    if not (_enough(older, LABELS_MINIMUM) and _enough(later, 1)):
        return Choice(None, "too_few_texts")
    candidate = train(older, language)
    now, reached = _precision(served, later), _precision(candidate, later)
    if reached < now + MARGIN:
        return Choice(None, "not_better", now, reached)
    return Choice(train(ordered, language), "better", now, reached)


def train(lessons: Lessons, language: str) -> SiteWording:
    """The weights these texts give; the same in whatever order they come."""
    order = np.lexsort((lessons.authors, lessons.decisions.fake, _names(lessons.texts)))
    ordered = lessons.part(order)
    rows, fake, counted = _rows(ordered.texts), ordered.decisions.fake.astype(np.int64), ordered.decisions.weights()
    weights = _weights(rows, fake, counted, ordered.authors)
    slope, intercept = _scale(rows, fake, counted, ordered.authors)
    share = float(np.clip(counted @ fake / max(counted.sum(), 1e-12), 1e-6, 1 - 1e-6))
    shift = intercept - math.log(share / (1 - share))
    return SiteWording(language, weights, round(slope, 6), round(shift, 6), len(ordered.texts))


def features(text: str) -> tuple[Ints, Floats]:
    """The places a text uses, and how much: words first, then letters, each part of unit length."""
    lower = text[:LONGEST].lower()
    words, letters = _unit(_words(lower)), _unit(_letters(lower))
    return np.concatenate([words[0], letters[0] + PLACES]), np.concatenate([words[1], letters[1]])


def _words(lower: str) -> Ints:
    tokens = _TOKEN.findall(lower)
    pairs = [f"{one} {two}" for one, two in pairwise(tokens)]
    return np.array([zlib.crc32(part.encode()) % PLACES for part in (*tokens, *pairs)], np.int64)


def _letters(lower: str) -> Ints:
    codes = np.frombuffer(f" {lower} ".encode("utf-32-le", "replace"), "<u4").astype(np.uint64)
    return np.concatenate([_runs(codes, length) for length in RUNS if len(codes) >= length])


def _runs(codes: NDArray[np.uint64], length: int) -> Ints:
    windows = np.lib.stride_tricks.sliding_window_view(codes, length)
    mixed = np.full(len(windows), length, np.uint64)
    for column in range(length):
        mixed = (mixed ^ windows[:, column]) * _MIX
    mixed ^= mixed >> np.uint64(29)
    return (mixed % np.uint64(PLACES)).astype(np.int64)


def _unit(places: Ints) -> tuple[Ints, Floats]:
    used, counts = np.unique(places, return_counts=True)
    values = 1.0 + np.log(counts)
    return used, values / max(float(np.sqrt(values @ values)), 1e-12)


# --- learning ---


def _names(texts: Sequence[str]) -> NDArray[np.str_]:
    """A digest per text: an order that does not depend on when it came."""
    return np.array([hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts] or [""], "U64")[
        : len(texts)
    ]


def _enough(lessons: Lessons, least: int) -> bool:
    sure = lessons.decisions.fake[lessons.decisions.agree > lessons.decisions.disagree]
    return int(min(sure.sum(), (~sure).sum())) >= least


def _precision(model: SiteWording | None, later: Lessons) -> float:
    """How well the later decisions are ranked, with the vote."""
    return average_precision(later.decisions.fake, later.scores + votes(model, later.texts), later.decisions.weights())


def votes(model: SiteWording | None, texts: Sequence[str]) -> Floats:
    """What is added to the score of each text."""
    moved = [np.nan if model is None or (said := model.moved(text)) is None else said for text in texts]
    return vote_of(np.array(moved, float))


def _rows(texts: Sequence[str]) -> Rows:
    from scipy import sparse

    found = [features(text) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _values in found)])
    places = np.concatenate([places for places, _values in found] or [np.zeros(0, np.int64)])
    values = np.concatenate([values for _places, values in found] or [np.zeros(0)])
    return sparse.csr_matrix((values, places, ends), shape=(len(texts), 2 * PLACES))


def _weights(rows: Rows, fake: Ints, counted: Floats, authors: NDArray[Any]) -> NDArray[np.float32]:
    """Log-ratios of what is shared, times what a regression makes of them."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    ratios = _ratios(rows, fake, counted) * _shared(rows, authors)
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000)
    fitted.fit(rows @ sparse.diags(ratios), fake, sample_weight=np.maximum(counted, 1e-6))
    weights: NDArray[np.float32] = (fitted.coef_[0] * ratios).astype(np.float32)
    return weights


def _ratios(rows: Rows, fake: Ints, counted: Floats) -> Floats:
    used = [np.asarray(rows.T @ (counted * (fake == kind))).ravel() + SMOOTHING for kind in (1, 0)]
    ratios: Floats = np.log((used[0] / used[0].sum()) / (used[1] / used[1].sum()))
    return ratios


def _shared(rows: Rows, authors: NDArray[Any]) -> Floats:
    """One where texts of enough authors have used a place, else nought."""
    from scipy import sparse

    names, place = np.unique(authors, return_inverse=True)
    owned = sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))), shape=(len(names), len(place)))
    by = np.asarray(((owned @ (rows > 0)) > 0).sum(axis=0)).ravel()
    return (by >= SHARED_BY).astype(np.float64)


def _scale(rows: Rows, fake: Ints, counted: Floats, authors: NDArray[Any]) -> tuple[float, float]:
    """Slope and intercept from texts read by weights that have not seen their author."""
    from sklearn.linear_model import LogisticRegression

    said = np.zeros(len(fake))
    for seen, unseen in _folds(fake, authors):
        said[unseen] = rows[unseen] @ _weights(rows[seen], fake[seen], counted[seen], authors[seen])
    fitted = LogisticRegression(C=1e3).fit(said[:, None], fake, sample_weight=np.maximum(counted, 1e-6))
    return max(0.0, float(fitted.coef_[0, 0])), float(fitted.intercept_[0])


def _folds(fake: Ints, authors: ArrayLike) -> list[tuple[Ints, Ints]]:
    """Parts that keep an author on one side, as long as each holds both kinds."""
    from sklearn.model_selection import GroupKFold, StratifiedKFold

    if len(np.unique(np.asarray(authors))) >= FOLDS:
        folds = list(GroupKFold(FOLDS).split(fake, fake, authors))
        if all(0 < fake[seen].sum() < len(seen) for seen, _unseen in folds):
            return folds
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(fake, fake))
