"""How well seeded attacks are found, how fairly, and what decisions and poisoned decisions change.

`python -m bench.red_team [--seed 1] [--worlds 5] [--decisions 0 50 200 1000] [--base RATINGS] [--without-texts]`

Each world is cut in time: everything is learnt, counted and calibrated on its first six tenths and measured on the
rest, each review as it was known when posted. What a model of wording and a search for threats would say is drawn, not
read: `red_team_worlds.WORDING` says how good they are supposed to be. The last line is one JSON object: per number of
decisions, means over worlds; rates and the calibration error count the reviews of all worlds together (`ece_worlds`:
each world alone, then the mean; `ece_past_known`: the same for who knows every fake review of the past; `ece_floor`:
what perfect chances would show by luck; `chance_given`: whether so many decisions let us tell a chance at all).
"""

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from apps.algorithms import conformal, learned_suspicion, review_company, review_suspicion, suspicion_chance
from apps.algorithms.canary import flags_by_subject, watch
from apps.algorithms.learned_suspicion import Decisions, Model, average_precision
from apps.algorithms.review_history import facts_from_history
from apps.algorithms.suspicion_chance import Read
from bench.red_team_worlds import STORIES, Ratings, World, world, world_on

CUT = 0.6  # of the time: what comes before is the past
GOLD = 0.15  # of the decisions: drawn blind, read twice without disagreement, set aside
POISONED = 0.035  # of the decisions
TOO_EASY = 0.65  # AUC the count-only baseline must reach, else the fakes are too unlike the honest
CHOSEN = ("flag", "report", "audit")
SENSES = ("wording", "bargain")  # what texts and threads tell
NAMES = review_suspicion.CODES


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
    def recent(self) -> np.ndarray:
        """The later half of the past."""
        return self.past & (self.world.at >= np.median(self.world.at[self.past]))

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
    chance: np.ndarray  # of each review after the cut,
    fake: np.ndarray  # and what it was
    chance_given: bool
    ece: float
    ece_past_known: float  # of a curve fitted to the truth about the whole past
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
            seen.weights[:, [NAMES.index(sense) for sense in SENSES]] = 0.0
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
        weights[rows], enough[rows] = scores.weights, scores.outcomes > 0
        groups[rows] = conformal.groups_of(facts[space], baselines[space].reviews)
        written[rows], away[rows] = facts[space]["author_reviews"], _away(facts[space])
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
    said |= {"wording": made.wording, "threats": made.threat, "rating_changes": made.changed}
    facts |= {name: column[rows].astype(float) for name, column in said.items()}
    links = np.where(made.employee[rows], 2, 0)
    return facts | {"link": links} | _company(made, rows, links)


def _company(made: World, rows: np.ndarray, links: np.ndarray) -> dict[str, np.ndarray]:
    """Who else reviews the same subjects, as known when each review was posted; a house is one subject here."""
    return review_company.company(
        author=made.author[rows],
        subject=made.subject[rows],
        house=made.subject[rows],
        at=made.at[rows],
        level=np.rint(made.share[rows] * 1000),
        link=links,
        hindsight=False,
    )


def _away(facts: dict[str, np.ndarray]) -> np.ndarray:
    """The plain peer: distance from the mean of the subject's other reviews."""
    return np.nan_to_num(np.abs(facts["rating"] - facts["subject_mean"]))


# --- deciding ---


@dataclass
class Taught:
    """Past reviews that were decided, what was decided, how each was chosen, and which are the gold set."""

    rows: np.ndarray
    decisions: Decisions  # each stands for the reviews it was drawn from
    way: np.ndarray
    gold: np.ndarray
    population: np.ndarray  # the way each past review would have been chosen

    def lessons(self) -> Decisions:
        """Those that train; each stands for more when the gold set is aside."""
        lessons = self.decisions.part(~self.gold)
        return replace(lessons, stands_for=learned_suspicion.stand_for(self.population, self.way[~self.gold]))


