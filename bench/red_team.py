"""How well seeded attacks are found, how fairly, and what decisions and poisoned decisions change.

`python -m bench.red_team [--seed 1] [--worlds 5] [--decisions 0 50 200 1000] [--base RATINGS] [--without-texts]`

Each world is cut in time: everything is learnt, counted and calibrated on its first six tenths and measured on the
rest, each review as it was known when posted. What a model of wording and a search for threats would say is drawn, not
read: `red_team_worlds.WORDING` says how good they are supposed to be. The last line is one JSON object: per number of
decisions, means over worlds (rates: all worlds counted together).
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from apps.algorithms import conformal, learned_suspicion, review_suspicion
from apps.algorithms.canary import flags_by_subject, watch
from apps.algorithms.learned_suspicion import Decisions, Model, average_precision
from apps.algorithms.review_history import facts_from_history
from bench.red_team_worlds import STORIES, Ratings, World, world, world_on

CUT = 0.6  # of the time: what comes before is the past
GOLD = 0.15  # of the decisions: read three times, set aside
POISONED = 0.035  # of the decisions
CHOSEN = ("flag", "report", "audit")
SENSES = ("wording", "bargain")  # what texts and threads tell; the first day gives them these weights
NAMES = (*review_suspicion.CODES, *SENSES)


@dataclass
class Seen:
    """A world as the platform sees it at the cut, and the truth beside it."""

    world: World
    weights: np.ndarray  # first-day weight of each reason
    groups: np.ndarray
    enough: np.ndarray  # enough data to say anything
    reviews_of_author: np.ndarray
    deviation: np.ndarray
    past: np.ndarray
    fake: np.ndarray

    @property
    def low(self) -> np.ndarray:
        return np.char.startswith(self.groups, "low/")


@dataclass
class Outcome:
    """What one number of decisions gave in one world."""

    auc: float
    ap: float
    baseline_auc: float
    baseline_ap: float
    deviation_ap: float
    ece: float
    ece_floor: float  # what a perfect forecast of the same chances would show, by chance alone
    genuine: dict[str, tuple[int, int]]  # per group: flagged, of
    habits: dict[str, tuple[int, int]]
    attacks: dict[str, tuple[int, int]]
    flagged: tuple[int, int]  # fakes among the flagged
    poison_shift: float
    unprotected_shift: float
    serves: str
    poisoned_blocked: bool


def main(arguments: list[str]) -> int:
    """A table per number of decisions, then the JSON object."""
    options = _options(arguments)
    ratings = Ratings.read(options.base) if options.base else None
    found: dict[int, list[Outcome]] = {count: [] for count in options.decisions}
    for number in range(options.worlds):
        seed = options.seed + number
        made = world_on(ratings, seed) if ratings else world(seed, options.size)
        _introduce(made, seed)
        if ratings:
            print_distances(ratings, made)
        seen = see(made)
        if options.without_texts:
            seen.weights[:, -len(SENSES) :] = 0.0
        for count in options.decisions:
            found[count].append(measure(seen, count, np.random.default_rng([seed, count])))
    told = {str(count): _told(count, outcomes) for count, outcomes in found.items()}
    print(json.dumps(told))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.red_team", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", type=int, default=5)
    parser.add_argument("--size", type=float, default=1.0, help="of a world made from nothing")
    parser.add_argument("--base", type=Path, help="a file of source,target,rating,time to attack")
    parser.add_argument("--without-texts", action="store_true", help="as if nobody read wording and threads")
    parser.add_argument("--decisions", type=int, nargs="+", default=[0, 50, 200, 1000])
    return parser.parse_args(arguments)


# --- what the platform sees ---


def see(made: World) -> Seen:
    """Facts at posting, first-day weights against what the space was like at the cut, groups."""
    cut = np.quantile(made.at, CUT)
    past = made.at < cut
    parts = {space: np.flatnonzero(made.space == space) for space in np.unique(made.space)}
    facts = {space: _facts(made, rows) for space, rows in parts.items()}
    pooled = review_suspicion.SpaceBaseline()
    baselines = {}
    for space, rows in parts.items():
        before = {name: column[past[rows]] for name, column in facts[space].items()}
        baselines[space] = review_suspicion.SpaceBaseline.of(before)
        pooled = pooled.plus(before)
    weights, groups = np.zeros((len(made), len(NAMES))), np.empty(len(made), "U24")
    enough, written, away = np.zeros(len(made), bool), np.zeros(len(made)), np.zeros(len(made))
    for space, rows in parts.items():
        scores = review_suspicion.score_many(facts[space], baselines[space], pooled)
        weights[rows, : -len(SENSES)], enough[rows] = scores.weights, scores.outcomes > 0
        groups[rows] = conformal.groups_of(facts[space], baselines[space].reviews)
        written[rows], away[rows] = facts[space]["author_reviews"], _away(facts[space])
    weights[:, -2] = np.round(np.clip(1.0 * made.wording, -1.5, 1.5), 3)
    weights[:, -1] = 1.5 * made.threat + 1.0 * (made.threat & made.changed)
    return Seen(made, weights, groups, enough, written, away, past, made.truth != "")


def _facts(made: World, rows: np.ndarray) -> dict[str, np.ndarray]:
    facts = facts_from_history(
        author=made.author[rows],
        subject=made.subject[rows],
        at=made.at[rows],
        rating=made.rating[rows],
        lowest=made.lowest,
        highest=made.highest,
    )
    said = {"duplicate_similarity": made.similarity, "duplicate_count": made.copies, "proof": made.proof}
    facts |= {name: column[rows].astype(float) for name, column in said.items()}
    return facts | {"link": np.where(made.employee[rows], 2, 0)}


def _away(facts: dict[str, np.ndarray]) -> np.ndarray:
    """The plain peer: distance from the mean of the subject's other reviews."""
    return np.nan_to_num(np.abs(facts["rating"] - facts["subject_mean"]))


