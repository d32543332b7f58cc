"""Suspicion of a review on its first day: before anybody has decided anything, and never a sentence.

What it is: a sum of reasons. Each reason has a weight and a sentence with its numbers; the weights add up to
the score exactly, to the third decimal. A score at or over the threshold asks a person to have a look; it
hides nothing.

How it weighs: for most reasons we count how many reviews of the same space were at least as unusual (the
share), and the weight is slope × (−ln(share) − 1): an ordinary review gains nothing, one in a hundred gains
3.6 slopes. Shares of a small space are drawn towards those of all spaces, as if 20 more reviews came from
there. How far a review is from what was expected is compared with reviews on the same side only (low,
middling, high), so that a one-star review is not suspect for being rare. Directions are fixed: more of an
indication never lowers the score. Long history, several subjects and a verified experience lower it. All
reviews start at −1.1, as if one in four were worth a look; an author's own sum of scores (`author_log_odds`)
is then the cautious figure it should be.

Patterns: some attacks nobody has labelled; for them there are rules with a weight of their own, added like all
others. Words of threat or bargain (`bargain_words`). Accounts that review the same subjects in the same weeks, on
the same side (a ring) or praising one and blaming the other (competitors), praise from within a house, an author
on one side only, a link declared elsewhere (a professional under a mask): see `review_company`. The first account
or review weighs what the table says, and each doubling as much; for an author of more than three reviews, company
and camp weigh less in proportion: who reviews much meets others by accident. How the text is written is one
capped vote, nothing before the site has learnt it (`site_wording`). How often each pattern is seen on the site
stands in its sentence; how often it is right is unknown until audited. A pattern is no finding about a person.

Outcomes: too little data; nothing unusual, up to 0.0 or, once enough fakes are known, up to the score that few of
them lie under; worth a look, from the threshold on; in between, we cannot tell.

Why it matters: bought reviews come from new accounts, in waves, early, and away from what others say.

What changed: 1.3 weighs company less for those who review much: in a file of real ratings, warnings by active
people were taken for a ring; 1.2 adds patterns, wording and "cannot tell"; 1.1 weighs by what seeded attacks
show. Scores of earlier versions stay readable beside the decisions that rested on them.

What it misses: slow and patient campaigns, old accounts that were sold, rings that praise each other with
care, and well-made invented texts. It has learnt from no decision yet; its error rates are not known until an
audit measures them. With fewer than ten reviews in the space, or fewer than three others of the subject, it
says "too little data".

Sources: the fixed-direction prior of Rayana and Akoglu (KDD 2015); Fisher's sum of logarithms; slopes chosen
on seeded attacks, in invented worlds and in a file of real ratings (`bench.red_team`, seeds not reported).
"""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from apps.algorithms import bargain_words, words
from apps.algorithms.deceptive_wording import vote_of
from apps.algorithms.review_facts import (
    LINKS,
    SIDES,
    Columns,
    Floats,
    Ints,
    ReviewFacts,
    columns_of,
    deviation,
    plain_columns,
    side_of,
    thousandths,
)

NAME = "review_suspicion"
VERSION = "1.3"

THRESHOLD = 1.5  # a score from here asks a person to have a look
BASE = -1.1  # where every review starts: the log-odds of one in four
SPACE_MINIMUM = 10  # reviews a space must have before we compare
SUBJECT_MINIMUM = 3  # other reviews its subject must have
DRAW_TO_POOLED = 20  # shares count as if this many more reviews came from all spaces together
DRAW_TO_PRIOR = 20  # and those, as if this many came from the published shares below
RAREST, COMMONEST = 4.0, -1.0  # bounds of −ln(share) − 1

DEVIATION_EDGES = tuple(range(50, 1001, 50))  # bins of the distance from what was expected, in thousandths
DEVIATION_SHARES = tuple(0.72**step for step in range(21))  # and the shares supposed before any data


@dataclass(frozen=True, slots=True)
class Indication:
    """One thing that is compared with the rest of the space."""

    slope: float
    edges: tuple[float, ...]  # bins between them; rising from ordinary to unusual
    prior: tuple[float, ...]  # one more than the edges; need not add up to one


# What is compared with the space: slope of the weight, edges of the bins, and the shares supposed before any data;
# everything runs from ordinary to unusual.
INDICATIONS: Mapping[str, Indication] = {
    "deviation_low": Indication(0.8, DEVIATION_EDGES, DEVIATION_SHARES),
    "deviation_middle": Indication(0.8, DEVIATION_EDGES, DEVIATION_SHARES),
    "deviation_high": Indication(0.8, DEVIATION_EDGES, DEVIATION_SHARES),
    "extremity": Indication(0.4, (100, 250, 450, 550, 750, 950), (10, 10, 15, 10, 20, 5, 30)),
    "earliness": Indication(0.2, (-50, -20, -10, -5, -3, -2, -1), (30, 17, 13, 12, 9, 6, 6, 7)),
    "singleton": Indication(0.4, (-50, -20, -10, -5, -3, -2, -1), (20, 15, 12, 12, 10, 8, 8, 15)),
    "same_day": Indication(0.1, (1, 2, 3, 5, 10, 20), (70, 12, 6, 5, 4, 2, 1)),
    "burst": Indication(0.3, (0, 0.5, 1, 2, 3, 5, 8), (30, 40, 14, 8, 4, 2, 1, 1)),
    "newcomers": Indication(0.4, (0.1, 0.25, 0.4, 0.55, 0.7, 0.85), (50, 15, 13, 10, 6, 4, 2)),
    "habit": Indication(0.3, (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5), (30, 25, 15, 12, 10, 5, 2, 1)),
}

