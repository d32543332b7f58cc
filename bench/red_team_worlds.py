"""Seeded worlds: honest people who review little, angrily or all at once, and those who cheat.

It knows nothing of the detector: it imports none of its modules and none of its figures. A world is a table of reviews
in time order, with what a platform would see of each and, apart, what each really is.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

DAY = 86400.0
START = 1.6e9
DAYS = 720
# Reviews of honest people per space: a few large communities, many small ones.
HONEST = (5200, 3600, 900, 500, 320, 240, 160, 110)
# Attacks per 10,000 honest reviews: each is one story with its own target.
STORIES = {"ring": 5, "burst": 14, "slow": 16, "masked": 70, "insider": 24, "blackmail": 110, "competitor": 22}
# What a model of wording says of each kind of text, in log-odds: mean, spread one. Bought texts read like bought texts,
# but no better than a model does on texts of another kind than it learnt from (AUC about .80 against 0).
WORDING = {"ring": 1.2, "burst": 1.2, "slow": 1.2, "masked": 1.2, "insider": 0.9, "blackmail": 0.2, "competitor": 0.9}
WORDING_OF_INCIDENTS = 0.2
UNCOVERED = 0.35  # share of attacking accounts that attack at once; the others live like members of the file first


@dataclass
class World:
    """Reviews in time order; `truth` is "" for an honest review, else the attack; `habit` says which honest people."""

    space: np.ndarray
    author: np.ndarray
    subject: np.ndarray
    at: np.ndarray
    share: np.ndarray  # the rating, from 0 (lowest) to 1 (highest)
    similarity: np.ndarray
    copies: np.ndarray
    employee: np.ndarray  # declares working there
    proof: np.ndarray
    wording: np.ndarray  # what a model of wording says, in log-odds
    threat: np.ndarray  # words of threat or bargain found in the thread, with the errors such a search makes
    changed: np.ndarray  # the rating was changed afterwards
    truth: np.ndarray
    habit: np.ndarray
    lowest: float = 1.0
    highest: float = 5.0

    def __len__(self) -> int:
        return len(self.at)

    @property
    def rating(self) -> np.ndarray:
        return self.lowest + self.share * (self.highest - self.lowest)


COLUMNS = [field.name for field in fields(World) if field.name not in ("lowest", "highest")]
Rows = dict[str, list]


class Story:
    """A pen: writes reviews one after the other."""

    def __init__(self, random: np.random.Generator, levels: int = 5, first: float = 0.0, last: float = DAYS) -> None:
        self.random, self.levels, self.first, self.last = random, levels, first, last
        self.rows: Rows = {name: [] for name in COLUMNS}
        self.people = 0

    def somebody(self) -> str:
        """A new account."""
        self.people += 1
        return f"a{self.people}"

    def write(self, space, author, subject, day, share, *, truth="", habit="", **seen) -> None:
        """One review; what is not said of it is drawn as for anybody. Before and after the world, nothing."""
        r = self.random
        if not self.first <= day <= self.last:
            return
        copied = r.random() < 0.04
        ordinary = {
            "similarity": 0.5 + 0.5 * r.beta(1.2, 3) if copied else 0.45 * r.beta(1.5, 4),
            "copies": int(copied) * int(1 + r.poisson(0.5)),
            "employee": r.random() < 0.004,
            "proof": r.random() < (0.12 if not truth else 0.01),
            "wording": r.normal(WORDING_OF_INCIDENTS if habit == "incident" else WORDING.get(truth, 0.0)),
            "threat": r.random() < 0.004,
            "changed": r.random() < 0.02,
        }
        steps = self.levels - 1
        level = round(float(np.clip(share, 0, 1)) * steps) / steps
        fixed = {"space": space, "author": author, "subject": subject, "at": START + day * DAY, "share": level}
        for name, value in {**ordinary, **seen, **fixed, "truth": truth, "habit": habit}.items():
            self.rows[name].append(value)

    def world(self, **scale) -> World:
        """All that was written, in time order; names are shuffled, so that no order tells anything."""
        at = np.array(self.rows["at"])
        order = np.argsort(at, kind="stable")
        columns = {name: np.array(values)[order] for name, values in self.rows.items()}
        for name in ("author", "subject"):
            columns[name] = _renamed(columns[name], self.random)
        return World(**columns, **scale)


def _renamed(names: np.ndarray, random: np.random.Generator) -> np.ndarray:
    known, place = np.unique(names, return_inverse=True)
    return random.permutation(len(known))[place]


# --- honest people ---


def world(seed: int, size: float = 1.0) -> World:
    """A world made from nothing."""
    random = np.random.default_rng([2026, seed])
    story = Story(random)
    goods: dict[int, dict[str, float]] = {}
    for space, honest in enumerate(HONEST):
        goods[space] = _community(story, space, max(60, int(honest * size)))
    stage = Stage(story, goods, DAYS, sum(HONEST) * size, 0.95, 0.04)
    attack(stage)
    return story.world()


def _community(story: Story, space: int, honest: int) -> dict[str, float]:
    """Honest reviews of one space; returns how good each of its subjects is."""
    r = story.random
    subjects = max(8, honest // 28)
    good = {f"s{space}-{n}": float(np.clip(r.normal(0.74, 0.14), 0.2, 0.97)) for n in range(subjects)}
    names, fame = list(good), 1 / np.arange(1, subjects + 1) ** 0.75
    opened = np.where(r.random(subjects) < 0.6, 0.0, r.uniform(0, DAYS * 0.8, subjects))
    opened[0] = 0.0
    written = 0
    while written < honest:
        if r.random() < 8 / honest:
            written += _incident(story, space, names, good, opened, fame)
        written += _person(story, space, names, good, opened, fame)
    return good


def _person(story: Story, space, names, good, opened, fame) -> int:
    """One honest person's reviews: one in most lives, many in a few; some all on one day, some only in anger."""
    r = story.random
    habit = str(r.choice(["calm", "angry", "at once"], p=[0.78, 0.13, 0.09]))
    count = {"calm": 1 if r.random() < 0.5 else 1 + int(r.pareto(1.15) * 1.5), "angry": 1 + (r.random() < 0.2)}.get(
        habit
    )
    count = min(count or 3 + int(r.poisson(3)), 60)
    person, kindness = story.somebody(), r.normal(0, 0.09)
    day = r.uniform(-0.4, 1) * DAYS  # the community is older than the world
    seen: set[str] = set()
    written = 0
    for _ in range(count):
        open_now = fame * (opened <= max(day, 0))
        subject = names[int(r.choice(len(names), p=open_now / open_now.sum()))]
        if subject not in seen:
            seen.add(subject)
            liked = good[subject] + kindness + r.normal(0, 0.2)
            share = abs(r.normal(0.05, 0.14)) if habit == "angry" else liked
            story.write(space, person, subject, day, share, habit=habit)
            written += 0 <= day <= DAYS
        day += r.uniform(0, 0.3) if habit == "at once" else r.lognormal(3.0, 1.2)
        if day > DAYS:
            break
    return written