# --- deciding ---


def decide(seen: Seen, count: int, random: np.random.Generator) -> tuple[np.ndarray, Decisions, np.ndarray]:
    """Which past reviews were decided, what was decided, and which of them are the gold set.

    Half come from flags, a fifth from reports (people report what is fake, and what displeases), the rest are drawn
    blind.
    """
    rows = np.flatnonzero(seen.past)
    flagged = _first_day_flags(seen)[rows]
    chance = np.where(seen.fake[rows], 0.12, np.where(seen.low[rows], 0.05, 0.01))
    way = np.where(flagged, "flag", np.where(random.random(len(rows)) < chance, "report", "audit"))
    wanted = {"flag": count // 2, "report": count // 5}
    wanted["audit"] = count - sum(wanted.values())
    picked = [_some(np.flatnonzero(way == name), wanted[name], random) for name in CHOSEN]
    places = np.sort(np.concatenate(picked))
    decisions = _read(seen, rows[places], random)
    gold = np.zeros(len(places), bool)
    gold[_some(np.flatnonzero(way[places] == "audit"), int(GOLD * count), random)] = True
    decisions.stands_for[~gold] = learned_suspicion.stand_for(way, way[places[~gold]])
    return rows[places], decisions, gold


def _some(rows: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    return random.choice(rows, min(count, len(rows)), replace=False)


def _read(seen: Seen, rows: np.ndarray, random: np.random.Generator) -> Decisions:
    """Eight people with their own rate of error; two in five are read twice, and a third time when they differ."""
    error = random.uniform(0.02, 0.08, 8)
    readers = random.integers(0, 8, (len(rows), 3))
    votes = seen.fake[rows][:, None] ^ (random.random((len(rows), 3)) < error[readers])
    twice = random.random(len(rows)) < 0.4
    read = np.stack([np.ones(len(rows), bool), twice, twice & (votes[:, 0] != votes[:, 1])], axis=1)
    yes, no = (votes & read).sum(axis=1), (~votes & read).sum(axis=1)
    return Decisions(
        fake=yes > no,
        at=seen.world.at[rows] + random.uniform(0.2, 6, len(rows)) * 86400,
        person=readers[:, 0].astype("U8"),
        subject=seen.world.subject[rows],
        agree=np.maximum(yes, no).astype(float),
        disagree=np.minimum(yes, no).astype(float),
        stands_for=np.ones(len(rows)),
    )


def poison(seen: Seen, rows: np.ndarray, decisions: Decisions, random: np.random.Generator) -> Decisions:
    """Two deciders call genuine unfavourable reviews fake; for half of them they vouch for one another."""
    poor = decisions.part(np.arange(len(decisions)))
    target = np.flatnonzero(~seen.fake[rows] & seen.low[rows])
    hit = _some(target, max(1, round(POISONED * len(rows))), random)
    poor.fake[hit], poor.disagree[hit] = True, 0.0
    poor.person[hit] = random.choice(["x1", "x2"], len(hit))
    poor.agree[hit] = random.choice([1.0, 2.0], len(hit))
    return poor


# --- learning, calibrating, releasing ---


@dataclass
class Served:
    """A model and its thresholds."""

    model: Model
    limits: conformal.Thresholds
    reason: str
    blocked: bool = False

    def flags(self, seen: Seen) -> np.ndarray:
        above = self.limits.flags(self.model.log_odds(seen.weights), seen.groups) & seen.enough
        return conformal.one_wave_at_a_time(above, seen.world.subject, seen.low, seen.world.at)


FIRST_DAY = Model(NAMES)


def _calibrated(seen: Seen, model: Model, fake: np.ndarray) -> conformal.Thresholds:
    """On the later half of the past, decided fakes left out."""
    recent = seen.past & (seen.world.at >= np.median(seen.world.at[seen.past])) & seen.enough
    scores = model.log_odds(seen.weights)[recent]
    chance = learned_suspicion.chances(scores) if model.factors else None
    return conformal.thresholds(scores, seen.groups[recent], fake[recent], chance=chance)


def _first_day_flags(seen: Seen) -> np.ndarray:
    return Served(FIRST_DAY, _calibrated(seen, FIRST_DAY, np.zeros(len(seen.fake), bool)), "").flags(seen)


def release(seen: Seen, rows: np.ndarray, decisions: Decisions, gold: np.ndarray) -> Served:
    """Train, compare, calibrate; the canary may keep the first day in place."""
    taught = decisions.part(~gold)
    known = np.zeros(len(seen.fake), bool)
    known[rows] = decisions.fake & (decisions.agree > decisions.disagree)
    today = Served(FIRST_DAY, _calibrated(seen, FIRST_DAY, known), "day0")
    choice = learned_suspicion.choose(seen.weights[rows[~gold]], taught, FIRST_DAY)
    if choice.model is FIRST_DAY:
        return Served(FIRST_DAY, today.limits, choice.reason)
    kind = "steps" if choice.model.steps else "factors"
    candidate = Served(choice.model, _calibrated(seen, choice.model, known), kind)
    before, after = today.flags(seen), candidate.flags(seen)
    trusted = rows[gold & ~decisions.fake]
    subjects = flags_by_subject(before[seen.past], after[seen.past], seen.world.subject[seen.past])
    seen_by_canary = watch(
        before[trusted], after[trusted], seen.groups[trusted], np.ones(len(trusted), bool), subjects
    )  # fmt: skip
    if seen_by_canary.blocks:
        return Served(FIRST_DAY, today.limits, "blocked", blocked=True)
    return candidate


# --- measuring ---


def measure(seen: Seen, count: int, random: np.random.Generator) -> Outcome:
    """Everything on the reviews after the cut."""
    rows, decisions, gold = decide(seen, count, random)
    served = release(seen, rows, decisions, gold)
    poor = poison(seen, rows, decisions, random) if count else decisions
    poor.fake[gold] = decisions.fake[gold]  # the gold set was read before, and is frozen
    spoiled = release(seen, rows, poor, gold)
    later = ~seen.past
    scores, fake = served.model.log_odds(seen.weights), seen.fake
    flags = served.flags(seen)
    alone = -seen.reviews_of_author + 1e-6 * random.random(len(fake))
    genuine = later & ~fake
    shift = _share(spoiled.flags(seen), genuine & seen.low) - _share(flags, genuine & seen.low)
    return Outcome(
        auc=auc(fake[later], scores[later]),
        ap=average_precision(fake[later], scores[later]),
        baseline_auc=auc(fake[later], -seen.reviews_of_author[later]),
        baseline_ap=average_precision(fake[later], alone[later]),
        deviation_ap=average_precision(fake[later], seen.deviation[later]),
        ece=calibration_error(fake[later], scores[later]),
        ece_floor=calibration_error(
            random.random(later.sum()) < learned_suspicion.chances(scores[later]), scores[later]
        ),
        genuine={name: _counts(flags, genuine & (seen.groups == name)) for name in conformal.GROUPS},
        habits={str(h): _counts(flags, genuine & (seen.world.habit == h)) for h in np.unique(seen.world.habit) if h},
        attacks={name: _counts(flags, later & (seen.world.truth == name)) for name in STORIES},
        flagged=_counts(fake, later & flags),
        poison_shift=shift,
        unprotected_shift=_unprotected(seen, rows, decisions, poor) if count else 0.0,
        serves=served.reason,
        poisoned_blocked=spoiled.blocked,
    )


def _unprotected(seen: Seen, rows: np.ndarray, decisions: Decisions, poor: Decisions) -> float:
    """The peer: the same regression with every label counting one, one threshold for all, no canary."""
    genuine = ~seen.past & ~seen.fake
    rates = []
    for labels in (decisions, poor):
        if not 0 < labels.fake.sum() < len(labels):
            return 0.0
        scores = _plain_regression(seen.weights[rows], labels.fake, seen.weights)
        limit = np.quantile(scores[genuine], 0.95)
        rates.append(_share(scores > limit, genuine & seen.low))
    return rates[1] - rates[0]


def _plain_regression(signs: np.ndarray, fake: np.ndarray, everything: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, max_iter=2000).fit(signs[:, 1:], fake).decision_function(everything[:, 1:])


def auc(fake: np.ndarray, scores: np.ndarray) -> float:
    """How often a fake review scores above a genuine one; ties count half."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    guilty = int(fake.sum())
    return float((ranks[fake].sum() - guilty * (guilty + 1) / 2) / (guilty * (len(fake) - guilty)))


def calibration_error(fake: np.ndarray, log_odds: np.ndarray, bins: int = 15) -> float:
    """Mean distance between the chance announced and the share found, over bins of equally many reviews."""
    chance = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    parts = np.array_split(np.argsort(chance, kind="stable"), bins)
    return float(sum(abs(chance[part].mean() - fake[part].mean()) * len(part) for part in parts) / len(fake))


def _counts(flags: np.ndarray, rows: np.ndarray) -> tuple[int, int]:
    return int((flags & rows).sum()), int(rows.sum())


def _share(flags: np.ndarray, rows: np.ndarray) -> float:
    return float((flags & rows).sum() / max(1, rows.sum()))


# --- telling ---


def _introduce(made: World, seed: int) -> None:
    kinds = {name: int((made.truth == name).sum()) for name in STORIES}
    fakes = sum(kinds.values())
    print(f"world {seed}: {len(made):,} reviews, {fakes / len(made):.1%} fake: ", end="")
    print(", ".join(f"{name} {count}" for name, count in kinds.items()), flush=True)


def print_distances(ratings: Ratings, made: World) -> None:
    """How far the marginals are from the file's: largest distance between the two cumulated shares."""
    told = {
        "honest": made.habit == "file",
        "all": np.ones(len(made), bool),
        "attacking accounts": np.isin(made.author, made.author[made.truth != ""]),
    }
    print(f"  {'distance of marginals':24} {'per author':>11} {'stars':>7} {'gaps':>7}")
    file = _marginals(ratings.source, ratings.rating, ratings.at)
    for name, rows in told.items():
        ours = _marginals(made.author[rows], made.rating[rows], made.at[rows])
        print(f"  {name:24} " + "  ".join(f"{_distance(a, b):7.3f}" for a, b in zip(file, ours, strict=True)))


def _marginals(author: np.ndarray, stars: np.ndarray, at: np.ndarray) -> list[np.ndarray]:
    """Reviews per author, stars, days between two reviews of one author."""
    order = np.lexsort((at, author))
    same = np.diff(author[order]) == 0
    return [np.unique(author, return_counts=True)[1], stars, np.diff(at[order])[same] / 86400]


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    marks = np.unique(np.concatenate([one, other]))
    shares = [np.searchsorted(np.sort(values), marks, side="right") / max(1, len(values)) for values in (one, other)]
    return float(np.abs(shares[0] - shares[1]).max(initial=0))


def _told(count: int, outcomes: list[Outcome]) -> dict:
    figures = {
        name: round(float(np.mean([getattr(o, name) for o in outcomes])), 4)
        for name in ("auc", "ap", "baseline_ap", "ece", "poison_shift")
    }
    rates = {name: _together([getattr(o, name) for o in outcomes]) for name in ("genuine", "habits", "attacks")}
    print(f"\n{count} decisions · serving: {', '.join(o.serves for o in outcomes)}")
    for name in (
        "auc",
        "ap",
        "baseline_auc",
        "baseline_ap",
        "deviation_ap",
        "ece",
        "ece_floor",
        "poison_shift",
        "unprotected_shift",
    ):
        values = [getattr(o, name) for o in outcomes]
        print(f"  {name:20} {np.mean(values):7.3f}   over worlds {min(values):.3f} to {max(values):.3f}")
    ratio = np.array([o.ap / o.baseline_ap for o in outcomes])
    print(f"  {'ap / baseline':20} {ratio.mean():7.2f}   over worlds {ratio.min():.2f} to {ratio.max():.2f}")
    hit, flagged = np.sum([o.flagged for o in outcomes], axis=0)
    print(f"  {'precision of flags':20} {hit / max(1, flagged):7.3f}   {flagged} flagged")
    for title, name in (("genuine flagged", "genuine"), ("among the honest", "habits"), ("found", "attacks")):
        for key, (rate, of) in rates[name].items():
            worlds = [hits / total for o in outcomes for hits, total in [getattr(o, name)[key]] if total]
            print(f"  {title:16} {key:22} {rate:6.3f} of {of:6}   {min(worlds):.3f} to {max(worlds):.3f}")
    _goals(figures, rates, float(np.mean([o.baseline_auc for o in outcomes])))
    fpr = {name: rate for name, (rate, _) in rates["genuine"].items()}
    recall = {name: rate for name, (rate, _) in rates["attacks"].items()}
    return figures | {"fpr": fpr, "recall": recall}


def _together(counts: list[dict[str, tuple[int, int]]]) -> dict[str, tuple[float, int]]:
    totals = {key: np.sum([c[key] for c in counts if key in c], axis=0) for key in counts[0]}
    return {key: (round(float(hit / of), 4), int(of)) for key, (hit, of) in totals.items() if of}


def _goals(figures: dict, rates: dict, baseline_auc: float) -> None:
    goals = {
        "the world is not too easy (count-only AUC >= .65)": baseline_auc >= 0.65,
        "AP >= 2 x count-only": figures["ap"] >= 2 * figures["baseline_ap"],
        "each group bothered <= 7.5 %": max(rate for rate, _ in rates["genuine"].values()) <= 0.075,
        "each attack found >= 12 %": min(rate for rate, _ in rates["attacks"].values()) >= 0.12,
        "ECE <= .015": figures["ece"] <= 0.015,
        "poison moves <= 2 points": abs(figures["poison_shift"]) <= 0.02,
    }
    print("  goals: " + "; ".join(f"{name}: {'met' if met else 'NOT MET'}" for name, met in goals.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