SAME_TEXT_FROM = 0.5  # below this similarity two texts are simply about the same thing
SAME_TEXT, SAME_TEXT_EACH, SAME_TEXT_MOST = 2.6, 0.4, 4.0  # a full copy; per doubling of copies; at most
# A declared link: readers see it, so it counts little.
LINK_WEIGHTS = {"none": 0.0, "client": 0.0, "employee": 0.6, "other": 0.3}
HISTORY, HISTORY_DAYS = -0.8, 730  # for a long history; reached after two years here
BREADTH, BREADTH_SUBJECTS = -0.6, 32  # for reviews of several subjects; reached at 32
PROOF = -1.5  # for a verified experience
# Patterns nobody has labelled: what the first such account or review weighs, and all of them together at most; each
# doubling weighs as much as the first. What wording and words of bargain weigh stands on their own pages.
PATTERNS: Mapping[str, tuple[float, float]] = {
    "company": (0.8, 2.4),
    "camp": (1.2, 2.4),
    "staff": (0.8, 1.6),
    "one_sided": (0.5, 1.5),
    "undeclared": (1.0, 1.5),
}
BY_ACCIDENT = 3  # an author's reviews from which "company" and "camp" weigh less, in proportion
# How many reviews are supposed to show each before any were counted.
SUPPOSED: Mapping[str, float] = {
    "wording": 0.1,
    "bargain": 0.005,
    "company": 0.03,
    "camp": 0.005,
    "staff": 0.02,
    "one_sided": 0.04,
    "undeclared": 0.002,
}
CLEAR_UP_TO = 0.0  # a score up to here is nothing unusual, until enough fakes are known to say better

CODES = (
    "base", "deviation", "extremity", "earliness", "singleton", "same_day", "burst", "newcomers", "habit",
    "duplicate", "link", "history", "breadth", "proof",
    "wording", "bargain", *PATTERNS,
)  # fmt: skip
OUTCOMES = ("too_little_data", "nothing_unusual", "cannot_tell", "worth_a_look")


# --- what a space is compared with ---


@dataclass(frozen=True, slots=True)
class SpaceBaseline:
    """How many reviews of a space fell into each bin of each indication."""

    reviews: int = 0
    bins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)  # of all spaces: scores that showed each of SUPPOSED,
    marked_of: int = 0  # among so many

    @classmethod
    def of(cls, columns: Columns) -> "SpaceBaseline":
        """Count the reviews of a space at once."""
        return cls().plus(columns)

    def after(self, facts: ReviewFacts) -> "SpaceBaseline":
        """One review more; the same small work whatever came before."""
        return self.plus(columns_of([facts]))

    def plus(self, columns: Columns) -> "SpaceBaseline":
        """Many reviews more."""
        known = clean(columns)
        signs, sides = _signs(known), _side(known)
        bins = {name: _added(self.bins.get(name), name, _rows_of(name, signs, sides)) for name in INDICATIONS}
        return replace(self, reviews=self.reviews + len(sides), bins=bins)

    def shares(self, pooled: "SpaceBaseline | None" = None) -> dict[str, Floats]:
        """For each bin, the share of reviews at least as unusual, drawn to all spaces together."""
        return {name: _tail(self._frequencies(name, pooled)) for name in INDICATIONS}

    def share_marked(self, code: str) -> float:
        """How many of the latest scores showed a pattern, as counted for all spaces together."""
        return (self.marks.get(code, 0) + DRAW_TO_PRIOR * SUPPOSED[code]) / (self.marked_of + DRAW_TO_PRIOR)

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "reviews": self.reviews, "bins": {name: list(counts) for name, counts in self.bins.items()}
        }  # fmt: skip
        return told | ({"marks": dict(self.marks), "marked_of": self.marked_of} if self.marked_of else {})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SpaceBaseline":
        bins = {name: tuple(counts) for name, counts in stored["bins"].items()}
        return cls(stored["reviews"], bins, stored.get("marks", {}), stored.get("marked_of", 0))

    def _frequencies(self, name: str, pooled: "SpaceBaseline | None") -> Floats:
        prior = np.asarray(INDICATIONS[name].prior, float)
        general = prior / prior.sum()
        if pooled is not None:
            general = _drawn(pooled.bins.get(name), general, DRAW_TO_PRIOR)
        return _drawn(self.bins.get(name), general, DRAW_TO_POOLED)


def _drawn(counts: tuple[int, ...] | None, towards: Floats, weight: int) -> Floats:
    own = np.zeros(len(towards)) if counts is None else np.asarray(counts, float)
    shares: Floats = (own + weight * towards) / (own.sum() + weight)
    return shares


def _tail(frequencies: Floats) -> Floats:
    shares: Floats = np.minimum(np.cumsum(frequencies[::-1])[::-1], 1.0)
    return shares


def _bin(name: str, values: Floats) -> Ints:
    return np.digitize(values, INDICATIONS[name].edges).astype(np.int64)


def _added(counts: tuple[int, ...] | None, name: str, values: Floats) -> tuple[int, ...]:
    """The counts with one more in the bin of each value."""
    more = np.bincount(_bin(name, values), minlength=len(INDICATIONS[name].edges) + 1)
    return tuple(int(new) + old for new, old in zip(more, counts or [0] * len(more), strict=True))