def decide(seen: Seen, count: int, random: np.random.Generator) -> Taught:
    """Half come from flags, a fifth from reports (people report what is fake, and what displeases), the rest are drawn
    blind and read twice.
    """
    rows = np.flatnonzero(seen.past)
    flagged = _first_day_flags(seen)[rows]
    chance = np.where(seen.fake[rows], 0.12, np.where(seen.low[rows], 0.05, 0.01))
    way = np.where(flagged, "flag", np.where(random.random(len(rows)) < chance, "report", "audit"))
    wanted = {"flag": count // 2, "report": count // 5}
    wanted["audit"] = count - sum(wanted.values())
    picked = [_some(np.flatnonzero(way == name), wanted[name], random) for name in CHOSEN]
    places = np.sort(np.concatenate(picked))
    chosen = way[places]
    decisions = _read(seen, rows[places], chosen == "audit", random)
    decisions.stands_for[:] = learned_suspicion.stand_for(way, chosen)
    sure = np.flatnonzero((chosen == "audit") & (decisions.agree > 1) & (decisions.disagree == 0))
    gold = np.zeros(len(places), bool)
    gold[_some(sure, int(GOLD * count), random)] = True
    return Taught(rows[places], decisions, chosen, gold, way)


def _some(rows: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    return random.choice(rows, min(count, len(rows)), replace=False)


def _read(seen: Seen, rows: np.ndarray, blind: np.ndarray, random: np.random.Generator) -> Decisions:
    """Eight people with their own rate of error; what was drawn blind is read twice, two in five of the others too,
    and a third time when they differ.
    """
    error = random.uniform(0.02, 0.08, 8)
    readers = random.integers(0, 8, (len(rows), 3))
    votes = seen.fake[rows][:, None] ^ (random.random((len(rows), 3)) < error[readers])
    twice = blind | (random.random(len(rows)) < 0.4)
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


def poison(seen: Seen, taught: Taught, random: np.random.Generator) -> Taught:
    """Two deciders call genuine unfavourable reviews fake; for half of them they vouch for one another.

    The gold set was read before, and is frozen.
    """
    poor = taught.decisions.part(np.arange(len(taught.rows)))
    target = np.flatnonzero(~seen.fake[taught.rows] & seen.low[taught.rows])
    hit = _some(target, max(1, round(POISONED * len(taught.rows))), random)
    hit = hit[~taught.gold[hit]]
    poor.fake[hit], poor.disagree[hit] = True, 0.0
    poor.person[hit] = random.choice(["x1", "x2"], len(hit))
    poor.agree[hit] = random.choice([1.0, 2.0], len(hit))
    return replace(taught, decisions=poor)


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

    def chances(self, seen: Seen) -> np.ndarray:
        return self.limits.curve.chances(self.model.log_odds(seen.weights))


FIRST_DAY = Model(NAMES)


def _calibrated(seen: Seen, model: Model, taught: Taught | None = None) -> conformal.Thresholds:
    """On the later half of the past, decided fakes left out."""
    scores = model.log_odds(seen.weights)
    known, read = np.zeros(len(scores), bool), None
    if taught is not None:
        said = taught.decisions
        known[taught.rows] = said.fake & (said.agree > said.disagree)
        audits = int((taught.way == "audit").sum())
        read = Read(scores[taught.rows], said, seen.recent[taught.rows], audits)
    curve = suspicion_chance.curve(scores[seen.recent], read, is_learned=bool(model.factors))
    rows = seen.recent & seen.enough
    return conformal.thresholds(scores[rows], seen.groups[rows], known[rows], curve=curve)


def _first_day_flags(seen: Seen) -> np.ndarray:
    return Served(FIRST_DAY, _calibrated(seen, FIRST_DAY), "").flags(seen)


def release(seen: Seen, taught: Taught) -> Served:
    """Train, compare, calibrate; the canary may keep the first day in place."""
    today = Served(FIRST_DAY, _calibrated(seen, FIRST_DAY, taught), "day0")
    choice = learned_suspicion.choose(seen.weights[taught.rows[~taught.gold]], taught.lessons(), FIRST_DAY)
    if choice.model is FIRST_DAY:
        return Served(FIRST_DAY, today.limits, choice.reason)
    kind = "steps" if choice.model.steps else "factors"
    candidate = Served(choice.model, _calibrated(seen, choice.model, taught), kind)
    before, after = today.flags(seen), candidate.flags(seen)
    trusted = taught.rows[taught.gold & ~taught.decisions.fake]
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
    taught = decide(seen, count, random)
    served = release(seen, taught)
    poor = poison(seen, taught, random) if count else taught
    spoiled = release(seen, poor) if count else served
    later = ~seen.past
    scores, chance, fake = served.model.log_odds(seen.weights), served.chances(seen), seen.fake
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
        chance=chance[later],
        fake=fake[later],
        chance_given=served.limits.curve.is_given,
        ece=calibration_error(fake[later], chance[later]),
        ece_past_known=calibration_error(fake[later], _as_in_the_past(seen, scores)[later]),
        genuine={name: _counts(flags, genuine & (seen.groups == name)) for name in conformal.GROUPS},
        habits={str(h): _counts(flags, genuine & (seen.world.habit == h)) for h in np.unique(seen.world.habit) if h},
        attacks={name: _counts(flags, later & (seen.world.truth == name)) for name in STORIES},
        flagged=_counts(fake, later & flags),
        poison_shift=shift,
        unprotected_shift=_unprotected(seen, taught, poor) if count else 0.0,
        serves=served.reason,
        poisoned_blocked=spoiled.blocked,
    )


def _as_in_the_past(seen: Seen, scores: np.ndarray) -> np.ndarray:
    """The bound: the share of fakes among the past's reviews of like score, all of them known."""
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    return curve.fit(scores[seen.recent], seen.fake[seen.recent]).predict(scores)


def _unprotected(seen: Seen, taught: Taught, poor: Taught) -> float:
    """The peer: the same regression with every label counting one, one threshold for all, no canary."""
    genuine = ~seen.past & ~seen.fake
    rates = []
    for labels in (taught.decisions, poor.decisions):
        if not 0 < labels.fake.sum() < len(labels):
            return 0.0
        scores = _plain_regression(seen.weights[taught.rows], labels.fake, seen.weights)
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


def calibration_error(fake: np.ndarray, chance: np.ndarray, bins: int = 15) -> float:
    """Mean distance between the mean chance and the share found, over bins of equally many reviews."""
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


MEANS = (
    "auc", "ap", "baseline_auc", "baseline_ap", "deviation_ap", "ece", "ece_past_known", "poison_shift",
    "unprotected_shift",
)  # fmt: skip


def _told(count: int, outcomes: list[Outcome]) -> dict:
    """A table, and what of it is in the JSON object."""
    print(f"\n{count} decisions · serving: {', '.join(o.serves for o in outcomes)}")
    worlds = {name: [getattr(o, name) for o in outcomes] for name in MEANS}
    for name, values in worlds.items():
        print(f"  {name:20} {np.mean(values):7.3f}   over worlds {min(values):.3f} to {max(values):.3f}")
    figures = {name: round(float(np.mean(values)), 4) for name, values in worlds.items()}
    figures["ece_worlds"] = figures["ece"]
    figures["ece"], figures["ece_floor"] = _calibration(outcomes)
    given = all(o.chance_given for o in outcomes)
    told = "told" if given else "not told yet: too few blind readings"
    print(f"  {'ece, all together':20} {figures['ece']:7.3f}   perfect: {figures['ece_floor']:.3f}; a chance is {told}")
    ratio = np.array([o.ap / o.baseline_ap for o in outcomes])
    print(f"  {'ap / baseline':20} {ratio.mean():7.2f}   over worlds {ratio.min():.2f} to {ratio.max():.2f}")
    hit, flagged = np.sum([o.flagged for o in outcomes], axis=0)
    print(f"  {'precision of flags':20} {hit / max(1, flagged):7.3f}   {flagged} flagged")
    rates = _told_rates(outcomes)
    _goals(figures, rates, given)
    found = {"fpr": rates["genuine"], "recall": rates["attacks"]}
    told_rates = {key: {name: rate for name, (rate, _) in parts.items()} for key, parts in found.items()}
    return figures | {"chance_given": given, "too_easy": figures["baseline_auc"] < TOO_EASY} | told_rates


def _calibration(outcomes: list[Outcome]) -> tuple[float, float]:
    """The error over all worlds together, and what perfect chances would show."""
    chance, fake = (np.concatenate([getattr(o, name) for o in outcomes]) for name in ("chance", "fake"))
    lucky = np.random.default_rng(len(chance)).random(len(chance)) < chance
    return round(calibration_error(fake, chance), 4), round(calibration_error(lucky, chance), 4)


def _told_rates(outcomes: list[Outcome]) -> dict[str, dict[str, tuple[float, int]]]:
    rates = {}
    for title, name in (("genuine flagged", "genuine"), ("among the honest", "habits"), ("found", "attacks")):
        counts = [getattr(o, name) for o in outcomes]
        rates[name] = _together(counts)
        for key, (rate, of) in rates[name].items():
            worlds = [count[key][0] / count[key][1] for count in counts if key in count and count[key][1]]
            print(f"  {title:16} {key:22} {rate:6.3f} of {of:6}   {min(worlds):.3f} to {max(worlds):.3f}")
    return rates


def _together(counts: list[dict[str, tuple[int, int]]]) -> dict[str, tuple[float, int]]:
    totals = {key: np.sum([c[key] for c in counts if key in c], axis=0) for key in counts[0]}
    return {key: (round(float(hit / of), 4), int(of)) for key, (hit, of) in totals.items() if of}


def _goals(figures: dict, rates: dict, given: bool) -> None:
    goals = {
        f"the world is not too easy (count-only AUC >= {TOO_EASY})": figures["baseline_auc"] >= TOO_EASY,
        "AP >= 2 x count-only": figures["ap"] >= 2 * figures["baseline_ap"],
        "each group bothered <= 7.5 %": max(rate for rate, _ in rates["genuine"].values()) <= 0.075,
        "each attack found >= 12 %": min(rate for rate, _ in rates["attacks"].values()) >= 0.12,
        f"ECE <= .015{'' if given else ' (though no chance is told)'}": figures["ece"] <= 0.015,
        "poison moves <= 2 points": abs(figures["poison_shift"]) <= 0.02,
    }
    print("  goals: " + "; ".join(f"{name}: {'met' if met else 'NOT MET'}" for name, met in goals.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