def _incident(story: Story, space, names, good, opened, fame) -> int:
    """Something really happened: a wave of honest people, most of them new here, angry (or, rarely, delighted)."""
    r = story.random
    day = r.uniform(-0.01, 1) * DAYS
    open_now = np.flatnonzero(opened <= max(day, 0))
    subject = names[int(r.choice(open_now, p=fame[open_now] / fame[open_now].sum()))]
    angry, count = r.random() < 0.75, int(r.integers(8, 40))
    for _ in range(count):
        share = abs(r.normal(0.06, 0.15)) if angry else 1 - abs(r.normal(0.04, 0.12))
        story.write(space, story.somebody(), subject, day + r.exponential(3.0), share, habit="incident")
    return count


# --- those who cheat ---


@dataclass
class Stage:
    """Where attacks take place: subjects per space, how long, how many honest reviews; the ends of the scale."""

    story: Story
    goods: dict
    days: float
    honest: float
    praise: float
    blame: float

    def target(self) -> tuple:
        """A space (the larger the likelier) and a subject of middling fame in it."""
        r = self.story.random
        sizes = np.array([len(good) for good in self.goods.values()], float)
        space = list(self.goods)[int(r.choice(len(sizes), p=sizes / sizes.sum()))]
        names = list(self.goods[space])
        return space, names[int(r.integers(0, max(1, int(len(names) * 0.7))))]

    def usual(self, space, subject) -> float:
        """What an honest person would give, more or less."""
        return self.goods[space][subject] + self.story.random.normal(0, 0.2)


def attack(stage: Stage) -> None:
    """Every kind of attack, as often as STORIES says."""
    for name, often in STORIES.items():
        for _ in range(max(1, int(stage.story.random.poisson(often * stage.honest / 10_000)))):
            ATTACKS[name](stage)