def _rows_of(name: str, signs: Mapping[str, Floats], sides: Ints) -> Floats:
    """What is counted in a table: every review, or those on its side."""
    if not name.startswith("deviation_"):
        return signs[name]
    on_side: Floats = signs["deviation"][sides == SIDES.index(name.removeprefix("deviation_"))]
    return on_side


# --- the facts, as indications ---


def _signs(columns: Columns) -> dict[str, Floats]:
    """Each indication as one figure that grows with what is unusual."""
    level = thousandths(columns["rating"], columns["lowest"], columns["highest"])
    author, week = columns["author_reviews"], columns["week_reviews"]
    rate = (columns["before_alike"] + 1) / (columns["before_weeks"] + 1)
    return {
        "deviation": deviation(columns),
        "extremity": np.rint(np.abs(np.rint(level) - 500) * 2),
        "earliness": -np.asarray(columns["rank"], float),
        "singleton": -np.asarray(author, float),
        "same_day": np.asarray(columns["author_same_day"], float),
        "burst": (columns["week_alike"] - rate) / np.sqrt(rate + 1),
        "newcomers": columns["week_newcomers"] / (week + 3),
        "habit": columns["author_deviation"] * (author - 1) / (author + 1),
    }


def _side(columns: Columns) -> Ints:
    return side_of(thousandths(columns["rating"], columns["lowest"], columns["highest"]))


_SMALLEST = {"rank": 1.0, "author_reviews": 1.0, "author_subjects": 1.0}
_SHARES = ("author_deviation", "duplicate_similarity", "proof")
_MAY_LACK = {"subject_mean": -1e9, "space_mean": -1e9, "wording": -1e9, "threats": 0.0}  # and their least


def clean(columns: Columns) -> dict[str, NDArray[Any]]:
    """Figures as they can be: no negative count, no share above one, nothing infinite or undefined."""
    kept: dict[str, NDArray[Any]] = {}
    for name, column in columns.items():
        values = np.asarray(column, float)
        if name in ("rating", "lowest", "highest"):
            kept[name] = np.clip(np.where(np.isnan(values), 0.0, values), -1e9, 1e9)
        elif name in _MAY_LACK:
            kept[name] = np.clip(values, _MAY_LACK[name], 1e9)
        else:
            least = _SMALLEST.get(name, 0.0)
            most = 1.0 if name in _SHARES else 1e9
            kept[name] = np.clip(np.where(np.isnan(values), least, values), least, most)
    kept["link"] = np.minimum(kept["link"], len(LINKS) - 1).astype(np.int64)
    return kept


# --- the score ---


@dataclass(frozen=True, slots=True)
class Term:
    """One reason: its weight and the numbers its sentence needs."""

    code: str
    weight: float
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A score, the reasons whose weights are the score, and what it was made from."""

    log_odds: float
    terms: tuple[Term, ...]
    threshold: float
    outcome: str  # one of OUTCOMES
    space_reviews: int
    subject_reviews: int
    version: str
    inputs_digest: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Suspicion":
        return cls(**{**stored, "terms": tuple(Term(**term) for term in stored["terms"])})


@dataclass(frozen=True, slots=True)
class Scores:
    """Many scores: `weights` has a row per review and a column per code."""

    log_odds: Floats
    weights: Floats
    shares: Mapping[str, Floats]
    sides: Ints  # index into SIDES
    outcomes: Ints  # index into OUTCOMES
    columns: Columns
    baseline: SpaceBaseline
    baseline_digest: str
    marked: Mapping[str, float]  # how common each pattern is, in all spaces together

    def __len__(self) -> int:
        return len(self.log_odds)

    def suspicion(self, index: int) -> Suspicion:
        """One of them, with its words' numbers."""
        row = slice(index, index + 1)
        facts = {name: values[0] for name, values in plain_columns(self.columns, row).items()}
        shown = {code: {name: many[0] for name, many in values.items()} for code, values in self.shown(row).items()}
        weights = self.weights[index].tolist()
        return Suspicion(
            log_odds=float(self.log_odds[index]),
            terms=tuple(Term(code, weight, shown[code]) for code, weight in zip(CODES, weights, strict=True)),
            threshold=THRESHOLD,
            outcome=OUTCOMES[int(self.outcomes[index])],
            space_reviews=self.baseline.reviews,
            subject_reviews=int(self.columns["subject_reviews"][index]),
            version=VERSION,
            inputs_digest=_digest(facts, self.baseline_digest),
        )

    def shown(self, rows: slice) -> dict[str, dict[str, list[Any]]]:
        """For each reason the numbers its sentence needs, a list per number."""
        facts, sides = plain_columns(self.columns, rows), [SIDES[side] for side in self.sides[rows].tolist()]
        shown: dict[str, dict[str, list[Any]]] = {}
        for code, names in _SHOWN.items():
            shown[code] = {name: facts[name] for name in names}
        shown["base"]["base"] = [BASE] * len(sides)
        for code in ("deviation", "burst"):
            shown[code]["side"] = sides
        for code, share in self.shares.items():
            shown[code]["share"] = [round(value, 4) for value in share[rows].tolist()]
        for code, marked in self.marked.items():
            shown[code]["share"] = [round(marked, 4)] * len(sides)
        return shown

    def digest_frame(self) -> tuple[str, str]:
        """What stands before and after the facts (by name, in order, compact JSON) in the text that is digested."""
        before, _, after = _digested({"": ""}, self.baseline_digest).partition('{"":""}')
        return before, after


def score(facts: ReviewFacts, baseline: SpaceBaseline, pooled: SpaceBaseline | None = None) -> Suspicion:
    """The suspicion of one review; the same figures as in a batch, for it is a batch of one."""
    return score_many(columns_of([facts]), baseline, pooled).suspicion(0)


def score_many(columns: Columns, baseline: SpaceBaseline, pooled: SpaceBaseline | None = None) -> Scores:
    """The suspicion of many reviews of one space."""
    known = clean(columns)
    tails, signs, sides = baseline.shares(pooled), _signs(known), _side(known)
    shares = {name: tails[name][_bin(name, sign)] for name, sign in signs.items() if name != "deviation"}
    shares["deviation"] = _share_on_side(tails, signs["deviation"], sides)

    count = len(sides)
    weights = np.zeros((count, len(CODES)))
    weights[:, 0] = BASE
    for name, share in shares.items():
        slope = INDICATIONS["deviation_low" if name == "deviation" else name].slope
        weights[:, CODES.index(name)] = slope * np.clip(-np.log(share) - 1, COMMONEST, RAREST)
    for code, weight in _absolute(known).items():
        weights[:, CODES.index(code)] = weight
    weights = np.round(weights, 3) + 0.0  # what is shown is what is added
    log_odds = np.round(weights.sum(axis=1), 3) + 0.0
    outcomes = _outcomes(log_odds, known["subject_reviews"], baseline.reviews)
    digest, marked = (
        _baseline_digest(baseline, pooled),
        {code: (pooled or baseline).share_marked(code) for code in SUPPOSED},
    )
    return Scores(log_odds, weights, shares, sides, outcomes, known, baseline, digest, marked)


def author_log_odds(log_odds: Floats, authors: Sequence[Any] | NDArray[Any]) -> tuple[NDArray[Any], Floats]:
    """Authors and the sum of their reviews' scores: many ordinary reviews speak for their author."""
    names, index = np.unique(np.asarray(authors), return_inverse=True)
    sums: Floats = np.bincount(index, weights=log_odds, minlength=len(names)).astype(np.float64)
    return names, np.round(sums, 3)


def _share_on_side(tails: Mapping[str, Floats], away: Floats, sides: Ints) -> Floats:
    bins = _bin("deviation_low", away)
    return np.stack([tails[f"deviation_{side}"] for side in SIDES])[sides, bins]


def _absolute(known: Columns) -> dict[str, Floats]:
    """The reasons that are not compared with the space."""
    alike = np.maximum(0.0, known["duplicate_similarity"] - SAME_TEXT_FROM) / (1 - SAME_TEXT_FROM)
    copies = SAME_TEXT + SAME_TEXT_EACH * np.log2(np.maximum(1.0, known["duplicate_count"]))
    links = np.array([LINK_WEIGHTS[link] for link in LINKS])
    return {
        "duplicate": alike * np.minimum(SAME_TEXT_MOST, copies),
        "link": links[known["link"].astype(np.int64)],
        "history": HISTORY * _part(np.log1p(known["author_days"]), math.log1p(HISTORY_DAYS)),
        "breadth": BREADTH * _part(np.log(known["author_subjects"]), math.log(BREADTH_SUBJECTS)),
        "proof": PROOF * (known["proof"] > 0),
        "wording": vote_of(known["wording"]),
        "bargain": bargain_words.weight(known["threats"], known["threats_told"], known["rating_changes"]),
        **{code: _doubling(known[code], *PATTERNS[code]) * _meant(code, known) for code in PATTERNS},
    }


def _meant(code: str, known: Columns) -> Floats:
    """Who reviews much meets others by accident."""
    often = np.maximum(1.0, known["author_reviews"] / BY_ACCIDENT)
    met: Floats = 1.0 / often if code in ("company", "camp") else np.ones(len(often))
    return met


def _doubling(count: Floats, each: float, most: float) -> Floats:
    """The first weighs `each`, and so does each doubling; no more than `most`."""
    return np.minimum(most, each * np.log2(1 + count))


def _part(value: Floats, whole: float) -> Floats:
    return np.minimum(1.0, value / whole)


def _outcomes(log_odds: Floats, subject_reviews: Floats, space_reviews: int) -> Ints:
    outcome = 1 + (log_odds > CLEAR_UP_TO).astype(np.int64) + (log_odds >= THRESHOLD)
    if space_reviews < SPACE_MINIMUM:
        return np.zeros_like(outcome)
    return np.where(subject_reviews < SUBJECT_MINIMUM, 0, outcome)


def _digest(*parts: Any) -> str:
    return "sha256:" + hashlib.sha256(_digested(*parts).encode()).hexdigest()


def _digested(*parts: Any) -> str:
    return json.dumps([NAME, VERSION, *parts], sort_keys=True, separators=(",", ":"), allow_nan=False)


def _baseline_digest(baseline: SpaceBaseline, pooled: SpaceBaseline | None) -> str:
    return _digest(baseline.as_json(), pooled.as_json() if pooled else None)


# --- the words ---