def _bought(stage: Stage, copied: float) -> dict:
    """What a bought text looks like: now and then from the same template."""
    r = stage.story.random
    if r.random() >= copied:
        return {}
    return {"similarity": float(0.5 + 0.5 * r.beta(2, 2)), "copies": int(1 + r.poisson(2))}


def _praise(stage: Stage) -> float:
    r = stage.story.random
    return stage.praise + 0.05 if r.random() < 0.8 else stage.praise - 0.2


def _blame(stage: Stage) -> float:
    r = stage.story.random
    return stage.blame - 0.04 if r.random() < 0.75 else stage.blame + 0.22


def _camouflage(stage: Stage, account: str, space, day: float, truth: str) -> None:
    """An ordinary review, to look like anybody; it is still the ring's."""
    names = list(stage.goods[space])
    subject = names[int(stage.story.random.integers(0, len(names)))]
    stage.story.write(space, account, subject, day, stage.usual(space, subject), truth=truth)


def _ring(stage: Stage) -> None:
    """Accounts for hire: the same few subjects praised by the same hands, with ordinary reviews in between."""
    r = stage.story.random
    space, _ = stage.target()
    subjects = list(stage.goods[space])
    clients = r.choice(subjects, min(len(subjects), int(r.integers(2, 6))), replace=False).tolist()
    begin = r.uniform(-0.15, 1) * stage.days
    for _ in range(int(r.integers(7, 14))):
        account, day = stage.story.somebody(), begin + r.uniform(0, 30)
        for client in clients:
            if r.random() < 0.3:
                _camouflage(stage, account, space, day + r.uniform(0, 4), "ring")
            if r.random() < 0.75:
                stage.story.write(space, account, client, day, _praise(stage), truth="ring", **_bought(stage, 0.25))
            day += r.exponential(7)


def _burst(stage: Stage) -> None:
    """New accounts, one target, a few days."""
    r = stage.story.random
    space, subject = stage.target()
    day, good = r.uniform(-0.15, 1) * stage.days, r.random() < 0.75
    for _ in range(int(r.integers(7, 22))):
        share = _praise(stage) if good else _blame(stage)
        when = day + r.exponential(1.2)
        account = stage.story.somebody()
        stage.story.write(space, account, subject, when, share, truth="burst", **_bought(stage, 0.25))


def _slow(stage: Stage) -> None:
    """A new account every week or two, for months."""
    r = stage.story.random
    space, subject = stage.target()
    day = r.uniform(-0.15, 1) * stage.days
    for _ in range(int(r.integers(8, 22))):
        account = stage.story.somebody()
        if r.random() < 0.2:
            _camouflage(stage, account, space, day - r.uniform(0, 5), "slow")
        stage.story.write(space, account, subject, day, _praise(stage), truth="slow", **_bought(stage, 0.15))
        day += r.exponential(9)


def _masked(stage: Stage) -> None:
    """A professional under a mask: praises the own house under one or two names; says nothing of the link."""
    r = stage.story.random
    space, own = stage.target()
    day = r.uniform(-0.15, 1) * stage.days
    for _ in range(int(r.integers(1, 4))):
        account = stage.story.somebody()
        stage.story.write(space, account, own, day, _praise(stage), truth="masked")
        if r.random() < 0.25:
            rival = list(stage.goods[space])[int(r.integers(0, len(stage.goods[space])))]
            stage.story.write(space, account, rival, day + r.uniform(0, 3), _blame(stage), truth="masked")
        day += r.exponential(12)


def _insider(stage: Stage) -> None:
    """Employees asked to praise: within weeks of one another, a few of them openly."""
    r = stage.story.random
    space, subject = stage.target()
    day = r.uniform(-0.15, 1) * stage.days
    for _ in range(int(r.integers(4, 10))):
        stage.story.write(
            space, stage.story.somebody(), subject, day + r.exponential(8), _praise(stage),
            truth="insider", employee=r.random() < 0.12,
        )  # fmt: skip


def _blackmail(stage: Stage) -> None:
    """A customer who bargains with the stars: a threat in the thread more often than not, a rating that changes."""
    r = stage.story.random
    space, subject = stage.target()
    account, day = stage.story.somebody(), r.uniform(-0.15, 1) * stage.days
    if r.random() < 0.4:
        _camouflage(stage, account, space, day - r.uniform(5, 60), "")
    stage.story.write(
        space, account, subject, day, _blame(stage), truth="blackmail",
        threat=r.random() < 0.45, changed=r.random() < 0.6,
    )  # fmt: skip