_SHOWN: Mapping[str, tuple[str, ...]] = {
    "base": (),
    "deviation": ("rating", "lowest", "highest", "subject_reviews", "subject_mean", "space_mean"),
    "extremity": ("rating", "lowest", "highest"),
    "earliness": ("rank",),
    "singleton": ("author_reviews",),
    "same_day": ("author_same_day",),
    "burst": ("week_alike", "before_alike", "before_weeks"),
    "newcomers": ("week_newcomers", "week_reviews"),
    "habit": ("author_reviews", "author_deviation"),
    "duplicate": ("duplicate_similarity", "duplicate_count"),
    "link": ("link",),
    "history": ("author_days",),
    "breadth": ("author_subjects",),
    "proof": ("proof",),
    "wording": ("wording", "wording_texts"),
    "bargain": ("threats", "threats_told", "rating_changes"),
    **{code: (code,) for code in PATTERNS},
}


WORDS: words.Templates = {
    "fr": {"low": "défavorables", "middle": "mitigés", "high": "favorables", "employee": "y travailler"},
    "en": {"low": "unfavourable", "middle": "middling", "high": "favourable", "employee": "working there"},
}

LABELS: words.Templates = {
    "fr": {
        "base": "le point de départ",
        "deviation": "l’écart avec les autres avis",
        "extremity": "une note extrême",
        "earliness": "un avis parmi les premiers",
        "singleton": "un compte qui a peu écrit",
        "same_day": "plusieurs avis le même jour",
        "burst": "une vague d’avis semblables",
        "newcomers": "une semaine de nouveaux comptes",
        "habit": "un auteur souvent à l’écart des autres",
        "duplicate": "un texte presque copié",
        "link": "un lien déclaré avec le professionnel",
        "history": "l’ancienneté de l’auteur",
        "breadth": "la variété des avis de l’auteur",
        "proof": "une expérience vérifiée",
        "wording": "la façon d’écrire",
        "bargain": "des mots de menace ou de marchandage",
        "company": "des comptes qui vont ensemble",
        "camp": "des comptes qui prennent le même parti",
        "staff": "des éloges de la maison",
        "one_sided": "un auteur d’un seul bord",
        "undeclared": "un lien déclaré ailleurs",
    },
    "en": {
        "base": "the starting point",
        "deviation": "the distance from other reviews",
        "extremity": "an extreme rating",
        "earliness": "being among the first reviews",
        "singleton": "an account that has written little",
        "same_day": "several reviews on one day",
        "burst": "a wave of similar reviews",
        "newcomers": "a week of new accounts",
        "habit": "an author often away from the others",
        "duplicate": "a nearly copied text",
        "link": "a declared link to the professional",
        "history": "the author’s time here",
        "breadth": "the variety of the author’s reviews",
        "proof": "a verified experience",
        "wording": "the way it is written",
        "bargain": "words of threat or bargain",
        "company": "accounts that go together",
        "camp": "accounts that take the same side",
        "staff": "praise from within",
        "one_sided": "an author on one side only",
        "undeclared": "a link declared elsewhere",
    },
}

SENTENCES: words.Templates = {
    "fr": {
        "base": "Tout avis part du même point : {base:+.1}.",
        "deviation": "Il donne {rating} sur une échelle de {lowest} à {highest} ; la moyenne est de {subject_mean} "
        "pour {subject_reviews:|autre avis|autres avis} du même objet, de {space_mean} dans l’espace. Parmi les avis "
        "{side:w}, {share:%} sont au moins aussi loin de ce qu’on attendait.",
        "deviation.alone": "Il donne {rating} sur une échelle de {lowest} à {highest} ; {subject_reviews:|autre "
        "avis|autres avis} du même objet, et {space_mean} de moyenne dans l’espace. Parmi les avis {side:w}, "
        "{share:%} sont au moins aussi loin de ce qu’on attendait.",
        "extremity": "{share:%} des avis d’ici sont au moins aussi loin du milieu de l’échelle ({rating} entre "
        "{lowest} et {highest}).",
        "earliness": "C’est le {rank:o} avis reçu par cet objet ; {share:%} des avis d’ici sont arrivés aussi tôt.",
        "singleton": "Ce compte a publié ici {author_reviews:|avis|avis}, celui-ci compris ; {share:%} des avis "
        "viennent de comptes qui n’ont pas écrit davantage.",
        "same_day": "Ce compte avait publié {author_same_day:|autre avis|autres avis} le même jour ; c’est au moins "
        "autant dans {share:%} des cas.",
        "same_day.none": "Ce compte n’avait rien publié d’autre ce jour-là.",
        "burst": "En sept jours : {week_alike:|autre avis|autres avis} du même bord ({side:w}), après {before_alike} "
        "pendant les {before_weeks:.1?} semaines d’avant ; {share:%} des avis d’ici arrivent dans une telle vague.",
        "burst.new": "En sept jours : {week_alike:|autre avis|autres avis} du même bord ({side:w}) sur un objet "
        "nouveau ici ; {share:%} des avis d’ici arrivent dans une telle vague.",
        "newcomers.none": "Aucun autre avis de cet objet n’est paru cette semaine-là.",
        "newcomers": "Sur {week_reviews:|autre avis|autres avis} de la semaine, {week_newcomers:|était le premier de "
        "son auteur|étaient les premiers de leurs auteurs} ; {share:%} des avis d’ici paraissent dans une telle "
        "semaine.",
        "habit": "Sur {author_reviews:|avis|avis} de ce compte, les autres s’écartent en moyenne de "
        "{author_deviation:%} de l’échelle ; {share:%} des avis viennent de comptes au moins aussi à l’écart.",
        "habit.none": "Ce compte n’a pas d’autre avis ici : rien ne dit s’il est souvent à l’écart.",
        "duplicate": "Le texte partage {duplicate_similarity:%} de ses tournures avec un autre ; "
        "{duplicate_count:|texte lui ressemble|textes lui ressemblent} presque mot pour mot.",
        "duplicate.none": "Aucun texte semblable n’a été trouvé ici.",
        "link.none": "L’auteur ne déclare aucun lien avec le professionnel.",
        "link.client": "L’auteur se déclare client du professionnel.",
        "link.employee": "L’auteur déclare travailler pour le professionnel : chacun le voit, cela compte peu.",
        "link.other": "L’auteur déclare un autre lien avec le professionnel : chacun le voit, cela compte peu.",
        "history": "L’auteur écrit ici depuis {author_days:|jour|jours}.",
        "breadth": "L’auteur a donné son avis sur {author_subjects:|objet|objets}.",
        "proof.yes": "L’expérience a été vérifiée.",
        "proof.no": "L’expérience n’a pas été vérifiée.",
        "wording": "D’après {wording_texts:|texte décidé|textes décidés} de cette langue, la façon d’écrire penche de "
        "{wording:+.2} vers les textes jugés faux ; c’est plafonné : les mots seuls n’ouvrent aucune affaire. "
        "{share:%} des avis ont ici une telle voix.",
        "wording.unlearnt": "Le site n’a pas encore assez de textes décidés de cette langue pour apprendre : la façon "
        "d’écrire ne compte pas.",
        "wording.short": "Le texte est trop court pour que la façon d’écrire compte ; {wording_texts:|texte "
        "décidé|textes décidés} de cette langue sont connus.",
        "bargain": "L’auteur marchande avec les étoiles dans {threats:|phrase|phrases}, et l’autre partie le dit dans "
        "{threats_told} ; {share:%} des avis portent de tels mots. Note changée depuis : {rating_changes} fois.",
        "bargain.told": "L’autre partie dit, dans {threats_told:|phrase|phrases}, que l’auteur a marchandé avec les "
        "étoiles ; sa seule parole compte pour moitié. {share:%} des avis portent de tels mots. Note changée depuis : "
        "{rating_changes} fois.",
        "bargain.none": "Aucun mot de menace ni de marchandage n’a été trouvé. Note changée depuis : {rating_changes} "
        "fois ; cela seul ne dit rien.",
        "bargain.unread": "Il n’y a pas de texte dans une langue que nous sachions lire : rien n’est dit des mots. "
        "Note changée depuis : {rating_changes} fois.",
        "company": "{company:|autre compte a|autres comptes ont} évalué du même bord, dans les mêmes semaines, cet "
        "objet et un autre de ceux de l’auteur ; c’est le cas de {share:%} des avis.",
        "company.none": "Aucun autre compte n’a évalué les mêmes objets dans les mêmes semaines.",
        "camp": "{camp:|autre compte loue|autres comptes louent} ce que l’auteur loue et blâme ce qu’il blâme, dans "
        "les mêmes semaines ; c’est le cas de {share:%} des avis.",
        "camp.none": "Aucun autre compte ne loue et ne blâme les mêmes objets que l’auteur.",
        "staff": "Dans les mêmes semaines, {staff:|éloge|éloges} de cet objet viennent de qui déclare y travailler ; "
        "celui-ci ne déclare rien. C’est le cas de {share:%} des avis.",
        "staff.none": "Aucun éloge proche ne vient de qui déclare travailler pour le professionnel.",
        "one_sided": "Les {one_sided:|dernier avis|derniers avis} de l’auteur louent une seule maison ou en blâment "
        "d’autres ; c’est le cas de {share:%} des avis.",
        "one_sided.none": "Les avis de l’auteur ne louent pas une seule maison en blâmant les autres.",
        "undeclared": "L’auteur a déclaré un lien avec cette maison sur {undeclared:|autre avis|autres avis}, et pas "
        "sur celui-ci ; c’est le cas de {share:%} des avis.",
        "undeclared.none": "L’auteur n’a déclaré ailleurs aucun lien qu’il tairait ici.",
        "too_little_data.space": "Trop peu de données : cet espace compte {space_reviews:|avis|avis} à quoi comparer "
        "; il en faut au moins {space_minimum}.",
        "too_little_data.subject": "Trop peu de données : cet objet a reçu {subject_reviews:|autre avis|autres avis} "
        "; il en faut au moins {subject_minimum}.",
        "nothing_unusual": "Rien d’inhabituel : {log_odds:.1}, sous le seuil de {threshold:.1}.",
        "cannot_tell": "On ne peut pas dire : {log_odds:.1}, sous le seuil de {threshold:.1}, mais trop haut pour "
        "parler d’un avis sans rien d’inhabituel.",
        "worth_a_look": "À regarder : {log_odds:.1}, pour un seuil de {threshold:.1}. Ce n’est pas une preuve.",
        "change.look": "Sans {labels}, le total serait de {rest:.1}, sous le seuil de {threshold:.1}.",
        "change.usual": "Il faudrait {missing:.1} de plus pour qu’une personne soit invitée à regarder.",
        "change.space": "Avec {missing:|avis|avis} de plus dans l’espace, la comparaison deviendrait possible.",
        "change.subject": "Avec {missing:|autre avis|autres avis} de plus sur le même objet, la comparaison "
        "deviendrait possible.",
    },
    "en": {
        "base": "Every review starts from the same point: {base:+.1}.",
        "deviation": "It gives {rating} on a scale of {lowest} to {highest}; the mean is {subject_mean} over "
        "{subject_reviews:|other review|other reviews} of the same subject, {space_mean} in the space. Among "
        "{side:w} reviews, {share:%} are at least as far from what was expected.",
        "deviation.alone": "It gives {rating} on a scale of {lowest} to {highest}; there are {subject_reviews:|other "
        "review|other reviews} of the same subject, and the mean of the space is {space_mean}. Among {side:w} "
        "reviews, {share:%} are at least as far from what was expected.",
        "extremity": "{share:%} of reviews here are at least as far from the middle of the scale ({rating} between "
        "{lowest} and {highest}).",
        "earliness": "It is the {rank:o} review this subject received; {share:%} of reviews here came as early.",
        "singleton": "This account has published {author_reviews:|review|reviews} here, this one included; {share:%} "
        "of reviews come from accounts that wrote no more.",
        "same_day": "This account had published {author_same_day:|other review|other reviews} the same day; it is at "
        "least as many in {share:%} of cases.",
        "same_day.none": "This account had published nothing else that day.",
        "burst": "In seven days: {week_alike:|other review|other reviews} on the same side ({side:w}), after "
        "{before_alike} in the {before_weeks:.1?} weeks before; {share:%} of reviews here come in such a wave.",
        "burst.new": "In seven days: {week_alike:|other review|other reviews} on the same side ({side:w}), on a "
        "subject new here; {share:%} of reviews here come in such a wave.",
        "newcomers.none": "No other review of this subject appeared that week.",
        "newcomers": "Of {week_reviews:|other review|other reviews} that week, {week_newcomers:|was its author’s "
        "first|were their authors’ first}; {share:%} of reviews here appear in such a week.",
        "habit": "Of {author_reviews:|review|reviews} by this account, the others are on average "
        "{author_deviation:%} of the scale away; {share:%} of reviews come from accounts at least as far away.",
        "habit.none": "This account has no other review here: nothing says whether it is often away from the others.",
        "duplicate": "The text shares {duplicate_similarity:%} of its turns of phrase with another; "
        "{duplicate_count:|text is|texts are} almost word for word the same.",
        "duplicate.none": "No similar text was found here.",
        "link.none": "The author declares no link to the professional.",
        "link.client": "The author declares being a client of the professional.",
        "link.employee": "The author declares working for the professional: everybody sees it, so it counts little.",
        "link.other": "The author declares another link to the professional: everybody sees it, so it counts little.",
        "history": "The author has been writing here for {author_days:|day|days}.",
        "breadth": "The author has reviewed {author_subjects:|subject|subjects}.",
        "proof.yes": "The experience has been verified.",
        "proof.no": "The experience has not been verified.",
        "wording": "From {wording_texts:|decided text|decided texts} in this language, the way it is written leans "
        "{wording:+.2} towards texts found to be fake; this is capped: words alone open no case. {share:%} of reviews "
        "have such a vote here.",
        "wording.unlearnt": "The site has not enough decided texts in this language to learn from yet: the way it is "
        "written does not count.",
        "wording.short": "The text is too short for the way it is written to count; {wording_texts:|decided "
        "text|decided texts} in this language are known.",
        "bargain": "The author bargains with stars in {threats:|sentence|sentences}, and the other party says so in "
        "{threats_told}; {share:%} of reviews have such words. Rating changed since: {rating_changes:|time|times}.",
        "bargain.told": "The other party says, in {threats_told:|sentence|sentences}, that the author bargained with "
        "stars; their word alone counts for half. {share:%} of reviews have such words. Rating changed since: "
        "{rating_changes:|time|times}.",
        "bargain.none": "No words of threat or bargain were found. Rating changed since: {rating_changes:|time|times}; "
        "that alone says nothing.",
        "bargain.unread": "There is no text in a language we can read: nothing is said of its words. Rating changed "
        "since: {rating_changes:|time|times}.",
        "company": "{company:|other account|other accounts} reviewed, on the same side and in the same weeks, this "
        "subject and another of the author’s; so it is for {share:%} of reviews.",
        "company.none": "No other account reviewed the same subjects in the same weeks.",
        "camp": "{camp:|other account praises|other accounts praise} what the author praises and blame what the author "
        "blames, in the same weeks; so it is for {share:%} of reviews.",
        "camp.none": "No other account praises and blames the same subjects as the author.",
        "staff": "In the same weeks, {staff:|praise|praises} of this subject came from people who declare working "
        "there; this one declares nothing. So it is for {share:%} of reviews.",
        "staff.none": "No praise nearby comes from anybody who declares working for the professional.",
        "one_sided": "The author’s {one_sided:|latest review|latest reviews} all praise one house or blame others; so "
        "it is for {share:%} of reviews.",
        "one_sided.none": "The author’s reviews do not praise one house only and blame others.",
        "undeclared": "The author declared a link to this house on {undeclared:|other review|other reviews}, and not "
        "on this one; so it is for {share:%} of reviews.",
        "undeclared.none": "The author has declared no link elsewhere that this review is silent about.",
        "too_little_data.space": "Too little data: this space has {space_reviews:|review|reviews} to compare with; "
        "at least {space_minimum} are needed.",
        "too_little_data.subject": "Too little data: this subject has received {subject_reviews:|other review|other "
        "reviews}; at least {subject_minimum} are needed.",
        "nothing_unusual": "Nothing unusual: {log_odds:.1}, under the threshold of {threshold:.1}.",
        "cannot_tell": "Cannot tell: {log_odds:.1}, under the threshold of {threshold:.1}, but too high to call the "
        "review nothing unusual.",
        "worth_a_look": "Worth a look: {log_odds:.1}, for a threshold of {threshold:.1}. It is not a proof.",
        "change.look": "Without {labels}, the total would be {rest:.1}, under the threshold of {threshold:.1}.",
        "change.usual": "It would take {missing:.1} more for a person to be asked to look.",
        "change.space": "With {missing:|more review|more reviews} in the space, comparing would become possible.",
        "change.subject": "With {missing:|more review|more reviews} of the same subject, comparing would become "
        "possible.",
    },
}