def _competitor(stage: Stage) -> None:
    """A rival's new accounts: the lowest rating for the target over some weeks, praise for the rival's own house."""
    r = stage.story.random
    space, subject = stage.target()
    own = list(stage.goods[space])[int(r.integers(0, len(stage.goods[space])))]
    day = r.uniform(-0.15, 1) * stage.days
    for _ in range(int(r.integers(4, 12))):
        account, when = stage.story.somebody(), day + r.exponential(12)
        stage.story.write(space, account, subject, when, _blame(stage), truth="competitor", **_bought(stage, 0.1))
        if r.random() < 0.3:
            later = when + r.uniform(0, 6)
            stage.story.write(space, account, own, later, _praise(stage), truth="competitor")


ATTACKS: dict[str, Callable[[Stage], None]] = {
    "ring": _ring,
    "burst": _burst,
    "slow": _slow,
    "masked": _masked,
    "insider": _insider,
    "blackmail": _blackmail,
    "competitor": _competitor,
}


# --- attacks in a real file of ratings ---


@dataclass
class Ratings:
    """A file of `source,target,rating,time`, in time order."""

    source: np.ndarray
    target: np.ndarray
    rating: np.ndarray
    at: np.ndarray

    @classmethod
    def read(cls, path: Path) -> "Ratings":
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            table = np.genfromtxt(file, delimiter=",", skip_header=1)
        table = table[np.argsort(table[:, 3], kind="stable")]
        return cls(table[:, 0].astype(int), table[:, 1].astype(int), table[:, 2], table[:, 3])


def world_on(ratings: Ratings, seed: int) -> World:
    """The file's ratings as honest ones (nine members of ten, another draw per seed), and the same attacks on top."""
    random = np.random.default_rng([2027, seed])
    lowest, highest = float(ratings.rating.min()), float(ratings.rating.max())
    days = (ratings.at - START) / DAY
    story = Story(random, int(highest - lowest) + 1, float(days.min()), float(days.max()))
    members = np.unique(ratings.source)
    kept = np.isin(ratings.source, members[random.random(len(members)) < 0.9])
    share = (ratings.rating - lowest) / (highest - lowest)
    for row in np.flatnonzero(kept):
        story.write(
            0, f"m{ratings.source[row]}", f"t{ratings.target[row]}", days[row], share[row], habit="file"
        )  # fmt: skip
    stage = _stage_of(story, ratings.target[kept], share[kept], days[kept], _lives(ratings.source[kept]))
    attack(stage)
    return story.world(lowest=lowest, highest=highest)


def _lives(source: np.ndarray) -> np.ndarray:
    """How many ratings each member gives."""
    return np.unique(source, return_counts=True)[1]


class _Later(Story):
    """Writes into another story, `begin` days later: attacks count from day 0."""

    def __init__(self, story: Story, begin: float) -> None:
        self.__dict__.update(story.__dict__)
        self.story, self.begin, self.covered = story, begin, set()

    def somebody(self) -> str:
        return self.story.somebody()

    def write(self, space, author, subject, day, share, **seen) -> None:
        self._cover(space, author, self.begin + day)
        self.story.write(space, author, subject, self.begin + day, share, **seen)

    def _cover(self, space, author, day: float) -> None:
        """Before its first attack an account lives as the file's members do: as many ratings, of the same kinds."""
        if author in self.covered:
            return
        self.covered.add(author)
        if self.random.random() < UNCOVERED:
            return
        for row in self.random.integers(0, len(self.targets), self.random.choice(self.lives)):
            when = day - self.random.exponential(20)
            self.story.write(space, author, f"t{self.targets[row]}", when, self.shares[row], habit="cover")


def _stage_of(story: Story, target: np.ndarray, share: np.ndarray, days: np.ndarray, lives: np.ndarray) -> Stage:
    """Targets are those with at least five ratings; praise and blame are the ends the file itself uses."""
    names, place, counts = np.unique(target, return_inverse=True, return_counts=True)
    means = np.bincount(place, weights=share) / counts
    good = {f"t{name}": float(mean) for name, mean, count in zip(names, means, counts, strict=True) if count >= 5}
    later = _Later(story, float(days.min()))
    later.targets, later.shares, later.lives = target, share, np.minimum(lives, 60)
    middle = np.median(share)
    praise = float(np.quantile(share[share > middle], 0.75)) if (share > middle).any() else 0.95
    blame = float(np.quantile(share[share < middle], 0.25)) if (share < middle).any() else 0.04
    return Stage(later, {0: good}, float(days.max() - days.min()), float(len(target)), praise, blame)