def sentence(term: Term, language: str) -> str:
    """The reason in words, with its numbers."""
    return words.say(SENTENCES, _variant(term), term.values, language, WORDS)


def outcome_sentence(suspicion: Suspicion, language: str) -> str:
    """What came out, in words; "too little data" gives both numbers."""
    minima = {"space_minimum": SPACE_MINIMUM, "subject_minimum": SUBJECT_MINIMUM}
    key = suspicion.outcome
    if key == "too_little_data":
        key += ".space" if suspicion.space_reviews < SPACE_MINIMUM else ".subject"
    numbers = {name: getattr(suspicion, name) for name in ("log_odds", "threshold", "space_reviews", "subject_reviews")}
    return words.say(SENTENCES, key, numbers | minima, language)


def heaviest(suspicion: Suspicion, count: int = 3) -> tuple[Term, ...]:
    """The reasons that weigh most towards a look."""
    reasons = [term for term in suspicion.terms if term.weight > 0]
    return tuple(sorted(reasons, key=lambda term: -term.weight)[:count])


def counter_evidence(suspicion: Suspicion, count: int = 3) -> tuple[Term, ...]:
    """The reasons that weigh most against, the starting point aside."""
    reasons = [term for term in suspicion.terms if term.weight < 0 and term.code != "base"]
    return tuple(sorted(reasons, key=lambda term: term.weight)[:count])


def what_would_change(suspicion: Suspicion, language: str) -> str:
    """What would lead to another outcome, in one sentence."""
    if suspicion.outcome == "too_little_data":
        return _change_with_data(suspicion, language)
    missing = round(suspicion.threshold - suspicion.log_odds, 3)
    if missing > 0:
        return words.say(SENTENCES, "change.usual", {"missing": _up(missing)}, language)
    dropped, rest = _needed(suspicion)
    labels = words.join([label(term, language) for term in dropped], language)
    values = {"labels": labels, "rest": rest, "threshold": suspicion.threshold}
    return words.say(SENTENCES, "change.look", values, language)


def label(term: Term, language: str) -> str:
    """The reason in a few words."""
    return LABELS[language if language in LABELS else "en"][term.code]


def _change_with_data(suspicion: Suspicion, language: str) -> str:
    short = SPACE_MINIMUM - suspicion.space_reviews
    if short > 0:
        return words.say(SENTENCES, "change.space", {"missing": short}, language)
    missing = SUBJECT_MINIMUM - suspicion.subject_reviews
    return words.say(SENTENCES, "change.subject", {"missing": missing}, language)


def _needed(suspicion: Suspicion) -> tuple[list[Term], float]:
    """The fewest reasons without which the score would be under the threshold, and what would be left."""
    dropped: list[Term] = []
    rest = suspicion.log_odds
    for term in heaviest(suspicion, len(CODES)):
        dropped, rest = [*dropped, term], round(rest - term.weight, 3)
        if rest < suspicion.threshold:
            break
    return dropped, rest


def _up(value: float) -> float:
    return math.ceil(round(value * 10, 6)) / 10


# When there is nothing to count, the sentence says so instead of giving noughts.
_NOTHING = {
    "same_day": ("author_same_day",),
    "newcomers": ("week_reviews",),
    "duplicate": ("duplicate_similarity", "duplicate_count"),
    **{code: (code,) for code in PATTERNS},
}


def _variant(term: Term) -> str:
    """Which wording of the reason fits its numbers."""
    code, values = term.code, term.values
    if code in _NOTHING and not any(values[name] for name in _NOTHING[code]):
        return f"{code}.none"
    if code == "habit" and values["author_reviews"] < 2:
        return "habit.none"
    if code == "deviation" and values["subject_mean"] is None:
        return "deviation.alone"
    if code == "burst" and not values["before_alike"] and not values["before_weeks"]:
        return "burst.new"
    if code == "link":
        return f"link.{values['link']}"
    if code == "wording" and values["wording"] is None:
        return "wording.short" if values["wording_texts"] else "wording.unlearnt"
    if code == "bargain" and not values["threats"]:
        return _what_was_told(values)
    if code == "proof":
        return "proof.yes" if values["proof"] else "proof.no"
    return code


def _what_was_told(values: Mapping[str, Any]) -> str:
    if values["threats_told"]:
        return "bargain.told"
    return "bargain.unread" if values["threats"] is None else "bargain.none"
